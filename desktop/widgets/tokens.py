"""People (or schools) as tokens that wrap, ended by a place to add one more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import icons, theme
from desktop.widgets.buttons import chip
from desktop.widgets.filters import Chips
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Token:
    """One of them: what it stands for, its name, and a word beside it such as the role."""

    key: str
    name: str
    note: str = ""

    def words(self) -> str:
        """Return what the token shows."""
        return f"{self.name}·{self.note}" if self.note else self.name


class _Chip(QToolButton):
    """A token on the page: a click asks for it, its cross or Delete takes it away."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, token: Token) -> None:
        super().__init__()
        self._token = token
        self.setProperty("kind", "token")
        self.setText(token.words())
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        icons.dress(self, "x", "ink2", 13)
        self.setAccessibleName(token.words())
        self.setAccessibleDescription(_("Delete takes it away"))

        self._on_cross = False
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        asked, self._on_cross = self._on_cross, False
        (self.removed if asked else self.opened).emit(self._token.key)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._on_cross = event.position().x() >= self.width() - theme.now().size(30)
        super().mouseReleaseEvent(event)
        self._on_cross = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._token.key)
        else:
            super().keyPressEvent(event)


class _Adder(QLineEdit):
    """The line one types a name into; proposals come under it."""

    taken = Signal(object)  # a Token
    typed = Signal(str)  # a name that none of the proposals has
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(theme.now().size(180))
        self.propose: Callable[[str], Sequence[Token]] = _nobody
        self._offered: list[Token] = []
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._offer)

    def begin(self) -> None:
        """Start with an empty line and the first proposals."""
        self.clear()
        self.setFocus()
        self._offer("")

    def _offer(self, text: str) -> None:
        self._offered = list(self.propose(text.strip()))
        self._model.setStringList([token.words() for token in self._offered])
        if self._offered:
            self._completer.complete()
            self._completer.popup().setCurrentIndex(QModelIndex())
        else:
            self._completer.popup().hide()

    def _take(self, _words: str) -> None:
        self._take_line(self._pointed())

    def _pointed(self) -> int:
        """Return the proposal pointed at, or -1; its words alone may name two people."""
        return self._completer.popup().currentIndex().row()

    def _take_line(self, at: int) -> None:
        name = self.text().strip()
        if 0 <= at < len(self._offered):
            self.taken.emit(self._offered[at])
        elif not name:
            return
        elif fitting := [token for token in self._offered if token.name == name] or self._offered:
            self.taken.emit(fitting[0])
        else:
            self.typed.emit(name)
        self.begin()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_line(self._pointed())
            event.accept()  # or the completer would take it a second time
        elif event.key() == Qt.Key.Key_Escape:
            self._completer.popup().hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _nobody(_text: str) -> Sequence[Token]:
    return ()


class Tokens(QWidget):
    """The tokens, and at their end "加一位", which opens a line with proposals.

    It changes nothing by itself: it tells what is wanted, and shows what `set_tokens` says.
    """

    added = Signal(object)  # a Token of the proposals
    typed = Signal(str)  # a name that none of them has
    removed = Signal(str)  # a key
    opened = Signal(str)  # a key

    def __init__(self, propose: Callable[[str], Sequence[Token]] = _nobody) -> None:
        super().__init__()
        self._tokens: list[Token] = []
        self._chips = Chips()
        self._add = chip("", checkable=False, icon="plus")
        self._line = _Adder()
        self._line.propose = propose
        self._line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._chips)
        self._chips.add(self._add)
        self._chips.add(self._line)
        self._add.clicked.connect(self.begin_adding)
        self._line.taken.connect(self.added)
        self._line.typed.connect(self.typed)
        self._line.left.connect(self._end_adding)
        self._words = ""
        self._retranslate()

    def set_proposals(self, propose: Callable[[str], Sequence[Token]]) -> None:
        """Ask another function whom to propose for what is typed."""
        self._line.propose = propose

    def set_add_words(self, words: str) -> None:
        """Name what is added, when it is not a person."""
        self._words = words
        self._retranslate()

    def tokens(self) -> list[Token]:
        """Return the tokens shown."""
        return list(self._tokens)

    def set_tokens(self, tokens: Sequence[Token]) -> None:
        """Show these, in this order; the one being added goes on."""
        self._tokens = list(tokens)
        for old in self._chips.findChildren(_Chip):
            self._chips.remove(old)
        for at, token in enumerate(tokens):
            one = _Chip(token)
            one.opened.connect(self.opened)
            one.removed.connect(self.removed)
            self._chips.add(one, at)

    def begin_adding(self) -> None:
        """Open the line one types into."""
        self._add.hide()
        self._line.show()
        self._chips.fit()
        self._line.begin()

    def _end_adding(self) -> None:
        self._line.hide()
        self._add.show()
        self._chips.fit()

    def _retranslate(self) -> None:
        self._add.setText(self._words or _("Add one"))
        self._line.setPlaceholderText(_("Name or initials"))
        self._line.setAccessibleName(self._add.text())
        self._chips.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
