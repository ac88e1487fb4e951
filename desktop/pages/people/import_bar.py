"""What is said over the rows of a staff list: which list it is, and what it would do as a whole."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.pages.people.import_draft import Preview
from desktop.widgets.basic import A, column, label, row
from desktop.widgets.buttons import button, chip
from desktop.widgets.fields import Combo
from desktop.widgets.filters import chips
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext


class ImportBar(QWidget):
    """The sentence over the rows, another file, the sheet, the school, the columns."""

    other_file_wanted = Signal()
    question_wanted = Signal()
    school_chosen = Signal(str)
    sheet_chosen = Signal(str)
    columns_wanted = Signal(bool)

    def __init__(self, schools: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._schools = dict(schools)
        layout = column(self, 8)
        other = button(_("Another file"), "quiet", small=True)
        other.clicked.connect(self.other_file_wanted)
        self.notice = Notice("", "good", [other], "table")
        layout.addWidget(self.notice)
        self._plain = True  # whether the notice stands as it was made
        self.questions = chip("", checkable=False, icon="question")
        self.questions.clicked.connect(self.question_wanted)
        self.columns = chip(_("What the columns mean"), icon="columns")
        self.columns.toggled.connect(self.columns_wanted)
        self.school, self._school = Combo(schools), QWidget()
        self.school.setAccessibleName(_("Those without a school belong to"))
        self.school.chosen.connect(self.school_chosen)
        self.sheet, self._sheet = Combo(), QWidget()
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.chosen.connect(self.sheet_chosen)
        for holder, words, box in (
            (self._sheet, _("Sheet"), self.sheet),
            (self._school, _("Those without a school belong to"), self.school),
        ):
            inner = row(holder, 8)
            inner.addWidget(label(words, "small", "ink2"), 0, A.AlignVCenter)
            inner.addWidget(box)
            box.setMinimumWidth(theme.now().size(170))
        self._chips = chips([self._sheet, self._school, self.columns, self.questions], 12)
        layout.addWidget(self._chips, 0, A.AlignTop)

    def school_name(self, school: str) -> str:
        """Return the name of a school that can be chosen."""
        return self._schools.get(school, "")

    def show_list(self, preview: Preview, words: str, waiting: int, school: str) -> None:
        """Show what a list would do."""
        if preview.plan is None:
            self.notice.set_text(words, "warn")
        else:
            self.notice.set_text(words, "" if self._plain else "good")
        self._plain = preview.plan is not None
        table = preview.table
        self.sheet.set_items([(name, name) for name in table.sheets])
        self.sheet.set_code(table.sheet)
        self._sheet.setVisible(len(table.sheets) > 1)
        self.school.set_code(school)
        self._school.setVisible(not preview.names_school and len(self._schools) > 1)
        self.questions.setVisible(waiting > 0)
        said = ngettext("{count} row to look at", "{count} rows to look at", waiting)
        self.questions.setText(said.format(count=waiting))
        self._chips.fit()
        self._show_chips()

    def show_columns_button(self, shown: bool) -> None:
        """Show the way to the columns, where the head of the table has no room for them."""
        self.columns.setVisible(shown)
        if not shown and self.columns.isChecked():
            self.columns.setChecked(False)
        self._chips.fit()
        self._show_chips()

    def _show_chips(self) -> None:
        parts = (self._sheet, self._school, self.columns, self.questions)
        self._chips.setVisible(any(not one.isHidden() for one in parts))
