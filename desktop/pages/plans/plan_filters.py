"""The filter row of the plans: mine, school, alliance; subject, grade, stage; by unit or week."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QToolButton
from typing_extensions import override

from db.queries.plans import PlanFilter, Whose
from desktop.context import Desk
from desktop.labels import choice_labels, field_label
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button, chip, set_chip
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
        self._codes = dict.fromkeys(CHIPS, "")
        self._words, self._bin = "", False
        layout = row(self, 8, (24, 9, 20, 9))
        self._whose = Segmented(["", "", ""], 2)
        layout.addWidget(self._whose)
        self._chips: dict[str, QToolButton] = {name: self._make_chip(name) for name in CHIPS}
        self._more = self._make_chip("more")
        self._filters = Filters(list(self._chips.values()), self._more)
        layout.addWidget(self._filters, 1)
        self._clear = button("", "quiet", small=True)
        layout.addWidget(self._clear)
        self._order = Segmented(["", ""], 0)
        layout.addWidget(self._order)
        self._whose.chosen.connect(self._tell)
        self._order.chosen.connect(self._tell)
        self._clear.clicked.connect(self.clear)
        self._retranslate()

    def _make_chip(self, name: str) -> QToolButton:
        made = chip("", checkable=False, caret=True)
        menu = QMenu(made)
        menu.setObjectName(name)
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._choose)
        made.setMenu(menu)
        return made

    def filter(self) -> PlanFilter:
        """Return what the list is to show."""
        return PlanFilter(
            words=self._words,
            whose="all" if self._bin else WHOSE[self._whose.at()],
            person=self._desk.person,
            school=self._desk.member.school,
            stage=self._codes["stage"],
            subject=self._codes["subject"],
            grade=self._codes["grade"],
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
        self._codes = dict.fromkeys(CHIPS, "")
        self._bin, self._words = False, ""
        self._tell()

    def _fill(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            menu.clear()
            self._fill_menu(menu, menu.objectName())

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        if name == "more":
            hidden = self._filters.hidden()
            for key, one in self._chips.items():
                if one in hidden:
                    self._fill_menu(menu.addMenu(one.text()), key)
            return
        options: Mapping[str, str] = {"": _("All"), **choice_labels("lesson_plan", name)}
        for code, words in options.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(code == self._codes[name])
            action.setData((name, code))

    def _choose(self, action: QAction) -> None:
        if action.data():
            name, code = action.data()
            self._codes[name] = code
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
        for name, one in self._chips.items():
            plain = field_label("lesson_plan", name)
            code = self._codes[name]
            set_chip(one, choice_labels("lesson_plan", name).get(code, plain), on=bool(code))
            one.setAccessibleName(plain)
        self._clear.setText(_("Clear"))
        self._more.setText(_("More"))
        self._clear.setVisible(any(self._codes.values()))
        self._filters.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
