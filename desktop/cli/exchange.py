"""`lianke sync` and `status`: one exchange with a place, and what waits for it."""

import argparse
import signal
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal, moment, pairs, shown_moment
from desktop.dates import today
from desktop.member_words import own_lines, own_news
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.store import Store
    from sync.carriers.carrier import Stopping
    from sync.result import RoundResult, Skipped


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Exchange once with a place: a stick, a share, a server.")
    sync = commands.add_parser("sync", help=help, description=help)
    sync.add_argument("place", metavar="PLACE", help=_("An existing folder, or an address."))
    sync.set_defaults(do=_sync)

    help = _("Show whose computer this is and what waits for an exchange.")
    commands.add_parser("status", help=help, description=help).set_defaults(do=_status)


def _sync(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db import backup  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from desktop.material_words import room_lines  # noqa: PLC0415
    from desktop.readable_copies import readable_copies  # noqa: PLC0415
    from desktop.suspect_words import suspect_words  # noqa: PLC0415
    from sync import places, suspects  # noqa: PLC0415
    from sync.round import exchange  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            place = places.meant(session, chosen.place)
        with _ctrl_c() as stopping:
            result = finish(exchange(store, place, copies=readable_copies, stopping=stopping))
        told = _waiting(store, result) + own_news(store)
        if backup.due(store.folder, today()):
            backup.back_up(store.folder, today())
    lines = [
        ngettext("{count} record sent.", "{count} records sent.", result.sent).format(
            count=result.sent
        ),
        ngettext("{count} record received.", "{count} records received.", result.received).format(
            count=result.received
        ),
    ]
    if result.conflicts:
        lines.append(
            ngettext(
                "{count} place wants your decision; both versions are kept.",
                "{count} places want your decision; both versions are kept.",
                result.conflicts,
            ).format(count=result.conflicts)
        )
    lines += [_("Parts of photos or files came too.")] if result.pieces_in else []
    lines += [_("Parts of photos or files went too.")] if result.pieces_out else []
    lines += _skipped_lines(result.skipped)
    lines += room_lines(result)
    rooms = {
        "left_behind": list(result.left_behind),
        "no_room": list(result.no_room),
        "too_long": list(result.too_long),
    }
    seldom: dict[str, object] = {where: names for where, names in rooms.items() if names}
    if result.copies:
        seldom["copies"] = result.copies
        lines.append(
            ngettext(
                "{count} readable copy put there.",
                "{count} readable copies put there.",
                result.copies,
            ).format(count=result.copies)
        )
    programs = suspects.find(place)
    if programs:
        seldom["suspicious"] = {"count": programs.count, "names": list(programs.names)}
        lines.append(suspect_words(programs))
    lines += told
    lines.append(_("Done.") if "://" in place else _("Done. You can pull the stick out."))
    terminal.answer(
        {
            "sent": result.sent,
            "received": result.received,
            "conflicts": result.conflicts,
            "skipped": [{"name": s.name, "reason": s.reason.value} for s in result.skipped],
            **seldom,
        },
        *lines,
    )


@contextmanager
def _ctrl_c() -> "Iterator[Stopping]":
    """Give what tells that Ctrl+C was pressed: then nothing waits for a server that hangs."""
    pressed = Event()

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # a shell lets no Ctrl+C reach what is behind it
        yield pressed.is_set
        return
    signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _skipped_lines(skipped: "Sequence[Skipped]") -> list[str]:
    """Return each reason once, with the files it holds for."""
    from desktop.doctor_words import some_names  # noqa: PLC0415
    from desktop.exchange_errors import skipped_words  # noqa: PLC0415

    lines: list[str] = []
    for reason in dict.fromkeys(one.reason for one in skipped):
        names = [one.name for one in skipped if one.reason is reason]
        if len(names) == 1:
            lines.append(f"{names[0]}: {skipped_words(reason)}")
        else:
            lines.append(f"{skipped_words(reason)} ({len(names)})")
            lines += [f"    {name}" for name in some_names(names)]
    return lines


def _waiting(store: "Store", result: "RoundResult") -> list[str]:
    """Return what came and waits, with what helps."""
    from desktop.doctor_words import waiting_lines  # noqa: PLC0415
    from sync import doctor  # noqa: PLC0415

    with store.read() as session:
        told = {skip.reason for skip in result.skipped}
        return waiting_lines(doctor.waiting(session, told))


def _status(terminal: Terminal, _chosen: argparse.Namespace) -> None:
    from db.outbox import waiting  # noqa: PLC0415
    from db.queries.people import alliance_name  # noqa: PLC0415
    from db.queries.records import label_of  # noqa: PLC0415
    from db.queries.status import count_records  # noqa: PLC0415
    from sync import places  # noqa: PLC0415
    from sync.laptop import me  # noqa: PLC0415

    with terminal.store() as store:
        person = terminal.recording(store)
        with store.read() as session:
            mine = me(session)
            alliance = alliance_name(session) or mine.alliance_name
            school = label_of(session, "school", mine.school) or ""
            name = label_of(session, "person", person)
            name = name or (mine.person_name if person == mine.person else "")
            records = count_records(session)
            unsent = waiting(session)
            last = places.last_met(session)
            own = own_lines(session)
    terminal.answer(
        {
            "alliance": alliance,
            "school": school,
            "person": name,
            "records": records,
            "unsent": unsent,
            "last_exchange": moment(last),
            "alliance_id": mine.alliance,
            "school_id": mine.school,
            "person_id": person,
        },
        *pairs(
            [
                (pgettext("status", "Alliance"), alliance),
                (pgettext("status", "School"), school or pgettext("status", "not here yet")),
                (pgettext("status", "Recording"), name or pgettext("status", "not here yet")),
                (pgettext("status", "Records"), str(records)),
                (pgettext("status", "Not sent yet"), str(unsent)),
                (
                    pgettext("status", "Last exchange"),
                    shown_moment(last) if last else pgettext("status", "none yet"),
                ),
            ]
        ),
        *own,
    )
