"""The exchanges of the past: when, where, what; the chosen one in full."""

import datetime
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop import theme
from desktop.context import Desk
from desktop.exchange_work import DONE, outcome_of
from desktop.pages.exchange import words
from desktop.pages.exchange.outcome_view import OutcomeView
from desktop.place_outcomes import outcome_words
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column
from desktop.widgets.lists import Delegate, Rows, pill, rect_of, text
from desktop.widgets.notices import Empty
from desktop.widgets.scroll import scroll
from desktop.words import _
from sync import places
from sync.places import ExchangeRow

_NARROW = 760


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line of the list."""

    row: ExchangeRow
    day: str
    numbers: str


class _PastDelegate(Delegate):
    """Where and when; under it how much; what went wrong as a tag."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PastLine) -> None:
        worn, rect = theme.now(), rect_of(option)
        inner = rect.adjusted(worn.px(16), worn.px(8), -worn.px(16), -worn.px(8))
        upper = inner.adjusted(0, 0, 0, -inner.height() // 2)
        lower = inner.adjusted(0, inner.height() // 2, 0, 0)
        wide = text(painter, upper, row.day, "small", "ink3", A.AlignRight | A.AlignVCenter)
        text(painter, upper.adjusted(0, 0, -wide - worn.px(12), 0), row.row.name, "strong")
        wide = text(painter, lower, row.numbers, "small", "ink2")
        if row.row.outcome != DONE:
            x, said = lower.left() + wide + worn.px(8), outcome_words(row.row.outcome)
            pill(painter, x, lower.center().y(), said, "warn", "warn_soft")


class PastView(QWidget):
    """A list, and beside it (under it in a narrow window) the exchange that is chosen."""

    open_record = Signal(str, str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model = LazyListModel[PastLine](_spoken, self)
        self.rows = Rows(_PastDelegate)
        self.rows.setModel(self._model)
        self.rows.setProperty("area", True)
        self.rows.opened.connect(self._show)
        self.outcome = OutcomeView(desk)
        self.outcome.open_record.connect(self.open_record)
        self.outcome.failed.connect(self.failed)
        page = QWidget()
        inner = column(page, 0, (20, 16, 20, 16))
        inner.addWidget(self.outcome)
        inner.addStretch(1)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        self._both.addWidget(self.rows)
        self._both.addWidget(scroll(page), 1)
        self._empty = Empty("clock", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self._empty)
        column(self, 0).addWidget(self._stack)
        self._arrange()

    def reload(self) -> None:
        """Show what is remembered now, the newest chosen."""
        self.rows.setAccessibleName(_("Exchanges of before"))
        self._empty.set_text(_("No exchange yet"), _("Each one is kept here, with its names."))
        with self._desk.store.read() as session:
            past = places.past(session)
        lines = [self._line(row) for row in past]
        self._model.set_source(len(lines), lambda at, many: lines[at : at + many])
        self._stack.setCurrentIndex(0 if lines else 1)
        if lines:
            self.rows.choose(0)
            self._show(lines[0])

    def _line(self, row: ExchangeRow) -> PastLine:
        today: datetime.date = self._desk.today()
        day = f"{words.day_words(row.at, today)} {words.time_words(row.at)}"
        return PastLine(row, day, words.summary(outcome_of(row)))

    def _show(self, line: PastLine) -> None:
        self.outcome.show_outcome(outcome_of(line.row), stick=False)

    def _arrange(self) -> None:
        worn = theme.now()
        self._narrow = self.width() < worn.size(_NARROW)
        if self._narrow:
            self._both.setDirection(QBoxLayout.Direction.TopToBottom)
            self.rows.setMaximumSize(16_777_215, worn.size(220))
            self.rows.setMinimumWidth(0)
        else:
            self._both.setDirection(QBoxLayout.Direction.LeftToRight)
            self.rows.setMaximumSize(worn.size(340), 16_777_215)
            self.rows.setMinimumWidth(worn.size(340))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < theme.now().size(_NARROW)) != self._narrow:
            self._arrange()


def _spoken(line: PastLine) -> str:
    return f"{line.row.name} {line.day} {line.numbers} {outcome_words(line.row.outcome)}"
