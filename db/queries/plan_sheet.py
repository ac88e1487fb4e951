"""One lesson plan with its steps, its frozen versions and what was said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from db.changes import natural_key
from db.errors import MalformedContentError, UnknownRecordError
from db.models.activities import Attachment
from db.models.local import Document
from db.models.people import Person
from db.models.plans import LessonPlan, PlanComment, PlanStep, PlanVersion
from db.plan_content import (
    PLAN_FIELDS,
    STEP_FIELDS,
    PlanContent,
    StepContent,
    as_frozen,
    decode,
    said,
)
from db.projection import names_of
from db.queries.records import RecordRow, show
from db.record import DELETED, LIVE, Record, Value

_LAST = "~"  # where a part without a position stands


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a plan.

    Attributes:
        version: For a form's ``seen``.
        values: What it says, by wire name; None where empty.
        disputed: What there are two versions of.
        deletion: ``db.record.LIVE`` or ``ASKED``.
    """

    id: str
    version: bytes
    values: Mapping[str, Value]
    disputed: tuple[str, ...]
    deletion: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What was agreed on at one time.

    Attributes:
        number: Two laptops may have given the same.
        frozen_on: ``YYYY-MM-DD``, or empty.
        altered: Whether what stands there is not what was frozen.
    """

    id: str
    number: int
    frozen_on: str
    frozen_by_name: str
    note: str
    altered: bool


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said of a plan, and what became of it.

    Attributes:
        version: For a form's ``seen``.
        step, part: What it speaks of: a step, or a field of the plan or the step.
        about: The frozen version it speaks of; empty for the plan in work.
        answers: The comment it answers.
        decision: A code, empty while nobody decided.
        late: Whether it speaks of an older version than the newest, which does not know it.
        disputed: Its fields of which there are two versions.
        deletion: ``db.record.LIVE`` or ``ASKED``.
    """

    id: str
    version: bytes
    step: str
    step_title: str
    part: str
    about: str
    answers: str
    person: str
    person_name: str
    school_name: str
    made_on: str
    body: str
    decision: str
    reason: str
    decided_by_name: str
    late: bool
    disputed: tuple[str, ...] = ()
    deletion: int = LIVE


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """All that the editor of a plan shows, read in one moment.

    Attributes:
        steps: In their order.
        versions: Oldest first.
        comments: In the order they came to this laptop.
        attachments: How many files belong to it.
    """

    record: RecordRow
    steps: tuple[StepRow, ...]
    versions: tuple[VersionRow, ...]
    comments: tuple[CommentRow, ...]
    attachments: int


def plan_sheet(session: Session, id: str) -> PlanSheet:
    """Return a plan with all that belongs to it.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    record = _plan(session, id)
    frozen = _versions(session, id)
    files = select(func.count()).where(Attachment.record == id, Attachment.deletion < DELETED)
    return PlanSheet(
        record,
        steps_of(session, id),
        tuple(map(_version, frozen)),
        _comments(session, id, frozen),
        session.scalar(files) or 0,
    )


def steps_of(session: Session, plan: str) -> tuple[StepRow, ...]:
    """Return the standing steps of a plan, in their order."""
    rows = _parts(session, PlanStep, plan)
    return tuple(
        StepRow(
            row.id,
            row.version,
            {name: getattr(row, name) for name in STEP_FIELDS},
            names_of(row.disputed),
            row.deletion,
        )
        for row in sorted(rows, key=lambda row: (row.position or _LAST, row.id))
    )


def positions_of(session: Session, plan: str) -> list[tuple[str, str | None]]:
    """Return the standing steps of a plan in their order, each with its position."""
    query = select(PlanStep.id, PlanStep.position).where(
        PlanStep.plan == plan, PlanStep.deletion < DELETED
    )
    rows = [(id, position) for id, position in session.execute(query)]
    return sorted(rows, key=lambda row: (row[1] or _LAST, row[0]))


def versions_of(session: Session, plan: str) -> tuple[VersionRow, ...]:
    """Return the frozen versions of a plan, oldest first."""
    return tuple(map(_version, _versions(session, plan)))


def content_of(session: Session, plan: str) -> PlanContent:
    """Return what a plan says as it stands.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    values = _plan(session, plan).values
    decided = select(PlanComment.id).where(
        PlanComment.plan == plan,
        PlanComment.decision.is_not(None),
        PlanComment.deletion < DELETED,
    )
    return PlanContent(
        said({name: values[name] for name in PLAN_FIELDS}),
        tuple(StepContent(step.id, said(step.values)) for step in steps_of(session, plan)),
        tuple(sorted(session.scalars(decided))),
    )


def content_of_version(session: Session, version: str) -> PlanContent:
    """Return what a plan said when it was frozen.

    Raises:
        UnknownRecordError: There is no such version.
        MalformedContentError: What stands there was altered, or cannot be read.
    """
    row = session.execute(
        select(PlanVersion, Document.key)
        .join(Document, Document.id == PlanVersion.id)
        .where(PlanVersion.id == version)
    ).first()
    if row is None:
        raise UnknownRecordError(version)
    frozen, key = row
    text = _frozen(frozen.plan, frozen.digest, frozen.content, key)
    if text is None:
        raise MalformedContentError("altered")
    return decode(text)


def _plan(session: Session, id: str) -> RecordRow:
    record = show(session, id)
    if record.kind != LessonPlan.KIND:
        raise UnknownRecordError(id)
    return record


def _parts(session: Session, model: type[Record], plan: str) -> Sequence[Row[Any]]:
    """Return the standing parts of a plan, each with its version and key, as they came here."""
    return session.connection().exec_driver_sql(_sql(model), (plan,)).all()


@cache
def _sql(model: type[Record]) -> str:
    """Return the statement for the parts of a kind; said once, for saying it takes longer."""
    table = model.__tablename__
    columns = ", ".join(f'part."{column.name}"' for column in model.__table__.columns)
    return (
        f"SELECT {columns}, document.version, document.key FROM {table} part"
        f" JOIN document ON document.id = part.id"
        f" WHERE part.plan = ? AND part.deletion < {DELETED} ORDER BY document.n"
    )


def _versions(session: Session, plan: str) -> list[Row[Any]]:
    rows = _parts(session, PlanVersion, plan)
    return sorted(rows, key=lambda row: (row.number or 0, row.frozen_on or "", row.id))


def _version(row: Row[Any]) -> VersionRow:
    return VersionRow(
        row.id,
        row.number or 0,
        row.frozen_on or "",
        row.frozen_by_name or "",
        row.note or "",
        _frozen(row.plan, row.digest, row.content, row.key) is None,
    )


def _frozen(plan: str | None, digest: str | None, content: str | None, key: bytes) -> str | None:
    """Return what was frozen; None when the digest or the key the record was made by tells no."""
    if not plan or not digest or key != natural_key(plan, digest):
        return None
    return as_frozen(content or "", digest)


def _comments(session: Session, plan: str, frozen: list[Row[Any]]) -> tuple[CommentRow, ...]:
    comments = _parts(session, PlanComment, plan)
    newest, known = _newest(frozen)
    names = _names(session, {id for row in comments for id in (row.person, row.decided_by)})
    return tuple(
        CommentRow(
            row.id,
            row.version,
            row.step or "",
            row.step_title or "",
            row.part or "",
            row.about or "",
            row.answers or "",
            row.person or "",
            names.get(row.person) or row.person_name or "",
            row.school_name or "",
            row.made_on or "",
            row.body or "",
            row.decision or "",
            row.reason or "",
            names.get(row.decided_by) or row.decided_by_name or "",
            _is_open(row) and row.about not in (None, "", newest) and row.id not in known,
            names_of(row.disputed),
            row.deletion,
        )
        for row in comments
    )


def _is_open(row: Row[Any]) -> bool:
    """Tell whether a comment is still to be decided; an answer never is."""
    return not row.decision and not row.answers


def _newest(frozen: list[Row[Any]]) -> tuple[str, frozenset[str]]:
    """Return the newest version, and the comments that were decided when it was frozen."""
    if not frozen:
        return "", frozenset()
    row = frozen[-1]
    text = _frozen(row.plan, row.digest, row.content, row.key)
    try:
        return row.id, frozenset(decode(text).comments if text else ())
    except MalformedContentError:
        return row.id, frozenset()


def _names(session: Session, people: Iterable[str | None]) -> dict[str | None, str]:
    """Return what people are called now."""
    some = [id for id in people if id]
    if not some:
        return {}
    query = select(Person.id, Person.name).where(Person.id.in_(some))
    return {id: name for id, name in session.execute(query) if name}
