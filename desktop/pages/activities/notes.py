"""What is said over the form: not saved, deleted elsewhere, not to be written here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext


class Notes(QWidget):
    """At most one sentence about the record, one about deleted parts, and one about saving."""

    retried = Signal()
    kept = Signal()  # keep it, or take it out of the bin
    deleted = Signal()
    compared = Signal(str, str)  # a record's id, a field
    tab_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(self, 8, (20, 10, 16, 0))
        self._standing: Notice | None = None
        self._gone: Notice | None = None
        self._failure: Notice | None = None
        self.hide()

    def clear(self) -> None:
        """Say nothing about the record."""
        self._standing = self._replace(self._standing, None)

    def say_deleted(self) -> None:
        """Say that it is in the bin."""
        back = button(_("Restore"), "", "arrow-counter-clockwise", small=True)
        back.clicked.connect(self.kept)
        words = _("This activity is in the bin.")
        self._standing = self._replace(self._standing, Notice(words, "warn", [back]))

    def ask_deleted(self) -> None:
        """Ask whether to keep what one deleted while another worked on it."""
        keep, delete = button(_("Keep"), "", small=True), button(_("Delete"), "quiet", small=True)
        keep.clicked.connect(self.kept)
        delete.clicked.connect(self.deleted)
        words = _("Somebody deleted this while another one was still working on it. Keep it?")
        self._standing = self._replace(self._standing, Notice(words, "warn", [keep, delete]))

    def say_versions(self, places: Sequence[tuple[str, str, str]]) -> None:
        """Say which fields there are two versions of, with a way to each (id, field, words)."""
        ways = []
        for id, field, words in places[:3]:
            way = button(words, "quiet", small=True)
            way.clicked.connect(partial(self.compared.emit, id, field))
            ways.append(way)
        count = len(places)
        words = ngettext(
            "There are two versions of one place; both are kept.",
            "There are two versions of {count} places; all are kept.",
            count,
        )
        said = Notice(words.format(count=count), "warn", ways, "git-branch")
        self._standing = self._replace(self._standing, said)

    def say_parts_deleted(self, count: int, tabs: Sequence[tuple[str, str]]) -> None:
        """Say that parts were deleted while another worked on them, with a way to each tab.

        Args:
            count: How many parts; of none nothing is said.
            tabs: Where they are asked about: name and words.
        """
        if not count:
            self._gone = self._replace(self._gone, None)
            return
        ways = []
        for name, called in tabs[:3]:
            way = button(called, "quiet", small=True)
            way.clicked.connect(partial(self.tab_wanted.emit, name))
            ways.append(way)
        words = ngettext(
            "On another page one part was deleted while somebody was still working on it.",
            "On other pages {count} parts were deleted while others were still working on them.",
            count,
        )
        self._gone = self._replace(self._gone, Notice(words.format(count=count), "warn", ways))

    def say_read_only(self) -> None:
        """Say that this laptop may only read it."""
        words = _("You can read this, but not change it on this laptop.")
        self._standing = self._replace(self._standing, Notice(words, "info"))

    def say_failed(self, words: str, *, again: bool = True) -> None:
        """Say what could not be done and what helps; what was typed stays on the screen."""
        way = button(_("Try again"), "", small=True)
        way.clicked.connect(self.retried)
        if not again:
            way = button(_("Put away"), "quiet", small=True)
            way.clicked.connect(self.put_away_failure)
        self._failure = self._replace(self._failure, Notice(words, "danger", [way]))

    def put_away_failure(self) -> None:
        """Say no longer that something failed."""
        self._failure = self._replace(self._failure, None)

    def failure(self) -> str:
        """Return what is said to have failed."""
        return self._failure.text() if self._failure else ""

    def standing(self) -> str:
        """Return what is said about the record."""
        return self._standing.text() if self._standing else ""

    def parts_deleted(self) -> str:
        """Return what is said about deleted parts."""
        return self._gone.text() if self._gone else ""

    def _replace(self, before: Notice | None, now: Notice | None) -> Notice | None:
        if before is not None:
            before.hide()
            self._layout.removeWidget(before)
            before.deleteLater()
        if now is not None:
            self._layout.addWidget(now)
        slots = (self._standing, self._gone, self._failure)
        others = [one for one in slots if one not in (None, before)]
        self.setVisible(now is not None or bool(others))
        return now
