"""The head of a printed plan: rows of labels and values."""

from collections.abc import Iterator

from db.queries.plan_print import PrintedPlan
from desktop import labels
from desktop.reports.plan_grades import grade_words
from desktop.reports.plan_words import PLAN, Layout, both, field_name, period_words, said
from desktop.words import _, pgettext


def head(plan: PrintedPlan, layout: Layout) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give the rows of the head: the lesson, the book, the people, the days."""
    yield (
        (field_name("title"), said(plan, PLAN, "title")),
        (pgettext("form", "Period"), both(plan, period_words, "period_no", "period_count")),
    )
    grades = grade_words(plan) if layout == "multigrade" else ""
    yield (
        (field_name("subject"), said(plan, PLAN, "subject")),
        (
            pgettext("form", "Grade, volume"),
            grades or both(plan, _volume, "grade", "volume"),
        ),
        (field_name("edition"), said(plan, PLAN, "edition")),
    )
    yield (
        (field_name("unit"), said(plan, PLAN, "unit")),
        (field_name("lesson_type"), said(plan, PLAN, "lesson_type")),
    )
    yield (
        (field_name("lead_preparer"), said(plan, PLAN, "lead_preparer_name")),
        (pgettext("form", "Taught by"), said(plan, PLAN, "author_name")),
        (pgettext("form", "Class, pupils"), both(plan, _class, "class_name", "pupil_count")),
    )
    yield (
        (field_name("prepared_on"), said(plan, PLAN, "prepared_on")),
        (field_name("taught_on"), said(plan, PLAN, "taught_on")),
    )


def _volume(plan: PrintedPlan) -> str:
    parts = (labels.value_label(PLAN, name, plan.values.get(name)) for name in ("grade", "volume"))
    return labels.volume_words(*parts)


def _class(plan: PrintedPlan) -> str:
    count = plan.said("pupil_count")
    pupils = _("{count} pupils").format(count=count) if count else ""
    return pgettext("between facts", ", ").join(w for w in (plan.said("class_name"), pupils) if w)
