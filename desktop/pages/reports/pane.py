"""The pane at the left of the ledger: what goes in."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from db.queries.terms import TermRow
from desktop import theme
from desktop.dates import term_name
from desktop.pages.reports import words
from desktop.pages.reports.choices import Columns, Schools, Types
from desktop.pages.reports.making import Ask, Made
from desktop.widgets.basic import column, frame, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo, Field
from desktop.widgets.scroll import scroll
from desktop.words import _

WIDE = 272


class Pane(QFrame):
    """Term, schools, types, columns; `changed` tells that something else goes in."""

    changed = Signal()
    done = Signal()  # where it fills the page: back to the sheets

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.setProperty("area", True)
        form = QWidget()
        layout = column(form, 12, (16, 10, 12, 12))
        self._term = Combo()
        self._term.chosen.connect(self._tell)
        self._field = Field("", self._term)
        self.schools, self.types, self.columns = Schools(), Types(), Columns()
        for part in (self._field, self.schools, self.types, self.columns):
            layout.addWidget(part)
        for group in (self.schools, self.types, self.columns):
            group.changed.connect(self.changed)
        self._back: QPushButton = button("", "", "file-text")
        self._back.clicked.connect(self.done)
        layout.addStretch(1)
        outer = column(self, 0)
        outer.addWidget(scroll(form), 1)
        self._foot = frame("foot")
        row(self._foot, 0, (16, 8, 16, 8)).addWidget(self._back, 1)
        outer.addWidget(self._foot)
        self.set_alone(alone=False)

    def _tell(self, _code: str) -> None:
        self.changed.emit()

    def set_alone(self, *, alone: bool) -> None:
        """Fill the page, with a way back to the sheets, or stand beside them."""
        self._foot.setVisible(alone)
        self.setMinimumWidth(0 if alone else theme.now().size(WIDE))
        self.setMaximumWidth(16_777_215 if alone else theme.now().size(WIDE))

    def begin(self) -> None:
        """Give the first choice the focus."""
        self._term.setFocus()

    def set_terms(self, terms: Sequence[TermRow], chosen: str) -> None:
        """Offer the terms there are; one is chosen if none was."""
        self._term.set_items([(term.code, term_name(term.code)) for term in terms])
        if not self._term.code():
            self._term.set_code(chosen)

    def ask(self) -> Ask:
        """Return what is asked for."""
        names = self.columns.names()
        return Ask(self._term.code(), self.schools.id(), self.types.without(), names)

    def show_made(self, made: Made) -> None:
        """Show what there is to choose from, now that it is known."""
        self.types.set_counts(made.types)
        day = made.ledger.made_on
        ages = {age.name: words.age_words(age, day) for age in made.ledger.ages}
        self.schools.set_ages(ages)

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self._field.set_name(_("Term"))
        for group in (self.schools, self.types, self.columns):
            group.retranslate()
        self._back.setText(_("See the sheets"))
