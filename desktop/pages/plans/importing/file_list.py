"""The files that were chosen: which can be read, which were left, what became of each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from db.file_names import shown_name
from desktop import theme
from desktop.errors import describe
from desktop.pages.plans.importing.taking import Candidate
from desktop.pages.plans.importing.words import outcome, summary
from desktop.tables import LazyListModel
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.words import _


def state_of(one: Candidate) -> tuple[str, str]:
    """Return in words how a file stands, and the tone they are said in."""
    if one.problem is not None:
        return describe(one.problem).title, "warn"
    if one.made is not None:
        return outcome(one.made), "accent" if one.made.plan else "ink3"
    if one.skipped:
        return _("Left out"), "ink3"
    return (summary(one.found), "ink3") if one.found is not None else (_("Reading…"), "ink3")


class _Line(Delegate):
    """A file's name, and under it how it stands."""

    height = 52

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Candidate) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(14), worn.px(6), -worn.px(10), -worn.px(6))
        upper, lower = inner.adjusted(0, 0, 0, 0), inner.adjusted(0, inner.height() // 2, 0, 0)
        upper.setHeight(inner.height() // 2)
        text(
            painter, upper, shown_name(row.path.name), "strong", "ink", A.AlignLeft | A.AlignVCenter
        )
        words, tone = state_of(row)
        text(painter, lower, words, "small", tone, A.AlignLeft | A.AlignVCenter)


def _spoken(one: Candidate) -> str:
    return f"{shown_name(one.path.name)}: {state_of(one)[0]}"


class FileList(Rows):
    """The files; `picked` tells which one a person looks at."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_Line)
        self._rows = LazyListModel[Candidate](_spoken, self)
        self.setModel(self._rows)
        self.selectionModel().currentChanged.connect(self._tell)

    def set_files(self, files: Sequence[Candidate], at: int) -> None:
        """Show files as they stand now, one of them chosen."""
        kept = list(files)
        self._rows.set_source(len(kept), lambda first, many: kept[first : first + many])
        self.setCurrentIndex(self._rows.index(at, 0))

    def _tell(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self.picked.emit(row)
