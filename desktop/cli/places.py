"""`lianke places`: the sticks, shares and servers to exchange with."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal, moment, shown_moment, table
from desktop.place_outcomes import outcome_words
from desktop.words import _, pgettext

if TYPE_CHECKING:
    from db.store import Store
    from sync.addresses import Address
    from sync.passwords import Passwords
    from sync.place_check import Findings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("The sticks, shares and servers to exchange with.")
    places = commands.add_parser("places", help=help, description=help)
    places.set_defaults(do=_list)
    actions = places.add_subparsers(dest="action", metavar=_("ACTION"), title=_("Commands"))

    help = _("Show them.")
    actions.add_parser("list", help=help, description=help).set_defaults(do=_list)

    help = _("Add one, after a test; a password is asked for, or read from standard input.")
    new = actions.add_parser("add", help=help, description=help)
    new.add_argument("address", metavar="ADDRESS", help=_address_help())
    new.add_argument("--name", metavar="NAME", default="", help=_("What people call it."))
    new.add_argument("--user", metavar="USER", default="", help=_("Who signs in there."))
    new.add_argument(
        "--untested", action="store_true", help=_("Add it also when it cannot be reached now.")
    )
    new.set_defaults(do=_add)

    help = _("Put readable copies there with each exchange: the ledger, plans and files.")
    readable = actions.add_parser("readable", help=help, description=help)
    readable.add_argument("address", metavar="ADDRESS", help=_("A stick or another folder."))
    readable.add_argument(
        "--off", action="store_true", help=_("Put no more there; those that lie there stay.")
    )
    readable.set_defaults(do=_readable)

    help = _("Test one: reach it, write, read and remove a small file.")
    test = actions.add_parser("test", help=help, description=help)
    test.add_argument("address", metavar="ADDRESS", help=_address_help())
    test.set_defaults(do=_test)

    help = _("Take one off the list, and forget its password; what lies there stays.")
    forget = actions.add_parser("forget", help=help, description=help)
    forget.add_argument("address", metavar="ADDRESS", help=_address_help())
    forget.set_defaults(do=_forget)


def _address_help() -> str:
    return _("A folder, or smb://, webdavs://, s3://, oss://, cos://, obs:// …")


def _list(terminal: Terminal, _chosen: argparse.Namespace) -> None:
    from sync import places, readable  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        known = places.known(session)
        wanted = readable.chosen(session)
    answer = [
        {
            "address": one.address,
            "name": one.name,
            "met_at": moment(one.met_at),
            "outcome": one.outcome,
            "sent": one.sent,
            "received": one.received,
            "skipped": one.skipped,
            "readable": one.address in wanted,
        }
        for one in known
    ]
    heads = (
        pgettext("places", "Name"),
        pgettext("places", "Last met"),
        pgettext("places", "Last exchange"),
        _("Address"),
    )
    rows = [
        (
            one.name,
            shown_moment(one.met_at) if one.met_at else "—",
            outcome_words(one.outcome) if one.outcome else "—",
            one.address,
        )
        for one in known
    ]
    none = [_("There are none yet: they are added by an exchange, or with “places add”.")]
    terminal.answer(answer, *(table(heads, rows) if rows else none))


def _add(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import places  # noqa: PLC0415
    from sync.addresses import read_address  # noqa: PLC0415
    from sync.passwords import IN_FILE, Passwords  # noqa: PLC0415

    found = read_address(chosen.address)
    if chosen.user and not found.is_folder:
        found = found.signed_in_as(chosen.user)
    with terminal.store() as store:
        passwords = Passwords(store.folder)
        password = None if found.is_folder else _asked(terminal, found)
        findings = None
        if not chosen.untested:
            findings = _tested(terminal, found, passwords, password, making=True)
            _refuse(terminal, store, findings)
        kept = passwords.keep(found.text, password) if password else None
        with store.write() as session:
            places.remember(session, found.text, chosen.name)
    answer = _answer(store, findings) if findings else {"address": found.text}
    lines = [_("Added: {address}").format(address=found.text)]
    if findings is not None and findings.made:
        made = _("The folder “{name}” was not there: it was made.")
        lines.append(made.format(name=findings.made))
    if kept == IN_FILE:
        lines.append(_("No keyring took the password: it lies in a file that only you can read."))
    terminal.answer({"name": chosen.name or found.name, "password": kept, **answer}, *lines)


def _test(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync.passwords import Passwords  # noqa: PLC0415

    with terminal.store() as store:
        found = _meant(store, chosen.address)
        passwords = Passwords(store.folder)
        password = None
        if not found.is_folder and passwords.of(found.text) is None:
            password = _asked(terminal, found)
        findings = _tested(terminal, found, passwords, password)
        _refuse(terminal, store, findings)
    terminal.answer(_answer(store, findings), *_lines(findings))


def _readable(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import places, readable  # noqa: PLC0415
    from sync.errors import PlaceNoFolderError  # noqa: PLC0415

    with terminal.store() as store:
        found = _meant(store, chosen.address)
        if not readable.can_have(found.text):
            raise PlaceNoFolderError(found.text)
        with store.write() as session:
            places.remember(session, found.text)
            readable.choose(session, found.text, wanted=not chosen.off)
    said = (
        _("No readable copies any more: {address}")
        if chosen.off
        else _("Readable copies with each exchange: {address}")
    )
    terminal.answer(
        {"address": found.text, "readable": not chosen.off}, said.format(address=found.text)
    )


def _forget(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import places  # noqa: PLC0415
    from sync.passwords import Passwords  # noqa: PLC0415

    with terminal.store() as store:
        found = _meant(store, chosen.address)
        if not found.is_folder:
            Passwords(store.folder).forget(found.text)
        with store.write() as session:
            places.forget(session, found.text)
    terminal.answer(
        {"address": found.text}, _("No longer on the list: {address}").format(address=found.text)
    )


def _meant(store: "Store", address: str) -> "Address":
    from sync import places  # noqa: PLC0415
    from sync.addresses import read_address  # noqa: PLC0415

    with store.read() as session:
        return read_address(places.meant(session, address))


def _asked(terminal: Terminal, found: "Address") -> str:
    """Return the password, typed where nobody sees it, or a line of standard input."""
    if sys.stdin.isatty():
        question = _("Password for {address}: ").format(address=found.text)
        return getpass.getpass(question, stream=sys.stderr)
    return sys.stdin.readline().rstrip("\r\n")


def _tested(
    terminal: Terminal,
    found: "Address",
    passwords: "Passwords",
    password: str | None,
    *,
    making: bool = False,
) -> "Findings":
    from desktop.place_steps import step_words  # noqa: PLC0415
    from sync.place_check import CheckProgress, probe_address  # noqa: PLC0415

    work = probe_address(found.text, passwords, password, making=making)
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            findings: Findings = end.value
            return findings
        if isinstance(progress, CheckProgress):
            terminal.note(f"{step_words(progress.step)}…")


def _refuse(terminal: Terminal, store: "Store", findings: "Findings") -> None:
    """Say how far the test came, and fail, if it did not come to its end."""
    if findings.failure is None:
        return
    if terminal.json:
        terminal.answer(_answer(store, findings))
    raise findings.failure


def _answer(store: "Store", findings: "Findings") -> dict[str, object]:
    from sync.laptop import me  # noqa: PLC0415

    with store.read() as session:
        alliance = me(session).alliance
    return {
        "address": findings.address,
        "good": findings.good,
        "passed": [step.value for step in findings.passed],
        "failed": findings.failed.value if findings.failed else None,
        "reason": findings.failure.code if findings.failure else None,
        "free_bytes": findings.free_bytes,
        "known_here": alliance in findings.alliances,
        "made": findings.made or None,
    }


def _lines(findings: "Findings") -> list[str]:
    lines = [_("You can exchange here.")]
    if findings.free_bytes is not None:
        size = f"{findings.free_bytes / 2**30:.1f}"
        lines.append(_("Free: {size} GB").format(size=size))
    return lines
