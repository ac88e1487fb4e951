"""Menus of codes behind chips: by what a list of records is narrowed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from desktop.widgets.buttons import menu_chip, set_chip
from desktop.words import _


class ChoiceMenus(QObject):
    """Which codes are chosen for each of some fields; `chosen` tells when a person chose.

    Attributes:
        chips: The chip of each field, for a row of filters.
    """

    chosen = Signal()

    def __init__(
        self,
        names: Sequence[str],
        options: Callable[[str], Mapping[str, str]],
        label: Callable[[str], str],
        *,
        many: bool = True,
    ) -> None:
        """Make the chips.

        Args:
            names: Of the fields.
            options: Gives the codes of a field, with their words.
            label: Gives a field's own name.
            many: Whether several codes of a field may be chosen at once.
        """
        super().__init__()
        self._options, self._label, self._many = options, label, many
        self._codes: dict[str, tuple[str, ...]] = dict.fromkeys(names, ())
        self.chips = {name: menu_chip(partial(self._fill, name)) for name in names}

    def codes(self, name: str) -> tuple[str, ...]:
        """Return what is chosen for a field; nothing means all."""
        return self._codes[name]

    def set_codes(self, name: str, codes: tuple[str, ...]) -> None:
        """Choose for a field; nobody is told."""
        self._codes[name] = codes
        self._say(name)

    def narrow(self) -> bool:
        """Return whether anything is chosen."""
        return any(self._codes.values())

    def clear(self) -> None:
        """Choose nothing any more; nobody is told."""
        self._codes = dict.fromkeys(self._codes, ())
        self.retranslate()

    def retranslate(self) -> None:
        """Say on each chip what it stands for, in the language spoken now."""
        for name in self._codes:
            self._say(name)

    def _fill(self, name: str, menu: QMenu) -> None:
        codes = self._codes[name]
        if not self._many:
            self._add(menu, _("All"), name, "", on=not codes)
        for code, words in self._options(name).items():
            self._add(menu, words, name, code, on=code in codes)

    def _add(self, menu: QMenu, words: str, name: str, code: str, *, on: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(partial(self._choose, name, code))

    def _choose(self, name: str, code: str, _checked: bool = False) -> None:
        chosen = {*self._codes[name]} ^ {code} if self._many else {code}
        self._codes[name] = tuple(one for one in self._options(name) if one in chosen)
        self._say(name)
        self.chosen.emit()

    def _say(self, name: str) -> None:
        chip, codes, plain = self.chips[name], self._codes[name], self._label(name)
        words = plain
        if len(codes) == 1:
            words = self._options(name).get(codes[0], plain)
        elif codes:
            words = f"{plain} {len(codes)}"
        set_chip(chip, words, on=bool(codes))
        chip.setAccessibleName(f"{plain} {words}" if words != plain else plain)
