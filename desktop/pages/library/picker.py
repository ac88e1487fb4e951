"""The materials of a plan or an activity: opened, taken off, chosen among the shared ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from db.commands import records
from db.commands.material_links import link
from db.progress import Progress, Work
from db.queries.attachments import list_attachments
from db.queries.library import LibraryFilter, MaterialRow, find_materials, material_rows
from db.queries.library_detail import materials_of
from db.store import Store
from desktop.context import Desk
from desktop.jobs import Asking
from desktop.pages.file_opening import FileOpening
from desktop.pages.library.picker_line import MaterialLine
from desktop.widgets.basic import clear, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.lines import SearchField
from desktop.words import _, pgettext
from sync import wishes

MOST = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """The materials that were found for what was typed."""

    typed: str
    rows: Sequence[MaterialRow]


def offering(store: Store, record: str, wanted: LibraryFilter) -> Work[Offered]:
    """Find materials that do not belong to a record yet."""
    yield Progress(0, 1)
    with store.read() as session:
        here = {one.id for _link, one in materials_of(session, store.blobs, record)}
        ids = [id for id in find_materials(session, store.blobs, wanted) if id not in here]
        return Offered(wanted.words, material_rows(session, store.blobs, ids[:MOST]))


class MaterialPicker(QFrame):
    """The materials of one plan or activity, and a line to find more.

    The host calls `show_record` whenever it shows another record, and connects `opened` to
    `open_record("material", id)`.
    """

    opened = Signal(str)  # a material's id
    changed = Signal()  # a material was linked or taken off
    unsaved = Signal()  # the record has to be saved and shown before anything can belong to it
    failed = Signal(object)
    grew = Signal(object)  # the widget to bring into view

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self.record, self._lesson = desk, "", ""
        self._shown: Sequence[tuple[str, MaterialRow]] = ()
        self._read_only = False
        self._asking = Asking(desk.jobs, self)
        self._asking.answered.connect(self._offer)
        layout = column(self, 6)
        head = row(gap=10)
        self._name, self._none = label("", "small", "ink2"), label("", "small", "ink3", wrap=True)
        head.addWidget(self._name)
        head.addWidget(self._none, 1)
        self._opening = FileOpening(desk)
        self._opening.failed.connect(self.failed)
        self._mine, self._found = QWidget(), QWidget()
        self._mine_lines, self._found_lines = column(self._mine, 2), column(self._found, 2)
        self._add = button("", "", "plus", small=True)
        self._add.clicked.connect(self.ask)
        self.search = SearchField("", 200)
        self.search.searched.connect(self.look_for)
        self._leave = button("", "quiet", small=True)
        self._leave.clicked.connect(self._end)
        layout.addLayout(head)
        for one in (self._opening, self._mine, self._add, self.search, self._found, self._leave):
            layout.addWidget(one)
        self._end()
        self._retranslate()
        for news in (desk.news.changed, desk.news.arrived):
            news.connect(self.reload)

    def show_record(self, record: str, lesson: str = "") -> None:
        """Show the materials of a record.

        Args:
            record: A plan's or an activity's id; empty while it is not saved yet.
            lesson: Id of its lesson: what belongs to it is offered first.
        """
        if record != self.record:
            self._end()
            self._opening.put_away()
        self.record, self._lesson = record, lesson
        self.reload()

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be added or taken off, where this laptop may not write."""
        if read_only != self._read_only:
            self._read_only = read_only
            self._end()
            self._show(self._shown)

    def reload(self) -> None:
        """Show what the store holds now."""
        found: Sequence[tuple[str, MaterialRow]] = ()
        if self.record:
            with self._desk.store.read() as session:
                found = materials_of(session, self._desk.store.blobs, self.record)
        if found != self._shown:
            self._show(found)

    def _show(self, found: Sequence[tuple[str, MaterialRow]]) -> None:
        self._shown = found
        clear(self._mine_lines)
        for id, one in found:
            line = MaterialLine(one, id, may_remove=not self._read_only)
            line.titled.connect(self.opened)
            line.file_wanted.connect(self._open_file)
            line.wish_wanted.connect(self._wish)
            line.removed.connect(self._take_off)
            self._mine_lines.addWidget(line)
        self._mine.setVisible(bool(found))
        self._none.setVisible(not found)

    # its files

    def _open_file(self, material: str) -> None:
        """Open the first file; the page of the material has all of them."""
        with self._desk.store.read() as session:
            files = list_attachments(session, self._desk.store.blobs, material)
        if files:
            self._opening.open(files[0])

    def _wish(self, material: str) -> None:
        with self._desk.store.write() as session:
            for one in list_attachments(session, self._desk.store.blobs, material):
                if not one.here:
                    wishes.add(session, one.id)
        self.reload()

    # choosing

    def ask(self) -> None:
        """Ask which material belongs here too."""
        if not self.record:
            self.unsaved.emit()
        if not self.record or self._read_only:
            return
        self._add.hide()
        for one in (self.search, self._found, self._leave):
            one.show()
        self.search.clear()
        self.search.setFocus()
        self.look_for("")

    def look_for(self, typed: str) -> None:
        """Find the materials that hold what was typed; nothing typed: those of the lesson."""
        self._asking.drop()
        if not typed and not self._lesson:
            clear(self._found_lines)
            return
        wanted = LibraryFilter(words=typed, lesson="" if typed else self._lesson)
        self._asking.ask(offering(self._desk.store, self.record, wanted))

    def _offer(self, found: Offered) -> None:
        clear(self._found_lines)
        for one in found.rows:
            line = MaterialLine(one)
            line.titled.connect(self.take)
            self._found_lines.addWidget(line)
        if not found.rows and found.typed:
            words = label(_("Nothing is called that."), "small", "ink3", wrap=True)
            self._found_lines.addWidget(words)
        self.grew.emit(self._leave)

    def take(self, material: str) -> None:
        """Say that a material belongs to the record."""
        with self._desk.write() as writer:
            link(writer, material, self.record)
        self._end()
        self.reload()
        self._add.setFocus()
        self.changed.emit()

    def _take_off(self, link_id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, link_id)
        self.reload()
        self.changed.emit()

    def _end(self) -> None:
        self._asking.drop()
        clear(self._found_lines)
        self._add.setVisible(not self._read_only)
        for one in (self.search, self._found, self._leave):
            one.hide()

    def _retranslate(self) -> None:
        self._name.setText(_("Shared materials"))
        self._none.setText(_("No shared material belongs here yet."))
        self._add.setText(_("Add a shared material"))
        self.search.set_hint(_("Search titles, lessons, words in files"))
        self._leave.setText(pgettext("choosing a record", "Not now"))
        self._show(self._shown)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
