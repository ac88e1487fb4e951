"""A PDF on paper: every page at its size; without a printer, in the system's viewer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject, QSize, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.progress import finish
from desktop.jobs import Jobs
from desktop.printing import Printing, printing
from desktop.reports.ledger import write_pdf
from tests.reports.samples import make_term


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.pdf"
    write_pdf(make_term(30), path)
    return path


@pytest.fixture
def printer(tmp_path: Path, qtbot: QtBot) -> QPrinter:
    """Return a printer whose paper is a file."""
    made = QPrinter()
    made.setResolution(100)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "paper.pdf"))
    return made


class Viewer(QObject):
    """Stands in for the system's viewer, which a test must not start."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(Path(url.toLocalFile()))


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    made = Viewer()
    QDesktopServices.setUrlHandler("file", made, "show")  # type: ignore[arg-type]  # the stub is wrong
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_every_page_comes_out_at_its_size(ledger: Path, printer: QPrinter) -> None:
    count = finish(printing(ledger, printer))

    pages = PdfReader(printer.outputFileName()).pages
    assert count == len(pages) == len(PdfReader(ledger).pages) > 1
    box = pages[-1].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_the_paper_shows_what_the_file_shows(ledger: Path, printer: QPrinter) -> None:
    finish(printing(ledger, printer))

    looks = []
    for path in (str(ledger), printer.outputFileName()):
        document = QPdfDocument()
        document.load(path)
        picture = document.render(0, QSize(210, 148))
        looks.append(
            [
                QColor(picture.pixel(x, y)).lightness()
                for x in range(picture.width())
                for y in range(picture.height())
            ]
        )
        document.close()
    apart = [abs(one - other) for one, other in zip(*looks, strict=True)]
    assert sum(apart) / len(apart) < 6
    assert min(looks[1]) < 160


def test_only_the_pages_asked_for_are_printed(ledger: Path, printer: QPrinter) -> None:
    printer.setFromTo(2, 2)

    assert finish(printing(ledger, printer)) == 1
    assert len(PdfReader(printer.outputFileName()).pages) == 1


def test_without_a_printer_the_system_shows_the_file(
    ledger: Path, viewer: Viewer, qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    jobs = Jobs()
    from PySide6.QtPrintSupport import QPrinterInfo

    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this computer has a printer")

    Printing(jobs, over).print(ledger, "李家小学 活动台账")

    (shown,) = viewer.shown
    assert shown.name == "李家小学 活动台账.pdf"
    assert shown.read_bytes() == ledger.read_bytes()
    jobs.shut_down()
