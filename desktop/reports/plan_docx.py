"""A lesson plan as a Word file that a teacher can go on writing in."""

from db.queries.plan_print import PrintedPlan
from desktop.reports.plan_form import plan_form
from desktop.reports.plan_parts import layout_of
from desktop.reports.plan_words import Layout
from desktop.reports.word_form import word_form


def plan_docx(plan: PrintedPlan, layout: Layout | None = None) -> bytes:
    """Return a plan as the bytes of a DOCX file; `db.queries.plan_print.plan_print` reads the plan.

    Equal plans give equal bytes but for what the ZIP says of the time.  Nothing is left out: of two
    versions of a text both stand there.  Read again by `db.plan_files`, it gives the same plan.

    Args:
        plan: The plan in work, or a frozen version.
        layout: One of LAYOUTS; None is what the plan is written for.
    """
    return word_form(*plan_form(plan, layout or layout_of(plan)))
