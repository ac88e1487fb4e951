"""台账: choose what goes in, see the very sheets that will be printed, take them along."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from db.queries.people import list_schools
from db.queries.terms import list_terms, term_of
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.page import Page
from desktop.pages.reports import words
from desktop.pages.reports.export import Export
from desktop.pages.reports.latest import Latest
from desktop.pages.reports.making import Made
from desktop.pages.reports.pane import Pane
from desktop.pages.reports.sheets import Sheets
from desktop.pages.reports.words import Want
from desktop.printing import Printing
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.notices import Empty, Loading
from desktop.widgets.shell import Header
from desktop.words import _

_NARROW = 700  # points of content under which what goes in is a page of its own
_LEAST = 400


class ReportsPage(Page):
    """The ledger of a term."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._narrow = self._choosing = False
        self.pane, self.sheets = Pane(), Sheets()
        self.latest = Latest(desk, self.pane.ask, self)
        self.printing, self.export = Printing(desk.jobs, self), Export(desk, self)
        self._make_header()
        self._build()
        self._listen()
        self._retranslate()

    # building

    def _make_header(self) -> None:
        self._header = Header()
        self._print: QPushButton = button("", "", "printer")
        self._pdf: QPushButton = button("", "", "file-pdf")
        self._csv: QPushButton = button("", "", "file-text")
        self._table: QPushButton = button("", "primary", "table")
        self._ways_out = (self._csv, self._pdf, self._print, self._table)  # the first hides first
        for one in self._ways_out:
            self._header.add(one)

    def _build(self) -> None:
        self._empty = Empty("table", "", "", self._make_ways_on())
        waiting = QWidget()
        column(waiting, 0, (24, 20, 24, 20)).addWidget(Loading(_("Setting the pages…")))
        self._stack = QStackedWidget()
        for page in (waiting, self.sheets, self._empty):
            self._stack.addWidget(page)
        self._right = QWidget()
        inner = column(self._right, 0)
        inner.addWidget(self.export.notice)
        inner.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.pane)
        layout.addWidget(self._right, 1)

    def _make_ways_on(self) -> QWidget:
        out = QWidget()
        line = row(out, 8)
        self._first: QPushButton = button("", "", "plus")
        self._choose: QPushButton = button("", "", "sliders-horizontal")
        line.addWidget(self._first)
        line.addWidget(self._choose)
        return out

    def _listen(self) -> None:
        self.pane.changed.connect(self._ask_anew)
        self.pane.done.connect(self._show_sheets)
        for way in (self.sheets.choices_wanted, self._choose.clicked):
            way.connect(self._show_choices)
        self.sheets.wanted.connect(self._see_to)
        self._first.clicked.connect(self._begin)
        self._print.clicked.connect(self._print_it)
        for one, format in ((self._pdf, "pdf"), (self._csv, "csv"), (self._table, "xlsx")):
            one.setProperty("format", format)
            one.clicked.connect(self._keep)
        self.latest.made.connect(self._show_made)
        self.latest.termless.connect(self._show_termless)
        self.latest.failed.connect(self._show_failed)
        self.latest.slow.connect(self._say_busy)
        self.export.chosen.connect(self._write)
        for source in (self.export, self.printing, self.latest):
            source.failed.connect(self.failed)
        for news in (self.desk.news.changed, self.desk.news.arrived):
            news.connect(self._hear)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._print_it)

    @override
    def header(self) -> QWidget:
        return self._header

    @override
    def _retranslate(self) -> None:
        self._print.setText(_("Print"))
        self._pdf.setText("PDF")
        self._csv.setText("CSV")
        self._table.setText(_("Export workbook"))
        self._first.setText(_("Record an activity"))
        self._choose.setText(_("What goes in"))
        self.export.retranslate()
        self.pane.retranslate()
        self.sheets.retranslate()
        self._say_paper()
        self._say_scope()
        if self.latest.shown:
            self._ask_anew()

    # what goes in

    @override
    def activate(self) -> None:
        with self.desk.store.read() as session:
            terms = list_terms(session)
            schools = [one for one in list_schools(session) if one.role]
        now = term_of(terms, self.desk.today()) or (terms[-1] if terms else None)
        self.pane.set_terms(terms, now.code if now else "")
        village = any(one.id == self.desk.member.school and one.role == "member" for one in schools)
        names = [(one.id, one.short_name) for one in schools]
        self.pane.schools.set_schools(names, self.desk.member.school if village else "")
        self.latest.make()

    @override
    def end(self) -> None:
        """Let go of the files that were looked at."""
        self.sheets.view.close_document()
        self.latest.end()

    def _hear(self) -> None:
        self.latest.outdate(now=self.isVisible())

    def _ask_anew(self) -> None:
        self.latest.outdate()

    # what is shown

    def _show_made(self, made: Made) -> None:
        self._say_paper()
        self._say_scope()
        self.pane.show_made(made)
        self.sheets.show_made(made)
        if made.ledger.rows:
            self._stack.setCurrentWidget(self.sheets)
            self._allow(something=True)
        elif made.types:
            self._show_empty(_("Every type is left out"), _("Choose at least one type."))
        else:
            hint = _("Record one, or choose another term or school.")
            self._show_empty(_("No activity in this term yet"), hint)
            self._first.show()

    def _show_termless(self) -> None:
        self._show_empty(_("There is no term yet"), _("It comes with the first exchange."))

    def _show_failed(self, error: Exception) -> None:
        self._say_paper()
        if self.latest.shown is None:
            said = describe(error)
            self._show_empty(said.title, said.advice)

    def _show_empty(self, said: str, hint: str) -> None:
        self._empty.set_text(said, hint)
        self._first.hide()
        self._stack.setCurrentWidget(self._empty)
        self._allow(something=False)

    def _allow(self, *, something: bool) -> None:
        for one in self._ways_out:
            one.setEnabled(something)

    def _say_busy(self) -> None:
        self.sheets.note.setText(_("Setting the pages…"))

    def _say_paper(self) -> None:
        self.sheets.note.setText("" if self._narrow else _("A4 landscape"))

    def _say_scope(self) -> None:
        made = self.latest.shown
        self._header.set_title(_("Ledger"), words.scope(made) if made else "")

    def _see_to(self, want: Want) -> None:
        field = words.FIELDS.get(want.field, want.field)
        self.open_field.emit("activity", want.record, field)

    def _begin(self) -> None:
        self.open_record.emit("activity", "")

    # what comes out

    def _print_it(self) -> None:
        self.latest.when_fresh(self._print_made)

    def _print_made(self) -> None:
        made = self.latest.shown
        if made and made.ledger.rows:
            self.printing.print(made.path, words.file_name(made.ledger))

    def _keep(self) -> None:
        format = self.sender().property("format")
        self.latest.when_fresh(partial(self._ask_where, format))

    def _ask_where(self, format: str) -> None:
        made = self.latest.shown
        if made and made.ledger.rows:
            self.export.ask(format, words.file_name(made.ledger))

    def _write(self, path: Path) -> None:
        self.latest.when_fresh(partial(self._write_made, path))

    def _write_made(self, path: Path) -> None:
        if self.latest.shown:
            self.export.write(self.latest.shown, path)

    # room

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.now().size(_LEAST), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put what goes in beside the sheets, or in a narrow window one or the other."""
        self._narrow = self.width() < theme.now().size(_NARROW)
        self._choosing = self._choosing and self._narrow
        self.pane.set_alone(alone=self._narrow)
        self.pane.setVisible(not self._narrow or self._choosing)
        self._right.setVisible(not self._choosing)
        for one in (self.sheets.choices, self._choose):
            one.setVisible(self._narrow)
        self._say_paper()

    def _show_choices(self) -> None:
        self._choosing = True
        self._arrange()
        self.pane.begin()

    def _show_sheets(self) -> None:
        self._choosing = False
        self._arrange()
        self.sheets.view.setFocus()
