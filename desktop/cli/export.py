"""`lianke export ledger|activity`: the ledger of a term, or an activity's record sheet."""

import argparse
from pathlib import Path

from desktop.cli.terminal import Terminal
from desktop.dates import today
from desktop.words import _, ngettext

FORMATS = ("pdf", "xlsx", "csv", "jsonl")  # as desktop.reports.export has them; reportlab is slow


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    help = _("Export a report.")
    export = commands.add_parser("export", help=help, description=help)
    reports = export.add_subparsers(
        dest="report", metavar=_("REPORT"), required=True, title=_("Commands")
    )
    help = _("The ledger of activities of a term.")
    ledger = reports.add_parser("ledger", help=help, description=help)
    ledger.add_argument(
        "--term", metavar="TERM", help=_("Such as 2025-2026-1; without, the newest.")
    )
    ledger.add_argument("--format", required=True, choices=FORMATS, help=_("The kind of file."))
    ledger.add_argument("--out", required=True, metavar="FILE", type=Path, help=_("The file."))
    ledger.set_defaults(do=_ledger)
    help = _("The record sheet of an activity, with the plans it is about.")
    one = reports.add_parser("activity", help=help, description=help)
    one.add_argument("id", metavar="ID", help=_("The activity's id."))
    one.add_argument(
        "--format", required=True, choices=("pdf", "docx"), help=_("The kind of file.")
    )
    one.add_argument("--out", required=True, metavar="FILE", type=Path, help=_("The file."))
    one.set_defaults(do=_activity)


def _ledger(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.errors import UnknownTermError  # noqa: PLC0415
    from db.queries.ledger import ledger  # noqa: PLC0415
    from db.queries.terms import newest_term  # noqa: PLC0415
    from desktop.reports.export import export_ledger  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        term = chosen.term
        if term is None:
            newest = newest_term(session)
            if newest is None:
                raise UnknownTermError("")
            term = newest.code
        found = ledger(session, term=term, made_on=today())
    marks = export_ledger(found, chosen.format, chosen.out)
    count = len(found.rows)
    terminal.answer(
        {"file": str(chosen.out), "term": term, "activities": count, "missing": len(marks)},
        ngettext(
            "{count} activity of term {term} in {file}",
            "{count} activities of term {term} in {file}",
            count,
        ).format(count=count, term=term, file=chosen.out),
    )


def _activity(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.queries.activity_sheet import activity_sheet  # noqa: PLC0415
    from desktop.reports.activity_sheet import activity_docx, write_activity_sheet  # noqa: PLC0415
    from desktop.reports.plan_files import write_bytes  # noqa: PLC0415

    with terminal.store() as store, store.read() as session:
        sheet = activity_sheet(session, chosen.id, made_on=today())
    if chosen.format == "pdf":
        write_activity_sheet(sheet, chosen.out)
    else:
        write_bytes(activity_docx(sheet), chosen.out)
    terminal.answer(
        {"file": str(chosen.out), "activity": chosen.id, "plans": len(sheet.plans)},
        _("“{name}” is in {file}").format(name=sheet.title, file=chosen.out),
    )
