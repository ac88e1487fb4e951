"""The files of a plan itself, such as the Word file it was imported from: opened, or wished for."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from db.file_names import is_program, shown_name
from db.queries.attachments import AttachmentRow, list_attachments
from desktop.context import Desk
from desktop.pages.file_opening import FileOpening
from desktop.sizes import size_words
from desktop.widgets.basic import Elided, Icon, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _
from sync import wishes


class OwnFiles(QFrame):
    """A line for each; nothing at all where there is none."""

    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._record = desk, ""
        self._files: Sequence[AttachmentRow] = ()
        layout = column(self, 4, (16, 10, 16, 0))
        self._name = label("", "small", "ink2")
        self._opening = FileOpening(desk)
        self._opening.failed.connect(self.failed)
        self._lines = QWidget()
        self._list = column(self._lines, 2)
        for one in (self._name, self._opening, self._lines):
            layout.addWidget(one)
        self._retranslate()

    def show_record(self, record: str, count: int) -> None:
        """Show the files of a plan.

        Args:
            record: The plan's id.
            count: How many there are; with none, nothing is read.
        """
        if record != self._record:
            self._opening.put_away()
        self._record = record
        found: Sequence[AttachmentRow] = ()
        if count:
            with self._desk.store.read() as session:
                found = list_attachments(session, self._desk.store.blobs, record)
        self._files = found
        self._fill()

    def files(self) -> Sequence[AttachmentRow]:
        """Return what is shown."""
        return self._files

    def open(self, one: AttachmentRow) -> None:
        """Open a file in the system's program."""
        self._opening.open(one)

    def wish(self, one: AttachmentRow) -> None:
        """Let the next exchange bring a file."""
        with self._desk.store.write() as session:
            wishes.add(session, one.id)
        self.show_record(self._record, len(self._files))

    def _fill(self) -> None:
        clear(self._list)
        self.setVisible(bool(self._files))
        if not self._files:
            return
        with self._desk.store.read() as session:
            wished = {one.attachment for one in wishes.mine(session)}
        for one in self._files:
            self._list.addWidget(self._line(one, wished=one.id in wished))

    def _line(self, one: AttachmentRow, *, wished: bool) -> QWidget:
        out = QWidget()
        line = row(out, 8)
        line.addWidget(Icon("file-text", "ink3", 16))
        line.addWidget(Elided(shown_name(one.file_name) or one.caption, "body"), 1)
        line.addWidget(label(size_words(one.size_bytes), "small", "ink3"))
        if one.here and not is_program(one.file_name):
            first = button(_("Open"), "", "arrow-square-out", small=True)
            first.clicked.connect(partial(self.open, one))
            line.addWidget(first)
        elif wished:
            line.addWidget(label(_("Comes along next time"), "small", "ink2"))
        elif not one.here:
            bring = button(_("Bring it next time"), "", "tray", small=True)
            bring.clicked.connect(partial(self.wish, one))
            line.addWidget(bring)
        return out

    def _retranslate(self) -> None:
        self._name.setText(_("Files of this plan"))
        self._fill()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
