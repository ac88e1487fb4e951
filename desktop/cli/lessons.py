"""`lianke lessons …`: the catalogue of textbooks, read from a table and written as one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.imports import answer_report
from desktop.cli.terminal import Terminal
from desktop.dates import today
from desktop.labels import choice_labels
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from db.record import Value

_BRANCH = ("edition", "subject", "grade", "volume")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("The catalogue of textbooks: import and export it.")
    lessons = commands.add_parser("lessons", help=help, description=help)
    actions = lessons.add_subparsers(
        dest="action", metavar=_("ACTION"), required=True, title=_("Commands")
    )
    help = _("Import lessons: XLSX, CSV or JSON lines.")
    one = actions.add_parser("import", help=help, description=help)
    one.add_argument("file", metavar="FILE", type=Path, help=_("The list."))
    for name in _BRANCH:
        one.add_argument(f"--{name}", metavar="CODE", help=_("For rows that do not say it."))
    one.set_defaults(do=_import)
    help = _("Export lessons as a table: XLSX if the file's name says so, else CSV.")
    one = actions.add_parser("export", help=help, description=help)
    one.add_argument("--out", required=True, metavar="FILE", type=Path, help=_("The file."))
    for name in _BRANCH:
        one.add_argument(
            f"--{name}",
            metavar="CODE",
            default="",
            choices=tuple(choice_labels("lesson", name)) or None,  # an edition is any name
            help=_("Only such lessons."),
        )
    one.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help=_("Of CSV."))
    one.set_defaults(do=_export)


def _import(terminal: Terminal, chosen: argparse.Namespace) -> int:
    from db.commands.imports import carry_out  # noqa: PLC0415
    from db.import_columns import field_meant  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from db.queries.imports import plan  # noqa: PLC0415
    from db.tables import read_table  # noqa: PLC0415

    def recognises(words: str) -> bool:
        return field_meant("lesson", words) is not None

    given = _given(chosen)
    found = read_table(chosen.file, recognises=recognises)
    with terminal.store() as store:
        with store.read() as session:
            planned = plan(session, "lesson", found, today=today(), given=given)
        report = finish(carry_out(store, terminal.sitting(store), planned, today=today()))
    return answer_report(terminal, report)


def _given(chosen: argparse.Namespace) -> "dict[str, Value]":
    """Return what holds of every row, in words or codes.

    Raises:
        UnusableValueError: The words mean none of the codes.
    """
    from db.errors import UnusableValueError  # noqa: PLC0415
    from db.import_values import UnreadableError, read_value  # noqa: PLC0415
    from db.models.plans import Lesson  # noqa: PLC0415
    from db.record import field_named  # noqa: PLC0415

    out: dict[str, Value] = {}
    for name in _BRANCH:
        words = getattr(chosen, name)
        if words:
            try:
                out[name] = read_value("lesson", name, words, today())
            except UnreadableError:
                field = field_named(Lesson, name)
                raise UnusableValueError("lesson", name, field.type, words, field.choices) from None
    return out


def _export(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.lessons import list_lessons  # noqa: PLC0415
    from desktop.reports.lesson_list import export_lessons  # noqa: PLC0415

    edition, subject, grade, volume = (str(_given(chosen).get(name, "")) for name in _BRANCH)
    with terminal.store() as store, store.read() as session:
        rows = list_lessons(session, edition=edition, subject=subject, grade=grade, volume=volume)
    export_lessons(rows, chosen.out, encoding=chosen.encoding)
    words = ngettext("{count} lesson in {file}", "{count} lessons in {file}", len(rows))
    terminal.answer(
        {"file": str(chosen.out), "lessons": len(rows)},
        words.format(count=len(rows), file=chosen.out),
    )
