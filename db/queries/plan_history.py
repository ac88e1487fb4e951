"""The history of a plan as a whole: who changed what in it and its steps, one sitting at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import UnknownRecordError
from db.heads import DELETED_AT
from db.models.local import Document as Stored
from db.models.people import Person
from db.models.plans import LessonPlan, PlanStep
from db.queries.history import HistoryEntry, entries_of
from db.record import Value

Did = Literal["added", "changed", "moved", "deleted", "restored"]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One place as one sitting left it.

    Attributes:
        record: The plan or the step.
        step: Whether it is a step.
        title: What names the step now; empty of the plan.
        did: What was done; of what was added each place is a change of its own.
        field: Wire name; empty of what was deleted or restored.
        old, new: Before, as its writer knew it, and after.
        version: The record's version right after, for ``db.queries.history.as_it_was``.
    """

    record: str
    step: bool
    title: str
    did: Did
    field: str
    old: Value
    new: Value
    version: bytes


@dataclass(frozen=True, slots=True)
class PlanSitting:
    """What one person changed in one sitting.

    Attributes:
        at: Seconds by the laptop's clock, of the last change.
        person_name: Empty while he is not here.
        device: The laptop.
        changes: In the order they were made, record by record.
    """

    at: int
    person: str
    person_name: str
    device: str
    changes: tuple[PlanChange, ...]


def plan_history(session: Session, plan: str) -> tuple[PlanSitting, ...]:
    """Return the sittings that changed a plan or its steps, also those deleted; newest first.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    steps = {
        id: title or "" for id, title in session.execute(
            select(PlanStep.id, PlanStep.title).where(PlanStep.plan == plan)
        )
    }  # fmt: skip
    query = select(Stored.id, Stored.kind, Stored.body).where(Stored.id.in_([plan, *steps]))
    found = session.execute(query.order_by(Stored.n)).all()
    if not any(id == plan and kind == LessonPlan.KIND for id, kind, _ in found):
        raise UnknownRecordError(plan)
    names = {id: name or "" for id, name in session.execute(select(Person.id, Person.name))}
    sittings: dict[int, list[tuple[int, HistoryEntry, PlanChange]]] = {}
    for id, _, body in found:
        entries = entries_of(body, names)
        first = entries[0].sitting if entries else None
        for at, entry in enumerate(entries):
            change = _change(entry, id, id != plan, steps.get(id, ""), entry.sitting == first)
            if change is not None:
                sittings.setdefault(entry.sitting, []).append((at, entry, change))
    rows = sorted(sittings.values(), key=_moment, reverse=True)
    return tuple(_sitting(found) for found in rows)


_Written = Sequence[tuple[int, HistoryEntry, PlanChange]]


def _moment(written: _Written) -> tuple[int, int]:
    """Return when a sitting ended; within a second, how late in a record's history."""
    return max(entry.at for _, entry, _ in written), max(at for at, _, _ in written)


def _sitting(written: _Written) -> PlanSitting:
    last = max((entry for _, entry, _ in written), key=lambda entry: entry.at)
    changes = tuple(change for _, _, change in written)
    return PlanSitting(last.at, last.person, last.person_name, last.device, changes)


def _change(
    entry: HistoryEntry, record: str, step: bool, title: str, began: bool
) -> PlanChange | None:
    if entry.field in _ITS_PLACE or (began and entry.field == "position"):
        return None
    did: Did = "added" if began and entry.old is None else "changed"
    field = entry.field
    if field == DELETED_AT:
        did, field = ("deleted" if entry.new else "restored"), ""
    elif field == "position":
        did = "moved"
    return PlanChange(record, step, title, did, field, entry.old, entry.new, entry.version)


_ITS_PLACE = ("plan", "source", "parent", "parent_name", "base", "derivation")
"""What a person does not change by writing."""
