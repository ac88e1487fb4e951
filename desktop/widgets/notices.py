"""How the program tells: notices in the page, a toast with a way back, saved, empty, loading."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget
from typing_extensions import override

from desktop import theme
from desktop.tokens import ICON
from desktop.widgets.basic import A, Icon, column, label, row, set_properties

ROLES = {"info": "far", "good": "accent"}
GLYPHS = {
    "info": "info",
    "warn": "warning",
    "pen": "chat-text",
    "danger": "warning-circle",
    "good": "check-circle",
}


class Notice(QFrame):
    """A line that says what happened and what can be done; never a modal box.

    Kinds: info (blue), good (green), warn (amber), pen (a remark), danger.  At most three actions.
    """

    def __init__(
        self, text: str, kind: str = "info", actions: Sequence[QWidget] = (), icon: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("notice", kind)
        worn = theme.now()
        outer = column(self, 6, (12, 8, 8, 8) if worn.large else (12, 6, 8, 6))
        line = row(gap=10)
        outer.addLayout(line)
        self._icon = Icon(icon or GLYPHS[kind], ROLES.get(kind, kind), 18)
        self._text = label(text, wrap=True)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        if worn.large and actions:  # beside the sentence they would squeeze it into a column
            line = row(gap=6, margins=(0, 0, 0, 0))
            line.addSpacing(worn.size(18) + worn.px(10))
            outer.addLayout(line)
        for action in actions:
            line.addWidget(action)
        if worn.large and actions:
            line.addStretch(1)

    def set_text(self, text: str, kind: str = "") -> None:
        """Say something else, in another kind if one is named."""
        self._text.setText(text)
        if kind:
            set_properties(self, notice=kind)
            self._icon.set_icon(GLYPHS[kind], ROLES.get(kind, kind))

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()


class Toast(QFrame):
    """What just happened, for six seconds at the bottom, with a way back; one at a time.

    Kinds: good (done, a tick), info (news), warn (not done, or needs a look: amber).
    It belongs to a window and lies over it; it stays while it is hovered or has the focus.
    """

    ended = Signal()
    SECONDS = 6.0

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "toast")
        layout = row(self, 10, (14, 6, 8, 6))
        self._icon = Icon("check-circle", "on_toast", 18)
        self._text = label()
        self._action = QToolButton()
        self._action.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part in (self._icon, self._text, self._action):
            layout.addWidget(part)
        self._do: Callable[[], object] | None = None
        self._clock = QTimer(self, singleShot=True, interval=round(self.SECONDS * 1000))
        self._clock.timeout.connect(self._leave)
        self._action.clicked.connect(self._act)
        self._over = window
        window.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        action: str = "",
        do: Callable[[], object] | None = None,
        kind: str = "good",
    ) -> None:
        """Show a sentence instead of the last one, with one thing that can be done about it."""
        self._text.setText(text)
        self._icon.set_icon(GLYPHS[kind], "toast_warn" if kind == "warn" else "on_toast")
        self._do = do
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()

    def text(self) -> str:
        """Return the sentence shown last."""
        return self._text.text()

    def mark(self) -> tuple[str, str]:
        """Return the glyph beside the sentence, and the role of its colour."""
        return self._icon.shown()

    def _act(self) -> None:
        do, self._do = self._do, None
        self.hide()
        self.ended.emit()
        if do:
            do()

    def _leave(self) -> None:
        if self.underMouse() or self._action.hasFocus():
            self._clock.start(1000)
            return
        self.hide()
        self.ended.emit()

    def _place(self) -> None:
        window = self._over
        self._text.setWordWrap(False)
        self._text.setMinimumWidth(0)
        beside = self.sizeHint().width() - self._text.sizeHint().width()
        room = window.width() - 2 * theme.now().px(16) - beside
        if self._text.sizeHint().width() > room:  # two lines rather than cut at both ends
            self._text.setWordWrap(True)
            self._text.setMinimumWidth(max(room, 0))
        self.layout().activate()  # type: ignore[union-attr]  # made in the constructor
        self.adjustSize()
        bottom = window.height() - theme.now().px(24) - theme.now().size(30)
        self.move((window.width() - self.width()) // 2, bottom - self.height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False


class Autosave(QWidget):
    """已保存 09:24: quiet, always in the same place."""

    def __init__(self, text: str = "", icon: str = "check", role: str = "ink3") -> None:
        super().__init__()
        layout = row(self, 4)
        self._tone = role
        self._icon = Icon(icon, "accent", 16)
        self._text = label(text, "small", role)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)

    def set_text(self, text: str, icon: str = "check", role: str = "accent") -> None:
        """Say that it is saved, being saved, or not saved; an empty text says nothing."""
        self._text.setText(text)
        self._icon.set_icon(icon, role)
        self._icon.setVisible(bool(text))
        set_properties(self._text, tone=role if role in ("warn", "danger") else self._tone)

    def text(self) -> str:
        """Return the words shown."""
        return self._text.text()


class Empty(QWidget):
    """An empty list says why it is empty and what to do first."""

    def __init__(self, icon: str, text: str, hint: str, action: QWidget | None = None) -> None:
        super().__init__()
        layout = column(self, 6, (24, 16, 24, 16))
        layout.addStretch(1)
        layout.addWidget(Icon(icon, "ink3", ICON["empty"]), 0, A.AlignHCenter)
        self._text = label(text, "strong", wrap=True)
        self._hint = label(hint, "small", "ink3", wrap=True)
        for words in (self._text, self._hint):
            words.setAlignment(A.AlignHCenter)
            layout.addWidget(words)
        if action:
            layout.addSpacing(theme.now().px(8))
            layout.addWidget(action, 0, A.AlignHCenter)
        layout.addStretch(1)

    def set_text(self, text: str, hint: str) -> None:
        """Say something else is missing, and another first step."""
        self._text.setText(text)
        self._hint.setText(hint)


class Loading(QWidget):
    """Three grey bars where text will be, after 400 ms; after two seconds a line that says what."""

    def __init__(self, words: str = "", bars: Sequence[float] = (0.72, 0.5, 0.84)) -> None:
        super().__init__()
        self._bars, self._shown = bars, False
        self._words = label(words, "small", "ink3", wrap=True)
        worn = theme.now()
        layout = column(self, 0)
        layout.addSpacing(worn.size(22) * len(bars) + worn.px(4))
        layout.addWidget(self._words)
        layout.addStretch(1)
        self._words.hide()
        QTimer.singleShot(400, self, self._show_bars)
        QTimer.singleShot(2000, self, self._show_words)

    def _show_bars(self) -> None:
        self._shown = True
        self.update()

    def _show_words(self) -> None:
        self._words.setVisible(bool(self._words.text()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.q("sunken"))
        for number, share in enumerate(self._bars):
            top = worn.px(4) + number * worn.size(22)
            bar = QRectF(0, top, self.width() * share, worn.size(12))
            painter.drawRoundedRect(bar, 4, 4)


class NotHere(QWidget):
    """Something whose file has not travelled yet: its name, and what helps; never an error."""

    def __init__(self, text: str, action: QWidget | None = None) -> None:
        super().__init__()
        layout = row(self)
        layout.addWidget(Icon("circle-dashed", "ink3", 18))
        layout.addWidget(label(text, "body", "ink3", wrap=True), 1)
        if action:
            layout.addWidget(action)
