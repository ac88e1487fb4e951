"""The steps of a printed plan as a table: columns and rows, by layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.queries.plan_print import PrintedPlan, PrintedStep
from desktop import labels
from desktop.reports.plan_grades import grade_name, grades_of
from desktop.reports.plan_words import STEP, Layout, said, two
from desktop.reports.terms import number
from desktop.words import _, pgettext

PHASE_SIGNS: Mapping[str, str] = {
    "lead_in": "◇",
    "new": "◆",
    "practice": "△",
    "consolidate": "■",
    "summary": "●",
    "homework": "○",
}
"""One sign a phase: it can be told in a photocopy, where a colour cannot."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of steps.

    Attributes:
        w: Width in millimetres of 167; 0 shares what the others leave.
    """

    name: str
    w: float = 0
    centred: bool = False


def steps(
    plan: PrintedPlan, layout: Layout
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """Return the columns of the table of steps in a layout, and its rows in words."""
    step = Column(_of_step("title"), 22, centred=True)
    time = Column(pgettext("form", "Min"), 11, centred=True)
    match layout:
        case "multigrade":
            letters = grades_of(plan)
            columns = (
                time,
                step,
                *(Column(grade_name(plan, letter)) for letter in letters),
                Column(_of_step("second"), 24),
            )
            rows = [
                (
                    _minutes(row),
                    _step_name(row),
                    *(_track(row, letter, letters[0]) for letter in letters),
                    said(row, STEP, "second"),
                )
                for row in plan.steps
            ]
        case "study":
            columns = (
                step,
                time,
                Column(pgettext("form", "Activities, questions of the teacher")),
                Column(pgettext("form", "Responses to be expected"), 40),
                Column(pgettext("form", "Support, intent"), 30),
                Column(pgettext("form", "What to observe"), 30),
            )
            rows = [(*_texts(row, plan), _named(row, "intent", "second"), "") for row in plan.steps]
        case "half":
            columns = (step, time, Column(pgettext("form", "Activities")))
            rows = [(_step_name(row), _minutes(row), _activities(row, plan)) for row in plan.steps]
        case _:
            columns = (
                step,
                time,
                Column(_of_step("teacher")),
                Column(_of_step("student"), 37),
                Column(_of_step("intent"), 27),
                Column(_of_step("second"), 27),
            )
            rows = [_texts(row, plan, "intent", "second") for row in plan.steps]
    return columns, tuple(rows)


def _of_step(name: str) -> str:
    if name == "title":
        return pgettext("form", "Step")
    return labels.field_label(STEP, name)


def _texts(step: PrintedStep, plan: PrintedPlan, *names: str) -> tuple[str, ...]:
    """Return a step's name, minutes, activities and further texts.

    What each grade does stands below what the teacher does: no layout leaves a word out.
    """
    tracks = [
        (grade_name(plan, x), _track(step, x)) for x in "abc" if step.values.get(f"track_{x}")
    ]
    teacher = _lines(said(step, STEP, "teacher"), tracks)
    rest = (said(step, STEP, name) for name in ("student", *names))
    return (_step_name(step), _minutes(step), teacher, *rest)


def _named(step: PrintedStep, first: str, *more: str) -> str:
    """Return a field, and below it others with their names."""
    rest = [(_of_step(name), said(step, STEP, name)) for name in more]
    return _lines(said(step, STEP, first), rest)


def _lines(first: str, rest: Sequence[tuple[str, str]]) -> str:
    """Return words, and below them those of others with their names."""
    named = [_("{name}: {words}").format(name=name, words=words) for name, words in rest if words]
    return "\n".join(words for words in (first, *named) if words)


def _step_name(step: PrintedStep) -> str:
    """Return what a step is called, under the sign of its phase."""
    title = said(step, STEP, "title")
    phase = labels.choice_label(STEP, "phase", str(step.values.get("phase") or ""))
    sign = PHASE_SIGNS.get(str(step.values.get("phase") or ""), "")
    if not title or title == phase:
        return f"{sign} {phase}".strip()
    return f"{sign} {title}".strip()


def _minutes(step: PrintedStep) -> str:
    versions = [step.values.get("minutes"), *step.others.get("minutes", ())]
    told = [f"{number(value)}′" for value in versions if isinstance(value, int | float)]
    return two(told)


def _track(step: PrintedStep, letter: str, first: str = "") -> str:
    """Return what a grade does; in the column of the first one also what the step says besides."""
    mode = labels.choice_label(STEP, f"mode_{letter}", str(step.values.get(f"mode_{letter}") or ""))
    words = said(step, STEP, f"track_{letter}")
    words = pgettext("form", "[{mode}] {words}").format(mode=mode, words=words) if mode else words
    rest = [(_of_step(name), said(step, STEP, name)) for name in ("teacher", "student", "intent")]
    return _lines(words, rest) if letter == first else words


def _activities(step: PrintedStep, plan: PrintedPlan) -> str:
    """Return teacher, pupils and intent under each other, each named."""
    parts = [
        (_of_step("teacher"), said(step, STEP, "teacher")),
        (_of_step("student"), said(step, STEP, "student")),
        (_of_step("intent"), said(step, STEP, "intent")),
        (_of_step("second"), said(step, STEP, "second")),
        *(
            (grade_name(plan, letter), _track(step, letter))
            for letter in "abc"
            if step.values.get(f"track_{letter}")
        ),
    ]
    return "\n".join(_("{name}: {words}").format(name=n, words=w) for n, w in parts if w)
