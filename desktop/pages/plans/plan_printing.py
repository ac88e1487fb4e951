"""打印教案: the real pages in the layout chosen, printed, or kept as a file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.progress import Progress, Work
from desktop.context import Desk
from desktop.pages.activities.printing import PrintView
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented
from desktop.words import _, pgettext

if TYPE_CHECKING:
    from desktop.reports.plan_parts import Layout

LAYOUTS: "tuple[Layout, ...]" = ("full", "half", "multigrade", "study")


def make_pages(desk: Desk, id: str, layout: "Layout", path: Path) -> Work[Path]:
    """Write a plan as PDF in a layout; reportlab is read at the first one."""
    from db.queries.plan_print import plan_print  # noqa: PLC0415
    from desktop.reports.plan_pdf import write_plan_pdf  # noqa: PLC0415

    yield Progress(0, 1)
    with desk.store.read() as session:
        plan = plan_print(session, id, made_on=desk.today())
    write_plan_pdf(plan, path, layout)
    return path


class PlanPrintView(PrintView):
    """The pages, and over them the choice of how a plan is laid out on paper."""

    def __init__(self, desk: Desk, id: str, title: str, *, multigrade: bool) -> None:
        self._id = id
        at = 2 if multigrade else 0
        name = title or _("Plan")
        super().__init__(desk, name, partial(make_pages, desk, id, LAYOUTS[at]))
        line = row(gap=8, margins=(24, 10, 20, 10))
        self.layouts = Segmented(
            [
                pgettext("layout of a plan", "Whole"),
                pgettext("layout of a plan", "Half left blank"),
                pgettext("layout of a plan", "Several grades"),
                pgettext("layout of a plan", "Lesson study"),
            ],
            at,
        )
        self.layouts.chosen.connect(self._lay_out)
        line.addWidget(self.layouts)
        line.addStretch(1)
        self.body.insertLayout(0, line)

    def _lay_out(self, at: int) -> None:
        self.set_page(partial(make_pages, self._desk, self._id, LAYOUTS[at]))
