"""The window's frame: board, header, page, status bar; and the moves between them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget
from typing_extensions import override

from desktop import icons, theme
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.header import Header as Header  # where pages look for it
from desktop.widgets.nav import Nav
from desktop.widgets.notices import Autosave, Toast
from desktop.widgets.ring import FocusRing

RAIL_UNDER = 1200  # pixels of window; below it the board is a rail


class StatusBar(QFrame):
    """Saved, whose data is how old, the last exchange, what is unsent: always there."""

    clicked = Signal(str)  # "stale", "last" or "unsent"

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        worn = theme.now()
        self.setFixedHeight(worn.px(8) + worn.size(22))
        layout = row(self, 8, (14, 0, 10, 0))
        self._saved = Autosave(role="ink2")
        layout.addWidget(self._saved)
        layout.addStretch(1)
        self._parts = {}
        looks = {
            "stale": ("warning", "warn", "warn"),
            "last": ("arrows-left-right", "ink3", "ink2"),
            "unsent": ("tray", "far", "far"),
        }
        for name, (glyph, role, tone) in looks.items():
            part = button("…", "status", role=role)
            part.setProperty("tone", tone)
            icons.dress(part, glyph, role, 15)
            part.setObjectName(name)
            part.clicked.connect(self._tell)
            part.hide()
            self._parts[name] = part
            layout.addWidget(part)

    def _tell(self) -> None:
        self.clicked.emit(self.sender().objectName())

    def set_saved(self, text: str, icon: str = "check", role: str = "accent") -> None:
        """Say that all is saved, or (role danger) that it is not."""
        self._saved.set_text(text, icon, role)

    def set_unsent(self, text: str) -> None:
        """Say how much waits for an exchange, as "待交换 12"."""
        self._show("unsent", text)

    def set_last(self, text: str) -> None:
        """Say when and with what the last exchange was."""
        self._show("last", text)

    def set_stale(self, text: str) -> None:
        """Say whose data is old; an empty text says that nobody's is."""
        self._show("stale", text)

    def text(self, name: str) -> str:
        """Return the words of a part: saved, stale, last or unsent."""
        return self._saved.text() if name == "saved" else self._parts[name].text()

    def _show(self, name: str, text: str) -> None:
        self._parts[name].setText(text)
        self._parts[name].setToolTip("")
        self.arrange()

    def arrange(self) -> None:
        """Leave out first the last exchange, then the age of data, when there is no room."""
        shown = [name for name, part in self._parts.items() if part.text() not in ("", "…")]
        room = self.width() - self._saved.sizeHint().width() - theme.now().px(60)
        for gone in ("last", "stale"):
            wide = sum(self._parts[name].sizeHint().width() for name in shown)
            if gone in shown and (wide > room or theme.now().large):
                shown.remove(gone)
        for name, part in self._parts.items():
            part.setVisible(name in shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


class Shell(QWidget):
    """Board at the left, the stack of pages, the status bar under it, ring and toast over all.

    F6 and Shift+F6 move between the board, the page and its panes (widgets whose property "area"
    is true), and the status bar.
    """

    def __init__(self, nav: Nav, status: StatusBar) -> None:
        super().__init__()
        self.nav, self.status, self.pages = nav, status, QStackedWidget()
        layout = row(self, 0)
        layout.addWidget(nav)
        right = column(gap=0)
        right.addWidget(self.pages, 1)
        right.addWidget(status)
        layout.addLayout(right, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing is ringed before the first key
        self.ring = FocusRing(self)
        self._toast = Toast(self)
        self._narrow = False

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, taking it into the stack if it is new."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def toast(
        self,
        text: str,
        action: str = "",
        do: Callable[[], object] | None = None,
        kind: str = "good",
    ) -> Toast:
        """Say what just happened, with one way back."""
        self._toast.say(text, action, do, kind)
        return self._toast

    def warn(self, text: str, action: str = "", do: Callable[[], object] | None = None) -> Toast:
        """Say in amber what was not done, or wants a look."""
        return self.toast(text, action, do, "warn")

    def set_narrow_nav(self, narrow: bool) -> None:
        """Ask for the rail although the window is wide: the page needs the width."""
        self._narrow = narrow
        self._choose_rail()
        if (layout := self.layout()) is not None:
            layout.activate()  # at once: what is shown next finds the width it will have

    def _choose_rail(self) -> None:
        small = self.width() < RAIL_UNDER
        self.nav.set_rail(self._narrow or small or theme.now().large)

    def areas(self) -> list[QWidget]:
        """Return what F6 moves between, in reading order."""
        page = self.pages.currentWidget()
        panes = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.property("area") and widget.isVisible()
        ]
        return [self.nav, *(panes or [page]), self.status]

    def move_area(self, step: int) -> None:
        """Give the focus to the next area (1) or the one before (-1)."""
        areas = [area for area in self.areas() if _first_stop(area) is not None]
        focused = self.window().focusWidget()
        held = (
            at for at, area in enumerate(areas) if area is focused or area.isAncestorOf(focused)
        )
        at = (next(held, -step if step > 0 else 0) + step) % len(areas)
        stop = _first_stop(areas[at])
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            self.ring.by_key()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        self.ring.by_key()
        return moved

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.move_area(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_rail()


def _first_stop(area: QWidget) -> QWidget | None:
    """Return the widget in an area that takes the focus first."""
    inside = [area, *area.findChildren(QWidget)]
    stops = [
        widget
        for widget in inside
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]
    return stops[0] if stops else None
