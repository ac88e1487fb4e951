"""The one door through which lesson plans leave the program as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from db.queries.plan_print import PrintedPlan
from desktop.reports.plan_booklet import booklet_docx, write_booklet_pdf
from desktop.reports.plan_docx import plan_docx
from desktop.reports.plan_parts import layout_of
from desktop.reports.plan_pdf import write_plan_pdf
from desktop.reports.plan_words import Layout
from desktop.reports.written import written

Format = Literal["docx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_plan(plan: PrintedPlan, path: Path, format: Format, layout: Layout | None = None) -> None:
    """Write a plan into a file, whole or not at all.

    Args:
        plan: The plan.
        path: The file; an older one is replaced.
        format: One of FORMATS.
        layout: One of LAYOUTS; None is what the plan is written for.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    if format == "pdf":
        write_plan_pdf(plan, path, layout or layout_of(plan))
    else:
        write_bytes(plan_docx(plan, layout), path)


def write_booklet(
    plans: Sequence[PrintedPlan],
    path: Path,
    format: Format,
    title: str,
    layout: Layout | None = None,
) -> None:
    """Write the plans of a unit into one file, whole or not at all; see :func:`write_plan`."""
    if format == "pdf":
        write_booklet_pdf(plans, path, title, layout)
    else:
        write_bytes(booklet_docx(plans, title, layout), path)


def write_bytes(data: bytes, path: Path) -> None:
    """Write bytes into a file, whole or not at all.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        stream.write(data)
