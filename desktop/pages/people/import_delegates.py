"""The cells of a staff list, painted: no widget a row, however long the list is."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop import glyphs, theme
from desktop.pages.people.import_table import NUMBER, ListTable
from desktop.pages.people.import_words import Choice, choices
from desktop.tables import Index
from desktop.tokens import RADIUS
from desktop.widgets.basic import A
from desktop.widgets.lists import rect_of, state_of, text
from desktop.words import _

HEIGHT, TALL = 40, 62  # of a row; the latter where other cells stand under the name


def row_height(*, tall: bool) -> int:
    """Return how tall a row is."""
    worn = theme.now()
    return worn.size((TALL if tall else HEIGHT) - 16) + worn.px(16)


class CellDelegate(QStyledItemDelegate):
    """A cell of the file: what is not wanted or left out is grey, what is not understood amber.

    With `name_column` set, other cells stand in a second line under that one.
    """

    name_column = -1

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = index.model()
        if not isinstance(table, ListTable):
            return
        painter.save()
        line, column = index.row(), index.column()
        paint_ground(painter, option, table, line)
        worn = theme.now()
        inner = rect_of(option).adjusted(worn.px(12), 0, -worn.px(6), 0)
        if column == NUMBER:
            text(painter, inner, table.number(line), "small", "ink3")
        elif column == self.name_column:
            self._paint_tall(painter, inner, table, line)
        else:
            kind, role = self._looks(table, line, column)
            text(painter, inner, table.cell(line, column), kind, role)
        painter.restore()

    def _looks(self, table: ListTable, line: int, column: int) -> tuple[str, str]:
        name = table.field(column)
        if not name or table.left_out(line):
            return "body", "ink3"
        role = "warn" if table.doubtful(line, column) else "ink"
        return ("strong" if name == "name" else "body"), role

    def _paint_tall(self, painter: QPainter, inner: QRect, table: ListTable, line: int) -> None:
        half = theme.now().size(21)
        middle = inner.center().y()
        kind, role = self._looks(table, line, self.name_column)
        upper = QRect(inner.left(), middle - half, inner.width(), half)
        text(painter, upper, table.cell(line, self.name_column), kind, role)
        others = [
            table.cell(line, column)
            for column in range(1, table.last())
            if table.field(column) and column != self.name_column
        ]
        lower = QRect(inner.left(), middle, inner.width(), half)
        words = "·".join(one for one in others if one)
        text(painter, lower, words, "small", "ink3" if table.left_out(line) else "ink2")


class VerdictDelegate(QStyledItemDelegate):
    """What a row will do; a row that asks has its answers as buttons."""

    answered = Signal(int, str)  # line, answer
    tall = False

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = index.model()
        if not isinstance(table, ListTable):
            return
        painter.save()
        line, worn = index.row(), theme.now()
        paint_ground(painter, option, table, line)
        found = table.verdict(line)
        rect = rect_of(option).adjusted(worn.px(12), 0, -worn.px(10), 0)
        buttons = self.buttons(option, table, line)
        right = min((place.left() for place, _choice in buttons), default=rect.right())
        side = worn.size(16)
        half, middle = worn.size(21), rect.center().y()
        top = middle - half if self.tall and found.why else middle - half // 2
        colour = str(getattr(worn.c, found.tone))
        ratio = painter.device().devicePixelRatioF()
        pixmap = glyphs.pixmap(found.glyph, colour, side, ratio)
        painter.drawPixmap(rect.left(), top + (half - side) // 2, pixmap)
        left = rect.left() + side + worn.px(7)
        role = found.tone if found.tone != "ink3" else "ink2"
        wide = text(painter, QRect(left, top, right - left, half), found.word, "small", role)
        why = QRect(left, middle, right - left - worn.px(6), half)
        if not self.tall:
            why = QRect(left + wide + worn.px(7), top, right - left - wide - worn.px(13), half)
        tone = "warn" if found.tone == "warn" else "ink3"
        text(painter, why, found.why, "small", tone)
        for place, choice in buttons:
            _paint_button(painter, place, choice.words)
        painter.restore()

    def buttons(
        self, option: QStyleOptionViewItem, table: ListTable, line: int
    ) -> list[tuple[QRect, Choice]]:
        """Return where the answers of a row stand; several people are one button with a menu."""
        offered = offers(table, line)
        worn, rect = theme.now(), rect_of(option)
        metrics = QFontMetrics(worn.shared_font("small"))
        height, right = worn.size(20) + worn.px(8), rect.right() - worn.px(10)
        out: list[tuple[QRect, Choice]] = []
        for choice in reversed(offered):
            wide = metrics.horizontalAdvance(choice.words) + worn.px(18)
            place = QRect(right - wide, rect.center().y() - height // 2, wide, height)
            out.insert(0, (place, choice))
            right = place.left() - worn.px(7)
        return out

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | Index,
    ) -> bool:
        if not isinstance(model, ListTable) or not isinstance(event, QMouseEvent):
            return False
        if (
            event.type() != QEvent.Type.MouseButtonRelease
            or event.button() != Qt.MouseButton.LeftButton
        ):
            return False
        at: QPoint = event.position().toPoint()
        for place, choice in self.buttons(option, model, index.row()):
            if place.contains(at):
                self.answered.emit(index.row(), choice.answer)
                return True
        return False

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height(tall=self.tall))


ASK = "?"
"""The answer of a button that opens the menu of all answers."""


def offers(table: ListTable, line: int) -> list[Choice]:
    """Return the buttons of a row: its answers, or the way back from the one given."""
    planned = table.planned(line)
    if planned is None or table.closed or table.preview is None or not table.asks(line):
        return []
    if not table.open_question(line):
        return [Choice(_("Change my mind"), "")]
    found = choices(table.preview, planned)
    return found if len(found) <= 2 else [Choice(_("Choose…"), ASK)]


def _paint_button(painter: QPainter, place: QRect, words: str) -> None:
    worn = theme.now()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(worn.q("edge"), 1))
    painter.setBrush(worn.q("surface"))
    box = place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, RADIUS["control"], RADIUS["control"])
    text(painter, place, words, "small", "ink", A.AlignCenter, elide=False)


def paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, table: ListTable, line: int
) -> None:
    """Paint what lies under a row: amber if it waits for an answer, green if it is chosen."""
    worn, rect, state = theme.now(), rect_of(option), state_of(option)
    if table.open_question(line):
        painter.fillRect(rect, worn.q("warn_soft"))
    elif state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, worn.q("accent_soft"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.q("line"))
    if state & QStyle.StateFlag.State_Selected and rect.left() <= 0:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), worn.q("accent"))
