"""The page preview: the real PDF, its pages, its zoom, its marks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.tokens import LIGHT
from desktop.widgets.paper_view import PaperView

PAGES = 3


@pytest.fixture
def pdf(tmp_path: Path, qtbot: QtBot) -> Path:
    """Three landscape pages, each with a black square in its top left corner."""
    path = tmp_path / "ledger.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF()
        )
    )
    writer.setResolution(254)  # ten dots a millimetre
    painter = QPainter(writer)
    for page in range(PAGES):
        if page:
            writer.newPage()
        painter.fillRect(QRect(0, 0, 400, 400), QColor("black"))
    painter.end()
    return path


@pytest.fixture
def view(pdf: Path, qtbot: QtBot) -> PaperView:
    out = PaperView()
    qtbot.addWidget(out)
    out.resize(800, 600)
    with qtbot.waitExposed(out):
        out.show()
    assert out.load(pdf)
    return out


def colour_at(view: PaperView, x_mm: float, y_mm: float) -> QColor:
    """Return what is seen at a place of the paper."""
    paper = view._paper()
    scale = paper.width() / 297
    at = QPoint(round(paper.x() + x_mm * scale), round(paper.y() + y_mm * scale))
    return view.viewport().grab().toImage().pixelColor(at)


def test_the_whole_page_is_shown(view: PaperView) -> None:
    paper = view._paper()

    assert view.page_count() == PAGES
    assert paper.width() / paper.height() == pytest.approx(297 / 210, rel=0.01)
    assert view.viewport().rect().contains(paper.toRect())


def test_it_is_the_real_page(view: PaperView) -> None:
    assert colour_at(view, 20, 20) == QColor("black")
    assert colour_at(view, 100, 100) == QColor("white")


def test_the_paper_stays_white_at_night(view: PaperView, wear: object) -> None:
    assert callable(wear)
    wear(Theme(dark=True))

    assert colour_at(view, 100, 100) == QColor("white")


def test_page_keys_turn_pages_and_stop_at_the_ends(view: PaperView, qtbot: QtBot) -> None:
    seen = []

    for _time in range(4):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        seen.append(view.page())
    qtbot.keyClick(view, Qt.Key.Key_Home)

    assert seen == [1, 2, 2, 2]
    assert view.page() == 0
    assert view.accessibleName() == "Page 1 of 3"


def test_turning_a_page_is_told(view: PaperView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.page_changed) as told:
        view.set_page(2)

    assert told.args == [2]


def test_zooming_in_makes_the_paper_scroll(view: PaperView, qtbot: QtBot) -> None:
    before = view.zoom()

    for _time in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)

    assert view.zoom() == pytest.approx(before * 1.25**4, rel=0.01)
    assert view.horizontalScrollBar().maximum() > 0


def test_fitting_the_width_fills_it(view: PaperView) -> None:
    view.resize(800, 300)

    view.fit("width")

    assert view._paper().width() == pytest.approx(view.viewport().width() - 16, abs=2)
    assert view.verticalScrollBar().maximum() > 0


def test_a_mark_lies_where_it_belongs(view: PaperView) -> None:
    view.set_marks([(0, 100.0, 80.0, 60.0, 40.0, "1 missing")])

    assert colour_at(view, 105, 85) == QColor(LIGHT.warn_soft)
    assert colour_at(view, 95, 85) == QColor("white")


def test_a_mark_of_another_page_is_not_shown(view: PaperView) -> None:
    view.set_marks([(1, 100.0, 80.0, 60.0, 40.0, "1 missing")])

    assert colour_at(view, 105, 85) == QColor("white")


def test_a_click_on_a_mark_is_told(view: PaperView, qtbot: QtBot) -> None:
    view.set_marks([(1, 0, 0, 9, 9, "other page"), (0, 100.0, 80.0, 60.0, 40.0, "1 missing")])
    paper = view._paper()
    scale = paper.width() / 297
    at = QPoint(round(paper.x() + 130 * scale), round(paper.y() + 100 * scale))

    with qtbot.waitSignal(view.mark_clicked, timeout=1000) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert told.args == [1]


def test_a_file_that_is_no_pdf_is_refused(view: PaperView, tmp_path: Path) -> None:
    path = tmp_path / "not.pdf"
    path.write_text("no")

    assert not view.load(path)
    assert view.page_count() <= 0


def test_a_new_file_keeps_the_page(view: PaperView, pdf: Path) -> None:
    view.set_page(2)

    view.load(pdf)

    assert view.page() == 2
