"""The filter row: whose, grade, subject, volume and type, what it needs, whether it is here."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QToolButton
from typing_extensions import override

from db.queries.library import LibraryFilter, Place, Scope
from desktop.context import Desk
from desktop.labels import choice_labels, field_label
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button, chip, set_chip
from desktop.widgets.filters import Filters
from desktop.words import _, pgettext

SCOPES: tuple[Scope, ...] = ("mine", "school", "alliance")
MENUS = ("grade", "subject", "type", "needs", "volume")
PLACES: tuple[Place, ...] = ("here", "away")


class FilterBar(QFrame):
    """What the library shows; tiles or a list."""

    changed = Signal()
    view_chosen = Signal(int)  # 0 tiles, 1 list

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._desk = desk
        self._codes: dict[str, tuple[str, ...]] = dict.fromkeys(MENUS, ())
        self._words, self._bin = "", False
        layout = row(self, 8, (24, 9, 20, 9))
        self._scope = Segmented(["", "", ""], SCOPES.index("alliance"))
        layout.addWidget(self._scope)
        self._chips: dict[str, QToolButton] = {name: self._make_chip(name) for name in MENUS}
        self._places: dict[Place, QToolButton] = {place: chip("") for place in PLACES}
        self._clear = button("", "quiet", small=True)
        self._more = self._make_chip("more")
        *first, volume = (self._chips[name] for name in MENUS)
        self._filters = Filters([*first, *self._places.values(), volume], self._more)
        layout.addWidget(self._filters, 1)
        layout.addWidget(self._clear)
        self._view = Segmented(["", ""], 0, ["squares-four", "list-bullets"])
        layout.addWidget(self._view)
        self._scope.chosen.connect(self._tell)
        for one in self._places.values():
            one.clicked.connect(self._choose_place)
        self._clear.clicked.connect(self.clear)
        self._view.chosen.connect(self.view_chosen)
        self._retranslate()

    def _make_chip(self, name: str) -> QToolButton:
        made = chip("", checkable=False, caret=True)
        menu = QMenu(made)
        menu.setObjectName(name)
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._choose)
        made.setMenu(menu)
        return made

    # what it says

    def filter(self) -> LibraryFilter:
        """Return what the library is to show."""
        place: Place = next((p for p in PLACES if self._places[p].isChecked()), "")
        if self._bin:
            return LibraryFilter(words=self._words, deleted=True)
        return LibraryFilter(
            words=self._words,
            scope=SCOPES[self._scope.at()],
            person=self._desk.person,
            school=self._desk.member.school,
            subjects=self._codes["subject"],
            grades=self._codes["grade"],
            volumes=self._codes["volume"],
            types=self._codes["type"],
            needs=self._codes["needs"],
            place=place,
        )

    def tiles_shown(self) -> bool:
        """Return whether tiles are shown, not a list."""
        return self._view.at() == 0

    def narrowed(self) -> bool:
        """Return whether anything narrows the library."""
        places = any(one.isChecked() for one in self._places.values())
        everybody = self._scope.at() == SCOPES.index("alliance")
        return bool(any(self._codes.values()) or places or self._words or not everybody)

    def values(self) -> dict[str, str]:
        """Return what is set to one code each: where files that are dropped now belong."""
        names = ("grade", "subject", "volume", "type")
        return {n: self._codes[n][0] for n in names if len(self._codes[n]) == 1}

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
        self._codes = dict.fromkeys(MENUS, ())
        self._scope.set_at(SCOPES.index("alliance"))
        for one in self._places.values():
            one.setChecked(False)
        self._bin, self._words = False, ""
        self._tell()

    def set_codes(self, name: str, codes: tuple[str, ...]) -> None:
        """Set one menu; told by `changed`."""
        self._codes[name] = codes
        self._tell()

    # the menus

    def _options(self, name: str) -> Mapping[str, str]:
        return choice_labels("material", name)

    def _fill(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            menu.clear()
            self._fill_menu(menu, menu.objectName())

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        if name != "more":
            for code, words in self._options(name).items():
                self._add(menu, words, (name, code), on=code in self._codes[name])
            return
        hidden = self._filters.hidden()
        for inner_name, one in self._chips.items():
            if one in hidden:
                self._fill_menu(menu.addMenu(one.text()), inner_name)
        for place, one in self._places.items():
            if one in hidden:
                self._add(menu, one.text(), ("place", place), on=one.isChecked())

    def _add(self, menu: QMenu, words: str, data: tuple[str, str], *, on: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.setData(data)

    def _choose(self, action: QAction) -> None:
        if not action.data():
            return
        name, code = action.data()
        if name == "place":
            self._places[code].setChecked(action.isChecked())
            self._only(self._places[code])
        else:
            chosen = {*self._codes[name]} ^ {code}
            self._codes[name] = tuple(one for one in self._options(name) if one in chosen)
        self._tell()

    def _choose_place(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, QToolButton):
            self._only(chosen)
        self._tell()

    def _only(self, chosen: QToolButton) -> None:
        """Here or away: both at once would show nothing."""
        for one in self._places.values():
            if one is not chosen and chosen.isChecked():
                one.setChecked(False)

    # the words

    def _tell(self) -> None:
        self._retranslate()
        self.changed.emit()

    def _retranslate(self) -> None:
        self._scope.set_names(
            [pgettext("scope", "Mine"), pgettext("scope", "School"), pgettext("scope", "Alliance")]
        )
        self._scope.setAccessibleName(_("Whose materials"))
        self._view.set_names([pgettext("view", "Tiles"), pgettext("view", "List")])
        self._view.setAccessibleName(_("Tiles or a list"))
        for name, one in self._chips.items():
            self._name_chip(name, one)
        self._places["here"].setText(_("On this computer"))
        self._places["away"].setText(_("To be brought"))
        self._clear.setText(_("Clear"))
        self._more.setText(_("More"))
        self._clear.setVisible(self.narrowed())
        self._filters.arrange()

    def _name_chip(self, name: str, one: QToolButton) -> None:
        codes, plain = self._codes[name], field_label("material", name)
        words = plain
        if len(codes) == 1:
            words = self._options(name).get(codes[0], plain)
        elif codes:
            words = f"{plain} {len(codes)}"
        set_chip(one, words, on=bool(codes))
        one.setAccessibleName(f"{plain} {words}" if words != plain else plain)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
