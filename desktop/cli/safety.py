"""`lianke check`, `backup` and `restore`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.check_words import check_words
from desktop.cli.terminal import Terminal
from desktop.dates import today
from desktop.sizes import size_words
from desktop.words import _

if TYPE_CHECKING:
    from db.check import Problem


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Check that everything on this computer holds together.")
    commands.add_parser("check", help=help, description=help).set_defaults(do=_check)

    help = _("Back up: into the data folder, or sealed into a file elsewhere.")
    backup = commands.add_parser("backup", help=help, description=help)
    backup.add_argument("file", metavar="FILE", nargs="?", type=Path, help=_("The file."))
    backup.add_argument("--passphrase", metavar="WORDS", help=_("Needed outside the data folder."))
    backup.set_defaults(do=_backup)

    help = _("Put a backup in place; what was there is kept beside it.")
    restore = commands.add_parser("restore", help=help, description=help)
    restore.add_argument("file", metavar="FILE", type=Path, help=_("The backup."))
    restore.add_argument("--passphrase", metavar="WORDS", help=_("What it was sealed with."))
    restore.set_defaults(do=_restore)


def _check(terminal: Terminal, _chosen: argparse.Namespace) -> int:
    from db.check import check  # noqa: PLC0415

    with terminal.store() as store:
        found = check(store, deep=True)
    problems = [one for one in found if one.serious]
    notes = [one for one in found if not one.serious]
    terminal.answer(
        {
            "ok": not problems,
            "problems": [_problem_json(one) for one in problems],
            "notes": [_problem_json(one) for one in notes],
        },
        *map(check_words, found),
        _("Not everything is as it should be.") if problems else _("Everything is in order."),
    )
    return 1 if problems else 0


def _problem_json(one: "Problem") -> dict[str, object]:
    return {
        "code": one.code,
        "kind": one.kind,
        "id": one.record,
        "field": one.field,
        "detail": one.detail,
        "count": one.count,
        "words": check_words(one),
    }


def _backup(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.backup import back_up, copy_database  # noqa: PLC0415
    from db.errors import BackupError  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from db.sealed_backup import seal_backup  # noqa: PLC0415
    from db.store import FILE  # noqa: PLC0415

    with terminal.store() as store:
        inside = chosen.file is None or chosen.file.resolve().is_relative_to(store.folder.resolve())
        if chosen.file is None:
            made = back_up(store.folder, today())
        elif chosen.passphrase is not None:
            made = finish(seal_backup(store.folder, chosen.file, chosen.passphrase))
        elif not inside:
            raise BackupError(chosen.file, "needs_passphrase")
        else:
            if chosen.file.resolve() == (store.folder / FILE).resolve():
                raise BackupError(chosen.file, "unwritable")
            copy_database(store.folder / FILE, chosen.file)
            made = chosen.file
    size = made.stat().st_size
    terminal.answer(
        {"file": str(made), "size_bytes": size},
        _("Backed up: {file} ({size})").format(file=made, size=size_words(size)),
    )


def _restore(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from desktop.restoring import restore  # noqa: PLC0415

    done = restore(terminal.data, chosen.file, chosen.passphrase or "", today())
    lines = [_("The backup is in place.")]
    if done.aside is not None:
        lines.append(_("What was here before is kept in {folder}").format(folder=done.aside))
    terminal.answer({"aside": str(done.aside) if done.aside else None}, *lines)
