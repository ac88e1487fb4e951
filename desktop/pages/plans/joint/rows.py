"""The rows of comments, painted: who, what was decided, and the beginning of what was said."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop import theme
from desktop.pages.plans.joint.talk import Said, decision_words, who_words
from desktop.widgets.lists import Delegate, pill, rect_of, text
from desktop.words import pgettext

TONES = {
    "accent": ("accent", "accent_soft"), "far": ("far", "far_soft"), "plain": ("ink2", "sunken"),
}  # fmt: skip


class SaidDelegate(Delegate):
    """Two lines: the person and the decision, then what was said."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Said) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(16), worn.px(8), -worn.px(14), -worn.px(8))
        tall = inner.height() // 2
        words, tone = decision_words(row.comment)
        words = words or pgettext("comment", "Open")
        ink, ground = TONES[tone] if row.comment.decision else ("warn", "warn_soft")
        painter.setFont(worn.shared_font("small"))
        wide = painter.fontMetrics().horizontalAdvance(words) + worn.px(16)
        middle = inner.top() + tall // 2
        pill(painter, inner.right() - wide, middle, words, ink, ground)
        top = QRect(inner.left(), inner.top(), inner.width() - wide - worn.px(8), tall)
        text(painter, top, who_words(row.comment), "strong")
        under = QRect(inner.left(), inner.top() + tall, inner.width(), tall)
        body = row.comment.body.replace("\n", " ")
        text(painter, under, body, "small", "ink2")
