"""Taking a table of lessons in, looked through before; giving the catalogue out as one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog, QFrame, QStyleOptionViewItem, QWidget
from typing_extensions import override

from db.commands.imports import ImportReport, carry_out, undo
from db.import_columns import field_meant
from db.progress import Progress, Work
from db.queries.imports import Action, ImportPlan, PlannedRow, plan
from db.queries.lessons import list_lessons
from db.tables import read_table
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.import_words import action_words, problems_words
from desktop.labels import listed
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column, label
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.words import _, ngettext

SAMPLE = Path(__file__).parents[4] / "resources" / "sample" / "catalogue.csv"
DONE: tuple[Action, ...] = ("new", "update")
SAID: tuple[Action, ...] = ("new", "update", "same", "ask", "skip")


class PlannedDelegate(Delegate):
    """The row's number and lesson, what becomes of it, and under it what is wrong."""

    height = 48

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PlannedRow) -> None:
        worn = theme.now()
        inner = rect_of(option).adjusted(worn.px(16), worn.px(4), -worn.px(14), -worn.px(4))
        problems = problems_words("lesson", row.problems)
        tall = inner.height() // 2 if problems else inner.height()
        top = QRect(inner.left(), inner.top(), inner.width(), tall)
        said = action_words(row.action)
        painter.setFont(worn.shared_font("small"))
        wide = painter.fontMetrics().horizontalAdvance(said) + worn.px(12)
        text(painter, top.adjusted(0, 0, -wide, 0), row_words(row))
        tone = "warn" if row.failed or row.action == "ask" else "ink3"
        text(painter, top, said, "small", tone, A.AlignRight | A.AlignVCenter)
        text(painter, top.translated(0, tall), problems, "small", "warn")


class TakingIn(QFrame):
    """Says what a table would do, row by row, and does it when a person wants it."""

    done = Signal()
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done
    shown = Signal(bool)  # whether a table is being looked through

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "bar")
        layout = column(self, 8, (24, 12, 20, 12))
        self._title, self._said = label("", "heading"), label("", "body", wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self._said)
        self._model = LazyListModel[PlannedRow](row_said, self)
        self.view = Rows(PlannedDelegate)
        self.view.setModel(self._model)
        layout.addWidget(self.view, 1)
        self._rest = QWidget()  # takes the room where there is no table to show
        layout.addWidget(self._rest, 1)
        self._do, self._not = button("", "primary", "check"), button("", "quiet")
        layout.addWidget(chips([self._do, self._not], 8))
        self._do.clicked.connect(self.take_in)
        self._not.clicked.connect(self.close_panel)
        self.plan: ImportPlan | None = None
        self._name, self._rows = "", list[PlannedRow]()
        self.hide()
        self._retranslate()

    # taking in

    def ask_which(self) -> None:
        """Ask which table to take in."""
        dialog = QFileDialog(self, _("Take in a table"), self._desk.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Tables (*.xlsx *.csv)"), _("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def read(self, path: str) -> None:
        """Look a table through; nothing is written."""
        work = _looking(self._desk, Path(path))
        self._desk.jobs.start(work, succeeded=self._show_plan, failed=self._say_failed)

    def take_sample(self) -> None:
        """Begin with the catalogue that comes with the program."""
        work = _looking(self._desk, SAMPLE)
        self._desk.jobs.start(work, succeeded=self._take_sample, failed=self._say_failed)

    def _take_sample(self, found: ImportPlan) -> None:
        self.plan = found
        self.take_in()

    def _show_plan(self, found: ImportPlan) -> None:
        self.plan = found
        odd = [row for row in found.rows if row.problems or row.action == "ask"]
        self._rows = [*odd, *(row for row in found.rows if row not in odd)]
        self._model.set_source(len(self._rows), self._load)
        self._rest.hide()
        self.view.show()
        self._do.show()
        self._retranslate()
        self.show()
        self.shown.emit(True)
        self.view.setFocus()

    def _load(self, offset: int, limit: int) -> Sequence[PlannedRow]:
        return self._rows[offset : offset + limit]

    def take_in(self) -> None:
        """Write what the plan says."""
        if self.plan is None:
            return
        self._do.setEnabled(False)
        desk = self._desk
        work = carry_out(desk.store, desk.sit_down(), self.plan, today=desk.today())
        desk.jobs.start(work, succeeded=self._taken, failed=self._say_failed)

    def _taken(self, report: ImportReport) -> None:
        self.close_panel()
        self._desk.news.changed.emit()
        self.done.emit()
        count = report.count("added") + report.count("updated")
        said = ngettext("{count} lesson taken in", "{count} lessons taken in", count)
        words, tell = said.format(count=count), self.toasted
        if failed := report.count("failed"):
            rest = ngettext("{count} row left out", "{count} rows left out", failed)
            words, tell = listed([words, rest.format(count=failed)]), self.warned
        tell.emit(words, _("Undo"), partial(self._take_back, report))

    def _take_back(self, report: ImportReport) -> None:
        desk = self._desk
        work = undo(desk.store, desk.sit_down(), report)
        desk.jobs.start(work, succeeded=self._taken_back, failed=self._say_failed)

    def _taken_back(self, _count: int) -> None:
        self._desk.news.changed.emit()
        self.done.emit()

    def close_panel(self) -> None:
        """Look at the table no longer."""
        self.plan = None
        self._do.setEnabled(True)
        self.hide()
        self.shown.emit(False)

    def _say_failed(self, error: Exception) -> None:
        self._say(_("This table could not be taken in"), error)

    def _say_not_given(self, error: Exception) -> None:
        self._say(_("The table was not written"), error)

    def _say(self, title: str, error: Exception) -> None:
        self.plan = None
        self._title.setText(title)
        self._said.setText(describe(error).text())
        self.view.hide()
        self._rest.show()
        self._do.hide()
        self.show()
        self.shown.emit(True)

    # giving out

    def ask_where(self) -> None:
        """Ask where the table goes."""
        dialog = QFileDialog(self, _("Give out as a table"), self._desk.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Workbook (*.xlsx)"), _("Table of text (*.csv)")])
        name = _("Textbook catalogue {date}").format(date=self._desk.today())
        dialog.selectFile(f"{name}.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.give_out)
        dialog.open()

    def give_out(self, path: str) -> None:
        """Write the whole catalogue into a file: a workbook, or CSV by its name."""
        work = _giving(self._desk, Path(path))
        self._desk.jobs.start(work, succeeded=self._given, failed=self._say_not_given)

    def _given(self, path: Path) -> None:
        self.toasted.emit(_("Written as “{name}”").format(name=path.name), "", None)

    # words

    def _retranslate(self) -> None:
        self._not.setText(_("Close"))
        if self.plan is None:
            return
        found = self.plan
        wanted = sum(found.count(action) for action in DONE)
        self._title.setText(_("What this table would do"))
        parts = []
        for action in SAID:
            if count := found.count(action):
                parts.append(f"{action_words(action)} {count}")
        self._said.setText(listed(parts))
        take = ngettext("Take in {count} lesson", "Take in {count} lessons", wanted)
        self._do.setText(take.format(count=wanted))
        self._do.setEnabled(bool(wanted))
        self.view.setAccessibleName(_("Rows of the table"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def row_words(row: PlannedRow) -> str:
    """Return the row's number and what it names."""
    number = _("Row {number}").format(number=row.number)
    return f"{number}　{row.label}"


def row_said(row: PlannedRow) -> str:
    """Return what a screen reader says of a row."""
    return listed(
        [row_words(row), action_words(row.action), problems_words("lesson", row.problems)]
    )


def _looking(desk: Desk, path: Path) -> Work[ImportPlan]:
    yield Progress(0, 1, path.name)
    found = read_table(path, recognises=_recognises)
    with desk.store.read() as session:
        return plan(session, "lesson", found, today=desk.today())


def _recognises(words: str) -> bool:
    return field_meant("lesson", words) is not None


def _giving(desk: Desk, path: Path) -> Work[Path]:
    from desktop.reports.lesson_list import export_lessons  # noqa: PLC0415 - openpyxl is large

    yield Progress(0, 1, path.name)
    with desk.store.read() as session:
        rows = list_lessons(session)
    export_lessons(rows, path)
    return path
