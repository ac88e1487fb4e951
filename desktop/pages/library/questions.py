"""What wants a decision in a material and its parts: two versions, and what was deleted."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries.attachments import AttachmentRow
from db.queries.library_detail import LinkRow, MaterialDetail
from db.queries.records import RecordRow
from db.record import ASKED
from desktop.context import Desk
from desktop.labels import field_label, kind_label
from desktop.pages.conflicts import ConflictCard
from desktop.pages.part_questions import PartQuestions, deleted_words, versions_words
from desktop.versions import Disputed, disputed
from desktop.widgets.basic import column


class MaterialQuestions(QWidget):
    """A box for each question, and under them the one card of versions that is open."""

    kept = Signal(str)  # id
    deleted = Signal(str)  # id
    settled = Signal(str, str, object)  # id, wire name, the value chosen

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: dict[str, list[Disputed]] = {}
        self._card: ConflictCard | None = None
        self._layout = column(self, 8)
        self._boxes = PartQuestions()
        self._boxes.versions_wanted.connect(self.compare)
        self._boxes.kept.connect(self.kept)
        self._boxes.deleted.connect(self.deleted)
        self._layout.addWidget(self._boxes)
        self.hide()

    def show_detail(self, detail: MaterialDetail, *, may_write: bool) -> None:
        """Ask what wants a decision in a material; who may not write it is not asked."""
        self.close_card()
        rows = list(_standing(detail)) if may_write else []
        self._read([one.id for one, _name in rows if one.disputed])
        places = [
            (one.id, found.field, versions_words(name, field_label(found.kind, found.field)))
            for one, name in rows
            for found in self._found.get(one.id, ())
        ]
        gone = [
            (one.id, deleted_words(name or _title(detail)))
            for one, name in rows
            if one.deletion == ASKED
        ]
        self._boxes.show_questions(places, gone)
        self.setVisible(bool(places or gone))

    def _read(self, ids: list[str]) -> None:
        self._found = {}
        if ids:
            with self._desk.store.read() as session:
                self._found = {id: disputed(session, id) for id in ids}

    def compare(self, id: str, field: str) -> None:
        """Lay the versions of a field one over the other."""
        self.close_card()
        found = next((one for one in self._found.get(id, ()) if one.field == field), None)
        if found is None:
            return
        self._card = ConflictCard(found)
        self._card.settled.connect(partial(self.settled.emit, id))
        self._card.put_off.connect(self.close_card)
        self._layout.addWidget(self._card)

    def card(self) -> ConflictCard | None:
        """Return the versions being compared, or None."""
        return self._card

    def close_card(self) -> None:
        """Compare nothing any more."""
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            card.deleteLater()


def _standing(detail: MaterialDetail) -> Iterator[tuple[RecordRow | AttachmentRow | LinkRow, str]]:
    """Return the material, with no name, and its parts, each with what names it to a person."""
    yield detail.record, ""
    for file in detail.files:
        yield file, file.caption or file.file_name or kind_label("attachment")
    for link in detail.links:
        yield link, _parted(kind_label("material_link"), link.name)
    for use in detail.uses:
        yield use, _parted(kind_label(use.kind), str(use.values["person_name"] or ""))


def _title(detail: MaterialDetail) -> str:
    return detail.row.title or kind_label(detail.record.kind)


def _parted(*words: str) -> str:
    return "·".join(word for word in words if word)
