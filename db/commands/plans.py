"""Writes a teacher would name: begin a plan, derive mine, agree on it, say something of it."""

import datetime
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands import records
from db.commands.adopting import adopt as adopt
from db.commands.deriving import copy_plan as copy_plan
from db.commands.deriving import demand_settled, demand_shared, me_as_author
from db.commands.deriving import derive as derive
from db.journal import Writer
from db.local import Member
from db.models.people import Person
from db.models.plans import Lesson, LessonPlan, PlanStep, PlanVersion
from db.plan_content import digest_of, encode
from db.queries.plan_sheet import content_of
from db.queries.records import show
from db.record import DELETED, Value

_OF_LESSON = ("edition", "subject", "grade", "volume", "unit", "title")


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
    out: dict[str, Value] = {
        "stage": "draft",
        "layout": "standard",
        **me_as_author(session, member, person),
    }
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


def freeze(writer: Writer, plan: str, *, today: datetime.date, note: str = "") -> str:
    """Agree on a plan as it stands (定稿): keep all it says for ever beside it.

    Args:
        writer: The transaction.
        plan: The plan.
        today: The date to take.
        note: What is new in it.

    Returns:
        The version's id; of content that was agreed on before, that version's.

    Raises:
        UnsettledError: Something in it stands in two versions: what was merged of both would be
            kept for ever, and nobody wrote that.
    """
    demand_settled(writer.session, plan)
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
    me = me_as_author(writer.session, writer.member, writer.sitting.person)
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
    demand_shared(writer.session, show(writer.session, activity).circle, plan)
    author = writer.session.execute(
        select(LessonPlan.author, LessonPlan.author_name).where(LessonPlan.id == plan)
    ).first()
    person, name = author or (None, None)
    said: dict[str, Value] = {"activity": activity, "plan": plan, "plan_version": version or None}
    return records.add(writer, "activity_plan", {**said, "person": person, "person_name": name})
