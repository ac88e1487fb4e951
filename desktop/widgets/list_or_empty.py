"""A list, or why it is empty and what to do first."""

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.widgets.buttons import button
from desktop.widgets.notices import Empty
from desktop.words import _


class ListOrEmpty(QStackedWidget):
    """Shows a list, or in its place what says why it is empty."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self._view = view
        self._empty: Empty | None = None
        self.addWidget(view)

    def show_list(self) -> None:
        """Show the list, which has rows."""
        self._let_go()
        self.setCurrentWidget(self._view)

    def show_empty(self, empty: Empty) -> None:
        """Show why there are no rows."""
        self._let_go()
        self._empty = empty
        self.addWidget(empty)
        self.setCurrentWidget(empty)

    def _let_go(self) -> None:
        if self._empty is not None:
            self.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None


def empty_bin() -> Empty:
    """Return what says that nothing was deleted."""
    hint = _("What is deleted waits here and can be restored.")
    return Empty("trash", _("The bin is empty"), hint)


def nothing_fits(clear: SignalInstance) -> Empty:
    """Return what says that the filter lets nothing through.

    Args:
        clear: Is told when a person wants the filter gone.
    """
    again = button(_("Clear the filter"), "")
    again.clicked.connect(clear)
    return Empty("funnel", _("Nothing fits"), _("Try other words, or fewer filters."), again)
