"""Lesson plans for tests: one with three steps, and what laptops hold of it."""

import datetime
from collections.abc import Callable
from typing import TypeVar

from db.commands import plan_steps, plans
from db.journal import Writer
from db.plan_content import PlanContent
from db.queries.plan_sheet import PlanSheet, content_of, content_of_version, plan_sheet
from db.record import Value
from tests.db.laptops import Laptop

TODAY = datetime.date(2025, 10, 13)
STEPS = (
    {"phase": "lead_in", "title": "创设情境", "minutes": 5, "teacher": "出示三叠贴纸。"},
    {"phase": "new", "title": "探究算法", "minutes": 20, "teacher": "摆小棒。说一说怎样算。"},
    {"phase": "practice", "title": "巩固练习", "minutes": 15, "student": "完成书上第1题。"},
)
Made = TypeVar("Made")


def do(laptop: Laptop, work: Callable[[Writer], Made]) -> Made:
    """Do work in one transaction; return what it returns."""
    made: list[Made] = []
    laptop.write(lambda writer: made.append(work(writer)))
    return made[0]


def new_plan(laptop: Laptop, *steps: dict[str, Value], **values: Value) -> str:
    """Write a plan; with three steps when none are given."""
    said: dict[str, Value] = {"title": "口算乘法", "objectives": "会口算整十数乘一位数。", **values}
    id = do(laptop, lambda writer: plans.add_plan(writer, said, today=TODAY))
    for step in steps or STEPS:
        add_step(laptop, id, **step)
    return id


def add_step(laptop: Laptop, plan: str, *, after: str = "", **values: Value) -> str:
    """Add a step to a plan."""
    return do(laptop, lambda w: plan_steps.add_step(w, plan, after=after, values=values))


def move(laptop: Laptop, step: str, after: str = "") -> None:
    """Move a step behind another one, or to the top."""
    do(laptop, lambda writer: plan_steps.move_step(writer, step, after))


def derive(laptop: Laptop, plan: str, version: str = "") -> str:
    """Derive a plan."""
    return do(laptop, lambda w: plans.derive(w, plan, today=TODAY, version=version))


def freeze(laptop: Laptop, plan: str, note: str = "") -> str:
    """Agree on a plan."""
    return do(laptop, lambda writer: plans.freeze(writer, plan, today=TODAY, note=note))


def comment(laptop: Laptop, plan: str, body: str, step: str = "", about: str = "") -> str:
    """Say something of a plan."""
    return do(laptop, lambda w: plans.comment(w, plan, body, today=TODAY, step=step, about=about))


def decide(laptop: Laptop, comment: str, decision: str, reason: str = "") -> None:
    """Decide about a comment."""
    do(laptop, lambda w: plans.decide(w, comment, decision, today=TODAY, reason=reason))


def sheet(laptop: Laptop, plan: str) -> PlanSheet:
    """Return a plan with all that belongs to it."""
    with laptop.store.read() as session:
        return plan_sheet(session, plan)


def content(laptop: Laptop, plan: str) -> PlanContent:
    """Return what a plan says."""
    with laptop.store.read() as session:
        return content_of(session, plan)


def agreed(laptop: Laptop, version: str) -> PlanContent:
    """Return what a plan said when it was frozen."""
    with laptop.store.read() as session:
        return content_of_version(session, version)


def titles(laptop: Laptop, plan: str) -> list[Value]:
    """Return the titles of a plan's steps, in order."""
    return [step.values["title"] for step in sheet(laptop, plan).steps]


def step_ids(laptop: Laptop, plan: str) -> list[str]:
    """Return the ids of a plan's steps, in order."""
    return [step.id for step in sheet(laptop, plan).steps]
