"""This computer was revoked: with a new invitation it comes back, and loses nothing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Desk
from desktop.errors import describe
from desktop.exchanges import Exchanges
from desktop.laptop_facts import coming_back, looking_for_invitations
from desktop.pages.wizard.join_step import InvitationChoice, SixWords
from desktop.widgets.basic import A, Card, Prose, column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _
from sync.errors import InvitationError, OtherInvitationError, UnknownWordsError
from sync.joining import Joined


class BackCard(Card):
    """A button; then the invitation's file and its six words, as when one joins."""

    failed = Signal(object)
    came_back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=10)
        self._desk = desk
        self._why = Prose("", "body", "ink")
        self.begin = button("", "primary", "arrow-u-up-left")
        self._form = QWidget()
        form = column(self._form, 10)
        self.invitation, self.words = InvitationChoice(desk.settings.last_folder), SixWords()
        self.notice = Notice("", "warn")
        self.go = button("", "primary", "check")
        for part in (self.invitation, self.words, self.notice):
            form.addWidget(part)
        form.addWidget(self.go, 0, A.AlignLeft)
        self.body.addWidget(self._why)
        self.body.addWidget(self.begin, 0, A.AlignLeft)
        self.body.addWidget(self._form)
        self._form.hide()
        self.notice.hide()
        self.begin.clicked.connect(self._open)
        for part in (self.invitation, self.words):
            part.changed.connect(self._change)
        self.words.accepted.connect(self.come_back)
        self.go.clicked.connect(self.come_back)

    def show_whether(self, *, wanted: bool) -> None:
        """Offer the way back, or not: only a computer that was revoked needs it."""
        self.setVisible(wanted)
        self.set_title(_("Come back with an invitation"))
        self._why.setText(
            _(
                "If it was a mistake, ask a coordinator for an invitation for this computer."
                " All that is recorded here stays, and what others have not got goes to them."
            )
        )
        self.begin.setText(_("I have an invitation"))
        self.go.setText(_("Come back"))
        self._change()

    def come_back(self) -> None:
        """Save what is typed, then take new keys."""
        if not self._is_ready():
            return
        self.go.setEnabled(False)
        self._desk.flush()
        work = coming_back(self._desk.store, self.invitation.file, self.words.typed())
        self._desk.jobs.start(work, succeeded=self._done, failed=self._fail)

    def _open(self) -> None:
        self.begin.hide()
        self._form.show()
        sticks = Exchanges.of(self._desk).sticks.now()
        work = looking_for_invitations([stick.folder for stick in sticks])
        self._desk.jobs.start(work, succeeded=self._offer, failed=self.failed.emit)

    def _offer(self, found: tuple[Path, ...]) -> None:
        self.invitation.offer(found)
        (self.words if self.invitation.is_ready() else self.invitation.choose).setFocus()

    def _is_ready(self) -> bool:
        return self.invitation.is_ready() and not self.words.missing()

    def _change(self) -> None:
        self.notice.hide()
        self.go.setEnabled(self._is_ready())

    def _done(self, _joined: Joined) -> None:
        self.came_back.emit()

    def _fail(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, UnknownWordsError):
            self.words.mark(error.places)
        if isinstance(error, InvitationError | OtherInvitationError):
            self.notice.set_text(describe(error).text(), "warn")
            self.notice.show()
        else:
            self.failed.emit(error)
