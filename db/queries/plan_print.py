"""A lesson plan whole, as paper and Word files show it: the plan in work, or a frozen version."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.documents import Document
from db.errors import UnknownRecordError
from db.heads import heads_of
from db.models.activities import Attachment
from db.models.local import Document as Stored
from db.models.people import Person
from db.models.plans import LessonPlan, PlanStep, PlanVersion, PrepGroup
from db.models.schools import School
from db.plan_content import decode
from db.projection import names_of
from db.queries.ledger_row import day
from db.queries.ledger_versions import whole_versions
from db.queries.records import RecordRow, parts_of, show
from db.record import DELETED, Value, fields_of

_NAMES = {
    "author": "author_name",
    "lead_preparer": "lead_preparer_name",
    "school": "school_name",
    "group": "group_name",
}


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """One step of a plan.

    Attributes:
        values: By wire name.
        others: What else two people wrote for a field without knowing of each other.
    """

    id: str
    values: Mapping[str, Value]
    others: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """A plan with its steps, and the facts for its head and foot.

    Attributes:
        school: Full name of the school whose head the sheet carries.
        made_on: The day it is printed.
        values: By wire name; the names of persons, school and group as they are called now.
        steps: In order.
        circle: Who sees it: ``alliance``, ``school`` or ``named``.
        version: Number of the frozen version this is; None for the plan in work.
        frozen_on: The day that version was agreed on.
        others: What else two people wrote for a field without knowing of each other.
        files: Names of the files attached to it.
    """

    id: str
    school: str
    made_on: datetime.date
    values: Mapping[str, Value]
    steps: tuple[PrintedStep, ...] = ()
    circle: str = "alliance"
    version: int | None = None
    frozen_on: datetime.date | None = None
    others: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def said(self, name: str) -> str:
        """Return a value of the plan as plain words; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)


def plan_print(
    session: Session, id: str, *, version: str = "", made_on: datetime.date | None = None
) -> PrintedPlan:
    """Return a plan as it is printed.

    Args:
        session: A reading session.
        id: The plan's record id.
        version: Id of one of its frozen versions; empty for the plan in work.
        made_on: The day it is printed; None is today.

    Raises:
        UnknownRecordError: There is no such plan or version.
        MalformedContentError: The version's content cannot be read.
    """
    record = show(session, id)
    if record.kind != LessonPlan.KIND:
        raise UnknownRecordError(id)
    today = made_on or datetime.datetime.now().astimezone().date()
    if version:
        return _frozen(session, record, version, today)
    rows = parts_of(session, PlanStep.KIND, id)
    disputed = [row.id for row in (record, *rows) if row.disputed]
    others = _others(session, {row.id: row for row in (record, *rows)}, disputed)
    values, plan_others = _whole(record, others)
    steps = []
    for row in rows:
        step_values, step_others = _whole(row, others)
        steps.append(PrintedStep(row.id, step_values, step_others))
    return PrintedPlan(
        id,
        _head(session, record.values),
        today,
        _named(session, values),
        tuple(steps),
        record.circle,
        others=plan_others,
        files=_files(session, id),
    )


def plans_of_unit(session: Session, *, unit: str, subject: str = "", grade: str = "") -> list[str]:
    """Return the ids of the plans of a unit, lesson by lesson, the agreed one before personal ones.

    Args:
        session: A reading session.
        unit: Name of the unit.
        subject: A code; empty for any.
        grade: A code; empty for any.
    """
    query = select(
        LessonPlan.id, LessonPlan.title, LessonPlan.period_no, LessonPlan.stage, LessonPlan.grade
    ).where(LessonPlan.unit == unit, LessonPlan.deletion < DELETED)
    if subject:
        query = query.where(LessonPlan.subject == subject)
    rows = [
        row for row in session.execute(query) if not grade or grade in (row.grade or "").split()
    ]
    first: dict[str | None, int] = {}
    for row in sorted(rows, key=lambda row: (row.period_no or 0, row.id)):
        first.setdefault(row.title, len(first))
    stages = {"agreed": 0, "draft": 1, "personal": 2}
    rows.sort(key=lambda r: (first[r.title], r.period_no or 0, stages.get(r.stage or "", 3), r.id))
    return [row.id for row in rows]


def _whole(
    row: RecordRow, others: Mapping[str, Mapping[str, tuple[Value, ...]]]
) -> tuple[Mapping[str, Value], Mapping[str, tuple[Value, ...]]]:
    """Return the values of a record with the first of two versions, and the further ones."""
    found = others.get(row.id)
    if not found:
        return row.values, {}
    values = dict(row.values)
    rest: dict[str, tuple[Value, ...]] = {}
    for name, versions in found.items():
        values[name], *more = versions
        rest[name] = tuple(more)
    return values, rest


def _others(
    session: Session, rows: Mapping[str, RecordRow], disputed: Sequence[str]
) -> dict[str, dict[str, tuple[Value, ...]]]:
    """Return all versions of what two people wrote, by record and field."""
    if not disputed:
        return {}
    out: dict[str, dict[str, tuple[Value, ...]]] = {}
    for stored in session.scalars(select(Stored).where(Stored.id.in_(disputed))):
        document, row = Document.load(stored.body), rows[stored.id]
        heads = heads_of(document)
        texts = names_of(stored.disputed_texts)
        found: dict[str, tuple[Value, ...]] = {}
        for name in row.disputed:
            shown = row.values.get(name)
            if name in texts or name not in heads:
                found[name] = tuple(whole_versions(document, name)) or (shown,)
                continue
            more = [value for _, value in sorted(heads[name].items()) if value != shown]
            found[name] = tuple(dict.fromkeys([shown, *more]))
        out[stored.id] = found
    return out


def _frozen(session: Session, record: RecordRow, version: str, today: datetime.date) -> PrintedPlan:
    row = session.get(PlanVersion, version)
    if row is None or row.plan != record.id:
        raise UnknownRecordError(version)
    content = decode(row.content or "")
    values = {name: content.fields.get(name) for name in fields_of(LessonPlan)}
    return PrintedPlan(
        record.id,
        _head(session, values),
        today,
        _named(session, values),
        tuple(PrintedStep(step.id, step.values) for step in content.steps),
        record.circle,
        row.number,
        day(row.frozen_on),
        files=_files(session, record.id),
    )


def _named(session: Session, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the values with the names that persons, school and group go by now."""
    people = [id for name in ("author", "lead_preparer") if (id := values.get(name))]
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    names: dict[str, str | None] = {row.id: row.name for row in session.execute(query)}
    if school := values.get("school"):
        names[str(school)] = session.scalar(
            select(School.short_name).where(School.id == school)
        ) or session.scalar(select(School.name).where(School.id == school))
    if group := values.get("group"):
        names[str(group)] = session.scalar(select(PrepGroup.name).where(PrepGroup.id == group))
    called = {kept: name for of, kept in _NAMES.items() if (name := names.get(str(values.get(of))))}
    return {**values, **called}


def _head(session: Session, values: Mapping[str, Value]) -> str:
    """Return the full name of the school whose head the plan carries."""
    name = session.scalar(select(School.name).where(School.id == values.get("school")))
    return name or str(values.get("school_name") or "")


def _files(session: Session, id: str) -> tuple[str, ...]:
    query = (
        select(Attachment.file_name)
        .where(Attachment.record == id, Attachment.deletion < DELETED)
        .order_by(Attachment.position, Attachment.id)
    )
    return tuple(name for name in session.scalars(query) if name)
