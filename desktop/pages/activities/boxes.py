"""What one types and chooses in, for every type of field; each tells `edited` with the new value.

A box shows a value by `show_value` without telling anybody, and says whether an input method is
composing in it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.labels import choice_labels, listed
from desktop.pages.activities.activity_draft import came_spans, carry_caret, read_time
from desktop.widgets.date_field import DateField
from desktop.widgets.fields import Combo
from desktop.widgets.tokens import Token, Tokens
from desktop.words import _

Propose = Callable[[str], Sequence[Token]]
ABSENT = " "  # what a choice shows when nothing is chosen: a line as tall as the others


class Box(Protocol):
    """What the form knows of every box."""

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a value; `beside` is the name kept with a reference."""

    def composing(self) -> bool:
        """Tell whether an input method is at work in it."""


class LineBox(QLineEdit):
    """A line of words."""

    edited = Signal(object)
    left = Signal()
    pressed = Signal()  # a key: nothing may be put under a person's fingers now
    doubted = Signal(str)  # what is typed does not fit; it stays on the screen

    def __init__(self) -> None:
        super().__init__()
        self._composing = False
        self.textEdited.connect(self._edit)
        self.editingFinished.connect(self.left)

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a value, the caret where it was between the same signs."""
        words = self._words(value)
        if words == self.text():
            return
        at = carry_caret(self.text(), words, self.cursorPosition())
        self.setText(words)
        self.setCursorPosition(at if self.hasFocus() else 0)

    def _words(self, value: Value) -> str:
        return "" if value is None else str(value)

    def _edit(self, words: str) -> None:
        self.edited.emit(words or None)

    def composing(self) -> bool:
        """Tell whether an input method is at work in it."""
        return self._composing

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        self.pressed.emit()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.emit()
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)


class NumberBox(LineBox):
    """A number; full-width figures count, words do not."""

    def __init__(self, *, whole: bool = True) -> None:
        super().__init__()
        self._whole = whole

    @override
    def _words(self, value: Value) -> str:
        return f"{value:g}" if isinstance(value, float) else super()._words(value)

    @override
    def _edit(self, words: str) -> None:
        plain = words.strip()
        try:
            value = (int(plain) if self._whole else float(plain)) if plain else None
        except ValueError:
            self.doubted.emit(_("A number fits here; this is not saved yet"))
            return
        if value is not None and (value < 0 or value > 1_000_000):
            self.doubted.emit(_("That is too large or too small; this is not saved yet"))
            return
        self.edited.emit(value)


class TimeBox(LineBox):
    """A time of day, in any usual way: 9:00, 0930, 9点半."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("9:00")
        self.editingFinished.connect(self._tidy)

    @override
    def _edit(self, words: str) -> None:
        found = read_time(words)
        if found is not None and len(words.strip()) > 2:
            self.edited.emit(found)
        elif not words.strip():
            self.edited.emit(None)

    def _tidy(self) -> None:
        found = read_time(self.text())
        if found is not None:
            self.edited.emit(found)
            self.setText(found)
        elif self.text().strip():
            self.doubted.emit(_("A time fits here, such as 9:00; this is not saved yet"))


class TextBox(QPlainTextEdit):
    """A text that grows with what is written; what came from elsewhere is tinted."""

    edited = Signal(object)
    left = Signal()
    pressed = Signal()

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._composing, self._quiet, self._least = False, False, lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._edit)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a text, the caret where it was between the same signs."""
        words, before = str(value or ""), self.toPlainText()
        if words == before:
            return
        cursor = self.textCursor()
        caret = carry_caret(before, words, cursor.position())
        anchor = carry_caret(before, words, cursor.anchor())
        self._quiet = True
        self.setPlainText(words)
        self._quiet = False
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, len(words)))
        cursor.setPosition(min(caret, len(words)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def tint(self, before: str) -> None:
        """Tint what the text shown has and the one before had not."""
        looks = QTextCharFormat()
        looks.setBackground(theme.now().q("far_soft"))
        looks.setFontUnderline(True)
        looks.setUnderlineColor(theme.now().q("far"))
        marks = []
        for start, length in came_spans(before, self.toPlainText()):
            mark = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, looks  # type: ignore[attr-defined]
            marks.append(mark)
        self.setExtraSelections(marks)

    def untint(self) -> None:
        """Take the tint away."""
        self.setExtraSelections([])

    def composing(self) -> bool:
        """Tell whether an input method is at work in it."""
        return self._composing

    def _edit(self) -> None:
        if not self._quiet:
            self.edited.emit(self.toPlainText() or None)

    def _fit(self) -> None:
        lines = max(self._least, int(self.document().size().height()))
        worn = theme.now()
        margins = worn.px(10) + 2 * int(self.document().documentMargin()) + 4
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + margins)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()  # the lines break elsewhere, which the document does not tell

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        self.pressed.emit()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.emit()
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)
        self.left.emit()


class ChoiceBox(Combo):
    """A choice of one code, or of none."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, items: Mapping[str, str]) -> None:
        super().__init__([("", ABSENT), *items.items()])
        self.chosen.connect(self._edit)

    def offer(self, items: Mapping[str, str]) -> None:
        """Offer other codes; the one shown stays."""
        self.set_items([("", ABSENT), *items.items()])

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a code; one that is not offered is shown by the name kept with it."""
        code = str(value or "")
        if code and self.findData(code) < 0 and beside:
            self.addItem(beside, code)
        self.set_code(code)

    def _edit(self, code: str) -> None:
        self.edited.emit(code or None)
        self.left.emit()

    def composing(self) -> bool:
        """Tell that no input method works here."""
        return False


def period_box() -> ChoiceBox:
    """Return the choice of a lesson of the day."""
    return ChoiceBox({str(n): _("Lesson {number}").format(number=n) for n in range(1, 9)})


class CodesBox(Combo):
    """A choice of several codes, ticked in a menu; it reads as their words in a row."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, kind: str, field: str) -> None:
        super().__init__()
        self._words = choice_labels(kind, field)
        self._codes: list[str] = []
        self.show_value(None)

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show codes separated by spaces."""
        self._codes = str(value or "").split()
        words = listed([self._words.get(code, _("Other (newer version)")) for code in self._codes])
        self.set_items([("x", words or ABSENT)])
        self.setCurrentIndex(0)
        self.setToolTip(words)

    def composing(self) -> bool:
        """Tell that no input method works here."""
        return False

    @override
    def showPopup(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, words in self._words.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(code in self._codes)
            action.setData(code)
        menu.triggered.connect(self._toggle)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _toggle(self, action: QAction) -> None:
        code = str(action.data())
        chosen = {*self._codes} ^ {code}
        known = [one for one in self._words if one in chosen]
        others = [one for one in self._codes if one not in self._words]
        value = " ".join([*known, *others]) or None
        self.show_value(value)
        self.edited.emit(value)
        self.left.emit()


class DayBox(DateField):
    """One day of the calendar."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint=hint)
        self.changed.connect(self._edit_days)
        self.editingFinished.connect(self.left)

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show an ISO date."""
        day = date.fromisoformat(value) if isinstance(value, str) and value else None
        if day != self.day():
            self.set_days(day)

    def _edit_days(self, first: date | None, _last: date | None) -> None:
        self.edited.emit(first.isoformat() if first else None)

    def composing(self) -> bool:
        """Tell whether somebody is typing a date."""
        return self.hasFocus() and self.isModified()


class SchoolsBox(Tokens):
    """Several schools, as tokens."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, propose: Propose, names: Mapping[str, str]) -> None:
        super().__init__(propose)
        self.set_add_words(_("Add a school"))
        self._names, self._ids = names, list[str]()
        self.added.connect(self._include)
        self.removed.connect(self._leave_out)

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show ids separated by spaces; `beside` are their names as they were chosen by."""
        self._ids = str(value or "").split()
        kept = beside.split("、")
        kept += [""] * (len(self._ids) - len(kept))
        tokens = [
            Token(id, self._names.get(id) or name or _("A school"))
            for id, name in zip(self._ids, kept, strict=False)
        ]
        if not self._ids and beside:
            tokens = [Token("", beside)]
        if tokens != self.tokens():
            self.set_tokens(tokens)

    def composing(self) -> bool:
        """Tell that no input method works here."""
        return False

    def _include(self, token: Token) -> None:
        if token.key not in self._ids:
            self._tell([*self._ids, token.key])

    def _leave_out(self, key: str) -> None:
        self._tell([one for one in self._ids if one != key])

    def _tell(self, ids: list[str]) -> None:
        value = " ".join(ids) or None
        self.show_value(value)
        self.edited.emit(value)
        self.left.emit()


class PersonBox(LineBox):
    """One person, by name or initials, or a name that is not in the list.

    `met` tells the id, or None of one who is not in the list, and the name.
    """

    met = Signal(object, object)

    def __init__(self, propose: Propose) -> None:
        super().__init__()
        self._propose = propose
        self._offered: list[Token] = []
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.setPlaceholderText(_("Name or initials"))
        self.editingFinished.connect(self._settle)
        self._shown = ""

    @override
    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a person by the name kept with the reference."""
        self._shown = beside
        super().show_value(beside)

    @override
    def _edit(self, words: str) -> None:
        self._offered = list(self._propose(words.strip()))
        self._model.setStringList([token.words() for token in self._offered])
        if words.strip() and self._offered:
            self._completer.complete()
            self._completer.popup().setCurrentIndex(QModelIndex())
        else:
            self._completer.popup().hide()

    def _take(self, _words: str) -> None:
        at = self._completer.popup().currentIndex().row()
        if 0 <= at < len(self._offered):
            self._set(self._offered[at])

    def _settle(self) -> None:
        """Take the one that is meant; a name nobody has stays a name."""
        words = self.text().strip()
        if words == self._shown:
            return
        meant = [token for token in self._offered if token.name == words]
        if len(meant) == 1:
            self._set(meant[0])
        else:
            self._shown = words
            self.met.emit(None, words or None)

    def _set(self, token: Token) -> None:
        self._shown = token.name
        self.setText(token.name)
        self.met.emit(token.key, token.name)


def focus_in(widget: QWidget) -> bool:
    """Tell whether the keyboard is in a widget or in one of its parts."""
    held: QWidget | None = QApplication.focusWidget()
    return held is not None and (held is widget or widget.isAncestorOf(held))


def composing_in(form: QWidget) -> bool:
    """Tell whether an input method is at work in one of a form's boxes."""
    held: QWidget | None = QApplication.focusWidget()
    inside = held is not None and form.isAncestorOf(held)
    return inside and isinstance(held, LineBox | TextBox | DayBox) and held.composing()


def commit_in(form: QWidget) -> None:
    """Take what stands in the box of a form that has the focus, as if it were left."""
    held: QWidget | None = QApplication.focusWidget()
    if held is not None and form.isAncestorOf(held) and isinstance(held, LineBox | DayBox):
        held.editingFinished.emit()
