"""What stands instead of the list or a plan for a while: compared, printed, its past, the groups.

Each is built when it is asked for, and gone when it is left.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.context import Desk
from desktop.pages.plans.compare.sides import PlanRef
from desktop.pages.plans.printing.making import Unit

if TYPE_CHECKING:
    from desktop.pages.plans.compare.pane import ComparePane
    from desktop.pages.plans.groups.pane import GroupsPane
    from desktop.pages.plans.joint.pane import JointPane
    from desktop.pages.plans.past.pane import PlanPastPane
    from desktop.pages.plans.printing.pane import PlanPrintPane

    AnyPane = ComparePane | GroupsPane | JointPane | PlanPastPane | PlanPrintPane


class StandIns(QObject):
    """Shows one at a time in the page's stack, with its head in the stack of heads."""

    left = Signal()
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done
    failed = Signal(object)
    activity_wanted = Signal(str)
    brought = Signal(str)  # the id of a plan that came from a file

    def __init__(
        self, desk: Desk, stack: QStackedWidget, heads: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._stack, self._heads = desk, stack, heads
        self._shown: tuple[QWidget, QWidget] | None = None
        self._groups: GroupsPane | None = None

    def show_past(self, plan: str) -> None:
        """Show how a plan was before, with its steps."""
        from desktop.pages.plans.past.pane import PlanPastPane  # noqa: PLC0415 - rarely looked at

        pane = PlanPastPane(self._desk)
        pane.show_plan(plan)
        self._host(pane)

    def compare(self, left: PlanRef, right: PlanRef) -> None:
        """Lay two plans or versions side by side."""
        from desktop.pages.plans.compare.pane import ComparePane  # noqa: PLC0415 - rarely

        pane = ComparePane(self._desk)
        pane.show_plans(left, right)
        self._host(pane)

    def show_joint(self, plan: str) -> None:
        """Show all that was said of a plan, to be decided one by one."""
        from desktop.pages.plans.joint.pane import JointPane  # noqa: PLC0415 - rarely

        pane = JointPane(self._desk)
        pane.show_plan(plan)
        pane.activity_wanted.connect(self.activity_wanted)
        pane.warned.connect(self.warned)
        self._host(pane)

    def show_groups(self) -> None:
        """Show the preparation groups."""
        from desktop.pages.plans.groups.pane import GroupsPane  # noqa: PLC0415 - rarely

        pane = GroupsPane(self._desk)
        pane.refresh()
        self._host(pane)
        self._groups = pane

    def show_group(self, id: str) -> None:
        """Show one preparation group among the others."""
        self.show_groups()
        if self._groups is not None:
            self._groups.show_group(id)

    def print(self, plan: str) -> None:
        """Show the pages of a plan as they come out of the printer."""
        from desktop.pages.plans.printing.pane import PlanPrintPane  # noqa: PLC0415 - on demand

        pane = PlanPrintPane(self._desk)
        pane.failed.connect(self.failed)
        self._host(pane)
        pane.show_plan(plan)

    def print_unit(self, unit: Unit) -> None:
        """Show the plans of a unit as the booklet that comes out of the printer."""
        from desktop.pages.plans.printing.pane import PlanPrintPane  # noqa: PLC0415 - on demand

        pane = PlanPrintPane(self._desk)
        pane.failed.connect(self.failed)
        self._host(pane)
        pane.show_unit(unit)

    def bring_in(self) -> None:
        """Show what files would become, and make plans of them."""
        from desktop.pages.plans.importing.pane import PlanImportPane  # noqa: PLC0415 - on demand

        pane = PlanImportPane(self._desk)
        pane.back.connect(self.left)
        pane.made.connect(self.brought)
        pane.failed.connect(self.failed)
        self._show(pane, pane.header())

    def _host(self, pane: "AnyPane") -> None:
        pane.back.connect(self.left)
        pane.toasted.connect(self.toasted)
        self._show(pane, pane.header())

    def _show(self, view: QWidget, head: QWidget) -> None:
        self.close()
        self._shown = (view, head)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        self._heads.addWidget(head)
        self._heads.setCurrentWidget(head)

    def flush(self) -> None:
        """Save what is typed in it."""
        if self._groups is not None:
            self._groups.flush()

    def close(self) -> None:
        """Let what is shown go, if anything is."""
        groups, self._groups = self._groups, None
        if groups is not None:
            groups.flush()
            groups.end()
        shown, self._shown = self._shown, None
        if shown is not None:
            for stack, widget in zip((self._stack, self._heads), shown, strict=True):
                stack.removeWidget(widget)
                widget.deleteLater()
