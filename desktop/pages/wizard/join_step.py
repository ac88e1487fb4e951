"""Joining: the invitation's file, and its six words with proposals as one types."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from desktop import theme
from desktop.errors import describe
from desktop.pages.wizard.step import Step
from desktop.widgets.basic import A, Card, Elided, Icon, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _, ngettext, pgettext
from sync import identity, words
from sync.errors import InvitationError, UnknownWordsError
from sync.limits import WORDS

PROPOSED = 5


class WordField(QWidget):
    """One of the six words: its number, its field, a tick when it is one of ours."""

    typed = Signal(int)
    entered = Signal(int)
    pasted = Signal(str)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        worn, layout = theme.now(), row(self, 8)
        name = label(str(number + 1), "strong", "ink3")
        name.setFixedWidth(worn.size(14))
        self.line = QLineEdit()
        self.line.setProperty("kind", "title")
        self.line.setAccessibleName(_("Word {number}").format(number=number + 1))
        self.line.setMinimumWidth(worn.size(90))
        self._tick = Icon("check", "accent", 18)
        policy = self._tick.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._tick.setSizePolicy(policy)
        layout.addWidget(name)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._tick)
        self._tick.hide()
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._tell)
        self.line.returnPressed.connect(self._enter)

    def word(self) -> str:
        """Return what stands in the field."""
        return self.line.text().strip()

    def is_right(self) -> bool:
        """Return whether it is a word of the list."""
        return words.is_word(self.word())

    def set_word(self, word: str) -> None:
        """Fill the field."""
        self.line.setText(word)
        self.judge(final=True)

    def judge(self, *, final: bool = False) -> None:
        """Show the tick, or (when the field was left) the sign that this is no word of ours."""
        right = self.is_right()
        wrong = final and bool(self.word()) and not right
        self._tick.set_icon("warning" if wrong else "check", "warn" if wrong else "accent")
        self._tick.setVisible(right or wrong)
        said = _("not one of our words") if wrong else _("right") if right else ""
        self.line.setAccessibleDescription(said)

    def _tell(self, text: str) -> None:
        if len(text.split()) > 1 or (len(text.strip()) > 8 and not text.isascii()):
            self.pasted.emit(text)
            return
        self.judge()
        self.typed.emit(self._number)

    def _enter(self) -> None:
        self.entered.emit(self._number)


class SixWords(QWidget):
    """Fields three by two; proposals for the one being filled under them."""

    changed = Signal()
    accepted = Signal()  # Enter, when all six are there

    def __init__(self) -> None:
        super().__init__()
        worn, layout = theme.now(), column(self, 8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(worn.px(12))
        grid.setVerticalSpacing(worn.px(10))
        across = 2 if worn.large else 3
        self.fields = [WordField(number) for number in range(WORDS)]
        for number, field in enumerate(self.fields):
            grid.addWidget(field, number // across, number % across)
            field.typed.connect(self._propose)
            field.entered.connect(self._enter)
            field.pasted.connect(self.spread)
            field.line.installEventFilter(self)
        layout.addLayout(grid)
        self._offer = QWidget()
        self._offer.setFixedHeight(worn.px(8) + worn.size(28))
        line = row(self._offer, 8)
        self._meant = label(_("You mean"), "small", "ink3")
        line.addWidget(self._meant)
        self.proposals: list[QPushButton] = []
        for _number in range(PROPOSED):
            one = button("", "", small=True)
            one.clicked.connect(self._take)
            one.hide()
            self.proposals.append(one)
            line.addWidget(one)
        line.addStretch(1)
        layout.addWidget(self._offer)
        self._at = 0
        self.setFocusProxy(self.fields[0])
        self._show(())

    def typed(self) -> str:
        """Return all that stands in the fields."""
        return " ".join(field.word() for field in self.fields)

    def missing(self) -> int:
        """Return how many words are not there or not ours."""
        return sum(not field.is_right() for field in self.fields)

    def mark(self, numbers: Sequence[int]) -> None:
        """Show the wrong ones, by their numbers from 1, and go to the first of them."""
        for number in numbers:
            self.fields[number - 1].judge(final=True)
        if numbers:
            self.fields[numbers[0] - 1].setFocus()

    def spread(self, text: str) -> None:
        """Put words that came in one go into their fields."""
        try:
            found: Sequence[str] = words.read(text)
        except UnknownWordsError:
            found = text.split()[:WORDS]
        for field, word in zip(self.fields, found, strict=False):
            field.set_word(word)
        self._show(())
        self.changed.emit()
        next((f for f in self.fields if not f.is_right()), self.fields[-1]).setFocus()

    def _propose(self, number: int) -> None:
        self._at = number
        field = self.fields[number]
        self._show(() if field.is_right() and not field.word().isascii() else self._found(field))
        self.changed.emit()

    @staticmethod
    def _found(field: WordField) -> Sequence[str]:
        return words.propose(field.word(), PROPOSED)

    def _show(self, found: Sequence[str]) -> None:
        for one, word in zip(self.proposals, [*found, *[""] * PROPOSED], strict=False):
            one.setText(word)
            one.setVisible(bool(word))
        self._meant.setVisible(bool(found))

    def _take(self) -> None:
        taken = self.sender()
        if isinstance(taken, QPushButton):
            self._fill(taken.text())

    def _fill(self, word: str) -> None:
        self.fields[self._at].set_word(word)
        self._show(())
        self.changed.emit()
        self._go_on(self._at)

    def _enter(self, number: int) -> None:
        """Enter takes the first proposal, then the next field, at the end the next step."""
        self._at = number
        found = self._found(self.fields[number])
        if found and self.fields[number].word() != found[0]:
            self._fill(found[0])
        else:
            self._go_on(number)

    def _go_on(self, number: int) -> None:
        empty = [f for f in self.fields[number + 1 :] + self.fields[:number] if not f.is_right()]
        if empty:
            empty[0].setFocus()
        elif self.missing() == 0:
            self.accepted.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for number, field in enumerate(self.fields):
                if field.line is watched:
                    self._propose(number)
        if event.type() == QEvent.Type.FocusOut:
            for field in self.fields:
                if field.line is watched:
                    field.judge(final=True)
        return False


class InvitationChoice(Card):
    """The invitation's file: found on a stick, or chosen."""

    changed = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__(gap=4, margins=(16, 10, 16, 12))
        self._folder, self.file = folder, Path()
        self._problem = ""
        line = row(gap=10)
        self._icon = Icon("envelope-open", "ink2", 22)
        line.addWidget(self._icon, 0, A.AlignVCenter)
        said = column(gap=0)
        self._name, self._note = Elided("", "strong"), label("", "small", "ink2", wrap=True)
        said.addWidget(self._name)
        said.addWidget(self._note)
        line.addLayout(said, 1)
        self.choose = button("", "", "folder-open")
        self.choose.clicked.connect(self._ask)
        line.addWidget(self.choose)
        self.body.addLayout(line)
        self._show()

    def is_ready(self) -> bool:
        """Return whether an invitation is chosen."""
        return bool(self.file.name) and not self._problem

    def take(self, path: str | Path) -> None:
        """Choose a file; one that is no invitation says so at once."""
        self.file = Path(path)
        try:
            identity.read_file(self.file)
            self._problem = ""
        except InvitationError as error:
            self._problem = describe(error).text()
        self._show()
        self.changed.emit()

    def offer(self, found: tuple[Path, ...]) -> None:
        """Take an invitation that was found on a stick, unless one is chosen."""
        if found and not self.is_ready():
            self.take(found[0])

    def problem(self) -> str:
        """Return what is wrong with the file; empty when nothing is."""
        return self._problem

    def _show(self) -> None:
        chosen = bool(self.file.name)
        self._name.setText(self.file.name if chosen else _("The invitation"))
        note = self._problem or _("It is on the stick your colleague gave you; put it in now.")
        if self.is_ready():
            note = _("This is an invitation. Its six words open it.")
        self._note.setText(note)
        glyph, role = ("check-circle", "accent") if self.is_ready() else ("envelope-open", "ink2")
        if self._problem:
            glyph, role = "warning", "warn"
        self._icon.set_icon(glyph, role)
        self.choose.setText(_("Choose another") if chosen else _("Choose the file"))

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Choose the invitation"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()


class JoinStep(Step):
    """`done` gives the file and the six words."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            _("The invitation and its six words"),
            _("Pinyin initials are enough, for example qs → 青山. A wrong one is pointed out."),
        )
        self.invitation = InvitationChoice(folder)
        self.words = SixWords()
        self.body.addWidget(self.invitation)
        self.body.addSpacing(theme.now().px(6))
        self.body.addWidget(self.words)
        self.body.addWidget(self.notice)
        self.body.addWidget(_coming())
        self.body.addStretch(1)
        self.invitation.changed.connect(self._change)
        self.words.changed.connect(self._change)
        self.words.accepted.connect(self.go_asked)

    def _change(self) -> None:
        self.notice.hide()
        self.changed.emit()

    @override
    def fail(self, error: Exception) -> None:
        super().fail(error)
        if isinstance(error, UnknownWordsError):
            self.words.mark(error.places)

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def skip_words(self) -> str:
        return _("Look at the sample first")

    @override
    def go_words(self) -> str:
        return _("Next")

    @override
    def lacking(self) -> str:
        missing = self.words.missing()
        if missing:
            said = ngettext("{count} word is missing", "{count} words are missing", missing)
            return said.format(count=missing)
        return "" if self.invitation.is_ready() else _("The invitation's file is missing")

    @override
    def begin(self) -> None:
        (self.words if self.invitation.is_ready() else self.invitation.choose).setFocus()

    @override
    def go(self) -> None:
        self.done.emit((self.invitation.file, self.words.typed()))


def _coming() -> Card:
    """Say what will happen, and who does it."""
    card = Card(_("What comes next"), gap=10, margins=(18, 10, 18, 14))
    for glyph, said, note in (
        ("buildings", _("The alliance is known"), _("Its name and your school appear.")),
        (
            "arrows-left-right",
            _("The first exchange"),
            _("With a stick that a colleague has exchanged with; it brings everything."),
        ),
        (
            "user",
            _("You choose your name"),
            _("From your school's list; if it is not there, write it."),
        ),
    ):
        line = row(gap=12)
        line.addWidget(Icon(glyph, "ink2", 20), 0, A.AlignTop)
        words_of = column(gap=0)
        words_of.addWidget(label(said, "strong"))
        words_of.addWidget(label(note, "small", "ink2", wrap=True))
        line.addLayout(words_of, 1)
        card.body.addLayout(line)
    return card
