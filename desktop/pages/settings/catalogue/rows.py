"""Books and lessons as painted rows."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from db.queries.lessons import LessonRow
from desktop import theme
from desktop.pages.settings.catalogue.books import (
    Book,
    book_note,
    book_words,
    lesson_note,
    lesson_words,
)
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, rect_of, text


class BookDelegate(Delegate):
    """Subject, grade and volume; under them the edition and how many lessons."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Book) -> None:
        worn = theme.now()
        inner = rect_of(option).adjusted(worn.px(16), worn.px(8), -worn.px(14), -worn.px(8))
        tall = inner.height() // 2
        top = QRect(inner.left(), inner.top(), inner.width(), tall)
        text(painter, top, book_words(row), "strong")
        text(painter, top.translated(0, tall), book_note(row), "small", "ink3")


class LessonDelegate(Delegate):
    """The lesson at the left, at the right how long it takes and how many plans there are."""

    height = 40

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: LessonRow) -> None:
        worn = theme.now()
        inner = rect_of(option).adjusted(worn.px(16), 0, -worn.px(14), 0)
        painter.setFont(worn.shared_font("small"))
        note = lesson_note(row)
        wide = painter.fontMetrics().horizontalAdvance(note) + worn.px(12) if note else 0
        text(painter, inner.adjusted(0, 0, -wide, 0), lesson_words(row))
        text(painter, inner, note, "small", "ink3", A.AlignRight | A.AlignVCenter)
