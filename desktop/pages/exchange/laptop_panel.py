"""One laptop: what is known of it; what losing it means before it is revoked; undoing its work."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Desk
from desktop.errors import describe
from desktop.laptop_facts import OneLaptop, revoking_laptop
from desktop.pages.exchange import laptop_words as words
from desktop.pages.exchange.undo_card import UndoCard
from desktop.widgets.basic import Card, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.facts import fact, said
from desktop.widgets.notices import Notice
from desktop.words import _
from sync.errors import SyncError
from sync.members import Member
from sync.revoking import Preview


class LaptopPanel(QWidget):
    """Facts, then 「这台电脑丢了」 with what it does and cannot do, then 「撤回它的改动」."""

    failed = Signal(object)
    toasted = Signal(str, str, object)
    changed = Signal()  # a laptop was revoked, or changes were undone

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._member: Member | None = None
        layout = column(self, 14)
        self._own = column(gap=8)
        layout.addLayout(self._own)
        self.notice = Notice("", "good")
        self.notice.hide()
        self._facts, self.lost, self.undo = Card(gap=6), LostCard(), UndoCard(desk)
        for part in (self.notice, self._facts, self.lost, self.undo):
            layout.addWidget(part)
        self.lost.hide()
        self.undo.hide()
        self.lost.revoke_wanted.connect(self._revoke)
        self.undo.failed.connect(self.failed)
        self.undo.done.connect(self._tell)

    def show_own(self, lines: Sequence[str]) -> None:
        """Show what the person here should know of this computer's own standing."""
        clear(self._own)
        for line in lines:
            self._own.addWidget(Notice(line, "warn"))

    def show_member(self, one: Member, twins: Sequence[Member]) -> None:
        """Show what is known of a laptop; what can be done about it follows when it is known.

        Args:
            one: Which.
            twins: Those that came in by the same invitation.
        """
        if self._member is None or self._member.laptop != one.laptop:
            self.notice.hide()
        self._member = one
        self._facts.set_title(words.laptop_name(one))
        clear(self._facts.body, 1)
        for name, value in words.fact_lines(one, self._desk.today()):
            self._facts.body.addWidget(fact(name, value))
        if twins:
            names = "、".join(words.laptop_name(twin) for twin in twins)
            doubt = _(
                "The same invitation also let in {names}. If nobody knows one of them, revoke it."
            ).format(names=names)
            self._facts.body.addWidget(said("warning", "warn", doubt, "small", 16))
        self.lost.hide()
        self.undo.hide()

    def show_ways(self, one: OneLaptop) -> None:
        """Show what can be done about the laptop that is shown."""
        if self._member is None or one.laptop != self._member.laptop:
            return
        if self._member.state == "revoked":
            self.lost.hide()
        else:
            self.lost.show_ways(self._member, one.preview, one.refusal)
        self.undo.show_days(one.laptop, one.days)

    def _revoke(self) -> None:
        if self._member is None:
            return
        self.lost.set_busy()
        work = revoking_laptop(self._desk.store, self._member.laptop)
        self._desk.jobs.start(work, succeeded=self._revoked, failed=self._not_revoked)

    def _revoked(self, seen: Preview) -> None:
        name = seen.person_name
        self._tell(
            _("{person}'s computer is revoked. The next exchanges tell the others.").format(
                person=name
            )
        )

    def _not_revoked(self, error: Exception) -> None:
        self.changed.emit()
        self.failed.emit(error)

    def _tell(self, sentence: str) -> None:
        self.notice.set_text(sentence, "good")
        self.notice.show()
        self._desk.news.changed.emit()
        self.changed.emit()


class LostCard(Card):
    """What to do when a laptop is lost: first what it does and cannot do, then the button."""

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
            self.set_title(_("If this computer is lost"))
            self.lost.setText(_("This computer is lost"))
        self.revoke.setText(_("Revoke it now"))
        self._stay.setText(_("Do not revoke it"))
        self._sure.setText(_("There is no way back but a new invitation."))
        if seen is not None:
            for can, words_of in words.loss_lines(seen):
                sign, tone = ("check", "accent") if can else ("warning", "warn")
                self._lines.addWidget(said(sign, tone, words_of))
        elif isinstance(refusal, SyncError):
            notice = describe(refusal)
            why = label(f"{notice.title} {notice.advice}", "small", "ink2", wrap=True)
            self._lines.addWidget(why)
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
