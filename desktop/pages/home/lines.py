"""Lines of the first page's cards: when, what, and what it wants; the whole line is a button."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.basic import A, Elided, Icon, column, label, row, tag


class Line(QAbstractButton):
    """One line: a short sign or day at the left, a name, a note under it, a tag at the right."""

    def __init__(
        self,
        name: str,
        note: str = "",
        *,
        lead: str = "",
        icon: str = "",
        badge: str = "",
        tone: str = "plain",
    ) -> None:
        super().__init__()
        self.last = False  # the last one of a card has no hairline under it
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(part for part in (lead, name, note, badge) if part))
        layout = row(self, 12, (0, 7, 0, 7))
        if icon:
            layout.addWidget(Icon(icon, tone if tone != "plain" else "ink3", 18), 0, A.AlignVCenter)
        if lead:
            when = label(lead, "strong", "accent")
            when.setFixedWidth(theme.now().size(82))
            layout.addWidget(when, 0, A.AlignTop)
        words = column(gap=0)
        words.addWidget(Elided(name, "body" if not note else "strong"))
        if note:
            words.addWidget(Elided(note, "small", "ink2"))
        layout.addLayout(words, 1)
        if badge:
            layout.addWidget(tag(badge, tone), 0, A.AlignVCenter)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), worn.q("hover"))
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, worn.q("line"))
