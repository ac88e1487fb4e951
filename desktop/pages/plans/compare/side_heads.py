"""What stands over the two columns: whose they are; a click offers others to compare."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.plans.compare.row import columns_at
from desktop.pages.plans.compare.sides import PlanRef, Side
from desktop.widgets.basic import A, Avatar, Elided, label, row, set_properties
from desktop.widgets.buttons import button
from desktop.words import _

Choices = Sequence[tuple[PlanRef, str]]


class SideHead(QWidget):
    """Whose column it is, with a menu of all that could stand there."""

    chosen = Signal(object)  # a PlanRef

    def __init__(self, tone: str) -> None:
        super().__init__()
        layout = row(self, 8)
        self._avatar = Avatar("", f"{tone}_soft", tone, 24)
        self._name = button("", "quiet", "caret-down", small=True, role=tone)
        set_properties(self._name, tone=tone)
        self._name.clicked.connect(self._open_menu)
        self._fixed = Elided("", "strong", tone, least=60)
        self._note = Elided("", "small", "ink3")
        layout.addWidget(self._avatar)
        layout.addWidget(self._name)
        layout.addWidget(self._fixed, 1)
        layout.addWidget(self._note, 1)
        self._choices: Choices = ()
        self._ref = PlanRef("")

    def show_side(self, side: Side, choices: Choices) -> None:
        """Show whose column it is."""
        self._avatar.set_name(side.name if side.agreed else side.person or side.name)
        self._name.setText(side.name)
        self._fixed.setText(side.name)
        self._name.setVisible(bool(choices))
        self._fixed.setVisible(not choices)
        self._note.setVisible(bool(choices) or bool(side.note))
        self._name.setToolTip(_("Compare with another one"))
        self._name.setAccessibleName(f"{side.name} {side.note}")
        self._note.setText(side.note)
        self._choices, self._ref = choices, side.ref

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for ref, words in self._choices:
            action = menu.addAction(words, partial(self.chosen.emit, ref))
            action.setCheckable(True)
            action.setChecked(ref == self._ref)
        menu.popup(self._name.mapToGlobal(QPoint(0, self._name.height())))


class SideHeads(QFrame):
    """The band over the table, in its columns."""

    left_chosen = Signal(object)
    right_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "band")
        self._first, self._last = label("", "small", "ink2"), label("", "small", "ink2")
        self.left, self.right = SideHead("far"), SideHead("accent")
        self.left.chosen.connect(self.left_chosen)
        self.right.chosen.connect(self.right_chosen)
        for one in (self._first, self._last, self.left, self.right):
            one.setParent(self)
        self._deciding, self._wide = True, 0
        self.retranslate()

    def show_sides(self, left: Side, right: Side, choices: Choices) -> None:
        """Show whose columns they are."""
        self.left.show_side(left, choices)
        self.right.show_side(right, choices)
        self._deciding = right.writable
        self._place()

    def set_wide(self, wide: int) -> None:
        """Take the width of the table, which a scroll bar may have narrowed."""
        self._wide = wide
        self._place()

    def _place(self) -> None:
        worn = theme.now()
        where = columns_at(self._wide or self.width(), deciding=self._deciding)
        tall, stacked = worn.size(40), where.stacked
        (x, wide), ((one, room), (two, _same)) = where.head, where.texts
        if stacked:
            self.left.setGeometry(QRect(one, 0, room, tall))
            self.right.setGeometry(QRect(two, worn.size(34), room, tall))
        else:
            self.left.setGeometry(QRect(one, 0, room, tall))
            self.right.setGeometry(QRect(two, 0, room, tall))
        self._first.setGeometry(QRect(x, 0, wide, tall))
        self._last.setGeometry(QRect(where.choice, 0, max(self.width() - where.choice, 0), tall))
        self._first.setVisible(not stacked)
        self._last.setVisible(not stacked and self._deciding)
        self.setFixedHeight(tall + (worn.size(34) if stacked else 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self._first.setText(_("Step"))
        self._last.setText(_("What to do"))
        for one in (self._first, self._last):
            one.setAlignment(A.AlignVCenter | A.AlignLeft)
