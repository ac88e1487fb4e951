"""The card of the catalogue on the settings page: what there is, and the way to it."""

from PySide6.QtCore import Signal

from db.queries.lessons import list_lessons
from desktop.context import Desk
from desktop.pages.settings.catalogue.books import books_of
from desktop.widgets.basic import Card, label
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.words import _, ngettext


class CatalogueCard(Card):
    """How many textbooks and lessons there are."""

    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=8)
        self._desk = desk
        self._said = label("", "body", "ink2", wrap=True)
        self.body.addWidget(self._said)
        self._open = button("", "", "book-open", small=True)
        self._open.clicked.connect(self.opened)
        self.body.addWidget(chips([self._open], 8))
        self.retranslate()

    def reload(self) -> None:
        """Say what there is now."""
        with self._desk.store.read() as session:
            books = books_of(list_lessons(session))
        if not books:
            self._said.setText(_("No textbooks yet; plans find their lesson by them."))
            return
        lessons = sum(len(book.lessons) for book in books)
        one = ngettext("{count} textbook", "{count} textbooks", len(books))
        other = ngettext("{count} lesson", "{count} lessons", lessons)
        self._said.setText("·".join((one.format(count=len(books)), other.format(count=lessons))))

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self.set_title(_("Textbooks and lessons"))
        self._open.setText(_("Open the catalogue"))
        self.reload()
