"""Says of an open plan what has to do with the one it derives from: news, and what was adapted."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from db.commands import plans
from db.queries.plan_lineage import PlanNews
from desktop.context import Desk
from desktop.pages.plans.lineage_work import Relation, relation
from desktop.pages.plans.news_bar import NewsBar
from desktop.pages.plans.plan_form import PlanForm
from desktop.pages.plans.plan_keeper import PlanKeeper
from desktop.words import _

AGAIN_MS = 2000  # after a change: what differs from the parent is compared again then


class PlanRelation(QObject):
    """Compares beside the window, at once for a plan just opened, later for one in work."""

    compare_wanted = Signal()
    toasted = Signal(str, str, object)

    def __init__(
        self, desk: Desk, keeper: PlanKeeper, form: PlanForm, banners: QVBoxLayout
    ) -> None:
        """Take where the bar is laid in, and the form that carries the count of changes."""
        super().__init__(keeper)
        self._desk, self._keeper, self._form, self._banners = desk, keeper, form, banners
        self.news: PlanNews | None = None
        self._bar: NewsBar | None = None
        self._told = ""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask)

    def ask_soon(self) -> None:
        """Compare again: the plan was opened, or something in it changed."""
        self._soon.start(AGAIN_MS if self._told == self._keeper.id else 0)

    def _ask(self) -> None:
        id = self._keeper.id if self._keeper.open else ""
        if id and self._keeper.draft.record.value("parent"):
            self._desk.jobs.start(relation(self._desk.store, id), succeeded=self._show)
        else:
            self._show(Relation(id))

    def _show(self, found: Relation) -> None:
        if found.plan != self._keeper.id:
            return  # another plan was opened meanwhile
        self._told, self.news = found.plan, found.news
        if self._bar is not None:
            self._bar.hide()
            self._bar.deleteLater()
            self._bar = None
        if found.news is not None:
            self._bar = NewsBar(found.news)
            self._bar.compare_wanted.connect(self.compare_wanted)
            self._bar.keep_wanted.connect(self.keep_mine)
            self._banners.addWidget(self._bar)
        self._form.steps_head.set_adapted(found.adapted)

    def keep_mine(self) -> None:
        """Say that what is new in the agreed plan was looked at, and mine stays as it is."""
        if self.news is not None:
            self._told = ""
            act = partial(plans.keep_mine, plan=self._keeper.id, version=self.news.version.id)
            if self._keeper.act(act):
                self.toasted.emit(_("Yours stays as it is"), "", None)
