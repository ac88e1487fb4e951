"""One laptop: what is known of it, and the cards with what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Desk
from desktop.laptop_facts import Laptops, OneLaptop, revoking_laptop
from desktop.pages.exchange import laptop_words as words
from desktop.pages.exchange.again_cards import AgainCard, DoubtCard
from desktop.pages.exchange.back_card import BackCard
from desktop.pages.exchange.lost_card import LostCard
from desktop.pages.exchange.undo_card import UndoCard
from desktop.widgets.basic import Card, clear, column
from desktop.widgets.facts import fact, said
from desktop.widgets.notices import Notice
from desktop.words import _
from sync.members import Member
from sync.revoking import Preview


class LaptopPanel(QWidget):
    """Facts; 「丢了或坏了」; a new one for its person; in doubt; 「撤回它的改动」."""

    failed = Signal(object)
    toasted = Signal(str, str, object)
    changed = Signal()  # who belongs to the alliance, or what a laptop changed
    came_back = Signal()  # this computer has new keys

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._member: Member | None = None
        layout = column(self, 14)
        self._own = column(gap=8)
        layout.addLayout(self._own)
        self.notice = Notice("", "good")
        self.notice.hide()
        self.back = BackCard(desk)
        self.back.failed.connect(self.failed)
        self.back.came_back.connect(self.came_back)
        self._facts, self.lost, self.undo = Card(gap=6), LostCard(), UndoCard(desk)
        self.again, self.doubt = AgainCard(desk), DoubtCard(desk)
        self._ways = (self.lost, self.doubt, self.again, self.undo)
        for part in (self.back, self.notice, self._facts, *self._ways):
            layout.addWidget(part)
        for part in (self.back, *self._ways):
            part.hide()
        for card in (self.again, self.doubt):
            card.failed.connect(self.failed)
        self.again.made.connect(self._desk.news.changed)
        self.doubt.admitted.connect(self._admitted)
        self.lost.revoke_wanted.connect(self._revoke)
        self.undo.failed.connect(self.failed)
        self.undo.done.connect(self._tell)

    def show_own(self, laptops: Laptops) -> None:
        """Show what the person here should know of this computer's own standing."""
        clear(self._own)
        for line in laptops.own:
            self._own.addWidget(Notice(line, "warn"))
        self.back.show_whether(wanted=laptops.is_out)

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
        for part in self._ways:
            part.hide()

    def show_ways(self, one: OneLaptop) -> None:
        """Show what can be done about the laptop that is shown."""
        if self._member is None or one.laptop != self._member.laptop:
            return
        if self._member.state == "revoked":
            self.lost.hide()
        else:
            self.lost.show_ways(self._member, one.preview, one.refusal)
        self.doubt.show_member(self._member, may=one.may_admit)
        self.again.show_member(self._member, may=one.may_replace, invited_at=one.invited_at)
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

    def _admitted(self) -> None:
        self._tell(_("It is a member again; the next exchanges tell the others."))

    def _not_revoked(self, error: Exception) -> None:
        self.changed.emit()
        self.failed.emit(error)

    def _tell(self, sentence: str) -> None:
        self.notice.set_text(sentence, "good")
        self.notice.show()
        self._desk.news.changed.emit()
        self.changed.emit()
