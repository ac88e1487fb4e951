"""The fields of a form of which there are two versions: found, compared, settled."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.commands import records
from db.journal import Writer
from db.record import Value
from desktop.context import Desk
from desktop.labels import field_label
from desktop.pages.conflicts import ConflictCard
from desktop.pages.keeper import Keeper
from desktop.versions import Disputed, disputed
from desktop.words import _


class Asked(Protocol):
    """A record as a form read it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def disputed(self) -> tuple[str, ...]:
        """Its fields of which there are two versions."""


class FormVersions(QObject):
    """What wants a decision in a record and its parts, and the one card that is open."""

    settled = Signal()
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk, keeper: Keeper[Any, Any]) -> None:
        super().__init__(keeper)
        self._desk, self._keeper = desk, keeper
        self._found: dict[str, list[Disputed]] = {}
        self._card: ConflictCard | None = None

    def read(self) -> None:
        """Find what wants a decision now; a card that was open is closed."""
        self.close_card()
        asked = [row.id for row in self._rows() if row.disputed]
        self._found = {}
        if asked:
            with self._desk.store.read() as session:
                self._found = {id: disputed(session, id) for id in asked}

    def _rows(self) -> Sequence[Asked]:
        """Return the record and its parts."""
        form = self._keeper.form
        if form is None:
            return ()
        parts = (*form.participants, *form.agenda, *form.plans, *form.actions, *form.attachments)
        return (form.record, *parts)

    def of(self, id: str) -> list[Disputed]:
        """Return the fields of a record that want a decision."""
        return self._found.get(id, [])

    def fields(self, id: str) -> list[str]:
        """Return the wire names of the fields of a record that want a decision."""
        return [one.field for one in self.of(id)]

    def named(self, id: str, field: str) -> Disputed | None:
        """Return the versions of a field, or None."""
        return next((one for one in self.of(id) if one.field == field), None)

    def places(self) -> list[tuple[str, str, str]]:
        """Return record, field and the field's words of all of them."""
        return [
            (id, one.field, field_label(one.kind, one.field))
            for id, found in self._found.items()
            for one in found
        ]

    def open_card(self, id: str, found: Disputed) -> ConflictCard:
        """Return the card of a field, instead of the one open before."""
        self.close_card()
        self._card = ConflictCard(found)
        self._card.settled.connect(partial(self._settle, id))
        self._card.put_off.connect(self.close_card)
        self._card.show()
        return self._card

    def card(self) -> ConflictCard | None:
        """Return the versions being compared, or None."""
        return self._card

    def close_card(self) -> None:
        """Compare nothing any more."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _together(self, id: str, field: str, value: Value) -> Mapping[str, Value]:
        """Return what choosing a version of a field settles."""
        del id
        return {field: value}

    def _settle(self, id: str, field: str, value: Value) -> None:
        if self._keeper.act(partial(_settle, id=id, values=self._together(id, field, value))):
            self.toasted.emit(_("Decided. The other version is in the history."), "", None)
            self.settled.emit()


def _settle(writer: Writer, id: str, values: Mapping[str, Value]) -> None:
    records.settle(writer, id, values)
