"""What pieces this laptop can give: those kept sealed, and those sealed anew from a file."""

import threading
from collections.abc import Iterable

from db.blobs import SEALED_BYTES, Blobs, piece_id, seal
from db.queries.materials import Material
from db.wholes import PIECE_BYTES, Arriving


class Supply:
    """The pieces that are on this laptop in one form or another.

    Attributes:
        sizes: How long each sealed piece is, by id.
    """

    def __init__(self, blobs: Blobs, materials: Iterable[Material]) -> None:
        self._blobs = blobs
        self._tags: dict[str, bytes] = {}
        self._rooms = threading.local()
        self._sources: dict[str, tuple[Material, int, Arriving | None]] = {}
        self.sizes = {id: blobs.size_of(id) or 0 for id in blobs.piece_ids()}
        begun = blobs.wholes.begun()
        for material in materials:
            if not material.is_long:
                continue
            if material.whole_path(blobs) is not None:
                self._offer(material, range(len(material.pieces)), None)
            elif material.id in begun:
                arriving = material.arriving(blobs)
                self._offer(material, arriving.have, arriving)

    def _offer(self, material: Material, numbers: Iterable[int], arriving: Arriving | None) -> None:
        for number in numbers:
            id = material.pieces[number].id
            if id not in self.sizes:
                self._sources[id] = material, number, arriving
                self.sizes[id] = material.sealed_bytes(number)

    def __contains__(self, id: str) -> bool:
        """Tell whether a piece is here."""
        return id in self.sizes

    def forget(self, id: str) -> None:
        """Offer a piece no more: what should give it is damaged."""
        self.sizes.pop(id, None)

    def read(self, id: str) -> bytes | None:
        """Return a sealed piece, or None when what should give it is gone or damaged.

        From any thread.
        """
        source = self._sources.get(id)
        if source is None:
            return self._blobs.read_piece(id)
        material, number, arriving = source
        room = self._room()
        plain = (
            self._blobs.wholes.read_into(material.sha256, number, room)
            if arriving is None
            else arriving.read(number)
        )
        if plain is None:
            return None
        data = seal(material.pieces[number].key, plain)
        if self._tag(material, number) == data[-SEALED_BYTES:]:
            return data
        return data if piece_id(data) == id else None

    def _room(self) -> bytearray:
        """Return a thread's room for one plain piece, the same each time."""
        if not hasattr(self._rooms, "room"):
            self._rooms.room = bytearray(PIECE_BYTES)
        room: bytearray = self._rooms.room
        return room

    def _tag(self, material: Material, number: int) -> bytes:
        if material.id not in self._tags:
            self._tags[material.id] = self._blobs.wholes.tags(material.id)
        return self._tags[material.id][number * SEALED_BYTES : (number + 1) * SEALED_BYTES]
