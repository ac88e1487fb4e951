"""`lianke doctor`, `receipts` and `wishes`: how it fares, who has what, what is wanted."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal, moment, shown_moment, table
from desktop.doctor_words import file_lines, finding_words
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from sync.doctor import Finding, Health
    from sync.receipts import Reach

_TOLD = 16  # digits of a digest


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Tell how the exchange fares, and what to do.")
    doctor = commands.add_parser("doctor", help=help, description=help)
    doctor.add_argument(
        "--report", metavar="FILE", type=Path, help=_("Write a report to send: no contents.")
    )
    doctor.set_defaults(do=_doctor)

    help = _("Show who has what, and since when.")
    commands.add_parser("receipts", help=help, description=help).set_defaults(do=_receipts)

    help = _("Show or change which files the next stick should bring.")
    wishes = commands.add_parser("wishes", help=help, description=help)
    wishes.set_defaults(do=_wishes)
    what = wishes.add_subparsers(dest="what", metavar=_("WHAT"))
    what.add_parser("list", help=_("Show them.")).set_defaults(do=_wishes)
    for name, do, words in (
        ("add", _wish, _("Wish for the file of an attachment.")),
        ("remove", _unwish, _("Take a wish back.")),
    ):
        one = what.add_parser(name, help=words, description=words)
        one.add_argument("attachment", metavar="ATTACHMENT", help=_("The attachment's id."))
        one.set_defaults(do=do)


def _doctor(terminal: Terminal, chosen: argparse.Namespace) -> int:
    from db.progress import finish  # noqa: PLC0415
    from sync import alarms  # noqa: PLC0415
    from sync.doctor import examining  # noqa: PLC0415

    with terminal.store() as store:
        health = finish(examining(store))
        if chosen.report is not None:
            with store.read() as session:
                report = alarms.report(session)
            _write(chosen.report, report)
    lines = []
    for finding in health.findings:
        lines.append("  ".join(filter(None, finding_words(finding))))
        lines += [f"    {name}" for name in file_lines(finding)]
    lines += _ending(health)
    terminal.answer(
        {
            "ok": health.well,
            "digest": health.digest,
            "findings": [_finding_json(one) for one in health.findings],
            "report": str(chosen.report) if chosen.report else None,
        },
        *lines,
    )
    return 0 if health.well else 1


def _ending(health: "Health") -> list[str]:
    if not health.well:
        said = _("Something needs your attention.")
    elif health.findings:
        said = _("None of this is serious.")
    else:
        said = _("The exchange fares well.")
    if health.digest is None:
        return [said]
    # as much as two people compare on the telephone
    digest = " ".join(health.digest[at : at + 4] for at in range(0, _TOLD, 4))
    return [said, _("Digest of the records here: {digest}").format(digest=digest)]


def _write(path: Path, data: bytes) -> None:
    from desktop.reports.errors import ReportNotWrittenError  # noqa: PLC0415

    try:
        path.write_bytes(data)
    except OSError as error:
        raise ReportNotWrittenError.of(path, error) from error


def _finding_json(one: "Finding") -> dict[str, object]:
    words, advice = finding_words(one)
    return {
        "code": one.code,
        "serious": one.serious,
        "subject": one.subject,
        "count": one.count,
        "at": moment(one.at),
        "place": one.place,
        "files": list(one.files),
        "words": words,
        "advice": advice,
    }


def _receipts(terminal: Terminal, _chosen: argparse.Namespace) -> None:
    from sync.receipts import who_has  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        found = who_has(session)
    heads = (
        pgettext("receipts", "School"),
        pgettext("receipts", "Person"),
        pgettext("receipts", "Has"),
        pgettext("receipts", "Heard of"),
    )
    rows = [
        (one.holder.school_name, one.holder.person_name, has_words(one), _heard(one))
        for one in found
    ]
    terminal.answer(
        [_reach_json(one) for one in found],
        *(table(heads, rows) if rows else [_("No other computer is known yet.")]),
    )


def _heard(reach: "Reach") -> str:
    return shown_moment(reach.heard_at) if reach.heard_at else pgettext("receipts", "never")


def has_words(reach: "Reach") -> str:
    """Return how far this laptop's work has come to another."""
    if reach.complete:
        return _("everything")
    if reach.until:
        return _("everything up to {when}").format(when=shown_moment(reach.until))
    if reach.heard_at is None:
        return _("not known")
    return ngettext(
        "{count} record is missing", "{count} records are missing", reach.lacking
    ).format(count=reach.lacking)


def _reach_json(one: "Reach") -> dict[str, object]:
    return {
        "laptop": one.holder.laptop,
        "person": one.holder.person,
        "person_name": one.holder.person_name,
        "school": one.holder.school,
        "school_name": one.holder.school_name,
        "complete": one.complete,
        "until": moment(one.until),
        "lacking": one.lacking,
        "heard_at": moment(one.heard_at),
    }


def _wishes(terminal: Terminal, _chosen: argparse.Namespace) -> None:
    from sync import wishes  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        found = wishes.mine(session)
    heads = (pgettext("wishes", "File"), pgettext("wishes", "Size"), pgettext("wishes", "Id"))
    rows = [
        (one.caption or one.file_name, f"{one.size_bytes / 2**20:.1f} MB", one.attachment)
        for one in found
    ]
    terminal.answer(
        [
            {
                "attachment": one.attachment,
                "record": one.record or None,
                "file_name": one.file_name or None,
                "caption": one.caption or None,
                "size_bytes": one.size_bytes,
                "at": moment(one.at),
            }
            for one in found
        ],
        *(table(heads, rows) if rows else [_("Nothing is wished for.")]),
    )


def _wish(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import wishes  # noqa: PLC0415

    with terminal.store() as store:
        with store.write() as session:
            wishes.add(session, chosen.attachment)
        wishes.clear_up(store)
    terminal.answer({"attachment": chosen.attachment}, _("The next stick should bring it."))


def _unwish(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import wishes  # noqa: PLC0415

    with terminal.store() as store, store.write() as session:
        wishes.remove(session, chosen.attachment)
    terminal.answer({"attachment": chosen.attachment}, _("It is not wished for any more."))
