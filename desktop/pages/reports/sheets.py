"""The sheets as they will be printed, the way through them, and under them what is missing."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.pages.reports import words
from desktop.pages.reports.making import Made
from desktop.pages.reports.wants import Wants
from desktop.pages.reports.words import Want
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import Segmented, button, icon_button, set_tip
from desktop.widgets.paper_view import WHOLE, PaperView
from desktop.words import _

_READABLE = 1.25  # times real size: the small letters of a ledger can be read


class Sheets(QWidget):
    """Page x of y, the page itself, what it lacks."""

    choices_wanted = Signal()  # where there is no room beside it: what goes in
    wanted = Signal(object)  # Want: a person wants to see to it

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", True)
        layout = column(self, 8, (20, 8, 20, 12))
        self.view = PaperView()
        self.view.viewport().setBackgroundRole(QPalette.ColorRole.Window)  # paper lies on the desk
        self.wants = Wants()
        self._marked: list[Want] = []
        layout.addWidget(self._make_bar())
        layout.addWidget(self.view, 1)
        layout.addWidget(self.wants)
        self.view.page_changed.connect(self._turned)
        self.view.zoom_changed.connect(self._zoomed)
        self.view.mark_clicked.connect(self._mark_clicked)
        self.wants.opened.connect(self.wanted)
        self.wants.hide()

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        line = row(bar, 8)
        self.choices: QPushButton = button("", "", "sliders-horizontal", small=True)
        self.choices.clicked.connect(self.choices_wanted)
        self._where = label("", "small", "ink2")
        self._back, self._on = icon_button("caret-left", ""), icon_button("caret-right", "")
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        self.note = label("", "small", "ink3")
        self._fit = Segmented(("", ""))
        self._fit.chosen.connect(self._choose_fit)
        for part in (self.choices, self._where, self._back, self._on):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.note)
        line.addWidget(self._fit)
        return bar

    def show_made(self, made: Made) -> bool:
        """Show a file instead of the one before; False if it cannot be read."""
        done = self.view.load(made.path)
        found = words.wants(made)
        self._marked = [want for want in found if want.sign]
        self.view.set_marks(
            [
                (mark.page, mark.x, mark.y, mark.w, mark.h, want.sign)
                for mark, want in zip(made.marks, self._marked, strict=True)
            ]
        )
        self.wants.set_wants(found)
        self._turned(self.view.page())
        return done

    def _turned(self, page: int) -> None:
        pages = self.view.page_count()
        self._where.setText(_("Page {page} of {pages}").format(page=page + 1, pages=pages))
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page + 1 < pages)
        self.wants.set_page(page)

    def _turn_back(self) -> None:
        self.view.set_page(self.view.page() - 1)

    def _turn_on(self) -> None:
        self.view.set_page(self.view.page() + 1)

    def _choose_fit(self, number: int) -> None:
        if number == 0:
            self.view.fit(WHOLE)
        else:
            self.view.zoom_by(_READABLE / self.view.zoom())

    def _zoomed(self) -> None:
        bars = (self.view.horizontalScrollBar(), self.view.verticalScrollBar())
        self._fit.set_at(1 if any(bar.maximum() for bar in bars) else 0)

    def _mark_clicked(self, number: int) -> None:
        self.wanted.emit(self._marked[number])

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.choices.setText(_("What goes in"))
        set_tip(self._back, _("Previous page"))
        set_tip(self._on, _("Next page"))
        self._fit.set_names((_("Whole page"), _("Larger")))
        self._turned(self.view.page())
