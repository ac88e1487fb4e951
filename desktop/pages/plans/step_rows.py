"""Where everything in the step table lies: rows as tall as their text, and what a point hits."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QTextLayout, QTextOption

from desktop import theme
from desktop.labels import choice_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.plan_parts import step_name
from desktop.pages.plans.step_columns import FIXED, MODES, Column, widths
from desktop.widgets.differing import LEADING

KEPT = 6000  # texts set in lines that are kept: five of a thousand steps
PAD_X, PAD_Y = 10, 9
HANDLE = 18  # pixels at the left of a row by which it is dragged


class Flow:
    """Sets texts in lines, a little opener than the font's own, and keeps them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, int], tuple[QTextLayout, int]] = OrderedDict()

    def set(self, words: str, kind: str, width: int) -> tuple[QTextLayout, int]:
        """Return a text in lines of a width, and how tall it is."""
        key = (words, kind, width)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._set(words, kind, width)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget all: the letters are others now."""
        self._kept.clear()

    def _set(self, words: str, kind: str, width: int) -> tuple[QTextLayout, int]:
        font = theme.now().shared_font(kind)
        layout = QTextLayout(words.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y, step = 0.0, QFontMetricsF(font).height() * LEADING
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, y))
            y += step
        layout.endLayout()
        return layout, round(y)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its ground and where its words stand, from the row's top left."""

    name: str
    ground: QRect
    words: QRect


@dataclass(slots=True)
class Row:
    """One row as it lies."""

    top: int
    height: int
    cells: tuple[Cell, ...]

    def cell(self, name: str) -> Cell | None:
        """Return the cell of a column, or None."""
        return next((one for one in self.cells if one.name == name), None)


def shown(draft: Draft, name: str) -> str:
    """Return the words of a cell."""
    value = draft.value(name)
    if name == "minutes":
        return f"{value:g}′" if isinstance(value, int | float) else ""
    if name == "title":
        phase = choice_label("plan_step", "phase", str(draft.value("phase") or ""))
        return step_name({"title": value}, phase)
    return str(value or "")


def written(draft: Draft, name: str) -> str:
    """Return what stands in a cell while somebody writes in it."""
    value = draft.value(name)
    if name == "minutes":
        return f"{value:g}" if isinstance(value, int | float) else ""
    return str(value or "")


def kind_of(name: str) -> str:
    """Return the type of a column's letters."""
    return "strong" if name == "title" else "body"


class StepRows:
    """The geometry of all rows at one width; no painting, no keys."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.rows: list[Row] = []
        self.columns: tuple[Column, ...] = ()
        self.cards = False
        self.disputed: frozenset[str] = frozenset()
        self._drafts: Sequence[Draft] = ()
        self._width = 0
        self._edges: list[tuple[int, int]] = []
        self._tops: list[int] = []

    def lay_out(
        self, drafts: Sequence[Draft], columns: tuple[Column, ...], width: int, *, cards: bool
    ) -> None:
        """Lay out all rows anew."""
        self._drafts, self.columns, self._width, self.cards = drafts, columns, width, cards
        x, self._edges = 0, []
        for wide in widths(columns, width, theme.now().scale):
            self._edges.append((x, wide))
            x += wide
        self.rows = [self._lay(draft) for draft in drafts]
        self._stack()

    def lay_again(self, at: int) -> bool:
        """Lay one row out anew; return whether the rows below it moved."""
        before, now = self.rows[at].height, self._lay(self._drafts[at])
        now.top = self.rows[at].top
        self.rows[at] = now
        if now.height != before:
            self._stack()
        return now.height != before

    def _stack(self) -> None:
        y = self.head_height()
        self._tops = []
        for row in self.rows:
            row.top = y
            self._tops.append(y)
            y += row.height

    def head_height(self) -> int:
        """Return how tall the heads of the columns are; cards have none."""
        return 0 if self.cards else theme.now().size(36)

    def height(self) -> int:
        """Return how tall all of it is."""
        last = self.rows[-1] if self.rows else None
        return last.top + last.height if last else self.head_height()

    def edges(self) -> Sequence[tuple[int, int]]:
        """Return left and width of each column."""
        return self._edges

    # one row

    def _lay(self, draft: Draft) -> Row:
        return self._lay_card(draft) if self.cards else self._lay_line(draft)

    def _lay_line(self, draft: Draft) -> Row:
        worn = theme.now()
        pad_x, pad_y = worn.px(PAD_X), worn.px(PAD_Y)
        tallest, inner = worn.size(23), []
        for column, (left, wide) in zip(self.columns, self._edges, strict=True):
            indent = worn.px(HANDLE - PAD_X) if column.name == "title" else 0
            above = worn.size(26) if column.name in MODES else 0
            width = wide - 2 * pad_x - indent
            _layout, tall = self.flow.set(shown(draft, column.name), kind_of(column.name), width)
            if column.name == "title":
                tall += self._extra(draft)
            inner.append((column.name, left, wide, indent, above, width))
            tallest = max(tallest, tall + above)
        height = tallest + 2 * pad_y
        cells = tuple(
            Cell(
                name,
                QRect(left, 0, wide, height),
                QRect(left + pad_x + indent, pad_y + above, width, tallest - above),
            )
            for name, left, wide, indent, above, width in inner
        )
        return Row(0, height, cells)

    def _extra(self, draft: Draft) -> int:
        """Return the room under a title for its phase, and for that there are two versions."""
        return theme.now().size(20) * (bool(phase_beside(draft)) + (draft.id in self.disputed))

    def _lay_card(self, draft: Draft) -> Row:
        worn = theme.now()
        left, right, y = worn.px(14) + worn.size(6), worn.px(16), worn.px(10)
        line = worn.size(26)
        number, minutes = worn.size(26), worn.size(64)
        room = self._width - left - right - number - minutes - worn.size(100)
        metrics = QFontMetrics(worn.shared_font("heading"))
        wide = metrics.horizontalAdvance(shown(draft, "title")) + worn.px(16)
        head = QRect(left + number, y, max(min(wide, room), worn.size(80)), line)
        cells = [Cell("title", head, head)]
        at = QRect(head.right() + worn.px(10), y, minutes, line)
        cells.append(Cell("minutes", at, at))
        y += line + worn.px(6)
        y += self._extra(draft)
        name_width = worn.size(76)
        for column in self.columns:
            if column.name in FIXED:
                continue
            x = left + name_width + worn.px(10)
            width = self._width - x - right
            _layout, tall = self.flow.set(shown(draft, column.name), "body", width)
            above = worn.size(26) if column.name in MODES else 0  # its tag stands beside its name
            tall = max(tall, worn.size(24))
            words = QRect(x, y + above, width, tall)
            whole = QRect(left - worn.px(6), y, self._width - left + worn.px(6), above + tall)
            cells.append(Cell(column.name, whole.adjusted(0, -2, 0, 2), words))
            y += above + tall + worn.px(6)
        return Row(0, y + worn.px(8), tuple(cells))

    # what is where

    def row_at(self, y: int) -> int:
        """Return the row at a height, -1 above the first and below the last."""
        at = bisect_right(self._tops, y) - 1
        if at < 0 or not self.rows or y >= self.rows[at].top + self.rows[at].height:
            return -1
        return at

    def cell_at(self, point: QPoint) -> tuple[int, str]:
        """Return the row and the column at a point; -1 and nothing outside."""
        at = self.row_at(point.y())
        if at < 0:
            return -1, ""
        inner = point - QPoint(0, self.rows[at].top)
        found = [cell.name for cell in self.rows[at].cells if cell.ground.contains(inner)]
        return at, found[0] if found else ""

    def ground(self, at: int, name: str) -> QRect:
        """Return where a cell lies."""
        row = self.rows[at]
        cell = row.cell(name)
        return cell.ground.translated(0, row.top) if cell else QRect()

    def words(self, at: int, name: str) -> QRect:
        """Return where the words of a cell stand."""
        row = self.rows[at]
        cell = row.cell(name)
        return cell.words.translated(0, row.top) if cell else QRect()

    def row_rect(self, at: int) -> QRect:
        """Return where a row lies."""
        return QRect(0, self.rows[at].top, self._width, self.rows[at].height)

    def insertion_at(self, y: int) -> int:
        """Return before which row something dropped at a height comes to stand."""
        at = self.row_at(y)
        if at < 0:
            return 0 if y < self.head_height() else len(self.rows)
        return at + (y > self.rows[at].top + self.rows[at].height // 2)


def phase_beside(draft: Draft) -> str:
    """Return the word of a step's phase where its title says something else."""
    phase = choice_label("plan_step", "phase", str(draft.value("phase") or ""))
    title = str(draft.value("title") or "").strip()
    return phase if phase and title and phase not in title else ""
