"""`lianke plans …`: lesson plans listed, shown, derived, agreed on and compared."""

import argparse
from typing import TYPE_CHECKING

from desktop.cli import plan_files
from desktop.cli.errors import UsageError
from desktop.cli.plan_views import (
    comparison_json,
    comparison_lines,
    list_lines,
    plan_json,
    sheet_json,
    sheet_lines,
)
from desktop.cli.records import values_of
from desktop.cli.terminal import Terminal
from desktop.dates import today
from desktop.labels import choice_labels
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.plan_content import PlanContent

_MOST = 10_000  # plans in one answer


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    help = _("Lesson plans: list, show, derive, agree on and compare them.")
    plans = commands.add_parser("plans", help=help, description=help)
    actions = plans.add_subparsers(
        dest="action", metavar=_("ACTION"), required=True, title=_("Commands")
    )
    _add_list(actions)
    help = _("Show a plan with its steps, versions and comments.")
    one = actions.add_parser("show", help=help, description=help)
    _plan(one)
    one.set_defaults(do=_show)
    help = _("Begin a plan; what is left out is filled in as the form does.")
    one = actions.add_parser("add", help=help, description=help)
    one.add_argument("--lesson", metavar="ID", default="", help=_("A lesson of the catalogue."))
    one.add_argument("--title", default="", help=_("A title of one's own."))
    one.add_argument(
        "--circle", choices=("alliance", "school"), default="alliance", help=_("Who shall read it.")
    )
    one.add_argument("fields", metavar="FIELD=VALUE", nargs="*", help=_("What to write."))
    one.set_defaults(do=_begin)
    help = _("Make a plan of one's own from another one, which stays as it is.")
    one = actions.add_parser("derive", help=help, description=help)
    _plan(one)
    one.add_argument(
        "--version", metavar="ID", default="", help=_("The version to take; else as it stands.")
    )
    one.add_argument(
        "--copy", action="store_true", help=_("Begin a draft, such as from last year's plan.")
    )
    one.set_defaults(do=_derive)
    help = _("Agree on a plan as it stands: what it says is kept for ever beside it.")
    one = actions.add_parser("freeze", help=help, description=help)
    _plan(one)
    one.add_argument("--note", metavar="WORDS", default="", help=_("What is new in it."))
    one.set_defaults(do=_freeze)
    help = _("Compare two plans or versions, step by step.")
    one = actions.add_parser("compare", help=help, description=help)
    one.add_argument(
        "left", metavar="ID", help=_("A plan or a version, such as what was agreed on.")
    )
    one.add_argument("right", metavar="ID", help=_("A plan or a version, such as one's own."))
    one.set_defaults(do=_compare)
    plan_files.add(actions)


def _add_list(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    help = _("List plans, the most recently changed first.")
    one = actions.add_parser("list", help=help, description=help)
    one.add_argument("words", metavar="WORDS", nargs="*", help=_("Only plans that hold them."))
    one.add_argument("--mine", action="store_true", help=_("Only one's own."))
    one.add_argument("--school", action="store_true", help=_("Only those of one's school."))
    for name in ("stage", "subject", "grade"):
        codes = tuple(choice_labels("lesson_plan", name))
        one.add_argument(
            f"--{name}", choices=codes, metavar="CODE", default="", help=_("Only such plans.")
        )
    for name in ("lesson", "group"):
        one.add_argument(f"--{name}", metavar="ID", default="", help=_("Only such plans."))
    one.add_argument("--deleted", action="store_true", help=_("Those in the bin instead."))
    one.set_defaults(do=_list)


def _plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_("The plan."))


def _list(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db import local  # noqa: PLC0415
    from db.queries.plans import PlanFilter, list_plans  # noqa: PLC0415

    if chosen.mine and chosen.school:
        raise UsageError(_("Either --mine or --school, not both."))
    with terminal.store() as store:
        if chosen.words:
            terminal.index(store)
        person = terminal.recording(store)
        with store.read() as session:
            member = local.member(session)
            wanted = PlanFilter(
                words=" ".join(chosen.words),
                whose="mine" if chosen.mine else "school" if chosen.school else "all",
                person=person,
                school=member.school if member else "",
                stages=(chosen.stage,) if chosen.stage else (),
                subjects=(chosen.subject,) if chosen.subject else (),
                grades=(chosen.grade,) if chosen.grade else (),
                lesson=chosen.lesson,
                group=chosen.group,
                in_bin=chosen.deleted,
            )
            rows = list_plans(session, wanted, limit=_MOST)
    count = ngettext("{count} plan", "{count} plans", len(rows)).format(count=len(rows))
    terminal.answer([plan_json(row) for row in rows], *list_lines(rows), count)


def _show(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.conflicts import conflicts  # noqa: PLC0415
    from db.queries.plan_lineage import news_for  # noqa: PLC0415
    from db.queries.plan_sheet import plan_sheet  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        sheet = plan_sheet(session, chosen.id)
        news = news_for(session, chosen.id)
        disputed = [step.id for step in sheet.steps if step.disputed]
        disputed += [sheet.record.id] if sheet.record.disputed else []
        others = {id: conflicts(session, id) for id in disputed}
    terminal.answer(sheet_json(sheet, news), *sheet_lines(sheet, news, others))


def _begin(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.plans import add_plan  # noqa: PLC0415
    from db.queries.records import show  # noqa: PLC0415

    values = values_of("lesson_plan", chosen.fields)
    values |= {name: word for name in ("lesson", "title") if (word := getattr(chosen, name))}
    if not values.get("lesson") and not values.get("title"):
        raise UsageError(_("Name the plan: --lesson or --title."))
    with terminal.store() as store, terminal.writing(store) as writer:
        if lesson := values.get("lesson"):
            show(writer.session, str(lesson))  # an unknown one is said, not kept
        id = add_plan(writer, values, today=today(), circle=chosen.circle)
    terminal.answer({"id": id}, id)


def _derive(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.plans import copy_plan, derive  # noqa: PLC0415

    make = copy_plan if chosen.copy else derive
    with terminal.store() as store, terminal.writing(store) as writer:
        id = make(writer, chosen.id, today=today(), version=chosen.version)
    terminal.answer({"id": id}, id)


def _freeze(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.plans import freeze  # noqa: PLC0415
    from db.queries.plan_sheet import versions_of  # noqa: PLC0415

    with terminal.store() as store, terminal.writing(store) as writer:
        id = freeze(writer, chosen.id, today=today(), note=chosen.note)
        writer.flush()
        numbers = {row.id: row.number for row in versions_of(writer.session, chosen.id)}
    number = numbers.get(id, 0)
    terminal.answer({"id": id, "number": number}, _("Version {n}").format(n=number), id)


def _compare(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.plan_compare import compare  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        left, right = (_content(session, id) for id in (chosen.left, chosen.right))
        base = _base(session, right) or _base(session, left)
    found = compare(left, right, base)
    terminal.answer(comparison_json(found), *comparison_lines(found))


def _content(session: "Session", id: str) -> "PlanContent":
    """Return what a plan says, or a version of one did."""
    from db.models.plans import PlanVersion  # noqa: PLC0415
    from db.queries.plan_sheet import content_of, content_of_version  # noqa: PLC0415

    version = session.get(PlanVersion, id)
    return content_of(session, id) if version is None else content_of_version(session, id)


def _base(session: "Session", content: "PlanContent") -> "PlanContent | None":
    """Return what a plan was taken from, where that is here."""
    from db.errors import RecordError  # noqa: PLC0415
    from db.queries.plan_sheet import content_of_version  # noqa: PLC0415

    base = content.fields.get("base")
    try:
        return content_of_version(session, base) if isinstance(base, str) else None
    except RecordError:
        return None
