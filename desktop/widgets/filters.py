"""Chips in lines: a filter row that never widens the window, and chips that wrap."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QMenu, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.buttons import FilledMenu, menu_chip
from desktop.words import pgettext


class Filters(QWidget):
    """Chips in one line; those that do not fit hide, and a last one (更多) offers them."""

    def __init__(self, chips: Sequence[QToolButton], gap: int = 8) -> None:
        super().__init__()
        self._chips, self._gap = list(chips), theme.now().px(gap)
        self.more = menu_chip(self._offer)
        for widget in (*chips, self.more):
            widget.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._retranslate()

    def hidden(self) -> list[QToolButton]:
        """Return the chips that have no room now."""
        return [chip for chip in self._chips if chip.isHidden()]

    def _offer(self, menu: QMenu) -> None:
        """Offer what has no room: a menu inside this one for each that opens one, else a press."""
        for chip in self.hidden():
            opens = chip.menu()
            if isinstance(opens, FilledMenu):
                opens.fill(menu.addMenu(chip.text()))
                continue
            action = menu.addAction(chip.text())
            action.setCheckable(True)
            action.setChecked(chip.isChecked())
            action.triggered.connect(chip.click)

    def _retranslate(self) -> None:
        self.more.setText(pgettext("chips that have no room", "More"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.arrange()
        super().changeEvent(event)

    @override
    def sizeHint(self) -> QSize:
        hints = [chip.sizeHint() for chip in self._chips]
        width = sum(hint.width() + self._gap for hint in hints)
        return QSize(width, max(hint.height() for hint in hints))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.more.sizeHint().width(), self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Place the chips again, after one of them has changed its words."""
        widths = [chip.sizeHint().width() for chip in self._chips]
        fits = sum(widths) + self._gap * (len(widths) - 1) <= self.width()
        rest = 0 if fits else self.more.sizeHint().width() + self._gap
        x, shown = 0, True
        for chip, width in zip(self._chips, widths, strict=True):
            shown = shown and x + width <= self.width() - rest
            chip.setVisible(shown)
            self._put(chip, x, width)
            x += width + self._gap if shown else 0
        self.more.setVisible(not fits)
        self._put(self.more, x, self.more.sizeHint().width())

    def _put(self, widget: QWidget, x: int, width: int) -> None:
        height = widget.sizeHint().height()
        widget.setGeometry(x, (self.height() - height) // 2, width, height)


class Flow(QLayout):
    """Widgets in lines, as many as fit."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = theme.now().px(gap)
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def move_last(self, at: int) -> None:
        """Put the item added last to another place."""
        self._items.insert(at, self._items.pop())

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        out = QSize()
        for item in self._items:
            out = out.expandedTo(item.minimumSize())
        return out

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self.places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def widgets(self) -> list[QWidget]:
        """Return the widgets, in order."""
        return [item.widget() for item in self._items]

    def height_for(self, width: int) -> int:
        """Return how tall the lines are at a width."""
        return max((place.bottom() + 1 for _item, place in self.places(width)), default=0)

    def places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        """Return where each visible item comes to lie at a width."""
        out = []
        x = y = line = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 10_000))
            if x and x + size.width() > width:
                x, y, line = 0, y + line + self._gap, 0
            out.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            line = max(line, size.height())
        return out


class Chips(QWidget):
    """Widgets that wrap; it sets its own height once its width is known.

    A height-for-width child of a grid would make the whole page taller.
    """

    def __init__(self, widgets: Sequence[QWidget] = (), gap: int = 6) -> None:
        super().__init__()
        self._flow = Flow(self, gap)
        for widget in widgets:
            self._take(widget)

    def _take(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            widget.show()  # a layout does so later, and until then it would take no room

    def add(self, widget: QWidget, at: int = -1) -> None:
        """Add a widget, at the end or at a place."""
        self._take(widget)
        if at >= 0:
            self._flow.move_last(at)
        self.fit()

    def remove(self, widget: QWidget) -> None:
        """Take a widget away for good."""
        self._flow.removeWidget(widget)
        widget.setParent(None)
        widget.deleteLater()
        self.fit()

    def clear(self) -> None:
        """Take all widgets away for good."""
        for widget in self._flow.widgets():
            self.remove(widget)

    def fit(self) -> None:
        """Take the height the lines need, after widgets came, went or changed their words."""
        self._flow.invalidate()
        height = self._flow.height_for(self.width())
        if height != self.height():
            self.setFixedHeight(height)
        self._flow.activate()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        height = self._flow.height_for(event.size().width())
        if height != self.height():
            self.setFixedHeight(height)


def chips(widgets: Sequence[QWidget], gap: int = 6) -> Chips:
    """Return widgets that wrap."""
    return Chips(widgets, gap)
