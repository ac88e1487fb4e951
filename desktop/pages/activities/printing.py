"""打印这一份: the real page of one record, printed, or kept as a file."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from db.progress import Progress, Work
from desktop.context import Desk
from desktop.pages.outside import place_for
from desktop.printing import Printing
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Loading
from desktop.widgets.paper_view import PaperView
from desktop.widgets.shell import Header
from desktop.words import _


def make_sheet(desk: Desk, id: str, path: Path) -> Work[Path]:
    """Write the record sheet of an activity as PDF; reportlab is read at the first one."""
    from db.queries.activity_sheet import activity_sheet  # noqa: PLC0415
    from desktop.reports.activity_sheet import write_activity_sheet  # noqa: PLC0415

    yield Progress(0, 1)
    with desk.store.read() as session:
        sheet = activity_sheet(session, id, made_on=desk.today())
    write_activity_sheet(sheet, path)
    return path


def make_word(desk: Desk, id: str, path: Path) -> Work[Path]:
    """Write the record sheet of an activity for Word."""
    from db.queries.activity_sheet import activity_sheet  # noqa: PLC0415
    from desktop.reports.activity_sheet import activity_docx  # noqa: PLC0415
    from desktop.reports.plan_files import write_bytes  # noqa: PLC0415

    yield Progress(0, 1)
    with desk.store.read() as session:
        sheet = activity_sheet(session, id, made_on=desk.today())
    write_bytes(activity_docx(sheet), path)
    return path


class PrintView(QWidget):
    """The page as it will come out of the printer, white at night too."""

    left = Signal()
    failed = Signal(object)
    toasted = Signal(str, str, object)

    def __init__(
        self,
        desk: Desk,
        name: str,
        make: Callable[[Path], Work[Path]],
        make_word: Callable[[Path], Work[Path]] | None = None,
    ) -> None:
        """Take what the page is called, and the work that writes it to a path, or for Word."""
        super().__init__()
        self._desk, self._name = desk, name
        self._path: Path | None = None
        self._make_word = make_word
        layout = self.body = column(self, 0)
        self._paper = PaperView()
        self._loading = Loading(_("The page is being set"))
        layout.addWidget(self._loading)
        layout.addWidget(self._paper, 1)
        self._paper.hide()
        self._print = button(_("Print"), "primary", "printer")
        self._save = button(_("Save as PDF"), "", "download-simple")
        self._word = button(_("Save for Word"), "", "download-simple")
        self._back = button(_("Back"), "", "arrow-left")
        self._printing = Printing(desk.jobs, self)
        self._printing.failed.connect(self.failed)
        self._print.clicked.connect(self._print_it)
        self._save.clicked.connect(self._ask_place)
        self._word.clicked.connect(self._ask_word)
        self._back.clicked.connect(self.left)
        self.set_page(make)

    def set_page(self, make: Callable[[Path], Work[Path]]) -> None:
        """Make the page and show it, instead of the one before."""
        for one in (self._print, self._save):
            one.setEnabled(False)
        stamp = datetime.datetime.now().astimezone().strftime("%H%M%S%f")
        work = make(place_for(f"{self._name}-{stamp}.pdf"))
        self._desk.jobs.start(work, succeeded=self._show, failed=self._fail)

    def header(self) -> QWidget:
        """Return the head with the ways to paper."""
        word = [self._word] if self._make_word is not None else []
        ways = [self._back, *word, self._save, self._print]
        return Header(_("Print this one"), "", ways)

    def paper(self) -> PaperView:
        """Return the page shown."""
        return self._paper

    def _show(self, path: Path) -> None:
        self._path = path
        self._loading.hide()
        self._paper.show()
        self._paper.load(path)
        for one in (self._print, self._save):
            one.setEnabled(True)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)
        self.left.emit()

    def _print_it(self) -> None:
        if self._path is not None:
            self._printing.print(self._path, self._name)

    def _ask_place(self) -> None:
        self._ask(_("Save as PDF"), "pdf", _("PDF (*.pdf)")).fileSelected.connect(self._keep)

    def _ask_word(self) -> None:
        asked = self._ask(_("Save for Word"), "docx", _("Word document (*.docx)"))
        asked.fileSelected.connect(self._keep_word)

    def _ask(self, title: str, suffix: str, kind: str) -> QFileDialog:
        dialog = QFileDialog(self, title, self._desk.settings.last_folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(kind)
        dialog.open()
        return dialog

    def _keep_word(self, name: str) -> None:
        if self._make_word is not None:
            work = self._make_word(Path(name))
            self._desk.jobs.start(work, succeeded=self._kept, failed=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self.failed.emit(error)

    def _kept(self, path: Path) -> None:
        self.toasted.emit(_("Saved as “{name}”").format(name=path.name), "", None)

    def _keep(self, name: str) -> None:
        if self._path is None:
            return
        try:
            shutil.copyfile(self._path, name)
        except OSError as error:
            self.failed.emit(error)
            return
        self._kept(Path(name))
