"""What stands on the board: the sign of the program, the places to go, who is recording."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop import glyphs, theme
from desktop.widgets.basic import A, Avatar, Elided, column, row


class Mark(QWidget):
    """The sign of the program."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        glyphs.draw_mark(QPainter(self), QRectF(self.rect()), theme.now().c.mark)


class NavItem(QAbstractButton):
    """One place: words beside the icon, or under it on the rail; never an icon alone.

    Painted by hand, so no QToolButton: the sheet's rules (min-height!) would reach it.
    """

    def __init__(self, key: str, words: str, icon: str, *, rail: bool = False) -> None:
        super().__init__()
        self.key, self._words, self._icon = key, words, icon
        self._count, self._rail, self._low = 0, rail, False
        self.setCheckable(True)
        self.setProperty("ring", "chalk")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rail(rail)
        self._name()

    def set_rail(self, rail: bool, low: bool = False) -> None:
        """Stand on the rail or on the wide board; low, the words stand there without the icon."""
        self._rail, self._low = rail, rail and low
        worn = theme.now()
        if self._low:
            self.setFixedHeight(worn.px(4) + worn.size(22))
        else:
            self.setFixedHeight(self.tall() if rail else worn.px(8) + worn.size(30))
        self.update()

    @staticmethod
    def tall() -> int:
        """Return how tall it is on the rail, with its icon."""
        return theme.now().size(42) + theme.now().px(8)

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self._name()

    def set_count(self, count: int) -> None:
        """Show a number in chalk; 0 shows none."""
        self._count = count
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._words} {self._count}" if self._count else self._words)
        self.setToolTip(self._words if self._rail else "")
        self.update()

    @override
    def nextCheckState(self) -> None:
        """Leave it to the window whether the page is shown: a click only asks."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = 4 if self._rail else worn.px(8)
        box = QRectF(self.rect()).adjusted(side, 1, -side, -1)
        self._ground(painter, box)
        glyph = 0 if self._low else worn.size(22 if self._rail else 20)
        if self._low:
            left, top, align = self.width() / 2, box.top(), A.AlignCenter
            words = QRectF(self.rect())
        elif self._rail:
            left, top = self.width() / 2 - glyph / 2, box.top() + worn.px(5)
            below = box.bottom() - top - glyph
            words = QRectF(0, top + glyph, self.width(), below)
            align = A.AlignCenter
        else:
            left, top = box.left() + worn.px(13), self.height() / 2 - glyph / 2
            beside = left + glyph + worn.px(10)
            words = QRectF(beside, 0, box.right() - beside, self.height())
            align = A.AlignVCenter | A.AlignLeft
        ink = "nav_ink" if self.isChecked() else "nav_ink2"
        name = glyphs.filled(self._icon) if self.isChecked() else self._icon
        colour, ratio = str(getattr(worn.c, ink)), self.devicePixelRatioF()
        if glyph:
            painter.drawPixmap(round(left), round(top), glyphs.pixmap(name, colour, glyph, ratio))
        font = worn.font("strong" if self.isChecked() else "body")
        if self._rail:
            font.setPointSizeF(worn.pt("small"))
        painter.setFont(font)
        painter.setPen(worn.q(ink))
        metrics, mode = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        painter.drawText(words, align, metrics.elidedText(self._words, mode, int(words.width())))
        if self._count:
            self._pill(painter, box, left + glyph)

    def _ground(self, painter: QPainter, box: QRectF) -> None:
        worn, on = theme.now(), self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            painter.setBrush(worn.q("nav_on" if on else "nav_hover"))
            painter.drawRoundedRect(box, 6, 6)
        if on:
            painter.setBrush(worn.q("chalk"))
            top, height = box.top() + box.height() * 0.24, box.height() * 0.52
            painter.drawRoundedRect(QRectF(box.left(), top, 3, height), 1.5, 1.5)

    def _pill(self, painter: QPainter, box: QRectF, right_of_icon: float) -> None:
        worn, words = theme.now(), str(self._count) if self._count < 1000 else "999+"
        font = worn.font("small")
        font.setWeight(QFont.Weight.Medium)
        font.setPointSizeF(worn.pt("caption"))
        metrics = QFontMetrics(font)
        height = metrics.height() - 2
        width = max(height, metrics.horizontalAdvance(words) + worn.px(10))
        left, top = box.right() - width - worn.px(8), self.height() / 2 - height / 2
        if self._low:
            left, top = self.width() - width - 2, box.top()
        elif self._rail:
            left, top = min(right_of_icon - 2, self.width() - width - 2), box.top() + 2
        pill = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.q("chalk"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(worn.q("on_chalk"))
        painter.drawText(pill, A.AlignCenter, words)


class Person(QAbstractButton):
    """Who is recording; a click asks for somebody else."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ring", "chalk")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        worn = theme.now()
        self.setFixedHeight(worn.size(38) + worn.px(10))
        layout = row(self, 9, (16, 2, 8, 2))
        self._avatar = Avatar("", "nav_on", "nav_ink")
        self._name = Elided("", "strong", "nav_ink")
        self._note = Elided("", "caption", "nav_ink2")
        layout.addWidget(self._avatar)
        words = column(gap=0)
        for part in (self._name, self._note):
            words.addWidget(part)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_person(self, name: str, note: str) -> None:
        """Show a name, and school and post under it."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self._note.setText(note)
        self.setAccessibleName(f"{name} {note}".strip())
        self.setToolTip(f"{name}\n{note}".strip())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            QPainter(self).fillRect(self.rect(), theme.now().q("nav_hover"))
