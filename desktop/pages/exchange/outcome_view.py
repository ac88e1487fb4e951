"""How an exchange ended: the sentence, what came and went by name, what was skipped."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from db.progress import Progress, Work
from db.queries.carried import Carried, carried
from db.store import Store
from desktop import theme
from desktop.context import Desk
from desktop.doctor_words import waiting_lines
from desktop.exchange_work import DONE, Outcome
from desktop.material_words import too_long_words
from desktop.pages.exchange import words
from desktop.pages.exchange.outcome_cards import CarriedCard, NoRoomCard, SkippedCard
from desktop.suspect_words import suspect_words
from desktop.widgets.basic import A, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _

if TYPE_CHECKING:
    from desktop.pages.exchange.slip_print import SlipPrint

_NARROW = 640


class OutcomeView(QWidget):
    """The whole of it: for the exchange just now, and for those of the past."""

    open_record = Signal(str, str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._of: Outcome | None = None
        layout = column(self, 14)
        self.notice = Notice("", "good")
        self._summary = label("", "body", "ink2", wrap=True)
        self.again = button("", "", "arrows-left-right")
        self.print_slip = button("", "", "printer")
        self.print_slip.clicked.connect(self._print_slip)
        self._slips: SlipPrint | None = None
        layout.addWidget(self.notice)
        self.suspects = Notice("", "warn")
        layout.addWidget(self.suspects)
        self.too_long = label("", "body", "ink2", wrap=True)
        layout.addWidget(self.too_long)
        self.waits = label("", "body", "ink2", wrap=True)
        layout.addWidget(self.waits)
        line = row(gap=12)
        line.addWidget(self._summary, 1)
        line.addWidget(self.print_slip, 0, A.AlignTop)
        line.addWidget(self.again, 0, A.AlignTop)
        self.again.hide()
        layout.addLayout(line)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.now().px(14))
        self.came, self.went = CarriedCard("arrow-line-down"), CarriedCard("arrow-line-up")
        for card in (self.came, self.went):
            card.opened.connect(self._open)
        layout.addLayout(self._grid)
        self.no_room = NoRoomCard()
        layout.addWidget(self.no_room)
        self.skipped = SkippedCard()
        layout.addWidget(self.skipped)
        self._arrange()

    def shown(self) -> Outcome | None:
        """Return what is shown."""
        return self._of

    def show_outcome(self, outcome: Outcome, *, stick: bool) -> None:
        """Show how an exchange ended; the names follow as soon as they are read."""
        self._of = outcome
        self.print_slip.setText(_("Print the exchange slip"))
        self.print_slip.setVisible(outcome.moved or outcome.code == DONE)
        self.notice.set_text(*words.ending(outcome, stick=stick))
        self._summary.setText(words.summary(outcome))
        self.too_long.setText(too_long_words(outcome.too_long) if outcome.too_long else "")
        self.too_long.setVisible(bool(outcome.too_long))
        self._summary.setVisible(bool(self._summary.text()))
        self.suspects.set_text(suspect_words(outcome.suspects))
        self.suspects.setVisible(bool(outcome.suspects))
        self.waits.setText("\n".join(waiting_lines(outcome.waits)))
        self.waits.setVisible(bool(outcome.waits))
        self._title_cards(outcome)
        self.skipped.show_skipped(outcome.skipped)
        self.no_room.show_names(outcome.left_behind, outcome.no_room)
        wait = _("Reading the names")
        whole = outcome.code == DONE
        none = _("Nothing new came.") if whole else _("Nothing came this time.")
        self.came.show_none(wait if outcome.came else none)
        none = _("Nothing of yours had to go.") if whole else _("Nothing of yours went this time.")
        self.went.show_none(wait if outcome.went else none)
        for card in (self.came, self.went):
            card.setVisible(outcome.moved or outcome.error is None)
        if outcome.came or outcome.went:
            work = _naming(self._desk.store, outcome)
            self._desk.jobs.start(work, succeeded=self._show_names)

    def _title_cards(self, outcome: Outcome) -> None:
        self.came.set_title(_("Came"), words.records_words(outcome.received))
        note = words.records_words(outcome.sent)
        if outcome.carried:
            others = _("{count} more carried for others").format(count=outcome.carried)
            note = f"{note}·{others}"
        self.went.set_title(_("Went"), note)

    def _show_names(self, names: tuple[Outcome, list[Carried], list[Carried]]) -> None:
        outcome, came, went = names
        if outcome is not self._of:
            return  # another one is shown by now
        if came:
            self.came.show_things(came)
        if went:
            self.went.show_things(went)

    def _print_slip(self) -> None:
        from desktop.pages.exchange.slip_print import SlipPrint  # noqa: PLC0415 - seldom wanted

        if self._of is None:
            return
        if self._slips is None:
            self._slips = SlipPrint(self._desk, self)
            self._slips.failed.connect(self.failed)
        self._slips.print(self._of)

    def _open(self, one: Carried) -> None:
        self.open_record.emit(one.kind, one.id)

    def _arrange(self) -> None:
        self._narrow = self.width() < theme.now().size(_NARROW)
        self._grid.addWidget(self.came, 0, 0, 1, 2 if self._narrow else 1, A.AlignTop)
        at = (1, 0, 1, 2) if self._narrow else (0, 1, 1, 1)
        self._grid.addWidget(self.went, *at, A.AlignTop)
        for column_at in (0, 1):
            self._grid.setColumnStretch(column_at, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < theme.now().size(_NARROW)) != self._narrow:
            self._arrange()


def _naming(store: Store, outcome: Outcome) -> Work[tuple[Outcome, list[Carried], list[Carried]]]:
    """Read the names of what came and went."""
    yield Progress(0, 0)
    with store.read() as session:
        return outcome, carried(session, outcome.came), carried(session, outcome.went)
