"""撤回它的改动: from which day on, what that would put back, and then only the button."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries.undo import UndoPlan
from desktop.context import Desk
from desktop.laptop_facts import Day, Planned, planning_undo, undoing
from desktop.pages.exchange import laptop_words as words
from desktop.widgets.basic import A, Card, Elided, clear, column, label, row
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
        self.planned: Planned | None = None
        self._promise = label("", wrap=True)
        self.days, self.look = Combo(), button("", "", "arrow-counter-clockwise")
        self.days.setMinimumContentsLength(26)
        self.days.chosen.connect(self._forget_plan)
        self.look.clicked.connect(self.plan_it)
        self.body.addWidget(self._promise)
        for one in (self.days, self.look):
            self.body.addWidget(one, 0, A.AlignLeft)
        below = QWidget()
        self._below = column(below, 4)
        self.body.addWidget(below)
        self.go = button("", "danger", "arrow-counter-clockwise")
        self.go.clicked.connect(self.undo_it)
        self.body.addWidget(self.go, 0, A.AlignLeft)
        self.go.hide()

    def show_days(self, laptop: str, days: Sequence[Day]) -> None:
        """Offer the days from which on a laptop's changes can be undone.

        Args:
            laptop: Id of the laptop.
            days: When it sealed something; none hides the card.
        """
        self._laptop = laptop
        self.setVisible(bool(days))
        self.set_title(_("If somebody spoilt things on it"))
        self._promise.setText(
            _(
                "What it changed can be put back as it was before. What others wrote since"
                " stays. It is shown first."
            )
        )
        today = self._desk.today()
        self.days.clear()
        self.days.set_items([(one.day.isoformat(), words.since_words(one, today)) for one in days])
        self.days.setAccessibleName(_("From which day on"))
        if days:
            self.days.set_code(days[0].day.isoformat())
        self.look.setText(_("Show what would be put back"))
        self.go.setText(_("Put it back"))
        self._forget_plan()

    def plan_it(self) -> None:
        """Work out what would be put back."""
        clear(self._below)
        self._below.addWidget(Loading(_("Looking through what it wrote")))
        self.look.setEnabled(False)
        work = planning_undo(self._desk.store, self._laptop, self._since())
        self._desk.jobs.start(work, succeeded=self._show_plan, failed=self._fail)

    def undo_it(self) -> None:
        """Put it back: ordinary edits, which travel like any other."""
        if self.planned is None:
            return
        self.go.setEnabled(False)
        shown = self.planned
        sitting = self._desk.sit_down()
        work = undoing(self._desk.store, sitting, shown.laptop, shown.since)
        self._desk.jobs.start(work, succeeded=self._undone, failed=self._fail)

    def _since(self) -> datetime.date:
        return datetime.date.fromisoformat(self.days.code() or "0001-01-01")

    def _forget_plan(self) -> None:
        self.planned = None
        self.go.hide()
        self.look.setEnabled(True)
        clear(self._below)

    def _show_plan(self, planned: Planned) -> None:
        if (planned.laptop, planned.since) != (self._laptop, self._since()):
            return  # another laptop or day is shown by now
        self.planned, plan = planned, planned.plan
        clear(self._below)
        self.look.setEnabled(True)
        self._below.addWidget(label(words.plan_words(plan), "strong", wrap=True))
        self._list([words.undo_line(one) for one in plan.rows])
        if plan.left:
            self._below.addWidget(label(_("Left as it is; please look at it yourself"), "strong"))
            self._list([words.left_line(one) for one in plan.left])
        self.go.setVisible(bool(plan.rows))
        self.go.setEnabled(True)

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
