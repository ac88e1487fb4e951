"""`lianke records import`: a list of people or activities, with a report per row."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal, table
from desktop.dates import today
from desktop.import_words import did_words, problems_words
from desktop.words import _, pgettext

if TYPE_CHECKING:
    from db.commands.imports import ImportReport, RowReport


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    help = _("Import a list of people or activities: XLSX, CSV or JSON lines.")
    one = actions.add_parser("import", help=help, description=help)
    one.add_argument("kind", metavar="KIND", help=_("person or activity."))
    one.add_argument("file", metavar="FILE", type=Path, help=_("The list."))
    one.set_defaults(do=_import)


def _import(terminal: Terminal, chosen: argparse.Namespace) -> int:
    from db.commands.imports import carry_out  # noqa: PLC0415
    from db.import_columns import field_meant, fields_to_import  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from db.queries.imports import plan  # noqa: PLC0415
    from db.tables import read_table  # noqa: PLC0415

    fields_to_import(chosen.kind)

    def recognises(words: str) -> bool:
        return field_meant(chosen.kind, words) is not None

    found = read_table(chosen.file, recognises=recognises)
    with terminal.store() as store:
        with store.read() as session:
            planned = plan(session, chosen.kind, found, today=today())
        report = finish(carry_out(store, terminal.sitting(store), planned, today=today()))
    return answer_report(terminal, report)


def answer_report(terminal: Terminal, report: "ImportReport") -> int:
    """Tell what an import did, row by row; return the exit status."""
    counts = {did: report.count(did) for did in ("added", "updated", "skipped", "failed")}
    rows = [
        [str(row.number), did_words(row.did), row.label, problems_words(report.kind, row.problems)]
        for row in report.rows
    ]
    terminal.answer(
        {**counts, "rows": [_row_json(report.kind, row) for row in report.rows]},
        *table(
            [
                pgettext("report of an import", "Row"),
                pgettext("report of an import", "Done"),
                pgettext("report of an import", "Name"),
                pgettext("report of an import", "Note"),
            ],
            rows,
        ),
        _("{added} added, {updated} updated, {skipped} skipped, {failed} not imported.").format(
            **counts
        ),
    )
    nothing = counts["failed"] and not counts["added"] and not counts["updated"]
    return 1 if nothing and not counts["skipped"] else 0


def _row_json(kind: str, row: "RowReport") -> dict[str, object]:
    return {
        "row": row.number,
        "did": row.did,
        "id": row.record,
        "reason": problems_words(kind, row.problems) or None,
    }
