"""撤回它的改动: from which day on, what that would put back, and then only the button."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries.undo import UndoPlan
from desktop.context import Desk
from desktop.laptop_facts import Day, planning_undo, undoing
from desktop.pages.exchange import laptop_words as words
from desktop.widgets.basic import Card, Elided, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo
from desktop.widgets.notices import Loading
from desktop.words import _, ngettext

_SHOWN = 40


class UndoCard(Card):
    """Nothing is taken out of any history: what stood before is written again, and shown first."""

    failed = Signal(object)
    done = Signal(str)  # what was done, in words

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=6)
        self._desk = desk
        self._laptop = ""
        self.plan: UndoPlan | None = None
        self.days, self.look = Combo(), button("")
        self.go = button("")
        self._below = column()

    def show_days(self, laptop: str, days: Sequence[Day]) -> None:
        """Offer the days from which on a laptop's changes can be undone.

        Args:
            laptop: Id of the laptop.
            days: When it sealed something; none hides the card.
        """
        self._laptop, self.plan = laptop, None
        self.setVisible(bool(days))
        self.set_title(_("If somebody spoilt things on it"))
        clear(self.body, 1)
        self.body.addWidget(
            label(
                _(
                    "What it changed can be put back as it was before. What others wrote since"
                    " stays. It is shown first."
                ),
                wrap=True,
            )
        )
        today = self._desk.today()
        self.days = Combo([(one.day.isoformat(), words.since_words(one, today)) for one in days])
        self.days.setMinimumContentsLength(26)
        self.days.setAccessibleName(_("From which day on"))
        if days:
            self.days.set_code(days[0].day.isoformat())
        self.look = button(_("Show what would be put back"), "", "arrow-counter-clockwise")
        self.look.clicked.connect(self.plan_it)
        for one in (self.days, self.look):
            holder = QWidget()
            line = row(holder)
            line.addWidget(one)
            line.addStretch(1)
            self.body.addWidget(holder)
        rest = QWidget()
        self._below = column(rest, 4)
        self.body.addWidget(rest)
        self.days.chosen.connect(self._forget_plan)

    def plan_it(self) -> None:
        """Work out what would be put back."""
        clear(self._below)
        self._below.addWidget(Loading(_("Looking through what it wrote")))
        self.look.setEnabled(False)
        work = planning_undo(self._desk.store, self._laptop, self._since())
        self._desk.jobs.start(work, succeeded=self._show_plan, failed=self._fail)

    def undo_it(self) -> None:
        """Put it back: ordinary edits, which travel like any other."""
        self.go.setEnabled(False)
        sitting = self._desk.sit_down()
        work = undoing(self._desk.store, sitting, self._laptop, self._since())
        self._desk.jobs.start(work, succeeded=self._undone, failed=self._fail)

    def _since(self) -> datetime.date:
        return datetime.date.fromisoformat(self.days.code())

    def _forget_plan(self) -> None:
        self.plan = None
        self.look.setEnabled(True)
        clear(self._below)

    def _show_plan(self, plan: UndoPlan) -> None:
        self.plan = plan
        clear(self._below)
        self.look.setEnabled(True)
        self._below.addWidget(label(words.plan_words(plan), "strong", wrap=True))
        self._list([words.undo_line(one) for one in plan.rows])
        if plan.left:
            self._below.addWidget(label(_("Left as it is; please look at it yourself"), "strong"))
            self._list([words.left_line(one) for one in plan.left])
        if plan.rows:
            self.go = button(_("Put it back"), "danger", "arrow-counter-clockwise")
            self.go.clicked.connect(self.undo_it)
            self._below.addWidget(self.go)

    def _list(self, lines: Sequence[tuple[str, str]]) -> None:
        for what, happens in lines[:_SHOWN]:
            holder = QWidget()
            line = row(holder, 12, (0, 1, 0, 1))
            line.addWidget(Elided(what), 2)
            line.addWidget(Elided(happens, "small", "ink2"), 3)
            self._below.addWidget(holder)
        if len(lines) > _SHOWN:
            more = len(lines) - _SHOWN
            rest = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self._below.addWidget(label(rest, "small", "ink3"))

    def _undone(self, plan: UndoPlan) -> None:
        self._forget_plan()
        self.done.emit(words.done_words(plan))

    def _fail(self, error: Exception) -> None:
        self._forget_plan()
        self.failed.emit(error)
