"""Paints rows of the step table from the tokens: grounds, phases, words, marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from db.choices import PHASE
from desktop import glyphs, theme
from desktop.labels import choice_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.step_columns import MODES, Column
from desktop.pages.plans.step_rows import HANDLE, PAD_X, StepRows, kind_of, phase_beside, shown
from desktop.widgets.basic import A
from desktop.widgets.lists import pill, text
from desktop.words import _, ngettext

INKS = {"minutes": "ink2", "intent": "ink2", "second": "pen"}
MOST_MARKS = 3


@dataclass
class Marks:
    """What is to be said of rows beside their words.

    Attributes:
        came: The fields that came from elsewhere just now, by step.
        comments: The numbers of the comments, by step.
        disputed: The steps of which there are two versions.
        chosen: The step whose row the keyboard is in.
        hovered: The step under the pointer.
        writing: The column that is written in, in the chosen row.
    """

    came: Mapping[str, frozenset[str]] = field(default_factory=dict)
    comments: Mapping[str, Sequence[int]] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    chosen: str = ""
    hovered: str = ""
    writing: str = ""
    focused: str = ""


class StepPainter:
    """Paints into a painter whose origin is the table's."""

    def __init__(self, rows: StepRows, marks: Marks) -> None:
        self._rows, self._marks = rows, marks

    def head(self, painter: QPainter, columns: Sequence[Column], width: int) -> None:
        """Paint the heads of the columns."""
        worn, tall = theme.now(), self._rows.head_height()
        painter.fillRect(QRect(0, 0, width, tall), worn.q("sunken"))
        painter.fillRect(QRect(0, tall - 1, width, 1), worn.q("line"))
        for column, (left, wide) in zip(columns, self._rows.edges(), strict=True):
            role = "pen" if column.name == "second" else "ink2"
            indent = worn.px(HANDLE if column.name == "title" else PAD_X)  # as the words below
            inner = QRect(left + indent, 0, wide - indent - worn.px(PAD_X), tall - 1)
            text(painter, inner, column.words, "small", role)

    def row(self, painter: QPainter, at: int, draft: Draft, seen: QRect) -> None:
        """Paint what is seen of one row."""
        worn, row = theme.now(), self._rows.rows[at]
        painter.save()
        painter.translate(0, row.top)
        whole = self._rows.row_rect(at).translated(0, -row.top)
        painter.fillRect(whole, worn.q(self._ground(draft)))
        seen = seen.translated(0, -row.top)
        cells = [cell for cell in row.cells if cell.ground.intersects(seen)]
        for cell in cells:
            self._cell_ground(painter, draft, cell.name, cell.ground)
        painter.fillRect(QRect(0, row.height - 1, whole.width(), 1), worn.q("line"))
        self._phase(painter, draft, row.height)
        if self._rows.cards:
            self._card_words(painter, at, draft)
        for cell in cells:
            if draft.id == self._marks.chosen and cell.name == self._marks.writing:
                continue  # the box with the caret stands there
            self._words(painter, draft, cell.name, cell.words)
        self._title_foot(painter, at, draft)
        self._comment_marks(painter, at, draft)
        painter.restore()

    def _ground(self, draft: Draft) -> str:
        if draft.id in self._marks.disputed:
            return "warn_soft"
        return "surface"

    def _cell_ground(self, painter: QPainter, draft: Draft, name: str, ground: QRect) -> None:
        worn, inner = theme.now(), ground.adjusted(0, 0, 0, -1)
        if name in self._marks.came.get(draft.id, ()):
            painter.fillRect(inner, worn.q("far_soft"))
        elif name == "second" and draft.value(name):
            painter.fillRect(inner, worn.q("pen_soft"))
        if not self._rows.cards and name != self._rows.columns[-1].name:
            painter.fillRect(QRect(ground.right(), 0, 1, ground.height()), worn.q("line"))
        if draft.id != self._marks.chosen:
            return
        if name == self._marks.writing:
            painter.fillRect(inner, worn.q("surface"))
            self._frame(painter, inner, "accent")
        elif name == self._marks.focused:
            self._frame(painter, inner, "focus")

    def _frame(self, painter: QPainter, rect: QRect, role: str) -> None:
        painter.save()
        pen = painter.pen()
        pen.setColor(theme.now().q(role))
        pen.setWidth(2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _phase(self, painter: QPainter, draft: Draft, height: int) -> None:
        worn = theme.now()
        code = str(draft.value("phase") or "")
        colour = QColor(worn.c.phase[PHASE.index(code)]) if code in PHASE else worn.q("line")
        painter.fillRect(QRect(0, 0, worn.size(5), height - 1), colour)
        if draft.id in (self._marks.hovered, self._marks.chosen):
            side = worn.size(14)
            x = worn.size(5) + max((worn.px(HANDLE) - worn.size(5) - side) // 2, 0)
            ink = glyphs.pixmap("dots-six-vertical", worn.c.ink3, side, _ratio(painter))
            painter.drawPixmap(x, (height - side) // 2, ink)

    def _words(self, painter: QPainter, draft: Draft, name: str, rect: QRect) -> None:
        worn = theme.now()
        if name in MODES:
            self._mode(painter, draft, name, rect)
        words = shown(draft, name)
        if not words:
            return
        kind = "heading" if self._rows.cards and name == "title" else kind_of(name)
        layout, _tall = self._rows.flow.set(words, kind, rect.width())
        painter.setPen(worn.q(INKS.get(name, "ink")))
        layout.draw(painter, QPointF(rect.topLeft()))

    def _mode(self, painter: QPainter, draft: Draft, name: str, rect: QRect) -> None:
        code = str(draft.value(MODES[name]) or "")
        words = choice_label("plan_step", MODES[name], code) or _("Mode")
        ink, ground = ("accent", "accent_soft") if code == "direct" else ("ink2", "sunken")
        if not code:
            ink = "ink3"
        middle = rect.top() - theme.now().size(13)
        pill(painter, rect.left(), middle, words, ink, ground)

    def _title_foot(self, painter: QPainter, at: int, draft: Draft) -> None:
        """Paint under the title its phase, where that says more, and that it is twofold."""
        worn = theme.now()
        cell = self._rows.rows[at].cell("title")
        if cell is None:
            return
        kind = "heading" if self._rows.cards else "strong"
        _layout, tall = self._rows.flow.set(shown(draft, "title"), kind, cell.words.width())
        y = cell.words.top() + tall
        line = QRect(cell.words.left(), y, cell.words.width(), worn.size(20))
        if words := phase_beside(draft):
            text(painter, line, words, "small", "ink3")
            line.translate(0, worn.size(20))
        if draft.id in self._marks.disputed:
            side = worn.size(15)
            middle = line.center().y()
            ink = glyphs.pixmap("git-branch", worn.c.warn, side, _ratio(painter))
            painter.drawPixmap(line.left(), middle - side // 2, ink)
            line.setLeft(line.left() + side + 3)
            text(painter, line, _("Two versions"), "small", "warn")

    def _card_words(self, painter: QPainter, at: int, draft: Draft) -> None:
        """Paint what a sheet says beside the words: its number, the names of the columns."""
        worn, row = theme.now(), self._rows.rows[at]
        head = row.cells[0].words
        number = QRect(worn.px(14) + worn.size(6), head.top(), worn.size(26), worn.size(26))
        text(painter, number, str(at + 1), "body", "ink3")
        names = {column.name: column.words for column in self._rows.columns}
        for cell in row.cells[2:]:
            role = "pen" if cell.name == "second" else "ink3"
            name = QRect(
                cell.ground.left() + worn.px(6), cell.ground.top() + 2, worn.size(76), worn.size(22)
            )
            text(painter, name, names.get(cell.name, ""), "small", role)

    def _comment_marks(self, painter: QPainter, at: int, draft: Draft) -> None:
        numbers = self._marks.comments.get(draft.id, ())
        if not numbers:
            return
        worn = theme.now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rows.cards:
            words = ngettext("{count} comment", "{count} comments", len(numbers))
            rect = self.mark_rect(at, 0)
            text(painter, rect, words.format(count=len(numbers)), "small", "pen", A.AlignRight)
            return
        for place, number in enumerate(numbers[:MOST_MARKS]):
            dot = QRectF(self.mark_rect(at, place))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q("pen"))
            painter.drawRoundedRect(dot, dot.height() / 2, dot.height() / 2)
            painter.setFont(worn.shared_font("caption"))
            painter.setPen(worn.q("surface"))
            more = place == MOST_MARKS - 1 and len(numbers) > MOST_MARKS
            painter.drawText(dot, A.AlignCenter, "…" if more else str(number))

    def mark_rect(self, at: int, place: int) -> QRect:
        """Return where the mark of a comment stands in a row, from its top."""
        worn = theme.now()
        if self._rows.cards:
            top = self._rows.rows[at].cells[0].words.top()
            right = self._rows.row_rect(at).width() - worn.px(16)
            return QRect(right - worn.size(90), top, worn.size(90), worn.size(26))
        ground = self._rows.rows[at].cells[1].ground
        side = worn.size(18)
        top = worn.px(9) + worn.px(2) + place * (side + worn.px(3))
        return QRect(ground.right() - side - worn.px(6), top, side, side)


def _ratio(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF()
