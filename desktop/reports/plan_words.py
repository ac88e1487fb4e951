"""What a printed plan says in words: its fields, its name, whose it is; of two versions both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, get_args

from db.queries.plan_print import PrintedPlan, PrintedStep
from db.record import Value
from desktop import labels
from desktop.words import _, pgettext

Layout = Literal["full", "half", "multigrade", "study"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

PLAN, STEP = "lesson_plan", "plan_step"


def name_of(plan: PrintedPlan) -> str:
    """Return what a plan is called, with its period: for files, contents and feet."""
    period = period_words(plan)
    title = plan.said("title") or pgettext("plan", "Untitled plan")
    return _("{title}, {period}").format(title=title, period=period) if period else title


def signature(plan: PrintedPlan) -> str:
    """Return whose plan it is: school and author."""
    between = pgettext("between school and author", " · ")
    return between.join(w for w in (plan.said("school_name"), plan.said("author_name")) if w)


def standing(plan: PrintedPlan) -> str:
    """Return what stage the plan is at, and which version was frozen."""
    if plan.version is not None:
        words = _("Agreed plan, version {number}").format(number=plan.version)
        day = f"{plan.frozen_on}" if plan.frozen_on else ""
        return pgettext("between facts", ", ").join(part for part in (words, day) if part)
    return labels.choice_label(PLAN, "stage", plan.said("stage"))


def field_name(name: str) -> str:
    """Return what the form calls a field of the plan."""
    return labels.field_label(PLAN, name)


def period_words(plan: PrintedPlan) -> str:
    """Return which period of how many it is, as far as that was said."""
    number, count = plan.said("period_no"), plan.said("period_count")
    if number and count:
        return _("period {number} of {count}").format(number=number, count=count)
    if number:
        return _("period {number}").format(number=number)
    return _("{count} periods in all").format(count=count) if count else ""


def said(row: PrintedPlan | PrintedStep, kind: str, name: str) -> str:
    """Return a field in words; of two versions both, each with its sign."""
    versions: Sequence[Value] = [row.values.get(name), *row.others.get(name, ())]
    return two([labels.value_label(kind, name, value) for value in versions])


def both(plan: PrintedPlan, tell: Callable[[PrintedPlan], str], *names: str) -> str:
    """Return what is told of several fields at once; of two versions of any of them both."""
    versions = [tell(plan)]
    for name in names:
        for other in plan.others.get(name, ()):
            versions.append(tell(replace(plan, values={**plan.values, name: other})))
    return two(versions)


def two(versions: Sequence[str]) -> str:
    """Return words; of two versions both, each with its sign."""
    distinct = [words for words in dict.fromkeys(versions) if words]
    if len(distinct) > 1:
        return "▲ " + "\n｜ ".join(distinct)
    return distinct[0] if distinct else ""
