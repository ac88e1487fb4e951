"""`lianke materials …`: files of any size attached, found, taken out, and let go."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli import shared_materials
from desktop.cli.terminal import Terminal, table
from desktop.dates import today
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from sync.materials import Spare, Whereabouts

_MB = 1024 * 1024


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Photos and files: attach them, find them, let them go.")
    materials = commands.add_parser("materials", help=help, description=help)
    actions = materials.add_subparsers(
        dest="action", metavar=_("ACTION"), required=True, title=_("Commands")
    )
    help = _("Attach files of any size to an activity.")
    one = actions.add_parser("add", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The activity."))
    one.add_argument("files", metavar="FILE", nargs="+", type=Path, help=_("A photo or a file."))
    one.set_defaults(do=_add)

    shared_materials.add(actions)
    help = _("Show where a file is.")
    one = actions.add_parser("where", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The attachment."))
    one.set_defaults(do=_where)

    help = _("Copy a file that is here to another place.")
    one = actions.add_parser("take", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The attachment."))
    one.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("The file to write.")
    )
    one.set_defaults(do=_take)

    help = _("Show the long files that two other computers keep; with --drop, remove them here.")
    one = actions.add_parser("tidy", help=help, description=help)
    one.add_argument("--small", action="store_true", help=_("Photos and short files too."))
    one.add_argument("--drop", action="store_true", help=_("Remove them from this computer."))
    one.set_defaults(do=_tidy)


def _add(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.attachments import attach_files  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415

    with terminal.store() as store:
        sitting = terminal.sitting(store)
        ids = finish(attach_files(store, sitting, chosen.id, chosen.files, today=today()))
    terminal.answer({"ids": ids}, *ids)


def _where(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync.materials import where_is  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        found = where_is(session, store.blobs, chosen.id)
    terminal.answer([where_json(one) for one in found], *where_lines(found))


def where_json(one: "Whereabouts") -> dict[str, object]:
    """Return what holds a file as the contract has it."""
    return {"kind": one.kind.value, "id": one.id, "name": one.name, "here": one.here, "of": one.of}


def where_lines(found: "Sequence[Whereabouts]") -> list[str]:
    """Return where a file is, a line for each that holds it."""
    if not found:
        return [_("Nobody is known to have this file. Ask whoever added it.")]
    lines = []
    for one in found:
        name = one.name or pgettext("where", "another computer")
        if one.kind == "here":
            name = pgettext("where", "this computer")
        words = _("{name} has it.") if one.is_whole else _("{name} has {here} of {of} parts.")
        lines.append(words.format(name=name, here=one.here, of=one.of))
    return lines


def _take(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.blobs import copy_out  # noqa: PLC0415
    from db.errors import AttachmentError  # noqa: PLC0415
    from db.queries.materials import material_of  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            show(session, chosen.id)
            found = material_of(session, store.blobs, chosen.id)
        whole = found.whole_path(store.blobs) if found else None
        if found is None or not copy_out(store.blobs, whole, found.pieces, chosen.out):
            raise AttachmentError(chosen.out, "not_here")
    terminal.answer({"file": str(chosen.out)}, str(chosen.out))


def _tidy(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import materials  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            spare = materials.spare(session, store.blobs)
        found = [one for one in spare if chosen.small or not one.is_small]
        gained = 0
        if chosen.drop:
            gained = materials.drop(store, [one.proof for one in found])
    terminal.answer(
        {"files": [_spare_json(one) for one in found], "dropped_bytes": gained},
        *_spare_lines(found, gained, dropped=chosen.drop),
    )


def _spare_json(one: "Spare") -> dict[str, object]:
    return {
        "attachments": list(one.attachments),
        "name": one.name,
        "size_bytes": one.size_bytes,
        "holders": list(one.holders),
    }


def _spare_lines(found: "Sequence[Spare]", gained: int, *, dropped: bool) -> list[str]:
    if not found:
        return [_("Nothing may go: two computers keep each file, and this one is among them here.")]
    rows = [[one.name, f"{one.size_bytes / _MB:.1f} MB", str(len(one.holders))] for one in found]
    heads = [pgettext("tidy", "File"), pgettext("tidy", "Size"), pgettext("tidy", "Kept by")]
    if dropped:
        end = _("{size} MB are free again. Wish for a file, and it comes back.").format(
            size=f"{gained / _MB:.1f}"
        )
    else:
        end = ngettext(
            "{count} file may go; nothing was removed yet.",
            "{count} files may go; nothing was removed yet.",
            len(found),
        ).format(count=len(found))
    return [*table(heads, rows), end]
