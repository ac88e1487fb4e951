"""The one box of the step table that is written in: it stands in a cell and grows with it."""

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget
from typing_extensions import override

from desktop.pages.activities.activity_draft import carry_caret
from desktop.pages.plans.pasting import MOST_ROWS, clean, rows_of_html, rows_of_text, steps_of
from desktop.pages.plans.plan_bounds import too_long
from desktop.widgets.differing import LEADING

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LINE_HEIGHT = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
LONGEST_PAGE = 4_000_000  # signs of a page in which tables are looked for
COMMANDS = {
    (Key.Key_Return, CTRL): "add",
    (Key.Key_Enter, CTRL): "add",
    (Key.Key_Return, CTRL | SHIFT): "split",
    (Key.Key_Enter, CTRL | SHIFT): "split",
    (Key.Key_Up, ALT): "up",
    (Key.Key_Down, ALT): "down",
    (Key.Key_Delete, CTRL | SHIFT): "delete",
    (Key.Key_F4, Qt.KeyboardModifier.NoModifier): "choose",
    (Key.Key_Escape, Qt.KeyboardModifier.NoModifier): "leave",
}


class CellEdit(QTextEdit):
    """Plain text in the lines and letters of the painted cells."""

    edited = Signal(str)
    pressed = Signal()
    commanded = Signal(str)  # add, split, up, down, delete, choose, leave, undo, redo
    stepped = Signal(int, int)  # go on to another cell: columns, rows
    rows_pasted = Signal(object)  # the values of steps
    refused = Signal()  # what was to be pasted is too long

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "cell")
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self._quiet, self._composing = False, False
        self.one_line = False
        self.textChanged.connect(self._tell)
        self.hide()

    def show_text(self, words: str, *, caret: bool = False) -> None:
        """Show other words without telling anybody.

        Args:
            words: The words.
            caret: Whether the caret stays between the same signs; else it goes to the end.
        """
        before, cursor = self.toPlainText(), self.textCursor()
        at = carry_caret(before, words, cursor.position()) if caret else len(words)
        anchor = carry_caret(before, words, cursor.anchor()) if caret else at
        self._quiet = True
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(words)
        self._open_lines()
        self.document().setUndoRedoEnabled(True)
        self._quiet = False
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(at, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _open_lines(self) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(LEADING * 100, LINE_HEIGHT)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)

    def place(self, rect: QRect) -> None:
        """Stand over the words of a cell; the last line has room for its leading."""
        self.setGeometry(rect.adjusted(0, 0, 0, 6))

    def composing(self) -> bool:
        """Tell whether an input method is at work in it."""
        return self._composing

    def forget_steps(self) -> None:
        """Forget what could be undone in it: it goes on as a step of the table."""
        self.document().clearUndoRedoStacks()

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit(self.toPlainText())

    # keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.emit()
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = COMMANDS.get((Key(key), held))
        if command:
            self.commanded.emit(command)
        elif key in (Key.Key_Tab, Key.Key_Backtab):
            self.stepped.emit(-1 if key == Key.Key_Backtab or held & SHIFT else 1, 0)
        elif not (self._undoes(event) or self._leaves(key, held)):
            super().keyPressEvent(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        """Hand undo and redo to the table where the box itself has nothing to undo."""
        held = event.modifiers()
        undo = event.key() == Key.Key_Z and held == CTRL
        redo = event.key() == Key.Key_Y and held == CTRL
        redo = redo or (event.key() == Key.Key_Z and held == CTRL | SHIFT)
        if undo and not self.document().isUndoAvailable():
            self.commanded.emit("undo")
            return True
        if redo and not self.document().isRedoAvailable():
            self.commanded.emit("redo")
            return True
        return False

    def _leaves(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Go to the cell above, below or beside where the caret can go no further."""
        if held:
            return False
        if key in (Key.Key_Return, Key.Key_Enter) and self.one_line:
            self.stepped.emit(1, 0)
            return True
        way = {
            Key.Key_Up: QTextCursor.MoveOperation.Up,
            Key.Key_Down: QTextCursor.MoveOperation.Down,
        }
        if key in way and not self.textCursor().movePosition(way[Key(key)]):
            self.stepped.emit(0, -1 if key == Key.Key_Up else 1)
            return True
        return False

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        self.pressed.emit()
        super().inputMethodEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return False  # the table knows which cell is next

    # pasting

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        words = source.text() if source.hasText() else ""
        if too_long(words, self.document().characterCount()):
            self.refused.emit()
            return
        html = source.html() if source.hasHtml() else ""
        rows = rows_of_html(html) if len(html) <= LONGEST_PAGE else []
        steps = steps_of(rows or rows_of_text(words))
        if len(steps) > MOST_ROWS:  # the rest would be missing, and nobody would see it
            self.refused.emit()
        elif steps:
            self.rows_pasted.emit(steps)
        else:
            self._insert(clean(words))

    def _insert(self, words: str) -> None:
        if self.one_line:
            words = " ".join(words.split())
        self.textCursor().insertText(words)
        self.ensureCursorVisible()
