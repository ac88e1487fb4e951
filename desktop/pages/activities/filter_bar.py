"""The filter row: mine, school, alliance; the term; type, school, subject, direction."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QToolButton
from typing_extensions import override

from db.queries.activities import ActivityFilter, Scope
from db.queries.terms import TermRow
from desktop.context import Desk
from desktop.dates import term_name
from desktop.labels import choice_labels, field_label
from desktop.pages.activities.directory import Directory
from desktop.widgets.basic import row
from desktop.widgets.buttons import Segmented, button, chip, set_chip
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
        self._codes: dict[str, tuple[str, ...]] = dict.fromkeys(CHIPS, ())
        self._term: str | None = None  # None is this term
        self._special, self._words = "", ""
        layout = row(self, 8, (24, 9, 20, 9))
        self._scope = Segmented(["", "", ""], self._usual_scope())
        layout.addWidget(self._scope)
        self._term_chip = self._make_chip("term")
        self._chips: dict[str, QToolButton] = {name: self._make_chip(name) for name in CHIPS}
        self._questions = chip("", checkable=True, icon="question")
        self._clear = button("", "quiet", small=True)
        self._more = self._make_chip("more")
        self._filters = Filters([self._term_chip, *self._chips.values()], self._more)
        layout.addWidget(self._filters, 1)
        layout.addWidget(self._questions)
        layout.addWidget(self._clear)
        self._scope.chosen.connect(self._tell)
        self._questions.clicked.connect(self._ask_questions)
        self._clear.clicked.connect(self.clear)
        self._open_questions = 0
        self._retranslate()

    def _usual_scope(self) -> int:
        """Begin with my school; who belongs to none, or to the bureau, begins with all."""
        home = [s for s in self._directory.schools if s.id == self._desk.member.school]
        return 1 if home and home[0].type != "bureau" else 2

    def _make_chip(self, name: str) -> QToolButton:
        made = chip("", checkable=False, caret=True)
        made.setObjectName(name)
        menu = QMenu(made)
        menu.setObjectName(name)
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._choose)
        made.setMenu(menu)
        return made

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
            types=self._codes["types"],
            schools=self._codes["schools"],
            subjects=self._codes["subjects"],
            directions=self._codes["directions"],
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
        return bool(any(self._codes.values()) or self._special or self._words)

    def clear(self) -> None:
        """Show all of this term again."""
        self._codes = dict.fromkeys(CHIPS, ())
        self._term, self._special = None, ""
        self._tell()

    def widen(self) -> None:
        """Show everything of all terms: to reach one record that the filter hides."""
        self._codes = dict.fromkeys(CHIPS, ())
        self._term, self._special, self._words = EVERY, "", ""
        self._scope.set_at(2)
        self._tell()

    # the menus

    def _options(self, name: str) -> Mapping[str, str]:
        if name == "schools":
            return self._directory.short_names
        return choice_labels("activity", FIELDS[name])

    def _fill(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            menu.clear()
            self._fill_menu(menu, menu.objectName())

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        if name == "term":
            self._fill_terms(menu)
        elif name == "more":
            hidden = self._filters.hidden()
            for one in (self._term_chip, *self._chips.values()):
                if one in hidden:
                    inner = menu.addMenu(one.text())
                    self._fill_menu(inner, one.objectName())
        else:
            for code, words in self._options(name).items():
                self._add(menu, words, (name, code), on=code in self._codes[name])

    def _fill_terms(self, menu: QMenu) -> None:
        self._add(menu, _("This term"), ("term", ""), on=self._term is None)
        for term in self._directory.terms:
            self._add(menu, term_name(term.code), ("term", term.code), on=self._term == term.code)
        self._add(menu, _("All terms"), ("term", EVERY), on=self._term == EVERY)

    def _add(self, menu: QMenu, words: str, data: tuple[str, str], *, on: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.setData(data)

    def _choose(self, action: QAction) -> None:
        data = action.data()
        if not data:
            return
        name, code = data
        if name == "term":
            self._term = code or None
        else:
            chosen = {*self._codes[name]} ^ {code}
            self._codes[name] = tuple(one for one in self._options(name) if one in chosen)
        self._tell()

    def _ask_questions(self) -> None:
        self._special = "" if self._special == "questions" else "questions"
        self._tell()

    # the words

    def _is_set(self) -> bool:
        return bool(any(self._codes.values()) or self._special or self._term is not None)

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
        for name, one in self._chips.items():
            self._name_chip(name, one)
        self._questions.setText(_("To decide {count}").format(count=self._open_questions))
        self._questions.setChecked(self._special == "questions")
        self._clear.setText(_("Clear"))
        self._more.setText(_("More"))
        self._questions.setVisible(bool(self._open_questions))
        self._clear.setVisible(self._is_set())
        self._filters.arrange()

    def _name_chip(self, name: str, one: QToolButton) -> None:
        codes = self._codes[name]
        plain = _("School") if name == "schools" else field_label("activity", FIELDS[name])
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
