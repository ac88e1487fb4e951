"""`lianke materials share|list|get|want`: the shared materials, file by file or whole folders."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.file_names import shown_name
from desktop.cli.errors import UsageError
from desktop.cli.terminal import Terminal, table
from desktop.dates import today
from desktop.errors import describe
from desktop.labels import choice_label, choice_labels
from desktop.sizes import size_words
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.commands.materials import Added
    from db.material_files import Candidate
    from db.queries.library import MaterialRow
    from db.store import Store

_MOST = 500
_CODES = ("subject", "grade", "volume", "type")


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Put files or whole folders into the shared materials.")
    one = actions.add_parser("share", help=help, description=help)
    one.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help=_("A file, or a folder with all in it.")
    )
    one.add_argument("--title", help=_("Its title; else the file's name tells it."))
    one.add_argument(
        "--lesson", metavar="LESSON", help=_("A lesson of the catalogue: title or id.")
    )
    _add_codes(one)
    one.add_argument(
        "--circle", choices=("alliance", "school"), default="alliance", help=_("Who may read it.")
    )
    one.add_argument("--preview", action="store_true", help=_("Only show what would be put in."))
    one.set_defaults(do=_share)

    help = _("Show the shared materials.")
    one = actions.add_parser("list", help=help, description=help)
    one.add_argument("words", metavar="WORDS", nargs="*", help=_("What they must hold."))
    _add_codes(one)
    one.add_argument("--whose", choices=("mine", "school", "alliance"), default="alliance",
                     help=_("Added by whom."))  # fmt: skip
    one.add_argument("--here", action="store_true", help=_("Only those on this computer."))
    one.add_argument("--away", action="store_true", help=_("Only those not on this computer."))
    one.set_defaults(do=_list)

    help = _("Copy the file of a material to another place.")
    one = actions.add_parser("get", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The material."))
    one.add_argument("--out", metavar="FILE", type=Path, required=True,
                     help=_("The file to write, or a folder."))  # fmt: skip
    one.set_defaults(do=_get)

    help = _("Wish for the file of a material: it comes with the next exchange that has it.")
    one = actions.add_parser("want", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The material."))
    one.set_defaults(do=_want)


def _add_codes(one: argparse.ArgumentParser) -> None:
    for name in _CODES:
        one.add_argument(f"--{name}", choices=tuple(choice_labels("material", name)),
                         metavar="CODE", help=_("Only a code of this field."))  # fmt: skip
    one.add_argument(
        "--need",
        action="append",
        default=[],
        choices=tuple(choice_labels("material", "needs")),
        metavar="CODE",
        help=_("What it does without, or needs; may be given several times."),
    )


def _share(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.materials import Intake, add_materials, values_of  # noqa: PLC0415
    from db.material_files import look_through  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415

    with terminal.store() as store:
        given = _given(store, chosen)
        looked = finish(look_through(store, chosen.files))
        if chosen.preview:
            terminal.answer(
                [_candidate_json(one) for one in looked.candidates],
                *_candidate_lines(looked.candidates),
            )
            return
        files = [
            Intake(one.path, {**values_of(one.guess), **given})
            for one in looked.candidates
            if one.refused != "empty"
        ]
        work = add_materials(
            store, terminal.sitting(store), files, today=today(), circle=chosen.circle
        )
        added = finish(work)
    none = added.failed and not added.made and not added.same
    if none and added.stopped is None and len(added.failed) == 1:
        raise added.failed[0]  # the one sentence there is to say
    terminal.answer(_added_json(added), *_added_lines(added))
    if looked.more:
        terminal.note(_("These are more files than are taken at once: give the rest again."))
    if added.stopped is not None:
        raise added.stopped
    if none:
        raise added.failed[0]


def _given(store: "Store", chosen: argparse.Namespace) -> dict[str, Any]:
    """Return what the command line says of the files, in the place of what their names tell."""
    found: dict[str, Any] = {
        name: getattr(chosen, name) for name in _CODES if getattr(chosen, name)
    }
    if chosen.need:
        found["needs"] = " ".join(chosen.need)
    if chosen.title:
        found["title"] = chosen.title
    if chosen.lesson:
        found |= _lesson(store, chosen.lesson)
    return found


def _lesson(store: "Store", words: str) -> Mapping[str, Any]:
    from db.material_files import catalogue  # noqa: PLC0415

    with store.read() as session:
        found = [one for one in catalogue(session) if words in (one.id, one.title)]
    if len(found) != 1:
        told = (
            _("No lesson of the catalogue is called {name}.")
            if not found
            else _("Several lessons are called {name}: give the id of one.")
        )
        raise UsageError(told.format(name=words))
    one = found[0]
    return {
        "lesson": one.id,
        "lesson_name": one.title,
        "edition": one.edition,
        "subject": one.subject,
        "grade": one.grade,
        "volume": one.volume,
        "unit": one.unit,
    }


def _added_json(added: "Added") -> dict[str, object]:
    return {
        "added": [
            {"id": one.id, "attachment": one.attachment, "file": str(one.path),
             "macros": one.text.macros, "locked": one.text.locked}
            for one in added.made
        ],
        "same": [
            {"id": one.known.id, "title": one.known.title, "file": str(one.path)}
            for one in added.same
        ],
        "failed": [
            {"file": str(one.path), "reason": one.reason, "words": describe(one).text()}
            for one in added.failed
        ],
        "left": added.left,
    }  # fmt: skip


def _added_lines(added: "Added") -> list[str]:
    lines = [f"{one.id}  {shown_name(one.path.name)}" for one in added.made]
    same = _("{file} is here already: {title} ({id})")
    lines += [
        same.format(file=shown_name(one.path.name), title=one.known.title, id=one.known.id)
        for one in added.same
    ]
    lines += [describe(error).text() for error in added.failed]
    words = ngettext("{count} file was put in.", "{count} files were put in.", len(added.made))
    return [*lines, words.format(count=len(added.made))]


def _candidate_json(one: "Candidate") -> dict[str, object]:
    names = ("title", "type", "edition", "subject", "grade", "volume", "unit", "lesson",
             "lesson_name", "needs")  # fmt: skip
    return {
        "file": str(one.path),
        "size_bytes": one.size_bytes,
        **{name: getattr(one.guess, name) for name in names},
        "known": one.known.id if one.known else None,
        "twin": str(one.twin) if one.twin else None,
        "refused": one.refused or None,
    }


def _candidate_lines(found: "Sequence[Candidate]") -> list[str]:
    heads = (
        pgettext("preview of materials", "File"),
        pgettext("preview of materials", "Title"),
        pgettext("preview of materials", "Type"),
        pgettext("preview of materials", "Lesson"),
        pgettext("preview of materials", "Note"),
    )
    rows = [
        [
            shown_name(one.path.name),
            one.guess.title,
            choice_label("material", "type", one.guess.type),
            one.guess.lesson_name or one.guess.unit,
            _note(one),
        ]
        for one in found
    ]
    return table(heads, rows) if rows else [_("There is no file in there.")]


def _note(one: "Candidate") -> str:
    if one.refused == "program":
        return _("a program: not put in")
    if one.refused == "empty":
        return _("empty: not put in")
    if one.refused:
        return _("cannot be read")
    if one.known or one.twin:
        return _("here already")
    return ""


def _list(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.library import LibraryFilter, find_materials, material_rows  # noqa: PLC0415

    if chosen.here and chosen.away:
        raise UsageError(_("Either --here or --away, not both."))
    with terminal.store() as store:
        if chosen.words:
            terminal.index(store)
        person = terminal.recording(store)
        with store.read() as session:
            wanted = LibraryFilter(
                words=" ".join(chosen.words),
                scope=chosen.whose,
                person=person,
                school=_school(store),
                needs=tuple(chosen.need),
                place="here" if chosen.here else "away" if chosen.away else "",
                subjects=_one(chosen.subject),
                grades=_one(chosen.grade),
                volumes=_one(chosen.volume),
                types=_one(chosen.type),
            )
            ids = find_materials(session, store.blobs, wanted)
            rows = [
                row
                for start in range(0, len(ids), _MOST)
                for row in material_rows(session, store.blobs, ids[start : start + _MOST])
            ]
    terminal.answer([_row_json(row) for row in rows], *_row_lines(rows))


def _one(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()


def _school(store: "Store") -> str:
    from db.local import member  # noqa: PLC0415

    with store.read() as session:
        me = member(session)
    return me.school if me else ""


def _row_json(row: "MaterialRow") -> dict[str, object]:
    names = ("id", "title", "type", "edition", "subject", "grade", "volume", "unit", "lesson_name",
             "needs", "author_name", "school_name", "added_on", "attachment", "file_name", "files",
             "size_bytes", "here", "wished", "uses")  # fmt: skip
    values = {name: getattr(row, name) for name in names}
    return {name: None if value == "" else value for name, value in values.items()}


def _row_lines(rows: "Sequence[MaterialRow]") -> list[str]:
    if not rows:
        return [_("There is no such material.")]
    heads = (
        pgettext("materials", "Title"),
        pgettext("materials", "Type"),
        pgettext("materials", "Size"),
        pgettext("materials", "Where"),
        pgettext("materials", "Id"),
    )
    lines = [
        [
            row.title,
            choice_label("material", "type", row.type),
            size_words(row.size_bytes),
            _("here") if row.here else _("wished for") if row.wished else _("not here yet"),
            row.id,
        ]
        for row in rows
    ]
    return table(heads, lines)


def _get(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.blobs import copy_out  # noqa: PLC0415
    from db.errors import AttachmentError  # noqa: PLC0415
    from db.file_names import safe_name  # noqa: PLC0415

    written: list[Path] = []
    with terminal.store() as store:
        with store.read() as session:
            files = _files(store, session, chosen.id)
        if not files or (len(files) > 1 and not chosen.out.is_dir()):
            raise (
                UsageError(_("This material has several files: name a folder."))
                if files
                else AttachmentError(chosen.out, "not_here")
            )
        for one in files:
            out = chosen.out / safe_name(one.file_name) if chosen.out.is_dir() else chosen.out
            if not copy_out(store.blobs, one.whole, one.pieces, out):
                raise AttachmentError(out, "not_here")
            written.append(out)
    answer = {"file": str(written[0]), "files": [str(path) for path in written]}
    terminal.answer(answer, *map(str, written))


def _files(store: "Store", session: Any, id: str) -> Sequence[Any]:
    from db.queries.attachments import list_attachments  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    show(session, id)
    return list_attachments(session, store.blobs, id)


def _want(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from sync import wishes  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            files = _files(store, session, chosen.id)
        wanted = [one.id for one in files if not one.here]
        with store.write() as session:
            for id in wanted:
                wishes.add(session, id)
    words = (
        ngettext("{count} file is wished for.", "{count} files are wished for.", len(wanted))
        if wanted
        else _("Its file is on this computer already.")
    )
    terminal.answer({"wished": wanted}, words.format(count=len(wanted)))
