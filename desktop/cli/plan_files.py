"""`lianke plans import|export|booklet`: plans from files and as files."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from db.file_names import shown_name
from desktop.cli.errors import NothingFoundError
from desktop.cli.terminal import Terminal, table
from desktop.dates import today
from desktop.labels import choice_labels
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.commands.plan_files import ImportedPlan
    from db.queries.plan_print import PrintedPlan
    from db.store import Store

LAYOUTS = ("full", "half", "multigrade", "study")  # as desktop.reports.plan_parts has them
FORMATS = ("docx", "pdf")  # reportlab and python-docx are slow to read


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Import lesson plans: DOCX, or TXT with headings.")
    one = actions.add_parser("import", help=help, description=help)
    one.add_argument("files", metavar="FILE", type=Path, nargs="+", help=_("The file."))
    one.add_argument(
        "--again", action="store_true", help=_("Also what was imported before from the same file.")
    )
    one.set_defaults(do=_import)
    help = _("Write a lesson plan as a Word or PDF file.")
    one = actions.add_parser("export", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The plan's id."))
    one.add_argument("--version", metavar="ID", default="", help=_("One of its agreed versions."))
    _add_output(one)
    one.set_defaults(do=_export)
    help = _("Write the plans of a unit as one booklet.")
    one = actions.add_parser("booklet", help=help, description=help)
    one.add_argument("--unit", required=True, metavar="UNIT", help=_("Name of the unit."))
    for name, help in (
        ("subject", _("Of this subject only.")),
        ("grade", _("Of this grade only.")),
    ):
        codes = tuple(choice_labels("lesson_plan", name))
        one.add_argument(f"--{name}", default="", choices=codes, metavar="CODE", help=help)
    _add_output(one)
    one.set_defaults(do=_booklet)


def _add_output(one: argparse.ArgumentParser) -> None:
    one.add_argument("--layout", choices=LAYOUTS, help=_("Without, as the plan is written."))
    one.add_argument("--format", required=True, choices=FORMATS, help=_("The kind of file."))
    one.add_argument("--out", required=True, metavar="FILE", type=Path, help=_("The file."))


def _import(terminal: Terminal, chosen: argparse.Namespace) -> int:
    from db.commands.plan_files import import_plan  # noqa: PLC0415
    from db.errors import LiankeError  # noqa: PLC0415
    from db.plan_files.reading import read_plan  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from desktop.errors import describe  # noqa: PLC0415

    answers: list[dict[str, object]] = []
    rows: list[list[str]] = []
    with terminal.store() as store:
        sitting = terminal.sitting(store)
        for path in chosen.files:
            try:
                work = import_plan(
                    store, sitting, read_plan(path), today=today(), again=chosen.again
                )
                made = finish(work)
            except (LiankeError, OSError) as error:
                notice = describe(error)
                answers.append({"file": str(path), "id": None, "error": notice.text()})
                rows.append(
                    [shown_name(path.name), pgettext("plan", "not imported"), notice.text()]
                )
                continue
            answers.append(_answer(path, made))
            rows.append([shown_name(path.name), _did(made), _note(made)])
    failed = sum("error" in one for one in answers)
    terminal.answer(
        {"files": answers},
        *table([_("File"), _("Done"), pgettext("report of an import", "Note")], rows),
    )
    return 1 if failed == len(answers) else 0


def _answer(path: Path, made: "ImportedPlan") -> dict[str, object]:
    return {
        "file": str(path),
        "id": made.plan or made.before,
        "new": bool(made.plan),
        "title": made.title,
        "fields": made.fields,
        "steps": made.steps,
        "pictures": made.file.pictures,
        "macros": made.file.macros,
        "not_understood": [{"label": one.label, "words": one.words} for one in made.left],
    }


def _did(made: "ImportedPlan") -> str:
    if not made.plan:
        return pgettext("plan", "was here already")
    return ngettext("{count} step", "{count} steps", made.steps).format(count=made.steps)


def _note(made: "ImportedPlan") -> str:
    said = [made.title]
    if left := len(made.left):
        words = ngettext("{count} part not understood", "{count} parts not understood", left)
        said.append(words.format(count=left))
    if count := made.file.pictures:
        words = ngettext(
            "{count} picture stays in the file", "{count} pictures stay in the file", count
        )
        said.append(words.format(count=count))
    if made.file.macros:
        said.append(_("its macros were left out"))
    return pgettext("between facts", ", ").join(said)


def _export(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.plan_print import plan_print  # noqa: PLC0415
    from desktop.reports.plan_files import write_plan  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        plan = plan_print(session, chosen.id, version=chosen.version, made_on=today())
    write_plan(plan, chosen.out, chosen.format, chosen.layout)
    terminal.answer(
        {"file": str(chosen.out), "plan": chosen.id, "steps": len(plan.steps)},
        _("“{name}” is in {file}").format(name=plan.said("title"), file=chosen.out),
    )


def _booklet(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from desktop.reports.plan_files import write_booklet  # noqa: PLC0415

    with terminal.store() as store:
        plans = _plans_of(store, chosen)
    if not plans:
        raise NothingFoundError(
            _("There is no plan of a unit called {name}.").format(name=chosen.unit)
        )
    write_booklet(plans, chosen.out, chosen.format, chosen.unit, chosen.layout)
    count = len(plans)
    terminal.answer(
        {"file": str(chosen.out), "unit": chosen.unit, "plans": count},
        ngettext("{count} plan in {file}", "{count} plans in {file}", count).format(
            count=count, file=chosen.out
        ),
    )


def _plans_of(store: "Store", chosen: argparse.Namespace) -> list["PrintedPlan"]:
    from db.queries.plan_print import plan_print, plans_of_unit  # noqa: PLC0415

    with store.read() as session:
        ids = plans_of_unit(session, unit=chosen.unit, subject=chosen.subject, grade=chosen.grade)
        return [plan_print(session, id, made_on=today()) for id in ids]
