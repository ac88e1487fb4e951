"""以前的样子: a record as it was, and beside it who changed what, one sitting at a time."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from db.commands import records
from db.queries.records import show
from desktop import theme
from desktop.context import Desk
from desktop.labels import listed
from desktop.past import Part, SittingRow, parts, restored, sittings
from desktop.widgets.basic import A, Avatar, Elided, Icon, Prose, column, frame, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.differing import Differing, differences
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header
from desktop.words import _, ngettext

SIDE_WIDTH = 356
STACKED_UNDER = 760  # pixels at usual letters; below it the list stands over the record


class SittingButton(QAbstractButton):
    """One person, one sitting; the chosen one is the one on the page."""

    def __init__(self, sitting: SittingRow) -> None:
        super().__init__()
        self.sitting = sitting
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "inside")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tone = "accent" if sitting.here else "far"
        layout = row(self, 10, (16, 9, 12, 9))
        layout.addWidget(Avatar(sitting.name, f"{tone}_soft", tone, 28), 0, A.AlignTop)
        words = column(gap=1)
        head = row(gap=8)
        head.addWidget(label(sitting.name, "strong"))
        head.addStretch(1)
        head.addWidget(label(sitting.when, "small", "ink2"))
        words.addLayout(head)
        for change in sitting.changes:
            words.addWidget(Elided(change))
        where = row(gap=4)
        where.addWidget(Icon("laptop" if sitting.here else "usb-stick", "ink2", 14))
        where.addWidget(Elided(self._where(), "small", "ink2"), 1)
        words.addLayout(where)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        said = listed([sitting.name, sitting.day, sitting.when, *sitting.changes])
        self.setAccessibleName(said)

    def _where(self) -> str:
        place = _("This laptop") if self.sitting.here else _("Came by exchange")
        return "·".join(part for part in (self.sitting.school, place) if part)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), worn.q("accent_soft"))
            painter.fillRect(0, 0, 3, self.height(), worn.q("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), worn.q("hover"))
        painter.fillRect(worn.px(16), self.height() - 1, self.width(), 1, worn.q("line"))


class HistoryView(QWidget):
    """The record as it was after a sitting; nothing moves until a person restores something."""

    left = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk, kind: str, id: str) -> None:
        super().__init__()
        self._desk, self._kind, self._id = desk, kind, id
        self._parts: Sequence[Part] = ()
        self._head = Header()
        back = button(_("Back to now"), "primary", "arrow-left")
        back.clicked.connect(self.left)
        self._head.add(back)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._main = QWidget()
        self._main_layout = column(self._main, 12, (24, 16, 24, 16))
        area = scroll(self._main)
        area.setProperty("area", True)
        self._outer.addWidget(area, 1)
        self._side = frame("side")
        self._side.setProperty("area", True)
        column(self._side, 0)
        self._outer.addWidget(self._side)
        self._buttons: list[SittingButton] = []
        self._fill_side()

    def header(self) -> QWidget:
        """Return the head: what it is, and the way back."""
        return self._head

    def sittings(self) -> list[SittingButton]:
        """Return the sittings shown, the newest first."""
        return list(self._buttons)

    # who changed what

    def _fill_side(self) -> None:
        with self._desk.store.read() as session:
            record = show(session, self._id)
            found = sittings(session, self._id, self._desk.member.laptop, self._desk.today())
        title = str(record.values.get("title") or record.values.get("name") or "")
        self._head.set_title(title, "", _("How it was before"))
        layout = self._side.layout()
        assert layout is not None
        layout.addWidget(self._side_head(found))
        layout.addWidget(rule())
        rows = QWidget()
        inner = column(rows, 0)
        day = ""
        for sitting in found:
            if sitting.day != day:
                day = sitting.day
                inner.addWidget(self._band(day))
            one = SittingButton(sitting)
            one.toggled.connect(partial(self._choose, sitting))
            self._buttons.append(one)
            inner.addWidget(one)
        inner.addStretch(1)
        layout.addWidget(scroll(rows))
        if self._buttons:
            self._buttons[min(1, len(self._buttons) - 1)].setChecked(True)

    def _side_head(self, found: Sequence[SittingRow]) -> QWidget:
        out = QWidget()
        layout = row(out, 8, (16, 12, 8, 10))
        layout.addWidget(label(_("Who changed what"), "heading"))
        people = len({one.name for one in found})
        times = ngettext("{count} time", "{count} times", len(found)).format(count=len(found))
        who = ngettext("{count} person", "{count} people", people).format(count=people)
        layout.addWidget(label(listed([times, who]), "small", "ink3"))
        layout.addStretch(1)
        return out

    def _band(self, day: str) -> QWidget:
        out = frame("band")
        layout = row(out, 0, (16, 5, 16, 5))
        layout.addWidget(label(day, "small", "ink2"))
        return out

    # how it was

    def _choose(self, sitting: SittingRow, on: bool) -> None:
        if not on:
            return
        with self._desk.store.read() as session:
            self._parts = parts(session, self._id, sitting.version)
        while (item := self._main_layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._main_layout.addWidget(self._notice(sitting))
        self._main_layout.addWidget(self._sheet())
        foot = row(gap=8)
        foot.addWidget(Icon("info", "ink3", 16))
        words = _("Restoring is a change too: it is written here, and can be undone.")
        foot.addWidget(label(words, "small", "ink3", wrap=True), 1)
        holder = QWidget()
        holder.setLayout(foot)
        self._main_layout.addWidget(holder)
        self._main_layout.addStretch(1)

    def _notice(self, sitting: SittingRow) -> Notice:
        changed = restored(self._parts)
        when = f"{sitting.day} {sitting.when.rpartition('–')[2]}"
        words = _("You see it as it was on {when}, after {name}. Nothing has been changed.")
        said = words.format(when=when, name=sitting.name)
        if not changed:
            said = _("This is how it is now.")
            return Notice(said, "info", (), "clock-counter-clockwise")
        whole = button(_("Restore all of it"), "", "clock-counter-clockwise", small=True)
        whole.clicked.connect(self.restore)
        return Notice(said, "info", [whole], "clock-counter-clockwise")

    def _sheet(self) -> QWidget:
        sheet = frame("card")
        layout = column(sheet, 12, (20, 14, 20, 14))
        legend = _("Tinted and underlined: what was changed afterwards")
        layout.addWidget(label(legend, "small", "ink3", wrap=True))
        changed = [part for part in self._parts if part.now is not None]
        for part in changed:
            layout.addWidget(self._changed(part))
            layout.addWidget(rule())
        layout.addLayout(self._facts())
        for part in self._parts:
            if part.long and part.now is None:
                layout.addWidget(rule())
                layout.addWidget(_plain(part))
        return sheet

    def _facts(self) -> QGridLayout:
        """Return what is short and has not been changed since."""
        worn, grid = theme.now(), QGridLayout()
        grid.setHorizontalSpacing(worn.px(24))
        grid.setVerticalSpacing(worn.px(14))
        columns = 2 if worn.large else 3
        short = [part for part in self._parts if not part.long and part.now is None]
        for at, part in enumerate(short):
            grid.addWidget(_plain(part), at // columns, at % columns, A.AlignTop)
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        return grid

    def _changed(self, part: Part) -> QWidget:
        """Return a field then and now, one under the other, with a way to restore it alone."""
        out = QWidget()
        layout = column(out, 3)
        head = row(gap=8)
        head.addWidget(label(part.name, "small", "ink3"))
        head.addStretch(1)
        alone = button(_("Restore this only"), "quiet", small=True)
        alone.setAccessibleName(_("Restore {field} only").format(field=part.name))
        alone.clicked.connect(partial(self.restore_field, part.field))
        head.addWidget(alone)
        layout.addLayout(head)
        one, other = differences(part.then, part.now or "")
        for words, text, marks, tone in (
            (_("Then"), part.then, one, "far"),
            (_("Now"), part.now or "", other, "accent"),
        ):
            layout.addWidget(label(words, "small", tone))
            layout.addWidget(Differing(text, marks, tone))
        return out

    # bringing back

    def restore(self) -> None:
        """Write everything as it was; that is a sitting of its own."""
        self._write(())

    def restore_field(self, field: str) -> None:
        """Write one field as it was."""
        self._write((field,))

    def _write(self, fields: Sequence[str]) -> None:
        with self._desk.store.read() as session:
            before = dict(show(session, self._id).values)
        values = restored(self._parts, fields)
        with self._desk.write() as writer:
            records.change(writer, self._id, values)
        undo = partial(self._put_back, {name: before.get(name) for name in values})
        self.toasted.emit(_("Restored"), _("Undo"), undo)
        self.left.emit()

    def _put_back(self, values: dict[str, object]) -> None:
        with self._desk.write() as writer:
            records.change(writer, self._id, values)  # type: ignore[arg-type]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        worn = theme.now()
        stacked = self.width() / worn.scale < STACKED_UNDER
        way = QBoxLayout.Direction.BottomToTop if stacked else QBoxLayout.Direction.LeftToRight
        self._outer.setDirection(way)
        if stacked:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
            self._side.setFixedHeight(self.height() * 2 // 5)
        else:
            self._side.setFixedWidth(worn.size(SIDE_WIDTH))
            self._side.setMinimumHeight(0)
            self._side.setMaximumHeight(16_777_215)


def _plain(part: Part) -> QWidget:
    out = QWidget()
    layout = column(out, 3)
    layout.addWidget(label(part.name, "small", "ink3"))
    layout.addWidget(Prose(part.then) if part.long else label(part.then, wrap=True))
    return out
