"""Writes a teacher would name: begin a plan, derive mine, agree on it, say something of it."""

import datetime
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.circles import NAMED, is_wider
from db.commands import records
from db.commands.adopting import adopt as adopt
from db.errors import MalformedContentError, NotSharedError
from db.journal import Writer
from db.local import Member
from db.models.local import Document
from db.models.people import Person
from db.models.plans import Lesson, LessonPlan, PlanStep, PlanVersion
from db.models.schools import School
from db.plan_content import PlanContent, digest_of, encode, writable
from db.positions import spread
from db.queries.plan_sheet import content_of, content_of_version, versions_of
from db.queries.records import show
from db.record import DELETED, Value

_OF_LESSON = ("edition", "subject", "grade", "volume", "unit", "title")
_NOT_TAKEN_OVER = frozenset(
    {
        "stage", "parent", "parent_name", "base", "derivation", "author", "author_name", "school",
        "school_name", "class_name", "pupil_count", "prepared_on", "taught_on", "reflection",
        "adaptation_note",
    }
)  # fmt: skip
"""What belongs to who wrote the other plan, and to his class."""


def prefill(
    session: Session, member: Member, person: str, today: datetime.date, lesson: str = ""
) -> dict[str, Value]:
    """Return what the form of a new plan shows before anybody types.

    Args:
        session: A session.
        member: Who this laptop is.
        person: Id of who is recording.
        today: The date to take.
        lesson: The lesson of the catalogue it is for.
    """
    out: dict[str, Value] = {"stage": "draft", "layout": "standard", **_me(session, member, person)}
    me = session.get(Person, person)
    for name in ("subjects", "grades"):
        codes = (getattr(me, name) or "").split() if me else []
        if len(codes) == 1 and codes != ["all"]:
            out[name.removesuffix("s")] = codes[0]
    out["prepared_on"] = today.isoformat()
    chosen = session.get(Lesson, lesson) if lesson else None
    if chosen is not None:
        out |= {name: getattr(chosen, name) for name in _OF_LESSON}
        out |= {"lesson": lesson, "lesson_name": chosen.title, "period_count": chosen.periods}
        out["period_no"] = 1
    return {name: value for name, value in out.items() if value is not None}


def add_plan(
    writer: Writer,
    values: Mapping[str, Value],
    *,
    today: datetime.date,
    circle: str = "alliance",
    home: str | None = None,
) -> str:
    """Begin a plan; fields left out take what the form would prefill.

    Args:
        writer: The transaction.
        values: What is known; a title or a lesson is enough.
        today: The date to take.
        circle: ``alliance``, ``school`` or ``named``.
        home: Of circle ``named`` for whom it is, see ``db.commands.sharing.home_for``.

    Returns:
        The plan's id.
    """
    lesson = str(values.get("lesson") or "")
    shown = prefill(writer.session, writer.member, writer.sitting.person, today, lesson)
    for name in ("author", "school", "lesson"):
        if name in values or f"{name}_name" in values:
            shown.pop(name, None)
            shown.pop(f"{name}_name", None)
    return records.add(writer, "lesson_plan", {**shown, **values}, circle=circle, home=home)


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


def freeze(writer: Writer, plan: str, *, today: datetime.date, note: str = "") -> str:
    """Agree on a plan as it stands (定稿): keep all it says for ever beside it.

    Args:
        writer: The transaction.
        plan: The plan.
        today: The date to take.
        note: What is new in it.

    Returns:
        The version's id; of content that was agreed on before, that version's.
    """
    if show(writer.session, plan).values["stage"] != "agreed":
        records.change(writer, plan, {"stage": "agreed"})
        writer.flush()
    content = encode(content_of(writer.session, plan))
    digest = digest_of(content)
    same = select(PlanVersion.id, PlanVersion.deletion).where(
        PlanVersion.plan == plan, PlanVersion.digest == digest
    )
    for id, deletion in writer.session.execute(same):
        if deletion == DELETED:
            records.restore(writer, id)
        return str(id)
    highest = select(func.max(PlanVersion.number)).where(PlanVersion.plan == plan)
    said: dict[str, Value] = {
        "plan": plan, "digest": digest, "content": content, "note": note,
        "number": (writer.session.scalar(highest) or 0) + 1, "frozen_on": today.isoformat(),
        "frozen_by": writer.sitting.person,
    }  # fmt: skip
    return records.add(writer, "plan_version", said)


def keep_mine(writer: Writer, plan: str, version: str) -> bytes:
    """Say that what a version of the parent changed was looked at; return the plan's version."""
    return records.change(writer, plan, {"base": version})


def comment(
    writer: Writer,
    plan: str,
    body: str,
    *,
    today: datetime.date,
    step: str = "",
    part: str = "",
    about: str = "",
    answers: str = "",
) -> str:
    """Say something of a plan.

    Args:
        writer: The transaction.
        plan: The plan.
        body: What is said.
        today: The date to take.
        step: The step it speaks of.
        part: The field of the plan or the step it speaks of, by wire name.
        about: The frozen version it speaks of; empty for the plan in work.
        answers: The comment it answers.

    Returns:
        The comment's id.
    """
    writer.flush()
    me = _me(writer.session, writer.member, writer.sitting.person)
    said: dict[str, Value] = {
        "plan": plan, "body": body, "step": step, "part": part, "about": about,
        "answers": answers, "person": writer.sitting.person, "person_name": me.get("author_name"),
        "school_name": me.get("school_name"), "made_on": today.isoformat(),
        "step_title": writer.label(PlanStep.KIND, step) if step else None,
    }  # fmt: skip
    return records.add(writer, "plan_comment", said)


def decide(
    writer: Writer,
    comment: str,
    decision: str,
    *,
    today: datetime.date,
    reason: str = "",
    seen: bytes | None = None,
) -> bytes:
    """Adopt or decline a comment, with a reason; an empty decision opens it again.

    Returns:
        The version the form now shows.
    """
    values: dict[str, Value] = dict.fromkeys(("decided_by", "decided_by_name", "decided_on"))
    if decision:
        values = {"decided_by": writer.sitting.person, "decided_on": today.isoformat()}
    values |= {"decision": decision or None, "reason": reason or None}
    return records.change(writer, comment, values, seen)


def link_activity(writer: Writer, activity: str, plan: str, version: str = "") -> str:
    """Say that an activity is about a plan, prepared together or taught; return the link's id.

    Raises:
        NotSharedError: More people read the activity than read the plan.
    """
    writer.flush()
    _narrower(writer.session, show(writer.session, activity).circle, plan)
    author = writer.session.execute(
        select(LessonPlan.author, LessonPlan.author_name).where(LessonPlan.id == plan)
    ).first()
    person, name = author or (None, None)
    said: dict[str, Value] = {"activity": activity, "plan": plan, "plan_version": version or None}
    return records.add(writer, "activity_plan", {**said, "person": person, "person_name": name})


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
    content = content_of_version(session, version) if version else content_of(session, plan)
    circle = circle or source.circle
    _narrower(session, circle, plan)
    home = source.home if circle == NAMED else None
    said = writable(LessonPlan, content.fields)
    kept = {name: value for name, value in said.items() if name not in _NOT_TAKEN_OVER}
    made = records.add(
        writer,
        "lesson_plan",
        {
            **kept, **_me(session, writer.member, writer.sitting.person), "stage": stage,
            "parent": plan, "parent_name": source.values["title"], "derivation": derivation,
            "base": version or _agreed_already(session, plan, content),
            "prepared_on": today.isoformat(), "title": content.fields.get("title"),
        },
        circle=circle,
        home=home,
    )  # fmt: skip
    _take_steps(writer, made, content)
    return made


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


def _me(session: Session, member: Member, person: str) -> dict[str, Value]:
    """Return who is recording, as the author of a plan."""
    me = session.get(Person, person)
    school = session.get(School, (me and me.school) or member.school)
    out: dict[str, Value] = {"author": person}
    if me is not None:
        out["author_name"] = me.name
    if school is not None:
        out |= {"school": school.id, "school_name": school.name}
    return {name: value for name, value in out.items() if value}


def _narrower(session: Session, circle: str, plan: str) -> None:
    """Demand that who reads a record of this circle reads the plan that it names.

    Raises:
        NotSharedError: More people would.
    """
    kept = session.scalar(select(Document.circle).where(Document.id == plan))
    if kept is not None and is_wider(circle, kept):
        raise NotSharedError(plan, circle)
