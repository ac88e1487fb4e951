"""Records, histories and versions as JSON and as lines for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.cli.terminal import moment, pairs, shown_moment, table
from desktop.field_labels import FIELDS
from desktop.labels import field_label, kind_label, value_label
from desktop.words import _, pgettext

if TYPE_CHECKING:
    from db.queries.conflicts import Conflict
    from db.queries.history import HistoryEntry
    from db.queries.records import RecordRow
    from db.record import Value

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "alliance": ("name", "county", "founded_on"),
    "school": ("name", "short_name", "type", "code"),
    "membership": ("school", "role", "joined_on"),
    "agreement": ("title", "party_a_name", "party_b_name", "signed_on"),
    "person": ("name", "school_name", "posts", "subjects"),
    "school_year": ("code", "starts_on", "ends_on"),
    "term": ("code", "name", "starts_on", "ends_on"),
    "holiday": ("name", "starts_on", "ends_on"),
    "activity": ("held_on", "type", "title", "host_school_name", "status"),
    "agenda_item": ("starts_at", "content", "person_name"),
    "participant": ("person_name", "school_name", "role", "attendance"),
    "action_item": ("content", "owner_name", "due_on", "done_on"),
    "attachment": ("caption", "file_name", "size_bytes"),
    "same_as": ("record_kind", "one", "other"),
    "lesson": ("edition", "subject", "grade", "volume", "unit", "title"),
    "prep_group": ("name", "subject", "grade", "leader_name"),
    "prep_member": ("person_name", "school_name"),
    "lesson_plan": ("title", "stage", "subject", "grade", "author_name", "taught_on"),
    "plan_step": ("title", "phase", "minutes"),
    "plan_version": ("number", "frozen_on", "frozen_by_name", "note"),
    "plan_comment": ("person_name", "step_title", "body", "decision"),
    "activity_plan": ("plan_name", "person_name"),
    "material": ("title", "type", "subject", "grade", "author_name"),
    "material_link": ("record_kind", "record_name"),
    "material_use": ("person_name", "used_on", "worked"),
}
_LONG = 30  # characters of a text in a line


def row_json(row: "RecordRow") -> dict[str, object]:
    """Return a record as the contract has it: its id and its fields."""
    return {"id": row.id, **row.values}


def list_lines(kind: str, rows: "Sequence[RecordRow]") -> list[str]:
    """Return a table of records."""
    if not rows:
        return []
    columns = _COLUMNS[kind]
    heads = [*(_label(kind, name) for name in columns), _("id")]
    cells = [
        [*(value_label(kind, name, row.values.get(name)) for name in columns), _marked(row)]
        for row in rows
    ]
    return table(heads, cells)


def _marked(row: "RecordRow") -> str:
    if row.disputed:
        return _("{id} (2 versions)").format(id=row.id)
    return row.id


def record_lines(row: "RecordRow") -> list[str]:
    """Return every field that holds something, by its label."""
    rows = [(kind_label(row.kind), row.id)]
    for name, value in row.values.items():
        if value not in (None, "") and not _is_named(name, row.values):
            rows.append((_label(row.kind, name), value_label(row.kind, name, value)))
    return pairs(rows)


def _is_named(name: str, values: "Mapping[str, Value]") -> bool:
    """Tell whether a reference has the words it was chosen by beside it."""
    return bool(values.get(f"{name}_name") or values.get(f"{name.removesuffix('s')}_names"))


def _label(kind: str, name: str) -> str:
    """Return a field's label; the words beside a reference stand for it."""
    base = name.removesuffix("_name") if name.endswith("_name") else name
    base = f"{base.removesuffix('_names')}s" if base.endswith("_names") else base
    return field_label(kind, base) if base in FIELDS.get(kind, dict)() else field_label(kind, name)


def conflict_lines(kind: str, others: "Sequence[Conflict]") -> list[str]:
    """Return what else was written, by whom."""
    lines = []
    for one in others:
        lines.append(
            _("{field}: {person} wrote at {time}: {value}").format(
                field=field_label(kind, one.field),
                person=one.person_name or pgettext("history", "somebody"),
                time=shown_moment(one.at),
                value=value_label(kind, one.field, one.other) or pgettext("history", "(nothing)"),
            )
        )
    return ["", *lines] if lines else []


def history_json(entries: "Sequence[HistoryEntry]") -> list[dict[str, object]]:
    """Return a history as the contract has it."""
    return [
        {
            "at": moment(one.at),
            "person": one.person,
            "person_name": one.person_name,
            "device": one.device,
            "field": one.field,
            "old": one.old,
            "new": one.new,
        }
        for one in entries
    ]


def history_lines(kind: str, entries: "Sequence[HistoryEntry]") -> list[str]:
    """Return a history, a line for each field and sitting."""
    named = {one.field: True for one in entries}
    rows = [
        [
            shown_moment(one.at),
            one.person_name or pgettext("history", "somebody"),
            _field(kind, one.field),
            _shortened(value_label(kind, one.field, one.old)),
            _shortened(value_label(kind, one.field, one.new)),
        ]
        for one in entries
        if not _is_named(one.field, named)
    ]
    return table(
        [
            pgettext("history", "When"),
            pgettext("history", "Who"),
            pgettext("history", "What"),
            pgettext("history", "Before"),
            pgettext("history", "After"),
        ],
        rows,
    )


def _field(kind: str, field: str) -> str:
    return pgettext("history", "Bin") if field == "deleted_at" else _label(kind, field)


def _shortened(words: str) -> str:
    return words if len(words) <= _LONG else words[:_LONG] + "…"
