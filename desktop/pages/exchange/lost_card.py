"""What to do when a laptop is lost: first what it does and cannot do, then the button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import describe
from desktop.pages.exchange import laptop_words as words
from desktop.widgets.basic import Card, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.facts import said
from desktop.words import _
from sync.errors import SyncError
from sync.members import Member
from sync.revoking import Preview


class LostCard(Card):
    """Two presses, the second of which is not where the first was."""

    revoke_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(gap=6)
        self._seen: Preview | None = None
        lines = QWidget()
        self._lines = column(lines, 6)
        self.body.addWidget(lines)
        self._ways = QWidget()
        ways = row(self._ways, 10, (0, 8, 0, 0))
        self.lost = button("", "danger", "laptop")
        self.revoke = button("", "danger", "prohibit")
        self._stay = button("", "quiet")
        self._sure = label("", "small", "ink2", wrap=True)
        self.lost.clicked.connect(self._ask)
        self.revoke.clicked.connect(self.revoke_wanted)
        self._stay.clicked.connect(self._leave)
        for part in (self.lost, self.revoke, self._stay):
            ways.addWidget(part)
        ways.addWidget(self._sure, 1)
        self.body.addWidget(self._ways)

    def show_ways(self, one: Member, seen: Preview | None, refusal: Exception | None) -> None:
        """Show what revoking would do, or who may.

        Args:
            one: The laptop.
            seen: What revoking it would do; None where this laptop may not.
            refusal: Why it may not; with neither the card goes away.
        """
        self._seen = seen
        self.setVisible(seen is not None or refusal is not None)
        self._ways.setVisible(seen is not None)
        clear(self._lines)
        if one.invited:
            self.set_title(_("If nobody shall use it"))
            self.lost.setText(_("Revoke the invitation"))
        else:
            self.set_title(_("If this computer is lost or broken"))
            self.lost.setText(_("It is lost or broken"))
        self.revoke.setText(_("Revoke it now"))
        self._stay.setText(_("Do not revoke it"))
        self._sure.setText(_("There is no way back but a new invitation."))
        if seen is not None:
            for can, words_of in words.loss_lines(seen):
                sign, tone = ("check", "accent") if can else ("warning", "warn")
                self._lines.addWidget(said(sign, tone, words_of))
        elif isinstance(refusal, SyncError):
            why = label(describe(refusal).text(), "small", "ink2", wrap=True)
            self._lines.addWidget(why)
            if one.role == "coordinator":
                last = _(
                    "Is no coordinator's computer left? Then whoever has the recovery code begins "
                    "with it on a new computer: “I have the recovery code”."
                )
                self._lines.addWidget(said("info", "ink3", last, "small"))
        self._leave()

    def set_busy(self) -> None:
        """Show that it is being done."""
        self.revoke.setEnabled(False)

    def _ask(self) -> None:
        self._show_sure(sure=True)
        self._stay.setFocus()  # not the one that revokes: Enter was perhaps pressed twice

    def _leave(self) -> None:
        self._show_sure(sure=False)

    def _show_sure(self, *, sure: bool) -> None:
        self.revoke.setEnabled(True)
        self.lost.setVisible(not sure)
        for part in (self.revoke, self._stay, self._sure):
            part.setVisible(sure)
