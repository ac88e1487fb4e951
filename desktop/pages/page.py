"""What a page is to the window.

Recipe: write `class PeoplePage(Page)` with `__init__(self, desk: Desk)` and `header()`, then add
its maker and its line in `desktop/pages/table.py`; show rows from `db.queries`, write by
`with self.desk.write() as writer:`, listen to `desk.news`, tell the window by the signals below.
"""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.context import Desk
from desktop.widgets.shell import Header


class Page(QWidget):
    """One place to go, built at its first visit, and built anew when letters change their size.

    A subclass sets every visible text in `_retranslate`, which it calls at the end of its
    constructor; it is called again when the language changes.
    """

    open_record = Signal(str, str)  # kind, id: show this record on the page that shows its kind
    open_field = Signal(str, str, str)  # kind, id, field: show this record, at this field
    go = Signal(str)  # the key of another page
    toasted = Signal(str, str, object)  # what happened, the way back ("" for none), what it does
    warned = Signal(str, str, object)  # the same of what was not done, or wants a look
    failed = Signal(object)  # an error; the window finds its words
    turned = Signal()  # something else is shown: what went wrong before is told no more
    rail_wanted = Signal(bool)  # whether the page needs the width of the board

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def header(self) -> QWidget:
        """Return the head of the page; asked for once, right after the page is made."""
        return Header()

    def activate(self) -> None:
        """Hear that the page came to the front, each time: show what the store holds now."""

    def show_record(self, kind: str, id: str) -> None:
        """Show one record of a kind this page has."""

    def show_field(self, id: str, field: str) -> None:
        """Show one record with the focus on one of its fields."""

    def begin_new(self) -> None:
        """Begin a new record, where the page has a button for that."""

    def flush(self) -> None:
        """Save what is typed; the window calls it before it closes or leaves the page."""

    def shown_record(self) -> tuple[str, str] | None:
        """Return kind and id of the record shown, which is shown again when the page is rebuilt."""
        return None

    def end(self) -> None:
        """Let go of threads and files, for good; what is typed was flushed before."""

    def focus_search(self) -> None:
        """Give the focus to the search line, if there is one (Ctrl+F)."""

    def _retranslate(self) -> None:
        """Set every visible text in the language spoken now."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
