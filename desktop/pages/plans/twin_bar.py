"""Says over a plan that two laptops took over the same step, which now stands there twice."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands.adopting import keep_one
from db.queries.adopted_twice import adopted_twice
from desktop.pages.plans.plan_keeper import PlanKeeper
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import ngettext


class Twins(QObject):
    """Nothing is deleted by itself: one press keeps one of each."""

    def __init__(self, keeper: PlanKeeper, banners: QVBoxLayout) -> None:
        """Take where the bar is laid in."""
        super().__init__(keeper)
        self._keeper, self._banners = keeper, banners
        self.bar: QWidget | None = None

    def show(self, *, may_write: bool) -> None:
        """Look at the plan as it was read last."""
        if self.bar is not None:
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None
        sheet = self._keeper.form
        found = adopted_twice(sheet) if sheet is not None and may_write else ()
        if found:
            self.bar = self._make(len(found))
            self._banners.addWidget(self.bar)

    def _make(self, count: int) -> QWidget:
        words = ngettext(
            "Two laptops took over the same step: it stands here twice.",
            "Two laptops took over the same {count} steps: they stand here twice.",
            count,
        )
        keep = button("", "", "check", small=True)
        keep.setText(ngettext("Keep one of it", "Keep one of each", count))
        keep.clicked.connect(self.keep_one)
        out = QWidget()
        notice = Notice(words.format(count=count), "warn", [keep], "copy-simple")
        column(out, 0, (16, 10, 16, 0)).addWidget(notice)
        return out

    def keep_one(self) -> None:
        """Leave one of each in the plan; the others go to the bin."""
        self._keeper.act(partial(keep_one, plan=self._keeper.id))
