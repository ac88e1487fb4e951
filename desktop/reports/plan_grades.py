"""The grades of a printed plan: which there are, what they are called."""

from db.queries.plan_print import PrintedPlan
from desktop import labels
from desktop.reports.plan_words import PLAN, STEP


def grades_of(plan: PrintedPlan) -> list[str]:
    """Return the letters of the grades that a plan for several grades has."""
    used = [
        letter
        for letter in "abc"
        if plan.said(f"grade_{letter}")
        or any(step.values.get(f"track_{letter}") for step in plan.steps)
    ]
    return used or ["a", "b"]


def grade_name(plan: PrintedPlan, letter: str) -> str:
    """Return what one of the grades is called."""
    code = _grade(plan, letter)
    if code:
        return labels.choice_label(PLAN, f"grade_{letter}", code)
    return labels.field_label(STEP, f"track_{letter}")


def _grade(plan: PrintedPlan, letter: str) -> str:
    """Return the code of one of the grades; a plan for one grade is that of the first."""
    if any(plan.said(f"grade_{one}") for one in "abc"):
        return plan.said(f"grade_{letter}")
    codes = plan.said("grade").split()
    at = "abc".index(letter)
    return codes[at] if at < len(codes) else ""


def grade_words(plan: PrintedPlan) -> str:
    """Return the grades that are named, and the volume."""
    named = [grade_name(plan, x) for x in grades_of(plan) if _grade(plan, x)]
    volume = labels.value_label(PLAN, "volume", plan.values.get("volume"))
    return labels.volume_words(labels.listed(named), volume)
