"""A date as a field: typed in any usual way, or picked from the weeks of the term."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from typing_extensions import override

from desktop import dates
from desktop.dates import Span
from desktop.widgets.buttons import set_tip
from desktop.widgets.lines import IconLine
from desktop.widgets.week_picker import Picker
from desktop.words import _


class DateField(IconLine):
    """A date one types or picks; `changed` tells a new first and last day (None when emptied).

    It reads "2025-10-17（周五，第7周）" when left, and takes 10-17, 1017, 10月17日 when typed.
    """

    changed = Signal(object, object)

    def __init__(self, *, whole_weeks: bool = False, hint: str = "") -> None:
        super().__init__("", "calendar-blank")
        self._terms: Sequence[Span] = ()
        self._holidays: Sequence[Span] = ()
        self._days: tuple[date, date] | None = None
        self._picker = Picker(self, whole_weeks=whole_weeks)
        self._picker.taken.connect(self._take)
        self.setPlaceholderText(hint)
        self.trailing().clicked.connect(self.open)
        self.editingFinished.connect(self._read_typed)
        self.textEdited.connect(self._edit)
        self._edited = False
        self._retranslate()

    def set_calendar(self, terms: Sequence[Span], holidays: Sequence[Span] = ()) -> None:
        """Tell the terms whose weeks are numbered and the days without school."""
        self._terms, self._holidays = terms, holidays
        self._picker.weeks.set_calendar(terms, holidays)
        self._show()

    def day(self) -> date | None:
        """Return the first (mostly the only) day, or None."""
        return self._days[0] if self._days else None

    def last(self) -> date | None:
        """Return the last day, or None."""
        return self._days[1] if self._days else None

    def set_days(self, day: date | None, last: date | None = None) -> None:
        """Show a day, or a run of days, without telling anybody."""
        self._days = (day, last or day) if day else None
        self._show()

    def picker(self) -> Picker:
        """Return the calendar."""
        return self._picker

    def open(self) -> None:
        """Open the calendar under the field."""
        today = dates.today()
        first, last = self._days or (today, today)
        self._picker.weeks.show_days(first, last, chosen=self._days is not None)
        self._picker.adjustSize()
        self._picker.move(self._below())
        self._picker.show()
        self._picker.weeks.setFocus()

    def _below(self) -> QPoint:
        at = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        if at.y() + self._picker.height() > room.bottom():
            at = self.mapToGlobal(QPoint(0, -self._picker.height() - 2))
        x = max(room.left(), min(at.x(), room.right() - self._picker.width()))
        return QPoint(x, max(room.top(), at.y()))

    def _take(self, first: date, last: date) -> None:
        self._picker.hide()
        self._set((first, last))
        self.setFocus()

    def _edit(self) -> None:
        self._edited = True

    def _read_typed(self) -> None:
        if not self._edited:
            return
        self._edited = False
        if not self.text().strip():
            self._set(None)
            return
        day = dates.parse(self.text(), self.day() or dates.today())
        self._set((day, day) if day else self._days)

    def _set(self, days: tuple[date, date] | None) -> None:
        told, self._days = self._days, days
        self._show()
        if days != told:
            self.changed.emit(*(days or (None, None)))

    def _show(self) -> None:
        self.setText(dates.read_span(*self._days, self._terms) if self._days else "")
        self.setCursorPosition(0)

    def _retranslate(self) -> None:
        set_tip(self.trailing(), _("Open the calendar"))
        self._show()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
