"""导入教案: files become plans; what goes where is shown first, and can be changed or left."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.plans.importing.file_list import FileList
from desktop.pages.plans.importing.preview import FilePreview
from desktop.pages.plans.importing.taking import Candidate, reading, taking
from desktop.pages.plans.importing.words import counted, outcome
from desktop.widgets.basic import column, frame, row
from desktop.widgets.buttons import button
from desktop.widgets.header import Header
from desktop.widgets.notices import Empty, Loading, Notice
from desktop.words import _, ngettext


class PlanImportPane(QWidget):
    """Several files at once; nothing is written before the button, then a report for each."""

    made = Signal(str)  # the id of a plan that a person wants to see
    back = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.files: list[Candidate] = []
        self._at = 0
        self._head = Header()
        self._back: QPushButton = button("", "", "arrow-left")
        self._more: QPushButton = button("", "", "folder-open")
        self._take: QPushButton = button("", "primary", "check")
        for one in (self._back, self._more, self._take):
            self._head.add(one)
        self.list, self.preview = FileList(), FilePreview()
        self._skip: QPushButton = button("", "quiet", small=True)
        self._open: QPushButton = button("", "", "arrow-right", small=True)
        self._choose: QPushButton = button("", "primary", "folder-open")
        self._build()
        self._connect()
        self._retranslate()
        self._show_state()

    def _build(self) -> None:
        worn = theme.now()
        outer = column(self, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._empty = Empty("file-text", "", "", self._choose)
        self._loading = Loading(_("The files are being read"))
        main = QWidget()
        line = row(main, 0)
        side = frame("side")
        side.setFixedWidth(worn.size(290))
        column(side, 0).addWidget(self.list)
        line.addWidget(side)
        right = QWidget()
        layout = column(right, 10, (20, 14, 20, 12))
        self._notice = Notice("", "info", [self._open])
        layout.addWidget(self._notice)
        layout.addWidget(self.preview, 1)
        self._rest = QWidget()  # takes the room where there is nothing to preview
        layout.addWidget(self._rest, 1)
        acts = row(gap=8)
        acts.addStretch(1)
        acts.addWidget(self._skip)
        layout.addLayout(acts)
        line.addWidget(right, 1)
        for one in (self._empty, self._loading, main):
            self._stack.addWidget(one)

    def _connect(self) -> None:
        self._back.clicked.connect(self.back)
        self._more.clicked.connect(self.ask_files)
        self._choose.clicked.connect(self.ask_files)
        self._take.clicked.connect(self.take_in)
        self._skip.clicked.connect(self._toggle_skip)
        self._open.clicked.connect(self._open_made)
        self.list.picked.connect(self._look_at)
        self.preview.piece_chosen.connect(self._choose_piece)
        self.preview.column_chosen.connect(self._choose_column)

    def header(self) -> QWidget:
        """Return the head with what can be done."""
        return self._head

    def ask_files(self) -> None:
        """Ask which files; several can be chosen."""
        kinds = _("Lesson plans (*.docx *.docm *.txt *.doc *.wps);;All files (*)")
        dialog = QFileDialog(self, _("Import plans"), self._desk.settings.last_folder, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        dialog.open()

    def _take_names(self, names: Sequence[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            kept = replace(self._desk.settings, last_folder=str(paths[0].parent))
            self._desk.change_settings(kept)
            self.read(paths)

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and show what each would become."""
        self._stack.setCurrentWidget(self._loading)
        self._desk.jobs.start(reading(paths), succeeded=self._read, failed=self._fail)

    def _read(self, found: list[Candidate]) -> None:
        known = {one.path for one in self.files if one.made is None}
        self._at = len(self.files)
        self.files += [one for one in found if one.path not in known]
        self._at = min(self._at, len(self.files) - 1)
        self._show_state()

    def take_in(self) -> None:
        """Write the plans of all files that wait."""
        self._take.setEnabled(False)
        self._desk.jobs.start(
            taking(self._desk, self.files), succeeded=self._taken, failed=self._fail
        )

    def _taken(self, files: list[Candidate]) -> None:
        self.files = files
        self._desk.news.changed.emit()
        new = [one.made.plan for one in files if one.made is not None and one.made.plan]
        self._show_state()
        if len(files) == 1 and new:
            self.made.emit(new[0])

    def _fail(self, error: Exception) -> None:
        self._show_state()
        self.failed.emit(error)

    def _look_at(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._show_file()

    def _choose_piece(self, number: int, code: str) -> None:
        self.files[self._at] = self.files[self._at].with_piece(number, code)

    def _choose_column(self, at: int, code: str) -> None:
        self.files[self._at] = self.files[self._at].with_column(at, code)

    def _toggle_skip(self) -> None:
        one = self.files[self._at]
        self.files[self._at] = replace(one, skipped=not one.skipped)
        self._show_state()

    def _open_made(self) -> None:
        made = self.files[self._at].made
        if made is not None:
            self.made.emit(made.plan or made.before)

    def _show_state(self) -> None:
        waiting = sum(one.waits for one in self.files)
        words = ngettext("Make {count} plan", "Make {count} plans", waiting)
        self._take.setText(words.format(count=waiting))
        self._take.setEnabled(waiting > 0)
        self._take.setVisible(waiting > 0)
        self._more.setVisible(bool(self.files))
        self._head.set_title(_("Import plans"), counted(self.files) if self.files else "")
        if not self.files:
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentIndex(2)
        self.list.set_files(self.files, self._at)
        self._show_file()

    def _show_file(self) -> None:
        one = self.files[self._at]
        open_it = one.made is not None
        self._notice.setVisible(open_it or one.problem is not None or one.skipped)
        self._open.setVisible(open_it)
        if one.problem is not None:
            self._notice.set_text(describe(one.problem).text(), "warn")
        elif one.made is not None:
            self._notice.set_text(self._told(one), "good")
        elif one.skipped:
            self._notice.set_text(_("This file is left out."), "info")
        looks = one.waits and one.problem is None
        self.preview.setVisible(looks)
        self._rest.setVisible(not looks)
        self._skip.setVisible(one.problem is None and one.found is not None and one.made is None)
        self._skip.setText(_("Take it after all") if one.skipped else _("Leave this file out"))
        self.preview.show_file(one)

    def _told(self, one: Candidate) -> str:
        """Return what became of a file, and what is only in the file that was kept."""
        made = one.made
        if made is None:
            return ""
        lines = [outcome(made)]
        for left in made.left[:8]:
            words = " ".join(left.words.split())[:60]
            lines.append(f"· {left.label} {words}".replace("·  ", "· "))
        return "\n".join(lines)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_state()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._back.setText(_("Back"))
        self._more.setText(_("More files"))
        self._choose.setText(_("Choose files"))
        self._open.setText(_("Open the plan"))
        self._empty.set_text(
            _("Bring in the plans you already have"),
            _("Word files or texts with headings. You see first what goes where."),
        )
