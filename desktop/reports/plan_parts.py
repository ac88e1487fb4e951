"""What stands on a printed plan, in words: its head, its texts, its steps as a table; no paper yet.

Paper and Word files are two renderings of these parts, so that both say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from db.queries.plan_print import PrintedPlan
from desktop import labels
from desktop.reports.plan_head import head
from desktop.reports.plan_steps import Column, steps
from desktop.reports.plan_words import PLAN, Layout, field_name, said, standing
from desktop.reports.terms import number
from desktop.words import _, pgettext

_BEFORE = (
    ("standard", True),
    ("text_analysis", False),
    ("learner_analysis", False),
    ("objectives", True),
    ("key_points", True),
    ("difficult_points", True),
    ("methods", False),
    ("aids", True),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a plan beside its label; empty is left for the pen.

    Attributes:
        room: Millimetres it is high at least.
    """

    name: str
    words: str
    room: float = 9.0


@dataclass(frozen=True, slots=True)
class PlanParts:
    """A plan in words.

    Attributes:
        title: The name of the form; `left` and `right` the line under it.
        head: Rows of labels and values.
        before, after: Its texts above and below the steps.
        columns, rows: The table of steps.
        procedure: What the table is called, with the sum of its minutes.
        blank: Name of the half that stays empty; "" where none does.
        unsettled: Whether something stands there in two versions.
    """

    title: str
    left: str
    right: str
    head: tuple[tuple[tuple[str, str], ...], ...]
    before: tuple[Part, ...]
    procedure: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[Part, ...]
    blank: str
    unsettled: bool


def layout_of(plan: PrintedPlan) -> Layout:
    """Return the layout a plan is printed in when nobody asks for another."""
    return "multigrade" if plan.values.get("layout") == "multigrade" else "full"


def plan_parts(plan: PrintedPlan, layout: Layout) -> PlanParts:
    """Return what a plan says in a layout."""
    columns, rows = steps(plan, layout)
    half = layout == "half"
    return PlanParts(
        _title(layout),
        plan.school,
        standing(plan),
        tuple(head(plan, layout)),
        tuple(_part(plan, name) for name, always in _BEFORE if always or plan.said(name)),
        _procedure(plan),
        columns,
        rows,
        tuple(_after(plan, layout)),
        pgettext("form", "Second preparation (by hand)") if half else "",
        bool(plan.others) or any(step.others for step in plan.steps),
    )


def _title(layout: Layout) -> str:
    match layout:
        case "multigrade":
            return pgettext("form", "Lesson plan for several grades")
        case "study":
            return pgettext("form", "Lesson study plan")
        case _:
            return pgettext("form", "Lesson plan")


def _part(plan: PrintedPlan, name: str, room: float = 9.0) -> Part:
    return Part(field_name(name), said(plan, PLAN, name), room)


def _after(plan: PrintedPlan, layout: Layout) -> Iterator[Part]:
    yield _part(plan, "board_plan", 26)
    minutes = plan.said("homework_minutes")
    name = pgettext("form", "Homework")
    if minutes:
        name = _("{name} ({minutes} min)").format(name=name, minutes=minutes)
    levels = [(name, said(plan, PLAN, level)) for level, name in _levels()]
    words = [_("{name}: {words}").format(name=n, words=words) for n, words in levels if words]
    yield Part(name, "\n".join(words), 12)
    if plan.said("adaptation_note") or "adaptation_note" in plan.others:
        yield _part(plan, "adaptation_note")
    yield _part(plan, "reflection", 30 if layout != "half" else 20)
    if plan.files:
        yield Part(pgettext("form", "Files"), labels.listed(list(plan.files)))


def _levels() -> tuple[tuple[str, str], ...]:
    return (
        ("homework_basic", pgettext("homework", "Basic")),
        ("homework_improve", pgettext("homework", "More")),
        ("homework_extend", pgettext("homework", "Extra")),
    )


def _procedure(plan: PrintedPlan) -> str:
    minutes = [step.values.get("minutes") for step in plan.steps]
    total = sum(value for value in minutes if isinstance(value, int | float))
    name = pgettext("form", "Procedure")
    return _("{name} ({minutes} min)").format(name=name, minutes=number(total)) if total else name
