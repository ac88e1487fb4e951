"""Both versions of what two people wrote, as the ledger tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.documents import Document
from db.heads import heads_of
from db.models.activities import Activity
from db.projection import names_of
from db.queries.ledger_row import LedgerRow, day
from db.queries.ledger_schools import SchoolFacts, named
from db.texts import text_conflicts


def with_versions(
    row: LedgerRow,
    activity: Activity,
    document: Document,
    texts: Sequence[str],
    schools: Mapping[str, SchoolFacts],
) -> LedgerRow:
    """Add the other versions of what two people wrote without knowing of each other."""
    others: dict[str, tuple[object, ...]] = {}
    heads = heads_of(document)
    for name in names_of(activity.disputed):
        if name in texts:
            if name not in ("summary", "outcome"):
                continue
            first, *rest = whole_versions(document, name) or [getattr(row, name)]
            whole: dict[str, Any] = {name: first}
            row = replace(row, **whole)
            others[name] = tuple(rest)
            continue
        shown = getattr(activity, name, None)
        values = dict.fromkeys(value for _, value in sorted(heads[name].items()) if value != shown)
        field_name, told = _as_told(name, tuple(values), schools)
        if field_name:
            others.setdefault(field_name, told)
    return replace(row, others=others)


def whole_versions(document: Document, name: str) -> list[str]:
    """Return the versions of a text in which one sentence was changed twice, each once.

    What stands in the record is letters of both, which nobody wrote; a report tells these.
    """
    pairs = text_conflicts(document, name)
    return list(dict.fromkeys(words for pair in pairs for words in (pair.one, pair.other)))


def _as_told(
    name: str, values: tuple[Any, ...], schools: Mapping[str, SchoolFacts]
) -> tuple[str, tuple[object, ...]]:
    """Return a row's field and its values for those of a record's field; "" if it has none."""
    match name:
        case "host_school":
            return "host", tuple(schools[v].short if v in schools else "" for v in values)
        case "host_school_name":
            return "host", tuple(v or "" for v in values)
        case "partner_schools":
            return "partners", tuple(named((v or "").split(), "", schools) for v in values)
        case "partner_school_names":
            return "partners", tuple(named((), v or "", schools) for v in values)
        case "recorder_name":
            return "recorder", tuple(v or "" for v in values)
        case "held_on" | "ends_on" | "follow_up_on":
            return name, tuple(day(v) for v in values)
        case "own_count" | "guest_count" | "pupil_count" | "hours" | "lesson_count":
            return name, values
        case "follow_up_done":
            return name, tuple(bool(v) for v in values)
        case _ if name != "recorder" and name in LedgerRow.__dataclass_fields__:
            return name, tuple(v or "" for v in values)
    return "", ()
