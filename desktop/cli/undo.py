"""`lianke undo LAPTOP --since …`: ordinary edits that put back what stood before."""

import argparse
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.cli.terminal import Terminal, moment, shown_moment, table
from desktop.labels import field_label, kind_label, value_label
from desktop.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.queries.undo import LeftRow, UndoPlan, UndoRow
    from sync.undo_scope import SealedRow

_LONG = 30  # characters of a value in a line


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    help = _("Put back what stood before one computer's changes; others' work stays.")
    one = commands.add_parser("undo", help=help, description=help)
    one.add_argument(
        "laptop", metavar="LAPTOP", help=_("The computer: its id, or the name of its person.")
    )
    one.add_argument(
        "--since",
        metavar="DATE|SEGMENT",
        help=_("From this day on, or from this sending on; without it, all sendings are listed."),
    )
    how = one.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help=_("Only show what would be done."))
    how.add_argument("--yes", action="store_true", help=_("Do it."))
    one.set_defaults(do=_undo)


def _undo(terminal: Terminal, chosen: argparse.Namespace) -> None:
    from db.commands.undoing import undo  # noqa: PLC0415
    from db.local import member  # noqa: PLC0415
    from db.progress import finish  # noqa: PLC0415
    from db.queries.undo import plan_undo  # noqa: PLC0415
    from sync import undo_scope  # noqa: PLC0415

    with terminal.store() as store:
        with store.read() as session:
            laptop = undo_scope.find_laptop(session, chosen.laptop)
            rows = undo_scope.sealed_by(session, laptop)
        if chosen.since is None:
            terminal.answer([_sealed_json(row) for row in rows], *_sealed_lines(rows))
            return
        day = _day(chosen.since)
        segments = (
            undo_scope.since_segment(rows, chosen.since)
            if day is None
            else undo_scope.since_day(rows, day)
        )
        scope = undo_scope.scope_of(store, laptop, segments)
        if chosen.yes:
            plan = finish(undo(store, terminal.sitting(store), laptop, scope))
        else:
            with store.read() as session:
                me = member(session)
                assert me is not None  # a data folder without an alliance is not opened
                plan = plan_undo(session, me, laptop, scope)
    answer = {
        "laptop": laptop,
        "segments": segments,
        "done": chosen.yes,
        "records": plan.records,
        "rows": [_row_json(row) for row in plan.rows],
        "left": [_left_json(row) for row in plan.left],
    }
    terminal.answer(answer, *_plan_lines(plan), _summary(plan, done=chosen.yes))


def _day(words: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None


def _sealed_json(row: "SealedRow") -> dict[str, object]:
    return {
        "segment": row.id,
        "records": row.records,
        "changed_at": moment(row.changed_at or None),
        "received_at": moment(row.received_at),
    }


def _sealed_lines(rows: "Sequence[SealedRow]") -> list[str]:
    heads = [_("Sending"), _("Records"), _("Changed"), _("Came in")]
    cells = [
        [
            row.id[:8],
            str(row.records),
            shown_moment(row.changed_at or None),
            shown_moment(row.received_at),
        ]
        for row in rows
    ]
    return [*table(heads, cells), _("Choose where to begin with --since.")]


def _row_json(row: "UndoRow") -> dict[str, object]:
    return {
        "record": row.record,
        "kind": row.kind,
        "label": row.label,
        "action": row.action,
        "field": row.field,
        "now": row.now,
        "before": row.before,
    }


def _left_json(row: "LeftRow") -> dict[str, object]:
    return {
        "record": row.record,
        "kind": row.kind,
        "label": row.label,
        "field": row.field,
        "reason": row.reason,
    }


def _plan_lines(plan: "UndoPlan") -> list[str]:
    lines: list[str] = []
    if plan.rows:
        heads = [
            pgettext("history", "What"),
            _("Field"),
            pgettext("undo", "Now"),
            pgettext("history", "Before"),
        ]
        told = {(row.record, row.field) for row in plan.rows}
        lines += table(heads, [_cells(row) for row in plan.rows if not _is_named(row, told)])
    if plan.left:
        lines += ["", _("Left as it is; please look at it yourself:")]
        lines += [f"{_named(row.kind, row.label)}: {_reason(row)}" for row in plan.left]
    return [*lines, ""] if lines else []


def _is_named(row: "UndoRow", told: set[tuple[str, str]]) -> bool:
    """Tell whether the words that a reference was chosen by stand in a line of their own."""
    beside = (f"{row.field}_name", f"{row.field.removesuffix('s')}_names")
    return any((row.record, name) in told for name in beside)


def _cells(row: "UndoRow") -> list[str]:
    what = _named(row.kind, row.label)
    match row.action:
        case "delete":
            return [what, "", "", _("goes into the bin")]
        case "restore":
            return [what, "", pgettext("history", "Bin"), _("comes back")]
        case _:
            values = [_value(row, value) for value in (row.now, row.before)]
            return [what, field_label(row.kind, row.field), *values]


def _value(row: "UndoRow", value: object) -> str:
    words = value_label(row.kind, row.field, value)  # type: ignore[arg-type]
    words = words or pgettext("history", "(nothing)")
    return words if len(words) <= _LONG else words[:_LONG] + "…"


def _named(kind: str, label: str) -> str:
    return f"{kind_label(kind)} {label}".strip()


def _reason(row: "LeftRow") -> str:
    match row.reason:
        case "others_typed":
            return _("others have written in “{field}” since").format(
                field=field_label(row.kind, row.field)
            )
        case "others_wrote":
            return _("others have worked on it since")
        case _:
            return _("this computer may not change it")


def _summary(plan: "UndoPlan", *, done: bool) -> str:
    if not plan.rows:
        return _("Nothing of it stands any more; there is nothing to put back.")
    if not done:
        return ngettext(
            "This would change {count} record. Nothing was done yet; --yes does it.",
            "This would change {count} records. Nothing was done yet; --yes does it.",
            plan.records,
        ).format(count=plan.records)
    return ngettext(
        "{count} record was put back. Undoing your own computer's changes takes this back.",
        "{count} records were put back. Undoing your own computer's changes takes this back.",
        plan.records,
    ).format(count=plan.records)
