"""The calendar whose rows are the weeks of the term, and the panel it opens in."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop import dates, theme
from desktop.dates import Span
from desktop.widgets.basic import A, column, label, row
from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.words import _

DAY = timedelta(days=1)
CELL_WIDTH, CELL_HEIGHT, HEAD_WIDTH = 34, 32, 60


class Weeks(QWidget):
    """The weeks of a month, painted; a click on the number of a week takes the whole week."""

    day_taken = Signal(object)
    week_taken = Signal(object)  # its Monday
    moved = Signal()

    def __init__(self, *, whole_weeks: bool) -> None:
        super().__init__()
        self._whole_weeks = whole_weeks
        self._terms: Sequence[Span] = ()
        self._holidays: Sequence[Span] = ()
        self._chosen: tuple[date, date] | None = None
        self._cursor = dates.today()
        self._hover: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setMouseTracking(True)
        worn = theme.now()
        width = worn.size(HEAD_WIDTH) + 7 * worn.size(CELL_WIDTH)
        self.setFixedSize(width, worn.size(CELL_HEIGHT) * 7)

    def set_calendar(self, terms: Sequence[Span], holidays: Sequence[Span]) -> None:
        """Tell which weeks are numbered and which days are free."""
        self._terms, self._holidays = terms, holidays
        self.update()

    def show_days(self, starts_on: date, ends_on: date, *, chosen: bool) -> None:
        """Show the month of a day, and what is chosen."""
        self._chosen = (starts_on, ends_on) if chosen else None
        self.go(starts_on)

    def cursor_day(self) -> date:
        """Return the day the keyboard is on; its month is shown."""
        return self._cursor

    def go(self, day: date) -> None:
        """Put the keyboard on a day."""
        self._cursor = day
        self.setAccessibleName(dates.read(day, self._terms))
        self.moved.emit()
        self.update()

    def _day_at(self, line: int, place: int) -> date:
        return dates.month_weeks(self._cursor)[line] + DAY * place

    def _hit(self, at: QPointF) -> tuple[int, int] | None:
        """Return the line and the place (-1 is the week's number) under a point."""
        worn = theme.now()
        line = int(at.y() // worn.size(CELL_HEIGHT)) - 1
        place = int((at.x() - worn.size(HEAD_WIDTH)) // worn.size(CELL_WIDTH))
        inside = 0 <= line < len(dates.month_weeks(self._cursor)) and place < 7
        return (line, max(place, -1)) if inside else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._hit(event.position())
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if hit is None:
            return
        line, place = hit
        if place >= 0:
            self.day_taken.emit(self._day_at(line, place))
        elif self._whole_weeks:
            self.week_taken.emit(self._day_at(line, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, day = event.key(), self._cursor
        steps = {
            Qt.Key.Key_Left: day - DAY,
            Qt.Key.Key_Right: day + DAY,
            Qt.Key.Key_Up: day - dates.WEEK,
            Qt.Key.Key_Down: day + dates.WEEK,
            Qt.Key.Key_PageUp: dates.add_months(day, -1),
            Qt.Key.Key_PageDown: dates.add_months(day, 1),
            Qt.Key.Key_Home: dates.monday(day),
            Qt.Key.Key_End: dates.monday(day) + 6 * DAY,
        }
        if key in steps:
            self.go(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            week = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if week and self._whole_weeks:
                self.week_taken.emit(dates.monday(day))
            else:
                self.day_taken.emit(day)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, tall, left = (worn.size(n) for n in (CELL_WIDTH, CELL_HEIGHT, HEAD_WIDTH))
        painter.setFont(worn.shared_font("small"))
        painter.setPen(worn.q("ink3"))
        for place, letter in enumerate(dates.weekday_letters()):
            painter.drawText(QRectF(left + place * wide, 0, wide, tall), A.AlignCenter, letter)
        for line, start in enumerate(dates.month_weeks(self._cursor)):
            top = (line + 1) * tall
            self._paint_head(painter, QRectF(0, top, left, tall), start, line)
            for place in range(7):
                box = QRectF(left + place * wide, top, wide, tall)
                self._paint_day(painter, box, start + DAY * place, self._hover == (line, place))

    def _paint_head(self, painter: QPainter, box: QRectF, start: date, line: int) -> None:
        worn = theme.now()
        week = dates.week_of(start + 3 * DAY, self._terms)
        here = bool(self._chosen and start <= self._chosen[0] <= start + 6 * DAY)
        hovered = self._whole_weeks and self._hover == (line, -1)
        if here or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q("accent_soft" if here else "hover"))
            whole = QRectF(0, box.top() + 1, self.width(), box.height() - 2)
            painter.drawRoundedRect(whole, 6, 6)
        if week is not None:
            painter.setPen(worn.q("accent" if here else "ink3"))
            painter.setFont(worn.shared_font("small"))
            words = _("Week {week}").format(week=week)
            painter.drawText(box.adjusted(worn.px(6), 0, 0, 0), A.AlignVCenter, words)

    def _paint_day(self, painter: QPainter, box: QRectF, day: date, hovered: bool) -> None:
        worn = theme.now()
        taken = bool(self._chosen and self._chosen[0] <= day <= self._chosen[1])
        holiday = any(span.holds(day) for span in self._holidays)
        faint = day.month != self._cursor.month or day.weekday() > 4 or holiday
        focused = day == self._cursor and self.hasFocus()
        air = 4 if focused else 2  # the ring stands off what is chosen
        inner = box.adjusted(air, air, -air, -air)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if taken or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q("accent" if taken else "hover"))
            painter.drawRoundedRect(inner, 6, 6)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if focused:
            painter.setPen(QPen(worn.q("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        painter.setPen(worn.q("on_accent" if taken else "ink3" if faint else "ink"))
        today = day == dates.today()
        painter.setFont(worn.shared_font("strong" if taken or today else "body"))
        painter.drawText(box, A.AlignCenter, str(day.day))
        middle, low = box.center().x(), box.bottom() - worn.px(4)
        if holiday:
            painter.setPen(QPen(worn.q("on_accent" if taken else "edge"), 1))
            painter.drawLine(QPointF(middle - 7, low), QPointF(middle + 7, low))
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q("on_accent" if taken else "accent"))
            painter.drawEllipse(QPointF(middle, low), 2, 2)


class Picker(QFrame):
    """The calendar that opens under a date field."""

    taken = Signal(object, object)  # first and last day
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, whole_weeks: bool) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        layout = column(self, 4, (10, 8, 10, 8))
        head = row(gap=2)
        self._month = label("", "strong")
        self._back = icon_button("caret-left", "")
        self._on = icon_button("caret-right", "")
        self._today = button("", "quiet", small=True)
        head.addWidget(self._month)
        head.addStretch(1)
        for part in (self._today, self._back, self._on):
            head.addWidget(part)
        layout.addLayout(head)
        self.weeks = Weeks(whole_weeks=whole_weeks)
        layout.addWidget(self.weeks)
        self._foot = label("", "small", "ink3", wrap=True)
        self._foot.setFixedWidth(self.weeks.width())
        layout.addWidget(self._foot)
        self._whole_weeks = whole_weeks
        self._back.clicked.connect(self._go_back)
        self._on.clicked.connect(self._go_on)
        self._today.clicked.connect(self._take_today)
        self.weeks.day_taken.connect(self._take_day)
        self.weeks.week_taken.connect(self._take_week)
        self.weeks.moved.connect(self._retranslate)
        self._retranslate()

    def _retranslate(self) -> None:
        day = self.weeks.cursor_day()
        month = _("{year}-{month:02}").format(year=day.year, month=day.month)
        self._month.setText(month)
        set_tip(self._back, _("Month before"))
        set_tip(self._on, _("Next month"))
        self._today.setText(_("Today"))
        whole = _("A click on a week takes the whole week. Underlined: no school.")
        self._foot.setText(whole if self._whole_weeks else _("Underlined: no school."))

    def _go_back(self) -> None:
        self.weeks.go(dates.add_months(self.weeks.cursor_day(), -1))

    def _go_on(self) -> None:
        self.weeks.go(dates.add_months(self.weeks.cursor_day(), 1))

    def _take_today(self) -> None:
        self._take_day(dates.today())

    def _take_day(self, day: date) -> None:
        self.taken.emit(day, day)

    def _take_week(self, start: date) -> None:
        self.taken.emit(start, start + 6 * DAY)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.hide()
        else:
            super().keyPressEvent(event)
