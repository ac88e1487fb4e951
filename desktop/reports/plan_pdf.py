"""A lesson plan as PDF: full, half of the page left for the pen, for several grades, for study."""

from pathlib import Path

from db.queries.plan_print import PrintedPlan
from desktop.reports.form import Form
from desktop.reports.paper import Paper
from desktop.reports.plan_form import plan_form
from desktop.reports.plan_words import Layout
from desktop.reports.written import written


def write_plan_pdf(
    plan: PrintedPlan, path: Path, layout: Layout = "full", *, invariant: bool = False
) -> int:
    """Print a plan into a PDF file.

    Args:
        plan: The plan.
        path: The file; replaced whole or not at all.
        layout: One of LAYOUTS.
        invariant: Leave the time out, so that equal plans make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    frame, rows = plan_form(plan, layout)
    with written(path) as stream:
        paper = Paper(stream, "portrait", f"{frame.title} {frame.foot}", invariant=invariant)
        return Form(paper, frame, rows).print()
