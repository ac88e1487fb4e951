"""Making one's own plan from another one, which stays as it is."""

import datetime
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.circles import NAMED, is_wider
from db.commands import records
from db.commands.material_links import take_links
from db.errors import MalformedContentError, NotSharedError, UnknownRecordError, UnsettledError
from db.journal import Writer
from db.local import Member
from db.models.local import Document
from db.models.people import Person
from db.models.plans import LessonPlan, PlanStep, PlanVersion
from db.models.schools import School
from db.plan_content import PlanContent, StepContent, writable
from db.positions import spread
from db.queries.plan_print import plan_print
from db.queries.plan_sheet import content_of, content_of_version, versions_of
from db.queries.records import parts_of, show
from db.record import Record, Value, fields_of

_NOT_TAKEN_OVER = frozenset(
    {
        "stage", "parent", "parent_name", "base", "derivation", "author", "author_name", "school",
        "school_name", "class_name", "pupil_count", "prepared_on", "taught_on", "reflection",
        "adaptation_note",
    }
)  # fmt: skip
"""What belongs to who wrote the other plan, and to his class."""


def derive(
    writer: Writer, plan: str, *, today: datetime.date, version: str = "", circle: str = ""
) -> str:
    """Make my own plan from another one (派生我的教案); the other stays as it is.

    Args:
        writer: The transaction.
        plan: The plan to derive from.
        today: The date to take.
        version: The frozen version to take; empty takes the plan as it stands.
        circle: Who may read mine; empty takes the other's circle, and none is wider.

    Returns:
        The new plan's id.

    Raises:
        NotSharedError: More people would read mine than read the other.
        UnknownRecordError, MalformedContentError: as they say.
    """
    return _take(writer, plan, version, circle, "derived", "personal", today)


def copy_plan(
    writer: Writer, plan: str, *, today: datetime.date, version: str = "", circle: str = ""
) -> str:
    """Begin a draft with what another plan says, such as last year's; see :func:`derive`."""
    return _take(writer, plan, version, circle, "copied", "draft", today)


def _take(
    writer: Writer,
    plan: str,
    version: str,
    circle: str,
    derivation: str,
    stage: str,
    today: datetime.date,
) -> str:
    """Make a plan of this person's with what another one says."""
    writer.flush()
    session = writer.session
    source = show(session, plan)
    content = _said_there(session, plan, version)
    circle = circle or source.circle
    demand_shared(session, circle, plan)
    home = source.home if circle == NAMED else None
    said = writable(LessonPlan, content.fields)
    kept = {name: value for name, value in said.items() if name not in _NOT_TAKEN_OVER}
    made = records.add(
        writer,
        "lesson_plan",
        {
            **kept, **me_as_author(session, writer.member, writer.sitting.person), "stage": stage,
            "parent": plan, "parent_name": source.values["title"], "derivation": derivation,
            "base": version or _agreed_already(session, plan, content),
            "prepared_on": today.isoformat(), "title": content.fields.get("title"),
        },
        circle=circle,
        home=home,
    )  # fmt: skip
    _take_steps(writer, made, content)
    take_links(writer, plan, made)
    return made


def _said_there(session: Session, plan: str, version: str) -> PlanContent:
    """Return what a plan says, or said in a version of it."""
    if not version:
        return _as_it_stands(session, plan)
    of = session.scalar(select(PlanVersion.plan).where(PlanVersion.id == version))
    if of != plan:
        raise UnknownRecordError(version)
    return content_of_version(session, version)


def _as_it_stands(session: Session, plan: str) -> PlanContent:
    """Return what a plan says; of a text that two people rewrote, what each of them wrote."""
    content = content_of(session, plan)
    if not _places(session, plan):
        return content
    printed = plan_print(session, plan)
    both = {step.id: _both(PlanStep, step.values, step.others) for step in printed.steps}
    fields = {**content.fields, **_both(LessonPlan, printed.values, printed.others)}
    steps = [StepContent(one.id, {**one.values, **both[one.id]}) for one in content.steps]
    return PlanContent(fields, tuple(steps), content.comments)


def _both(
    model: type[Record], values: Mapping[str, Value], others: Mapping[str, tuple[Value, ...]]
) -> dict[str, Value]:
    """Return those texts of which there are two versions, one below the other."""
    texts = {name for name, field in fields_of(model).items() if field.type == "text"}
    return {
        name: "\n".join(str(one) for one in (values.get(name), *more) if one)
        for name, more in others.items()
        if name in texts  # not in what a newer program knows
    }


def _places(session: Session, plan: str) -> int:
    """Return how many places of a plan stand in two versions."""
    rows = (show(session, plan), *parts_of(session, PlanStep.KIND, plan))
    return sum(len(row.disputed) for row in rows)


def demand_settled(session: Session, plan: str) -> None:
    """Demand that nothing in a plan stands in two versions.

    Raises:
        UnsettledError: Something does.
    """
    if count := _places(session, plan):
        raise UnsettledError(plan, count)


def _take_steps(writer: Writer, plan: str, content: PlanContent) -> None:
    """Give a new plan the steps of a content; each says where it was taken from."""
    writer.flush()
    whole = show(writer.session, plan)
    for step, position in zip(content.steps, spread(len(content.steps)), strict=True):
        said = writable(PlanStep, step.values)
        values = {**said, "plan": plan, "position": position, "source": step.id}
        writer.create(PlanStep.KIND, values, circle=whole.circle, home=whole.home)


def _agreed_already(session: Session, plan: str, content: PlanContent) -> str | None:
    """Return the newest version when a plan says what was agreed on, and nothing else."""
    for version in reversed(versions_of(session, plan)):
        try:
            agreed = content_of_version(session, version.id)
        except MalformedContentError:
            continue
        same = agreed.fields == content.fields and agreed.steps == content.steps
        return version.id if same else None
    return None


def me_as_author(session: Session, member: Member, person: str) -> dict[str, Value]:
    """Return who is recording, as the author of a plan."""
    me = session.get(Person, person)
    school = session.get(School, (me and me.school) or member.school)
    out: dict[str, Value] = {"author": person}
    if me is not None:
        out["author_name"] = me.name
    if school is not None:
        out |= {"school": school.id, "school_name": school.name}
    return {name: value for name, value in out.items() if value}


def demand_shared(session: Session, circle: str, plan: str) -> None:
    """Demand that who reads a record of this circle reads the plan that it names.

    Raises:
        NotSharedError: More people would.
    """
    kept = session.scalar(select(Document.circle).where(Document.id == plan))
    if kept is not None and is_wider(circle, kept):
        raise NotSharedError(plan, circle)
