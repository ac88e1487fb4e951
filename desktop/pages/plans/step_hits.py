"""What a point of the step table belongs to: a handle, a mark, a tag, or the words of a cell."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint

from desktop import theme
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.step_columns import MODES
from desktop.pages.plans.step_painter import MOST_MARKS, Marks, StepPainter
from desktop.pages.plans.step_rows import HANDLE, StepRows, shown

REACH = 5  # pixels around a mark that still are it: nothing to hit is smaller than 28


class Hit(NamedTuple):
    """What was hit: handle, mark, mode, versions, cell or nothing; the row, and the column."""

    what: str
    at: int
    name: str


class StepHits:
    """Asks the geometry, and nothing else."""

    def __init__(self, rows: StepRows, painter: StepPainter, marks: Marks) -> None:
        self._rows, self._painter, self._marks = rows, painter, marks

    def find(self, point: QPoint, drafts: Sequence[Draft]) -> Hit:
        """Return what is at a point."""
        at, name = self._rows.cell_at(point)
        if at < 0:
            return Hit("nothing", -1, "")
        if point.x() < theme.now().px(HANDLE):
            return Hit("handle", at, name)
        if self._is_mark(at, drafts[at].id, point):
            return Hit("mark", at, name)
        if self._is_mode(at, name, point):
            return Hit("mode", at, name)
        if name == "title" and self._is_versions(at, drafts[at], point):
            return Hit("versions", at, name)
        return Hit("cell" if name else "nothing", at, name)

    def _is_mark(self, at: int, id: str, point: QPoint) -> bool:
        count = min(len(self._marks.comments.get(id, ())), MOST_MARKS)
        inner = point - QPoint(0, self._rows.rows[at].top)
        rects = (self._painter.mark_rect(at, place) for place in range(count))
        return any(rect.adjusted(-REACH, -REACH, REACH, REACH).contains(inner) for rect in rects)

    def _is_mode(self, at: int, name: str, point: QPoint) -> bool:
        if name not in MODES:
            return False
        words = self._rows.words(at, name)
        return words.top() - theme.now().size(28) <= point.y() < words.top()

    def _is_versions(self, at: int, draft: Draft, point: QPoint) -> bool:
        if draft.id not in self._marks.disputed:
            return False
        words = self._rows.words(at, "title")
        _layout, tall = self._rows.flow.set(shown(draft, "title"), "strong", words.width())
        return point.y() > words.top() + tall
