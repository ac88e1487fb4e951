"""The filter row: whose, grade, subject, volume and type, what it needs, whether it is here."""

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QToolButton
from typing_extensions import override

from db.queries.library import LibraryFilter, Place, Scope
from desktop.context import Desk
from desktop.labels import choice_labels, field_label
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button, chip
from desktop.widgets.choice_menus import ChoiceMenus
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
        self._menus = ChoiceMenus(
            MENUS, partial(choice_labels, "material"), partial(field_label, "material")
        )
        self._words, self._bin = "", False
        layout = row(self, 8, (24, 9, 20, 9))
        self._scope = Segmented(["", "", ""], SCOPES.index("alliance"))
        layout.addWidget(self._scope)
        self._places: dict[Place, QToolButton] = {place: chip("") for place in PLACES}
        self._clear = button("", "quiet", small=True)
        *first, volume = self._menus.chips.values()
        self._filters = Filters([*first, *self._places.values(), volume])
        layout.addWidget(self._filters, 1)
        layout.addWidget(self._clear)
        self._view = Segmented(["", ""], 0, ["squares-four", "list-bullets"])
        layout.addWidget(self._view)
        self._scope.chosen.connect(self._tell)
        for one in self._places.values():
            one.clicked.connect(self._choose_place)
        self._menus.chosen.connect(self._tell)
        self._clear.clicked.connect(self.clear)
        self._view.chosen.connect(self.view_chosen)
        self._retranslate()

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
            subjects=self._menus.codes("subject"),
            grades=self._menus.codes("grade"),
            volumes=self._menus.codes("volume"),
            types=self._menus.codes("type"),
            needs=self._menus.codes("needs"),
            place=place,
        )

    def tiles_shown(self) -> bool:
        """Return whether tiles are shown, not a list."""
        return self._view.at() == 0

    def narrowed(self) -> bool:
        """Return whether anything narrows the library."""
        places = any(one.isChecked() for one in self._places.values())
        everybody = self._scope.at() == SCOPES.index("alliance")
        return bool(self._menus.narrow() or places or self._words or not everybody)

    def values(self) -> dict[str, str]:
        """Return what is set to one code each: where files that are dropped now belong."""
        names = ("grade", "subject", "volume", "type")
        chosen = {name: self._menus.codes(name) for name in names}
        return {name: codes[0] for name, codes in chosen.items() if len(codes) == 1}

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
        self._scope.set_at(SCOPES.index("alliance"))
        for one in self._places.values():
            one.setChecked(False)
        self._bin, self._words = False, ""
        self._tell()

    def set_codes(self, name: str, codes: tuple[str, ...]) -> None:
        """Set one menu; told by `changed`."""
        self._menus.set_codes(name, codes)
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
        self._menus.retranslate()
        self._places["here"].setText(_("On this computer"))
        self._places["away"].setText(_("To be brought"))
        self._clear.setText(_("Clear"))
        self._clear.setVisible(self.narrowed())
        self._filters.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
