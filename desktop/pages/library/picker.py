"""Choosing materials for a plan or an activity: hosted beside its files, or on the plan's page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from db.commands import records
from db.commands.materials import link
from db.queries.library import LibraryFilter, MaterialRow, find_materials, material_rows
from db.queries.library_detail import materials_of
from desktop import theme
from desktop.context import Desk
from desktop.labels import choice_label
from desktop.pages.library import words
from desktop.widgets.basic import Icon, clear, column, label, row, tag
from desktop.widgets.buttons import button, icon_button
from desktop.widgets.lines import SearchField
from desktop.words import _, pgettext

MOST = 8


class MaterialPicker(QFrame):
    """The materials of one plan or activity, and a line to find more.

    Recipe: `picker = MaterialPicker(desk)`, then `picker.show_record(id)` whenever the host shows
    another record; connect `opened` to `open_record("material", id)`.
    """

    opened = Signal(str)  # a material's id
    changed = Signal()  # a material was linked or taken off

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self.record, self._lesson = desk, "", ""
        layout = column(self, 8)
        self._mine, self._found = QWidget(), QWidget()
        self._mine_lines, self._found_lines = column(self._mine, 4), column(self._found, 4)
        self._none = label("", "small", "ink3", wrap=True)
        self._add = button("", "", "plus", small=True)
        self._add.clicked.connect(self.ask)
        self.search = SearchField("", 200)
        self.search.searched.connect(self.look_for)
        self._leave = button("", "quiet", small=True)
        self._leave.clicked.connect(self._end)
        for one in (self._mine, self._none, self._add, self.search, self._found, self._leave):
            layout.addWidget(one)
        self._end()
        self._retranslate()

    def show_record(self, record: str, lesson: str = "") -> None:
        """Show the materials of a record.

        Args:
            record: A plan's or an activity's id; empty while it is not saved yet.
            lesson: Id of its lesson: what belongs to it is offered first.
        """
        if record != self.record:
            self._end()
        self.record, self._lesson = record, lesson
        self.reload()

    def reload(self) -> None:
        """Show what the store holds now."""
        clear(self._mine_lines)
        found: Sequence[tuple[str, MaterialRow]] = ()
        if self.record:
            with self._desk.store.read() as session:
                found = materials_of(session, self._desk.store.blobs, self.record)
        for id, one in found:
            self._mine_lines.addWidget(self._line(one, id))
        self._none.setVisible(not found)
        self._add.setEnabled(bool(self.record))

    def ask(self) -> None:
        """Ask which material belongs here too."""
        self._add.hide()
        for one in (self.search, self._found, self._leave):
            one.show()
        self.search.clear()
        self.search.setFocus()
        self.look_for("")

    def look_for(self, typed: str) -> None:
        """Show the materials that hold what was typed; nothing typed: those of the lesson."""
        clear(self._found_lines)
        if not typed and not self._lesson:
            return
        wanted = LibraryFilter(words=typed, lesson="" if typed else self._lesson)
        blobs = self._desk.store.blobs
        with self._desk.store.read() as session:
            here = {one.id for _link, one in materials_of(session, blobs, self.record)}
            ids = [id for id in find_materials(session, blobs, wanted) if id not in here][:MOST]
            rows = material_rows(session, blobs, ids)
        for one in rows:
            self._found_lines.addWidget(self._line(one))
        if not rows and typed:
            words = label(_("Nothing is called that."), "small", "ink3", wrap=True)
            self._found_lines.addWidget(words)

    def _line(self, one: MaterialRow, link_id: str = "") -> QWidget:
        """Return a material: of this record with a way off it, or found, to be taken."""
        out = QWidget()
        line = row(out, 8)
        glyph, role, told = words.where(one)
        sign = Icon(glyph, role, 16)
        sign.setToolTip(told)
        line.addWidget(sign)
        title = button("", "quiet", small=True)
        room = theme.now().size(260)
        elided = Qt.TextElideMode.ElideRight
        title.setText(title.fontMetrics().elidedText(one.title, elided, room))
        title.setToolTip(one.title)
        title.setAccessibleName(one.title)
        line.addWidget(title)
        if kind := choice_label("material", "type", one.type):
            line.addWidget(tag(kind))
        line.addWidget(label(words.file_words(one), "small", "ink3"))
        line.addStretch(1)
        if link_id:
            title.clicked.connect(partial(self.opened.emit, one.id))
            off = icon_button("x", _("Not for this any more"))
            off.clicked.connect(partial(self._take_off, link_id))
            line.addWidget(off)
        else:
            title.clicked.connect(partial(self.take, one.id))
        return out

    def take(self, material: str) -> None:
        """Say that a material belongs to the record."""
        with self._desk.write() as writer:
            link(writer, material, self.record)
        self._end()
        self.reload()
        self.changed.emit()

    def _take_off(self, link_id: str) -> None:
        with self._desk.write() as writer:
            records.delete(writer, link_id)
        self.reload()
        self.changed.emit()

    def _end(self) -> None:
        self._add.show()
        for one in (self.search, self._found, self._leave):
            one.hide()

    def _retranslate(self) -> None:
        self._none.setText(_("No shared material belongs here yet."))
        self._add.setText(_("Add a shared material"))
        self.search.set_hint(_("Search titles, lessons, words in files"))
        self._leave.setText(pgettext("choosing a record", "Not now"))
        self.reload()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
