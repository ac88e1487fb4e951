"""Paper: a PDF goes to a printer page by page; where there is none, to the system's own viewer."""

import shutil
import tempfile
import weakref
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from db.progress import Progress, Work
from desktop.jobs import Jobs
from desktop.words import _

SHARPEST = 300  # dots an inch: more makes a page slow and no letter clearer


def printing(path: Path, printer: QPrinter) -> Work[int]:
    """Paint a PDF onto a printer, the pages it was asked for.

    Returns:
        How many pages; 0 when the printer takes nothing.
    """
    document = QPdfDocument()
    document.load(str(path))
    first, last = printer.fromPage() or 1, printer.toPage() or document.pageCount()
    pages = range(max(first, 1) - 1, min(last, document.pageCount()))
    painter = QPainter()
    for number, page in enumerate(pages):
        yield Progress(number, len(pages), path.stem)
        lay_out(printer, document.pagePointSize(page))
        if number == 0:
            if not painter.begin(printer):
                return 0
        else:
            printer.newPage()
        _paint(painter, printer, document, page)
    painter.end()
    document.close()
    return len(pages)


def lay_out(printer: QPrinter, points: QSizeF) -> None:
    """Take paper of the page's size, the way round it is, to its edges."""
    wide = points.width() > points.height()
    upright = points.transposed() if wide else points
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF()))


def _paint(painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int) -> None:
    sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    share = min(SHARPEST / printer.resolution(), 1.0)
    points = document.pagePointSize(page)
    size = points.scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    picture = document.render(page, (size * share).toSize())
    painter.drawImage(QRectF(sheet.topLeft(), size), picture)


class Printing(QObject):
    """Prints files for one page of the window.

    `failed` brings an error; nothing is told of what went well, for the paper does.
    """

    failed = Signal(object)

    def __init__(self, jobs: Jobs, over: QWidget) -> None:
        super().__init__(over)
        self._jobs, self._over = jobs, over
        self._folder: Path | None = None
        self._printer: QPrinter | None = None
        self._path = Path()

    def print(self, path: Path, name: str) -> None:
        """Ask for a printer and print a PDF; where there is none, show it as the system does.

        Args:
            path: The file; a copy of it is printed, so that it may go while one still chooses.
            name: What the system calls the file and the printer's queue the work.
        """
        self._path = self._copy(path, name)
        if QPrinterInfo.availablePrinterNames():
            self._ask(name)
        else:
            self._show()

    def _copy(self, path: Path, name: str) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="lianke-print-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return Path(shutil.copyfile(path, self._folder / f"{name}.pdf"))

    def _ask(self, name: str) -> None:
        document = QPdfDocument()
        document.load(str(self._path))
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(name)
        lay_out(self._printer, document.pagePointSize(0))
        dialog = QPrintDialog(self._printer, self._over)
        dialog.setWindowTitle(_("Print"))
        dialog.setMinMax(1, document.pageCount())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._go)
        QDialog.open(dialog)  # its own open() wants a receiver

    def _go(self) -> None:
        if self._printer is not None:
            work = printing(self._path, self._printer)
            self._jobs.start(work, succeeded=self._printed, failed=self._not_printed)

    def _printed(self, pages: int) -> None:
        self._printer = None
        if not pages:
            self._show()

    def _not_printed(self, error: object) -> None:
        self._printer = None
        self.failed.emit(error)

    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
