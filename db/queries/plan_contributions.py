"""Who gave what to a plan: comments and what became of them, and characters written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from loro import VersionVector
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.documents import Document, signature
from db.errors import MalformedContentError, UnknownRecordError
from db.models.local import Document as Stored
from db.models.people import Person
from db.models.plans import LessonPlan, PlanComment, PlanStep, PrepGroup, PrepMember
from db.operations import is_cell
from db.plan_content import PlanContent
from db.queries.people import stand_ins
from db.queries.plan_sheet import content_of_version
from db.record import DELETED, fields_of


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one person gave to a plan.

    Attributes:
        person_name, school_name: As they are called now, or when they spoke.
        comments: How many; of them were adopted, adopted in part, declined.
        characters: How many letters he typed into its texts, whatever became of them.
        member: Whether he is in the plan's group.
    """

    person: str
    person_name: str
    school_name: str
    comments: int
    adopted: int
    partly: int
    declined: int
    characters: int
    member: bool = False


@dataclass(slots=True)
class _Tally:
    name: str = ""
    school: str = ""
    comments: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    member: bool = False


def contributions(session: Session, plan: str) -> tuple[Contribution, ...]:
    """Return who gave what to a plan, most first; members of its group who gave nothing are last.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    row = session.execute(
        select(LessonPlan.group, LessonPlan.base, LessonPlan.derivation).where(
            LessonPlan.id == plan
        )
    ).first()
    if row is None:
        raise UnknownRecordError(plan)
    standing = stand_ins(session)
    people: dict[str, _Tally] = {}
    _group(session, row.group, standing, people)
    _comments(session, plan, standing, people)
    for person, count in _typed(session, plan, row.base if row.derivation else None).items():
        if count > 0:
            people.setdefault(standing.get(person, person), _Tally()).characters += count
    _named(session, people)
    rows = [_row(person, tally) for person, tally in people.items()]
    return tuple(sorted(rows, key=lambda r: (-r.adopted - r.partly, -r.comments, -r.characters,
                                             r.person_name, r.person)))  # fmt: skip


def _group(
    session: Session, group: str | None, standing: Mapping[str, str], people: dict[str, _Tally]
) -> None:
    """Note the members of a group and who leads it."""
    if not group:
        return
    members = select(PrepMember.person, PrepMember.person_name, PrepMember.school_name).where(
        PrepMember.group == group, PrepMember.deletion < DELETED
    )
    leader = select(PrepGroup.leader, PrepGroup.leader_name).where(
        PrepGroup.id == group, PrepGroup.deletion < DELETED
    )
    found = [*session.execute(members), *((id, name, None) for id, name in session.execute(leader))]
    for id, name, school in found:
        if id or name:
            key = standing.get(id or name, id or name)
            tally = people.setdefault(key, _Tally())
            tally.member = True
            tally.name, tally.school = tally.name or name or "", tally.school or school or ""


def _comments(
    session: Session, plan: str, standing: Mapping[str, str], people: dict[str, _Tally]
) -> None:
    query = select(
        PlanComment.person, PlanComment.person_name, PlanComment.school_name, PlanComment.decision
    ).where(PlanComment.plan == plan, PlanComment.deletion < DELETED)
    for id, name, school, decision in session.execute(query):
        key = id or name or ""
        tally = people.setdefault(standing.get(key, key), _Tally())
        tally.comments[decision or ""] += 1
        tally.name, tally.school = tally.name or name or "", tally.school or school or ""


def _typed(session: Session, plan: str, base: str | None) -> Counter[str]:
    """Return how many letters each person typed; what was taken from another plan is nobody's."""
    steps = select(PlanStep.id).where(PlanStep.plan == plan)
    bodies = select(Stored.body, Stored.created_by).where(
        (Stored.id == plan) | Stored.id.in_(steps)
    )
    out: Counter[str] = Counter()
    began: Counter[str] = Counter()
    for body, person in session.execute(bodies):
        began[person] += 1
        out.update(_letters(Document.load(body)))
    if base and began:
        with suppress(UnknownRecordError, MalformedContentError):
            out[began.most_common(1)[0][0]] -= _size(content_of_version(session, base))
    return out


def _letters(document: Document) -> Counter[str]:
    found: Counter[str] = Counter()
    for change in document.changes_since(VersionVector()):
        person, _ = signature(change["msg"])
        found[person] += sum(_inserted(op) for op in change["ops"])
    return found


def _inserted(op: Mapping[str, Any]) -> int:
    content = op["content"]
    typed = not is_cell(op["container"]) and content.get("type") == "insert"
    return len(content.get("text", "")) if typed else 0


def _size(content: PlanContent) -> int:
    """Return how many letters stand in a content's texts."""
    texts = [_text(LessonPlan, content.fields.items())]
    texts += [_text(PlanStep, step.values.items()) for step in content.steps]
    return sum(texts)


def _text(model: type[LessonPlan | PlanStep], values: Iterable[tuple[str, Any]]) -> int:
    fields = fields_of(model)
    return sum(len(v) for n, v in values if n in fields and fields[n].type == "text")


def _named(session: Session, people: Mapping[str, _Tally]) -> None:
    query = select(Person.id, Person.name, Person.school_name).where(Person.id.in_(list(people)))
    for id, name, school in session.execute(query):
        people[id].name, people[id].school = name or people[id].name, school or people[id].school


def _row(person: str, tally: _Tally) -> Contribution:
    counts = tally.comments
    return Contribution(
        person, tally.name, tally.school, counts.total(), counts["adopted"], counts["partly"],
        counts["declined"], tally.characters, tally.member,
    )  # fmt: skip
