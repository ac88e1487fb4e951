"""The filter row of the plans: mine, school, alliance; subject, grade, stage; by unit or week."""

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from db.queries.plans import PlanFilter, Whose
from desktop.context import Desk
from desktop.labels import choice_labels, field_label
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button
from desktop.widgets.choice_menus import ChoiceMenus
from desktop.widgets.filters import Filters
from desktop.words import _, pgettext

WHOSE: tuple[Whose, ...] = ("mine", "school", "all")
CHIPS = ("subject", "grade", "stage")


class PlanFilters(QFrame):
    """What the list shows, and in which order."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._desk = desk
        self._menus = ChoiceMenus(
            CHIPS, partial(choice_labels, "lesson_plan"), partial(field_label, "lesson_plan")
        )
        self._words, self._bin = "", False
        layout = row(self, 8, (24, 9, 20, 9))
        self._whose = Segmented(["", "", ""], 2)
        layout.addWidget(self._whose)
        self._filters = Filters(list(self._menus.chips.values()))
        layout.addWidget(self._filters, 1)
        self._clear = button("", "quiet", small=True)
        layout.addWidget(self._clear)
        self._order = Segmented(["", ""], 0)
        layout.addWidget(self._order)
        self._whose.chosen.connect(self._tell)
        self._order.chosen.connect(self._tell)
        self._menus.chosen.connect(self._tell)
        self._clear.clicked.connect(self.clear)
        self._retranslate()

    def filter(self) -> PlanFilter:
        """Return what the list is to show."""
        return PlanFilter(
            words=self._words,
            whose="all" if self._bin else WHOSE[self._whose.at()],
            person=self._desk.person,
            school=self._desk.member.school,
            stages=self._menus.codes("stage"),
            subjects=self._menus.codes("subject"),
            grades=self._menus.codes("grade"),
            in_bin=self._bin,
        )

    def weekly(self) -> bool:
        """Return whether the list goes by weeks."""
        return self._order.at() == 1

    def set_weekly(self, weekly: bool) -> None:
        """Go by weeks, or by units; told by `changed`."""
        self._order.set_at(int(weekly))
        self._tell()

    def set_words(self, words: str) -> None:
        """Search for words; told by `changed`."""
        if words != self._words:
            self._words = words
            self._tell()

    def show_bin(self, shown: bool = True) -> None:
        """Show what was deleted, or no longer."""
        self._bin = shown
        self._tell()

    def bin_shown(self) -> bool:
        """Return whether the bin is shown."""
        return self._bin

    def clear(self) -> None:
        """Show all again."""
        self._menus.clear()
        self._bin, self._words = False, ""
        self._tell()

    def _tell(self) -> None:
        self._retranslate()
        self.changed.emit()

    def _retranslate(self) -> None:
        self._whose.set_names(
            [pgettext("scope", "Mine"), pgettext("scope", "School"), pgettext("scope", "Alliance")]
        )
        self._whose.setAccessibleName(_("Whose plans"))
        self._order.set_names([_("By unit"), _("By week")])
        self._order.setAccessibleName(_("Order"))
        self._menus.retranslate()
        self._clear.setText(_("Clear"))
        self._clear.setVisible(self._menus.narrow())
        self._filters.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
