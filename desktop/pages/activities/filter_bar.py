"""The filter row: mine, school, alliance; the term; type, school, subject, direction."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QMenu
from typing_extensions import override

from db.queries.activities import ActivityFilter, Scope
from db.queries.terms import TermRow
from desktop.context import Desk
from desktop.dates import term_name
from desktop.labels import choice_labels, field_label
from desktop.pages.activities.directory import Directory
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button, chip, menu_chip, set_chip
from desktop.widgets.choice_menus import ChoiceMenus
from desktop.widgets.filters import Filters
from desktop.words import _, pgettext

SCOPES: tuple[Scope, ...] = ("mine", "school", "alliance")
CHIPS = ("types", "schools", "subjects", "directions")
FIELDS = {"types": "type", "subjects": "subject", "directions": "direction"}
EVERY = "every"  # the term chip set to all terms
SPECIAL = ("questions", "deleted")


class FilterBar(QFrame):
    """What the list shows; this term is on from the start, and looks on."""

    changed = Signal()

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._desk, self._directory = desk, directory
        self._menus = ChoiceMenus(CHIPS, self._options, self._label)
        self._term: str | None = None  # None is this term
        self._special, self._words = "", ""
        layout = row(self, 8, (24, 9, 20, 9))
        self._scope = Segmented(["", "", ""], self._usual_scope())
        layout.addWidget(self._scope)
        self._term_chip = menu_chip(self._fill_terms)
        self._questions = chip("", checkable=True, icon="question")
        self._clear = button("", "quiet", small=True)
        self._filters = Filters([self._term_chip, *self._menus.chips.values()])
        layout.addWidget(self._filters, 1)
        layout.addWidget(self._questions)
        layout.addWidget(self._clear)
        self._scope.chosen.connect(self._tell)
        self._questions.clicked.connect(self._ask_questions)
        self._menus.chosen.connect(self._tell)
        self._clear.clicked.connect(self.clear)
        self._open_questions = 0
        self._retranslate()

    def _usual_scope(self) -> int:
        """Begin with my school; who belongs to none, or to the bureau, begins with all."""
        home = [s for s in self._directory.schools if s.id == self._desk.member.school]
        return 1 if home and home[0].type != "bureau" else 2

    # what it says

    def filter(self) -> ActivityFilter:
        """Return what the list is to show."""
        return ActivityFilter(
            term=None if self.bin_shown() else self.term(),
            scope="alliance" if self.bin_shown() else SCOPES[self._scope.at()],
            person=self._desk.person,
            school=self._desk.member.school,
            words=self._words,
            deleted=self.bin_shown(),
            questions=self._special == "questions",
            types=self._menus.codes("types"),
            schools=self._menus.codes("schools"),
            subjects=self._menus.codes("subjects"),
            directions=self._menus.codes("directions"),
        )

    def term(self) -> TermRow | None:
        """Return the term shown, or None for all."""
        if self._term is None:
            return self._directory.current_term
        found = (term for term in self._directory.terms if term.code == self._term)
        return next(found, None)

    def set_words(self, words: str) -> None:
        """Search for words; told by `changed`."""
        if words != self._words:
            self._words = words
            self._tell()

    def show_bin(self, shown: bool = True) -> None:
        """Show what was deleted, or no longer."""
        self._special = "deleted" if shown else ""
        self._tell()

    def bin_shown(self) -> bool:
        """Return whether the bin is shown."""
        return self._special == "deleted"

    def set_questions(self, count: int) -> None:
        """Say how many want a decision; with none the chip goes."""
        if count != self._open_questions:
            self._open_questions = count
            if not count and self._special == "questions":
                self._special = ""
                self._tell()
            self._retranslate()

    def narrowed(self) -> bool:
        """Return whether anything but the term and the scope narrows the list."""
        return bool(self._menus.narrow() or self._special or self._words)

    def clear(self) -> None:
        """Show all of this term again."""
        self._menus.clear()
        self._term, self._special = None, ""
        self._tell()

    def widen(self) -> None:
        """Show everything of all terms: to reach one record that the filter hides."""
        self._menus.clear()
        self._term, self._special, self._words = EVERY, "", ""
        self._scope.set_at(2)
        self._tell()

    # the menus

    def _options(self, name: str) -> Mapping[str, str]:
        if name == "schools":
            return self._directory.short_names
        return choice_labels("activity", FIELDS[name])

    def _label(self, name: str) -> str:
        return _("School") if name == "schools" else field_label("activity", FIELDS[name])

    def _fill_terms(self, menu: QMenu) -> None:
        self._add_term(menu, _("This term"), None)
        for term in self._directory.terms:
            self._add_term(menu, term_name(term.code), term.code)
        self._add_term(menu, _("All terms"), EVERY)

    def _add_term(self, menu: QMenu, words: str, term: str | None) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(term == self._term)
        action.triggered.connect(partial(self._choose_term, term))

    def _choose_term(self, term: str | None, _checked: bool = False) -> None:
        self._term = term
        self._tell()

    def _ask_questions(self) -> None:
        self._special = "" if self._special == "questions" else "questions"
        self._tell()

    # the words

    def _is_set(self) -> bool:
        return bool(self._menus.narrow() or self._special or self._term is not None)

    def _tell(self) -> None:
        self._retranslate()
        self.changed.emit()

    def _retranslate(self) -> None:
        self._scope.set_names(
            [pgettext("scope", "Mine"), pgettext("scope", "School"), pgettext("scope", "Alliance")]
        )
        self._scope.setAccessibleName(_("Whose activities"))
        term = self.term()
        words = _("This term") if self._term is None else _("All terms")
        if self._term not in (None, EVERY) and term:
            words = term_name(term.code)
        set_chip(self._term_chip, words, on=self._term != EVERY)
        self._menus.retranslate()
        self._questions.setText(_("To decide {count}").format(count=self._open_questions))
        self._questions.setChecked(self._special == "questions")
        self._clear.setText(_("Clear"))
        self._questions.setVisible(bool(self._open_questions))
        self._clear.setVisible(self._is_set())
        self._filters.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
