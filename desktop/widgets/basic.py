"""The small parts of every page: words, rows and columns, sheets, icons."""

from html import escape
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop import glyphs, theme
from desktop.tokens import ICON, RADIUS

A = Qt.AlignmentFlag
Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)
AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def set_properties(widget: AnyWidget, **properties: object) -> AnyWidget:
    """Set what the style sheet asks for (kind, tone, tag, state …) and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget


def label(text: str = "", type: str = "body", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Return words of a type (title, heading, strong, body, small, caption) and a tone."""
    out = QLabel(text)
    out.setTextFormat(Qt.TextFormat.PlainText)
    out.setProperty("type", type)
    if tone:
        out.setProperty("tone", tone)
    out.setWordWrap(wrap)
    return out


class Prose(QLabel):
    """Words to be read, not looked up: wrapped, with the lines opened a little."""

    def __init__(self, text: str = "", type: str = "body", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)  # only rich text can open the lines
        self.setProperty("type", type)
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words; they are taken as they are, never as markup."""
        words = escape(text).replace("\n", "<br>")
        self.setText(f'<p style="line-height:110%; margin:0; white-space:pre-wrap">{words}</p>')
        self.setAccessibleName(text)


def tag(text: str, tone: str = "plain") -> QLabel:
    """Return a word on a tint: plain, accent, pen, far, warn or danger."""
    out = QLabel(text)
    out.setTextFormat(Qt.TextFormat.PlainText)
    out.setProperty("tag", tone)
    out.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return out


class Elided(QLabel):
    """One line that gives way: shortened with … and whole in its tool tip.

    It keeps at least the width `least`, or its own if that is less.
    """

    def __init__(self, text: str = "", type: str = "body", tone: str = "", least: int = 0) -> None:
        super().__init__()
        self._least = theme.now().size(least)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def set_least(self, least: int) -> None:
        """Keep another width, in pixels."""
        if least != self._least:
            self._least = least
            self.updateGeometry()

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 1
        return QSize(width, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._least), super().sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        mode = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), A.AlignVCenter | A.AlignLeft, text)


class Icon(QWidget):
    """A glyph in the colour of a role, on a soft square if a ground is named."""

    def __init__(
        self, name: str, role: str = "ink2", size: int = ICON["control"], ground: str = ""
    ) -> None:
        super().__init__()
        self._name, self._role, self._ground = name, role, ground
        self._side = theme.now().size(size)
        edge = theme.now().size(size + 16) if ground else self._side
        self.setFixedSize(edge, edge)

    def set_icon(self, name: str, role: str = "") -> None:
        """Show another glyph, or the same in another role."""
        self._name, self._role = name, role or self._role
        self.update()

    def shown(self) -> tuple[str, str]:
        """Return the glyph and the role of its colour."""
        return self._name, self._role

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        if self._ground:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q(self._ground))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS["card"], RADIUS["card"])
        at = (self.width() - self._side) // 2
        colour = str(getattr(worn.c, self._role))
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(at, at, glyphs.pixmap(self._name, colour, self._side, ratio))


def row(parent: QWidget | None = None, gap: int = 8, margins: Margins = NONE) -> QHBoxLayout:
    """Return a layout from left to right; gap and margins (left, top, right, bottom) grow."""
    out = QHBoxLayout(parent) if parent else QHBoxLayout()
    out.setSpacing(theme.now().px(gap))
    out.setContentsMargins(*(theme.now().px(margin) for margin in margins))
    return out


def column(parent: QWidget | None = None, gap: int = 8, margins: Margins = NONE) -> QVBoxLayout:
    """Return a layout from top to bottom; gap and margins (left, top, right, bottom) grow."""
    out = QVBoxLayout(parent) if parent else QVBoxLayout()
    out.setSpacing(theme.now().px(gap))
    out.setContentsMargins(*(theme.now().px(margin) for margin in margins))
    return out


def frame(kind: str) -> QFrame:
    """Return a ground: card, well, bar, side, foot, left, sheet, band, clear, board and more."""
    out = QFrame()
    out.setProperty("kind", kind)
    return out


def rule() -> QFrame:
    """Return a hairline."""
    return frame("rule")


def clear(layout: QLayout, keep: int = 0) -> None:
    """Take all widgets away from a layout but the first few; a card keeps its head: one."""
    while layout.count() > keep:
        item = layout.takeAt(keep)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Card(QFrame):
    """A sheet of paper on the desk: one hairline, no shadow; fill its `body`."""

    def __init__(
        self,
        title: str = "",
        note: str = "",
        action: QWidget | None = None,
        gap: int = 8,
        margins: Margins = (16, 8, 16, 12),
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = column(self, gap, margins)
        self._title, self._note = label(title, "heading"), label(note, "small", "ink3")
        self._head = QWidget(self)
        self._head.setFixedHeight(theme.now().size(32))
        head = row(self._head)
        head.addWidget(self._title, 0, A.AlignVCenter)
        head.addWidget(self._note, 0, A.AlignVCenter)
        head.addStretch(1)
        if action:
            head.addWidget(action, 0, A.AlignVCenter)
        self.body.addWidget(self._head)
        self._has_action = action is not None
        self._head.setVisible(bool(title or note or action))

    def said(self) -> str:
        """Return all words on it, in their order."""
        return " ".join(one.text() for one in self.findChildren(QLabel) if one.text())

    def set_title(self, title: str, note: str = "") -> None:
        """Show another title and the small words beside it."""
        self._title.setText(title)
        self._note.setText(note)
        self._head.setVisible(bool(title or note) or self._has_action)


class Swatch(QWidget):
    """A square of a role's colour, or of a lesson phase by its number."""

    def __init__(self, role: str | int, width: int = 10, height: int = 10) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(theme.now().size(width), theme.now().size(height))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, role = theme.now(), self._role
        colour = QColor(worn.c.phase[role]) if isinstance(role, int) else worn.q(role)
        QPainter(self).fillRect(self.rect(), colour)


class Avatar(QWidget):
    """The first sign of a name in a circle; never a photo."""

    def __init__(
        self, name: str, ground: str = "accent_soft", ink: str = "accent", side: int = 32
    ) -> None:
        super().__init__()
        self._ground, self._ink = ground, ink
        self.setFixedSize(theme.now().size(side), theme.now().size(side))
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another name."""
        self._letter = name[:1]
        self.setAccessibleName(name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.q(self._ground))
        painter.drawEllipse(QRectF(self.rect()))
        font = worn.font("strong")
        font.setPixelSize(round(self.height() * 0.46))
        painter.setFont(font)
        painter.setPen(worn.q(self._ink))
        painter.drawText(self.rect(), A.AlignCenter, self._letter)
