"""Taking in a staff list: what each row would do, what a person decides, and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from db.commands.imports import ImportReport, carry_out, undo
from db.permissions import may_write
from db.queries.people import list_schools
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.jobs import Job
from desktop.pages.people import import_draft, import_words
from desktop.pages.people.import_bar import ImportBar
from desktop.pages.people.import_draft import KIND, Decisions, Preview, Wish
from desktop.pages.people.import_grid import ListGrid
from desktop.pages.people.import_mapping import MappingPanel
from desktop.pages.people.import_progress import ImportProgress
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.facts import said
from desktop.widgets.notices import Empty, Loading, Notice
from desktop.widgets.shell import Header
from desktop.words import _

PRIVATE = ("手机", "电话", "身份证", "证件", "住址", "银行", "phone", "mobile", "id number")
"""Words in the name of a column that nobody needs here; by default it is not taken."""


class ImportView(QWidget):
    """One list, from the file to the people it brought; nothing is written before the button."""

    left = Signal()
    other_file_wanted = Signal()

    def __init__(self, desk: Desk, school: str) -> None:
        super().__init__()
        self._desk = desk
        self.wish = Wish(Path(), school)
        self.preview: Preview | None = None
        self.decisions = Decisions()
        self.report: ImportReport | None = None
        self._job: Job | None = None
        self._reading: Job | None = None
        self._notice: Notice | None = None
        self._make_head()
        self._layout = column(self, 12, (24, 14, 24, 12))
        self.bar = ImportBar(self._schools())
        self._layout.addWidget(self.bar)
        self.grid, self.mapping = ListGrid(desk.today().year), MappingPanel()
        self._loading = Loading(_("Reading the list"))
        again = button(_("Choose another file"), "", "table")
        again.clicked.connect(self.other_file_wanted)
        self._broken = Empty("warning", "", "", again)
        self._stack = QStackedWidget()
        for one in (self._loading, self.grid, self.mapping, self._broken):
            self._stack.addWidget(one)
        self._layout.addWidget(self._stack, 1)
        self.progress = ImportProgress()
        self._layout.addWidget(self.progress)
        words = _(
            "What the columns mean is remembered. After taking the list in you can still take"
            " all of it back."
        )
        self._foot = said("info", "ink3", words, "small", 16)
        self._foot.setVisible(not theme.now().large)
        self._layout.addWidget(self._foot)
        self._connect()

    def _make_head(self) -> None:
        self._leave = button(_("Leave it"), "quiet")
        self._leave.clicked.connect(self.left)
        self.take = button("", "primary", "check")
        self.take.clicked.connect(self.take_in)
        self._head = Header("", "", [self._leave, self.take])
        self._head.set_title(_("Take in a list of staff"), "", _("People"))

    def _connect(self) -> None:
        self.grid.answered.connect(self.answer)
        for part in (self.grid, self.mapping):
            part.mapped.connect(self.map)
        self.bar.other_file_wanted.connect(self.other_file_wanted)
        self.bar.school_chosen.connect(self._choose_school)
        self.bar.sheet_chosen.connect(self._choose_sheet)
        self.bar.columns_wanted.connect(self._show_columns)
        self.bar.question_wanted.connect(self.grid.go_to_question)
        self.progress.stopped.connect(self.stop)

    def header(self) -> QWidget:
        """Return the head that stands over the view."""
        return self._head

    def _schools(self) -> list[tuple[str, str]]:
        """Return the schools whose people this laptop may write."""
        member = self._desk.member
        with self._desk.store.read() as session:
            return [
                (one.id, one.name)
                for one in list_schools(session)
                if may_write(member.role, member.school, KIND, "alliance", one.id)
            ]

    # reading

    def read(self, path: Path) -> None:
        """Read a file; what it would do is shown, nothing is written."""
        kept = import_draft.remembered(self._desk.settings.staff_columns)
        self.wish = replace(self.wish, path=path, remembered=kept)
        self.decisions, self.report = Decisions(), None
        self._stack.setCurrentWidget(self._loading)
        self._begin_reading(None)

    def _begin_reading(self, preview: Preview | None) -> None:
        """Read again; what an earlier reading still brings is not shown."""
        if self._reading is not None:
            self._reading.succeeded.disconnect(self._show_preview)
        table = preview.table if preview else None
        work = import_draft.reading(
            self._desk.store, self._desk.member, self.wish, self._desk.today(), table
        )
        self._reading = self._desk.jobs.start(
            work, succeeded=self._show_preview, failed=self._show_broken
        )
        self._show_state()

    def _show_broken(self, error: Exception) -> None:
        self._reading, self.preview = None, None
        notice = describe(error)
        self._broken.set_text(notice.title, notice.advice)
        self._stack.setCurrentWidget(self._broken)
        self._show_state()

    def _show_preview(self, preview: Preview) -> None:
        self._reading, self.preview = None, preview
        self.wish = replace(self.wish, mapping=preview.mapping)
        private = any(
            word in name.lower()
            for name in preview.table.columns
            for word in PRIVATE
            if name not in preview.mapping
        )
        self.grid.head.note = _("Telephone numbers and the like are left out") if private else ""
        self.grid.show_preview(preview, self.decisions)
        self.mapping.show_preview(preview)
        if self._stack.currentWidget() is not self.mapping:
            self._stack.setCurrentWidget(self.grid)
        self._show_state()

    # what a person decides

    def map(self, name: str, field: str) -> None:
        """Take a column for a field, which no other column is taken for then."""
        if self.preview is None:
            return
        mapping = {c: f for c, f in self.preview.mapping.items() if c != name and f != field}
        if field:
            mapping[name] = field
        columns = self.preview.table.columns
        self.wish = replace(self.wish, mapping={c: mapping[c] for c in columns if c in mapping})
        self.decisions = Decisions()
        self._begin_reading(self.preview)

    def answer(self, line: int, answer: str) -> None:
        """Take an answer to a row that asks; an empty one takes it back."""
        planned = self.grid.table.planned(line)
        if planned is not None and self._job is None and self.report is None:
            self.decisions.decide(planned, answer)
            self.grid.table.decided(line)
            self._show_state()

    def _choose_school(self, school: str) -> None:
        self.wish = replace(self.wish, school=school)
        self.decisions = Decisions()
        self._begin_reading(self.preview)

    def _choose_sheet(self, sheet: str) -> None:
        self.wish = replace(self.wish, sheet=sheet, mapping=None)
        self.decisions = Decisions()
        self._begin_reading(None)

    def _show_columns(self, shown: bool) -> None:
        self._stack.setCurrentWidget(self.mapping if shown else self.grid)

    # carrying it out

    def taken(self) -> int:
        """Return how many rows the button would take in now."""
        if self.preview is None or self.preview.plan is None:
            return 0
        return self.decisions.count(self.preview.plan, "new", "update")

    def take_in(self) -> None:
        """Write what the rows say; afterwards the button leads back to the list."""
        if self.report is not None:
            self.left.emit()
            return
        if self.preview is None or self.preview.plan is None or self._job is not None:
            return
        self._desk.flush()
        settings = self._desk.settings
        columns = self.preview.table.columns
        kept = import_draft.remember(columns, self.preview.mapping, settings.staff_columns)
        self._desk.change_settings(
            replace(settings, staff_columns=kept, last_folder=str(self.wish.path.parent))
        )
        planned = import_draft.settled(self._desk.store, self.preview.plan, self.decisions)
        work = carry_out(
            self._desk.store,
            self._desk.sit_down(),
            planned,
            dict(self.decisions.answers),
            today=self._desk.today(),
        )
        self.progress.begin(_("Taking in {name}"))
        self._job = self._desk.jobs.start(
            work,
            succeeded=self._took_in,
            progressed=self.progress.show_progress,
            failed=self._failed,
            stopped=self._stopped,
        )
        self._show_state()

    def stop(self) -> None:
        """Stop at the next place where nothing is half done."""
        if self._job is not None:
            self._job.stop()

    def _took_in(self, report: ImportReport) -> None:
        self._end_job()
        self.report = report
        self.grid.table.close()
        touched = report.count("added") + report.count("updated")
        back = button(_("Take all of it back"), "", "arrow-counter-clockwise", small=True)
        back.clicked.connect(self.take_back)
        failed = report.count("failed")
        self._tell(
            import_words.outcome(report), "warn" if failed else "good", [back] if touched else []
        )
        self._show_state()

    def take_back(self) -> None:
        """Take the whole list back: who came goes into the bin, what was replaced stands again."""
        if self.report is None or self._job is not None:
            return
        self._put_away()
        self.progress.begin(_("Taking back {name}"))
        self._job = self._desk.jobs.start(
            undo(self._desk.store, self._desk.sit_down(), self.report),
            succeeded=self._took_back,
            progressed=self.progress.show_progress,
            failed=self._failed,
            stopped=self._stopped,
        )
        self._show_state()

    def _took_back(self, _count: int) -> None:
        self._end_job()
        self.report = None
        self._tell(_("Taken back: everything stands as before."), "good")
        self._begin_reading(self.preview)

    def _stopped(self) -> None:
        """Say that what was done stays; the rows that are left are shown."""
        self._end_job()
        self.report = None
        self._tell(_("Stopped. What was done stays; these rows are left."), "info")
        self._begin_reading(self.preview)

    def _failed(self, error: Exception) -> None:
        self._end_job()
        self.report = None
        self._tell(describe(error).text(), "danger")
        self._begin_reading(self.preview)

    def _end_job(self) -> None:
        self._job = None
        self.progress.hide()
        self._desk.news.changed.emit()

    # what is said

    def _tell(self, words: str, kind: str, actions: Sequence[QWidget] = ()) -> None:
        self._put_away()
        self._notice = Notice(words, kind, actions)
        self._layout.insertWidget(0, self._notice)

    def _put_away(self) -> None:
        notice, self._notice = self._notice, None
        if notice is not None:
            notice.hide()
            notice.deleteLater()

    def told(self) -> str:
        """Return what is said to have happened."""
        return self._notice.text() if self._notice else ""

    def _show_state(self) -> None:
        """Let buttons and sentences say what can be done now."""
        taken, running = self.taken(), self._job is not None
        ready = self._reading is None and not running
        if self.report is not None:
            self.take.setText(_("Back to the people"))
            self.take.setEnabled(not running)
        else:
            self.take.setText(import_words.take_words(taken))
            self.take.setEnabled(ready and taken > 0)
        self._leave.setVisible(self.report is None)
        self._leave.setEnabled(not running)
        self._head.arrange()
        crumbs = "·".join((_("People"), self.bar.school_name(self.wish.school)))
        self._head.set_title(_("Take in a list of staff"), "", crumbs)
        shown = self.preview if self._stack.currentWidget() in (self.grid, self.mapping) else None
        waiting = len(self.grid.questions()) if shown else 0
        self.bar.setVisible(shown is not None and self.report is None and not running)
        if shown is not None:
            words = import_words.summary(shown, self.decisions)
            self.bar.show_list(shown, words, waiting, self.wish.school)
            self.bar.show_columns_button(self.grid.lacks_columns())
        for part in (self.grid.head, self.mapping):
            part.setEnabled(not running and self.report is None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.arrange()
        self.bar.show_columns_button(self.grid.lacks_columns())
