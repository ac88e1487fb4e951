"""What undoing a laptop's changes would do, record by record: shown before it is done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import permissions
from db.documents import Document
from db.heads import DELETED_AT
from db.kinds import KINDS, PARTS
from db.local import Member
from db.models.local import Document as Stored
from db.queries.records import label_of
from db.record import DELETED, Value
from db.undoing import Before, Spans, look_back

Scope = Mapping[str, Spans]
"""By record the operations that are to be undone."""

Action = Literal["field", "text", "delete", "restore"]
Reason = Literal["others_typed", "others_wrote", "not_allowed"]


@dataclass(frozen=True, slots=True)
class UndoRow:
    """One thing that is put back.

    Attributes:
        record, kind, label: Which record, and what names it to a person.
        action: ``field`` or ``text``: its value goes back; ``delete``: the record did not exist, or
            lay in the bin; ``restore``: it lay in no bin.
        field: Wire name; ``deleted_at`` for deleting and restoring.
        now, before: What stands there, and what will.
    """

    record: str
    kind: str
    label: str
    action: Action
    field: str
    now: Value
    before: Value


@dataclass(frozen=True, slots=True)
class LeftRow:
    """What is left as it is, for a person to look at.

    Attributes:
        record, kind, label: Which record.
        field: Wire name of the text; empty for the whole record.
        reason: ``others_typed``: others typed in the text since; ``others_wrote``: others worked on
            a record that would not exist; ``not_allowed``: this laptop may not write it.
    """

    record: str
    kind: str
    label: str
    field: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What is put back and what is left.

    Attributes:
        rows: What is changed, then what goes into the bin.
        left: The same.
        born: Records that go into the bin because nobody else made them.
    """

    rows: tuple[UndoRow, ...] = ()
    left: tuple[LeftRow, ...] = ()
    born: frozenset[str] = frozenset()

    @property
    def records(self) -> int:
        """How many records change."""
        return len({row.record for row in self.rows})


def together(plans: Iterable[UndoPlan]) -> UndoPlan:
    """Return several plans as one."""
    some = list(plans)
    return UndoPlan(
        tuple(row for one in some for row in one.rows),
        tuple(row for one in some for row in one.left),
        frozenset(id for one in some for id in one.born),
    )


def plan_undo(session: Session, member: Member, laptop: str, scope: Scope) -> UndoPlan:
    """Return what undoing would do, and change nothing.

    Args:
        session: A reading session.
        member: Who this laptop is.
        laptop: Id of the laptop whose changes are undone.
        scope: Which of them.
    """
    looked = dict(_look(session, laptop, scope))
    born = frozenset(id for id, (_, before) in looked.items() if before.born)
    ids = sorted(looked, key=lambda id: (id in born, id))
    return together(_plan(session, member, *looked[id], born) for id in ids)


def plan_record(
    session: Session, member: Member, laptop: str, id: str, spans: Spans, born: frozenset[str]
) -> tuple[UndoPlan, Before]:
    """Return what undoing would do to one record, as it stands at this moment.

    Args:
        session: A session.
        member: Who this laptop is.
        laptop: Id of the laptop whose changes are undone.
        id: The record.
        spans: Which operations in it.
        born: Records that go into the bin with it.
    """
    for _, (stored, before) in _look(session, laptop, {id: spans}):
        return _plan(session, member, stored, before, born), before
    return UndoPlan(), Before()


def _look(
    session: Session, laptop: str, scope: Scope
) -> Iterator[tuple[str, tuple[Stored, Before]]]:
    for id in sorted(scope):
        stored = session.scalar(select(Stored).where(Stored.id == id))
        if stored is not None and stored.kind in KINDS:
            yield id, (stored, look_back(Document.load(stored.body), laptop, scope[id]))


def _plan(
    session: Session, member: Member, stored: Stored, before: Before, born: frozenset[str]
) -> UndoPlan:
    named = (stored.id, stored.kind, label_of(session, stored.kind, stored.id) or "")
    rows = [] if before.others else _rows(named, stored, before)
    left = [LeftRow(*named, name, "others_typed") for name in before.typed_since]
    if before.others or (before.born and rows and _lives_on(session, stored, born)):
        return UndoPlan((), (LeftRow(*named, "", "others_wrote"),))
    if rows and not permissions.may_write(
        member.role, member.school, stored.kind, stored.circle, stored.home, stored.id,
        member.person,
    ):  # fmt: skip
        return UndoPlan((), (LeftRow(*named, "", "not_allowed"),))
    return UndoPlan(tuple(rows), tuple(left), frozenset({stored.id} if before.born else ()))


def _rows(named: tuple[str, str, str], stored: Stored, before: Before) -> list[UndoRow]:
    if before.born:
        gone = stored.deletion == DELETED
        return [] if gone else [UndoRow(*named, "delete", DELETED_AT, None, None)]
    rows = []
    for name, (now, then) in before.fields.items():
        action: Action = "field"
        if name == DELETED_AT:
            action = "restore" if then is None else "delete"
        rows.append(UndoRow(*named, action, name, now, then))
    rows += [UndoRow(*named, "text", name, *both) for name, both in before.texts.items()]
    return rows


def _lives_on(session: Session, stored: Stored, born: frozenset[str]) -> bool:
    """Tell whether parts stand that somebody else made."""
    for model in PARTS.get(stored.kind, ()):
        parent = model.__table__.c[model.PARENT]
        query = select(model.id).where(parent == stored.id, model.deletion < DELETED)
        if set(session.scalars(query)) - born:
            return True
    return False
