"""A revoked laptop's person goes on: on a new one, or on this one; and one in doubt is let in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Desk
from desktop.founding import Invited
from desktop.laptop_facts import admitting_laptop, inviting_again
from desktop.pages.exchange import laptop_words as words
from desktop.pages.wizard.put_where import PutWhere
from desktop.pages.wizard.six_words import SixWordsMade
from desktop.widgets.basic import A, Card, Prose, clear, column
from desktop.widgets.buttons import button
from desktop.widgets.facts import said
from desktop.widgets.fields import Field
from desktop.words import _
from sync.members import Member


class AgainCard(Card):
    """An invitation for the same person, school and role, and the six words on a slip."""

    failed = Signal(object)
    made = Signal()  # an invitation was written

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=8)
        self._desk = desk
        self._member: Member | None = None
        self._lines = QWidget()
        self._said = column(self._lines, 6)
        self.place = PutWhere(desk)
        self._where = Field(_("Where to put the invitation"), self.place)
        self.make = button("", "primary", "envelope-open")
        self.result = SixWordsMade()
        for part in (self._lines, self._where):
            self.body.addWidget(part)
        self.body.addWidget(self.make, 0, A.AlignLeft)
        self.body.addWidget(self.result)
        self.make.clicked.connect(self.begin_making)
        self.place.given.connect(self.begin_making)

    def show_member(self, one: Member, *, may: bool, invited_at: int | None = None) -> None:
        """Offer an invitation for a laptop's person.

        Args:
            one: The laptop.
            may: Whether it is revoked and this computer may invite its person again.
            invited_at: When an invitation for its person was made that nobody used yet.
        """
        if self._member is None or self._member.laptop != one.laptop:
            self._show_made(made=False)  # the words of another one are not for this one
        self._member = one
        self.setVisible(may)
        self.set_title(_("{person} goes on").format(person=one.person_name))
        self._where.set_name(_("Where to put the invitation"))
        self.make.setText(_("Make the invitation"))
        clear(self._said)
        for sign, line in zip(("laptop", "arrow-u-up-left"), words.again_lines(one), strict=True):
            self._said.addWidget(said(sign, "accent", line))
        if invited_at is not None:
            waits = words.invited_words(one, invited_at, self._desk.today())
            self._said.addWidget(said("envelope", "warn", waits))

    def begin_making(self) -> None:
        """Write the invitation where it was said to go."""
        folder = self.place.folder()
        if folder is None:
            self.place.ask_folder(waited=True)
        elif self._member is not None:
            self.make.setEnabled(False)
            work = inviting_again(self._desk.store, self._member.laptop, folder)
            self._desk.jobs.start(work, succeeded=self._show_words, failed=self._fail)

    def _show_words(self, made: Invited) -> None:
        self._show_made(made=True)
        how = words.again_how(made.person)
        self.result.show_made(made, how, self.place.last())
        self.made.emit()

    def _show_made(self, *, made: bool) -> None:
        self.make.setEnabled(True)
        for part in (self._lines, self._where, self.make):
            part.setVisible(not made)
        self.result.setVisible(made)

    def _fail(self, error: Exception) -> None:
        self.make.setEnabled(True)
        self.failed.emit(error)


class DoubtCard(Card):
    """A laptop that a revoked one had let in: who knows it lets it in again."""

    failed = Signal(object)
    admitted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=8)
        self._desk, self._laptop = desk, ""
        self._why = Prose("", "body", "ink")
        self.admit = button("", "primary", "check")
        self.body.addWidget(self._why)
        self.body.addWidget(self.admit, 0, A.AlignLeft)
        self.admit.clicked.connect(self._admit)

    def show_member(self, one: Member, *, may: bool) -> None:
        """Ask whether a laptop is known.

        Args:
            one: Which.
            may: Whether it is in doubt and this computer may let it in.
        """
        self._laptop = one.laptop
        self.setVisible(may)
        self.admit.setEnabled(True)
        self.set_title(_("Do you know this computer?"))
        self._why.setText(
            _(
                "The computer that let it in was revoked, and nobody had heard of this one before."
                " Ask {person}. If it is theirs, let it in: then all that it wrote counts."
            ).format(person=one.person_name)
        )
        self.admit.setText(_("I know it, let it in"))

    def _admit(self) -> None:
        self.admit.setEnabled(False)
        work = admitting_laptop(self._desk.store, self._laptop)
        self._desk.jobs.start(work, succeeded=self._done, failed=self._fail)

    def _done(self, _laptop: str) -> None:
        self.admitted.emit()

    def _fail(self, error: Exception) -> None:
        self.admit.setEnabled(True)
        self.failed.emit(error)
