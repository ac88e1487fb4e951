"""打印教案: the real page in the layout one chooses; printed, or kept as PDF or for Word."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from typing_extensions import override

from db.errors import LiankeError
from db.progress import Work
from db.queries.records import show
from desktop import theme
from desktop.context import Desk
from desktop.pages.outside import place_for
from desktop.pages.plans.printing.making import (
    CODES,
    Unit,
    keep_file,
    layout_names,
    make_booklet,
    make_file,
)
from desktop.printing import Printing
from desktop.widgets.basic import A, column, label, row
from desktop.widgets.buttons import Segmented, button, icon_button, set_tip
from desktop.widgets.header import Header
from desktop.widgets.notices import Loading
from desktop.widgets.paper_view import WHOLE, PaperView
from desktop.words import _

READABLE = 1.1  # times its real size: on a low screen the whole page is too small to read


class PlanPrintPane(QWidget):
    """Shows one plan as it will come out of the printer; `show_plan` says which."""

    back = Signal()
    failed = Signal(object)
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._title = ""
        self._write: Callable[[str, Path], Work[Path]] | None = None
        self._path: Path | None = None
        self._making = 0  # only the last one asked for is shown
        self._head = Header()
        self._back: QPushButton = button("", "", "arrow-left")
        self._word: QPushButton = button("", "", "download-simple")
        self._pdf: QPushButton = button("", "", "download-simple")
        self._print: QPushButton = button("", "primary", "printer")
        for one in (self._back, self._word, self._pdf, self._print):
            self._head.add(one)
        self.layouts = Segmented(layout_names())
        self.paper, self._loading = PaperView(), Loading(_("The page is being set"))
        self._before = icon_button("arrow-left", "")
        self._after = icon_button("arrow-right", "")
        self.fit = Segmented(("", ""))
        self.fit.chosen.connect(self._choose_fit)
        self.paper.zoom_changed.connect(self._zoomed)
        self.paper.viewport().setBackgroundRole(QPalette.ColorRole.Window)  # paper on the desk
        self._number = label("", "small", "ink3")
        self._build()
        self._printing = Printing(desk.jobs, self)
        self._printing.failed.connect(self.failed)
        self._back.clicked.connect(self.back)
        self._word.clicked.connect(self._ask_word)
        self._pdf.clicked.connect(self._ask_pdf)
        self._print.clicked.connect(self._print_it)
        self.layouts.chosen.connect(self._make)
        self.paper.page_changed.connect(self._tell_page)
        self._before.clicked.connect(self._turn_back)
        self._after.clicked.connect(self._turn)
        self._retranslate()

    def _build(self) -> None:
        layout = column(self, 8, (24, 12, 24, 12))
        line = row(gap=8)
        line.addWidget(self.layouts)
        line.addStretch(1)
        if theme.now().large:  # both in one line would cut the names of the layouts
            layout.addLayout(line)
            line = row(gap=8)
            line.addStretch(1)
        for one in (self._before, self._number, self._after):
            line.addWidget(one, 0, A.AlignVCenter)
        line.addWidget(self.fit)
        layout.addLayout(line)
        layout.addWidget(self._loading)
        layout.addWidget(self.paper, 1)
        self.paper.hide()

    def header(self) -> QWidget:
        """Return the head with the ways to paper."""
        return self._head

    def show_plan(self, id: str, version: str = "") -> None:
        """Show a plan, or one of its frozen versions, in the layout it is written for."""
        self._write = partial(make_file, self._desk, id, version)
        try:
            with self._desk.store.read() as session:
                values = show(session, id).values
        except LiankeError as error:
            self.failed.emit(error)
            return
        self._title = str(values.get("title") or "")
        several = values.get("layout") == "multigrade"
        self.layouts.set_at(CODES.index("multigrade" if several else "full"))
        self._retranslate()
        self._make(self.layouts.at())

    def show_unit(self, unit: Unit) -> None:
        """Show the plans of a unit as one booklet."""
        self._write = partial(make_booklet, self._desk, unit)
        self._title = unit.name
        self.layouts.set_at(0)
        self._retranslate()
        self._make(0)

    def choose(self, layout: str) -> None:
        """Show it in a layout: one of CODES."""
        self.layouts.set_at(CODES.index(layout))
        self._make(self.layouts.at())

    def _make(self, _at: int) -> None:
        self._making += 1
        self.paper.hide()
        self._loading.show()
        self._path = None
        self._enable()
        path = place_for(f"{self._making}-{secrets.token_hex(3)}.pdf")
        if self._write is not None:
            work = self._write(CODES[self.layouts.at()], path)
            self._desk.jobs.start(work, succeeded=self._show, failed=self._fail)

    def _show(self, path: Path) -> None:
        if not path.name.startswith(f"{self._making}-"):
            return  # another layout was chosen meanwhile
        self._path = path
        self._loading.hide()
        self.paper.show()
        self.paper.load(path)
        self.paper.set_page(0)
        self._tell_page(0)
        self._enable()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)

    def _enable(self) -> None:
        for one in (self._word, self._pdf, self._print):
            one.setEnabled(self._path is not None)

    def _tell_page(self, page: int) -> None:
        pages = max(self.paper.page_count(), 1)
        self._number.setText(_("Page {page} of {pages}").format(page=page + 1, pages=pages))
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page + 1 < pages)

    def _choose_fit(self, at: int) -> None:
        if at == 0:
            self.paper.fit(WHOLE)
        else:
            self.paper.zoom_by(READABLE / self.paper.zoom())

    def _zoomed(self) -> None:
        bars = (self.paper.horizontalScrollBar(), self.paper.verticalScrollBar())
        self.fit.set_at(int(any(bar.maximum() for bar in bars)))

    def _turn(self) -> None:
        self.paper.set_page(self.paper.page() + 1)

    def _turn_back(self) -> None:
        self.paper.set_page(self.paper.page() - 1)

    def _print_it(self) -> None:
        if self._path is not None:
            self._printing.print(self._path, self._name())

    def _name(self) -> str:
        safe = "".join(" " if sign in '/\\:*?"<>|' else sign for sign in self._title)
        return safe.strip(" .")[:60] or _("Lesson plan")

    def _ask_word(self) -> None:
        self._ask("docx", _("Save for Word"), _("Word document (*.docx)"), self._keep_word)

    def _ask_pdf(self) -> None:
        self._ask("pdf", _("Save as PDF"), _("PDF (*.pdf)"), self._keep_pdf)

    def _ask(self, suffix: str, title: str, kind: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title, self._folder(), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{self._name()}.{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _folder(self) -> str:
        last = self._desk.settings.last_folder
        if last and Path(last).is_dir():
            return last
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return QStandardPaths.writableLocation(place)

    def _remember(self, path: Path) -> None:
        self._desk.change_settings(replace(self._desk.settings, last_folder=str(path.parent)))

    def _keep_word(self, name: str) -> None:
        path = Path(name)
        self._remember(path)
        if self._write is not None:
            work = self._write(CODES[self.layouts.at()], path)
            self._desk.jobs.start(work, succeeded=self._kept, failed=self._fail)

    def _keep_pdf(self, name: str) -> None:
        if self._path is None:
            return
        path = Path(name)
        self._remember(path)
        self._desk.jobs.start(keep_file(self._path, path), succeeded=self._kept, failed=self._fail)

    def _kept(self, path: Path) -> None:
        self.toasted.emit(_("Saved as “{name}”").format(name=path.name), "", None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._head.set_title(_("Print the plan"), self._title)
        self._back.setText(_("Back"))
        self._word.setText(_("Save for Word"))
        self._pdf.setText(_("Save as PDF"))
        self._print.setText(_("Print"))
        self.layouts.set_names(layout_names())
        self.fit.set_names((_("Whole page"), _("Larger")))
        self.layouts.setAccessibleName(_("Layout"))
        set_tip(self._before, _("Page before"))
        set_tip(self._after, _("Next page"))
        self._tell_page(self.paper.page())
