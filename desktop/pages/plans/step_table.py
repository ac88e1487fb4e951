"""教学过程: the steps as a table, or as sheets where letters are large; one box is written in.

Two hundred steps are painted, not built: a widget for each text would be a thousand.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessibleInterface,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.cell_edit import ALT, CTRL, SHIFT, CellEdit
from desktop.pages.plans.pasting import read_minutes
from desktop.pages.plans.step_columns import CARDS_UNDER, MODES, Column
from desktop.pages.plans.step_hits import StepHits
from desktop.pages.plans.step_painter import Marks, StepPainter
from desktop.pages.plans.step_rows import StepRows, kind_of, written
from desktop.pages.plans.step_source import MIME, unpacked
from desktop.words import _

Key = Qt.Key
DRAGGED_FROM = 6  # pixels: less is a click
POINTERS = {
    "handle": Qt.CursorShape.OpenHandCursor,
    "mark": Qt.CursorShape.PointingHandCursor,
    "mode": Qt.CursorShape.PointingHandCursor,
    "versions": Qt.CursorShape.PointingHandCursor,
    "cell": Qt.CursorShape.IBeamCursor,
}


class StepTable(QWidget):
    """Shows the drafts of steps, and tells what a person does to them."""

    edited = Signal(object, str, object)  # a step's draft, wire name, value
    pressed = Signal()
    left = Signal()  # a cell was left
    doubted = Signal(str)  # what is typed does not fit; it stays on the screen
    add_wanted = Signal(str)  # below this step; "" for the end
    split_wanted = Signal(str, str, int)  # a step, a text, where
    move_wanted = Signal(str, int)  # a step, before which row it comes to stand
    delete_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    rows_pasted = Signal(str, object)  # below this step; the values of steps
    refused = Signal()  # a paste was too long
    menu_wanted = Signal(str, QPoint)  # a step, where on the screen
    choice_wanted = Signal(str, QPoint)  # a step whose phase is to be chosen, where on the screen
    mark_chosen = Signal(str)  # a step whose comments are wanted
    versions_wanted = Signal(str)  # a step of which there are two versions
    chosen = Signal(str)  # the step whose row the keyboard is in now
    text_left = Signal(object, str, str, str)  # a draft, wire name, words before and now
    revealed = Signal(QRect)  # this is to be in view
    dropped = Signal(str, str, object)  # a step, a track, what was dragged into it
    keyboard_moved = Signal()  # into another cell; a screen reader tells it

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setProperty("ring", "none")
        self.setAcceptDrops(True)
        self.rows, self.marks = StepRows(), Marks()
        self._painter = StepPainter(self.rows, self.marks)
        self._hits = StepHits(self.rows, self._painter, self.marks)
        self._drafts: list[Draft] = []
        self._columns: tuple[Column, ...] = ()
        self._at: tuple[str, str] = ("", "")  # step and column of the keyboard
        self._begun = ""
        self._read_only = False
        self._grabbed, self._drop_at, self._grabbed_y = "", -1, 0
        self.edit = CellEdit(self)
        self.reading: QAccessibleInterface | None = None  # made when a screen reader asks
        self._connect()
        theme.announcer.changed.connect(self._dress)

    def _connect(self) -> None:
        edit = self.edit
        edit.edited.connect(self._type)
        edit.pressed.connect(self.pressed)
        edit.commanded.connect(self.command)
        edit.stepped.connect(self._step)
        edit.rows_pasted.connect(self._paste_rows)
        edit.refused.connect(self.refused)

    # what is shown

    def show_steps(
        self,
        drafts: Sequence[Draft],
        columns: tuple[Column, ...],
        came: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """Show steps anew; the box stays in its cell, its caret between its signs."""
        self._drafts, self._columns = list(drafts), columns
        self.marks.came = dict(came or {})
        self._lay_out()
        if self.edit.isVisible():
            draft, name = self._draft(self._at[0]), self._at[1]
            if draft is None or not self._has(name):
                self.stop_writing()
            else:
                words = written(draft, name)
                if words != self.edit.toPlainText() and not self._in_doubt():
                    self.edit.show_text(words, caret=True)
                    self._begun = words
                self._place_edit()

    def set_marks(self, comments: Mapping[str, Sequence[int]], disputed: frozenset[str]) -> None:
        """Say beside which steps there are comments, and of which two versions."""
        self.marks.comments, before = comments, self.marks.disputed
        self.marks.disputed = self.rows.disputed = disputed
        if before != disputed:
            self._lay_out()
            self._place_edit()
        self.update()

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed, where this laptop may not write."""
        self._read_only = read_only
        self.edit.setReadOnly(read_only)

    def _lay_out(self) -> None:
        worn = theme.now()
        cards = worn.large or self.width() / worn.scale < CARDS_UNDER
        self.rows.lay_out(self._drafts, self._columns, max(self.width(), 200), cards=cards)
        self._fit()

    def _fit(self) -> None:
        height = max(self.rows.height(), 1)
        if height != self.height():
            self.setFixedHeight(height)
        self.update()

    def _dress(self) -> None:
        self.rows.flow.clear()
        self._lay_out()
        self._place_edit()

    def _draft(self, id: str) -> Draft | None:
        return next((one for one in self._drafts if one.id == id), None)

    def _place(self, id: str) -> int:
        return next((at for at, one in enumerate(self._drafts) if one.id == id), -1)

    def _has(self, name: str) -> bool:
        return any(column.name == name for column in self._columns)

    # where the keyboard is

    def current(self) -> str:
        """Return the id of the step whose row the keyboard is in, or nothing."""
        return self._at[0] if self._place(self._at[0]) >= 0 else ""

    def column(self) -> str:
        """Return the column the keyboard is in."""
        return self._at[1]

    def keyboard_at(self) -> tuple[int, str]:
        """Return the row and the column that the keyboard is in; a row of -1 is none."""
        return self._place(self._at[0]), self._at[1]

    def count(self) -> int:
        """Return how many steps there are."""
        return len(self._drafts)

    def draft_at(self, at: int) -> Draft:
        """Return the draft of the step in a row."""
        return self._drafts[at]

    def is_read_only(self) -> bool:
        """Return whether nothing can be typed."""
        return self._read_only

    def write_in(self, id: str, name: str = "", at: QPoint | None = None) -> None:
        """Put the caret into a cell: at a point of the table, or behind its words."""
        draft = self._draft(id)
        name = name or (self._columns[0].name if self._columns else "")
        if draft is None or not self._has(name):
            return
        self._leave_cell()
        self._set_current(id, name)
        self.marks.writing, self.marks.focused = name, ""
        self._begun = written(draft, name)
        edit = self.edit
        edit.one_line = name in ("title", "minutes")
        self._dress_edit(name)
        edit.show_text(self._begun)
        self._place_edit()
        edit.show()
        edit.setFocus()
        if at is not None:
            edit.setTextCursor(edit.cursorForPosition(edit.mapFrom(self, at)))
        if name in self.marks.came.get(id, ()):
            self.marks.came = {**self.marks.came, id: self.marks.came[id] - {name}}
        self._lay_again()
        self.update()
        self.revealed.emit(self.rows.ground(self._place(id), name))

    def _dress_edit(self, name: str) -> None:
        worn = theme.now()
        kind = "heading" if self.rows.cards and name == "title" else kind_of(name)
        self.edit.setFont(worn.shared_font(kind))
        tone = {"second": "pen", "intent": "ink2"}.get(name, "ink")
        palette = self.edit.palette()
        palette.setColor(palette.ColorRole.Text, worn.q(tone))
        self.edit.setPalette(palette)
        at = self._place(self._at[0]) + 1
        head = next((c.words for c in self._columns if c.name == name), "")
        self.edit.setAccessibleName(_("Step {number}, {column}").format(number=at, column=head))

    def stop_writing(self) -> None:
        """Take the box away; the keyboard stays in the row."""
        self._leave_cell()
        had = self.edit.hasFocus()
        self.edit.hide()
        self.marks.writing, self.marks.focused = "", self._at[1]
        if had:
            self.setFocus()
        self.update()

    def _leave_cell(self) -> None:
        """Tell what was written in the cell since the caret came, as one step to undo."""
        self.settle()
        if self.marks.writing:
            self.left.emit()
        self.marks.writing = ""

    def settle(self) -> None:
        """Make one step of what was written in the cell so far; the caret stays."""
        draft, name = self._draft(self._at[0]), self._at[1]
        if draft is None or not self.marks.writing:
            return
        now = written(draft, name)
        if now != self._begun:
            self.text_left.emit(draft, name, self._begun, now)
            self._begun = now
            self.edit.forget_steps()

    def _set_current(self, id: str, name: str) -> None:
        told = id != self._at[0]
        self._at = (id, name)
        self.marks.chosen = id
        if told:
            self.chosen.emit(id)

    def _place_edit(self) -> None:
        at = self._place(self._at[0])
        if at >= 0 and self.marks.writing:
            self.edit.place(self.rows.words(at, self.marks.writing))

    def _lay_again(self) -> None:
        """Lay out the row that is written in; what is below it moves if it grew."""
        at = self._place(self._at[0])
        if at >= 0:
            if self.rows.lay_again(at):
                self._fit()
            self._place_edit()

    # typing

    def _type(self, words: str) -> None:
        draft, name = self._draft(self._at[0]), self._at[1]
        if draft is None:
            return
        if name == "minutes":
            self._type_minutes(draft, words)
        else:
            self.edited.emit(draft, name, words or None)
        self._lay_again()

    def _type_minutes(self, draft: Draft, words: str) -> None:
        value = read_minutes(words) if words.strip() else None
        if words.strip() and value is None:
            self.doubted.emit(_("A number of minutes fits here; this is not saved yet"))
            return
        self.doubted.emit("")
        self.edited.emit(draft, "minutes", value)

    def _in_doubt(self) -> bool:
        words = self.edit.toPlainText().strip()
        return self._at[1] == "minutes" and bool(words) and read_minutes(words) is None

    def composing(self) -> bool:
        """Tell whether an input method is at work in the box."""
        return self.edit.isVisible() and self.edit.composing()

    # keys

    def command(self, what: str) -> None:
        """Do what a key in the box or on the row stands for."""
        id, name = self._at
        self.settle()
        match what:
            case "leave":
                self.stop_writing()
            case "undo":
                self.undo_wanted.emit()
            case "redo":
                self.redo_wanted.emit()
            case _ if self._read_only or self._place(id) < 0:
                return
            case "choose" if name in MODES:
                self._toggle_mode(self._drafts[self._place(id)], name)
            case "choose":
                self._ask_choice(id)
            case "add":
                self.add_wanted.emit(id)
            case "split":
                self.split_wanted.emit(id, name, self._caret())
            case "up" | "down":
                self._move(id, -1 if what == "up" else 1)
            case "delete":
                self.delete_wanted.emit(id)

    def _caret(self) -> int:
        """Return how many signs stand before the caret; Qt counts rare ones twice."""
        words, at = self.edit.toPlainText(), self.edit.textCursor().position()
        return len(words.encode("utf-16-le")[: at * 2].decode("utf-16-le", "ignore"))

    def _move(self, id: str, by: int) -> None:
        at = self._place(id)
        if 0 <= at + by < len(self._drafts):
            self.move_wanted.emit(id, at + by + (by > 0))

    def _ask_choice(self, id: str) -> None:
        where = self.mapToGlobal(self.rows.words(self._place(id), "title").bottomLeft())
        self.choice_wanted.emit(id, where)

    def _paste_rows(self, steps: object) -> None:
        self.settle()
        self.rows_pasted.emit(self._at[0], steps)

    def _step(self, columns: int, rows: int) -> None:
        """Go on to another cell; past the last one to what follows the table."""
        names = [column.name for column in self._columns]
        if self._at[1] not in names:
            return
        place = self._place(self._at[0]) * len(names) + names.index(self._at[1])
        place += columns + rows * len(names)
        if 0 <= place < len(names) * len(self._drafts):
            row, column = divmod(place, len(names))
            self._go(self._drafts[row].id, names[column])
        elif columns:
            self.stop_writing()
            super().focusNextPrevChild(columns > 0)

    def _go(self, id: str, name: str) -> None:
        if self.edit.isVisible():
            self.write_in(id, name)
        else:
            self._set_current(id, name)
            self.marks.focused = name
            self.revealed.emit(self.rows.ground(self._place(id), name))
            self.update()
            self.keyboard_moved.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.emit()
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ways = {
            Key.Key_Up: (0, -1), Key.Key_Down: (0, 1), Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0),
        }  # fmt: skip
        if held == ALT and key in (Key.Key_Up, Key.Key_Down):
            self.command("up" if key == Key.Key_Up else "down")
        elif held & CTRL and key in (Key.Key_Return, Key.Key_Enter):
            self.command("add")
        elif held == CTRL and key in (Key.Key_Z, Key.Key_Y):
            self.command("undo" if key == Key.Key_Z else "redo")
        elif held == CTRL | SHIFT and key == Key.Key_Z:
            self.command("redo")
        elif key == Key.Key_Delete:
            self.command("delete")
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_F2) and not held:
            self.write_in(*self._at)
        elif key == Key.Key_F4:
            self.command("choose")
        elif key in ways:
            self._step(*ways[Key(key)])
        elif event.text() and event.text().isprintable() and not held & ~SHIFT:
            self.write_in(*self._at)
            self.edit.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if not self.marks.focused:
            return super().focusNextPrevChild(next)
        self._step(1 if next else -1, 0)
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._drafts or self.marks.writing:
            return
        back = event.reason() == Qt.FocusReason.BacktabFocusReason
        tabbed = back or event.reason() == Qt.FocusReason.TabFocusReason
        if tabbed or not self.current():
            end = -1 if back else 0
            self._set_current(self._drafts[end].id, self._columns[end].name)
        self.marks.focused = self._at[1]
        if tabbed:
            self.write_in(*self._at)
        self.update()
        self.keyboard_moved.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.marks.focused = ""
        self.update()

    # the pointer

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit = self._hits.find(point, self._drafts)
        if hit.at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        draft = self._drafts[hit.at]
        match hit.what:
            case "handle" if not self._read_only:
                self._grabbed, self._drop_at, self._grabbed_y = draft.id, -1, point.y()
            case "mark":
                self.mark_chosen.emit(draft.id)
            case "mode":
                self.stop_writing()
                self._set_current(draft.id, hit.name)
                self._toggle_mode(draft, hit.name)
            case "versions":
                self.versions_wanted.emit(draft.id)
            case "cell":
                self.write_in(draft.id, hit.name, point)

    def _toggle_mode(self, draft: Draft, name: str) -> None:
        if not self._read_only:
            now = "seatwork" if draft.value(MODES[name]) == "direct" else "direct"
            self.edited.emit(draft, MODES[name], now)
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._grabbed:
            if abs(point.y() - self._grabbed_y) >= DRAGGED_FROM or self._drop_at >= 0:
                self._drop_at = self.rows.insertion_at(point.y())
                self.revealed.emit(QRect(point, QSize(1, 1)))
                self.update()
            return
        hit = self._hits.find(point, self._drafts)
        hovered = self._drafts[hit.at].id if hit.at >= 0 else ""
        if hovered != self.marks.hovered:
            self.marks.hovered = hovered
            self.update()
        self.setCursor(POINTERS.get(hit.what, Qt.CursorShape.ArrowCursor))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, before = self._grabbed, self._drop_at
        self._grabbed, self._drop_at = "", -1
        self.update()
        if not grabbed:
            return
        at = self._place(grabbed)
        if before < 0:  # a click on the handle chooses the row
            self.stop_writing()
            self._set_current(grabbed, "title")
            self.setFocus()
            self.marks.focused = "title"
        elif before not in (at, at + 1):
            self.settle()
            self.move_wanted.emit(grabbed, before)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.marks.hovered = ""
        self.update()
        super().leaveEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self._place(self._at[0]) if keyboard else self.rows.row_at(event.pos().y())
        if at < 0:
            return
        where = event.globalPos()
        if keyboard:
            where = self.mapToGlobal(self.rows.row_rect(at).topLeft() + QPoint(24, 24))
        self.menu_wanted.emit(self._drafts[at].id, where)

    # steps of other plans

    def _track_at(self, point: QPoint) -> tuple[str, str]:
        at, name = self.rows.cell_at(point)
        return (self._drafts[at].id, name) if at >= 0 and name in MODES else ("", "")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME) and not self._read_only:
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        id, name = self._track_at(event.position().toPoint())
        if id:
            self._set_current(id, name)
            self.marks.focused = name
            event.acceptProposedAction()
        else:
            event.ignore()
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        id, name = self._track_at(event.position().toPoint())
        step = unpacked(bytes(event.mimeData().data(MIME).data()))
        if id and step is not None:
            event.acceptProposedAction()
            self.stop_writing()
            self.dropped.emit(id, name, step)

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), event.rect()
        painter.fillRect(rect, theme.now().q("surface"))
        if rect.top() < self.rows.head_height():
            self._painter.head(painter, self._columns, self.width())
        first = max(self.rows.row_at(max(rect.top(), self.rows.head_height())), 0)
        for at in range(first, len(self._drafts)):
            if self.rows.rows[at].top > rect.bottom():
                break
            self._painter.row(painter, at, self._drafts[at], rect)
        if self._drop_at >= 0:
            self._paint_drop(painter)

    def _paint_drop(self, painter: QPainter) -> None:
        rows = self.rows.rows
        y = rows[self._drop_at].top if self._drop_at < len(rows) else self.rows.height() - 2
        painter.fillRect(QRect(0, max(y - 1, 0), self.width(), 3), theme.now().q("accent"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()
            self._place_edit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, self.rows.height())
