"""Lists of the packs of pieces at a place: one request tells what 256 folders hold.

A list announces, as a tip does; it is not believed where a folder was looked through.
"""

from functools import partial

import msgspec
from sqlalchemy import select

from db.models.depots import Inventory
from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import INVENTORY_BYTES, INVENTORY_PACKS, PACK_BYTES, PROTOCOL
from sync.listing import File
from sync.names import id_of, is_id, pack_path
from sync.visit import Visit
from sync.wire import decode, encode

MAGIC = b"LKV1"


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What a list says; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        packs: Id and length of each pack of pieces, by id.
    """

    protocol: int
    alliance: str
    packs: list[tuple[str, int]]


_BODIES = msgspec.msgpack.Decoder(Body)


def build(alliance: str, packs: dict[str, int]) -> bytes:
    """Return a list of packs as bytes; the same packs make the same bytes."""
    return MAGIC + encode(Body(PROTOCOL, alliance, sorted(packs.items())))


def read(data: bytes, alliance: str) -> dict[str, int]:
    """Return the length of each pack that a list names.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    if not data.startswith(MAGIC):
        raise MalformedError("no list of packs")
    said = decode(_BODIES, data[len(MAGIC) :], "list of packs")
    if said.protocol > PROTOCOL:
        raise NewerFormatError("list of packs")
    if said.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if len(said.packs) > INVENTORY_PACKS:
        raise MalformedError("packs beyond their bound")
    if not all(is_id(id) and 1 <= size_bytes <= PACK_BYTES for id, size_bytes in said.packs):
        raise MalformedError("impossible pack")
    return dict(said.packs)


def learn(visit: Visit) -> None:
    """Add to the listing what lists name in folders that were not looked through."""
    listing = visit.listing
    for id, size_bytes in _told(visit).items():
        path = pack_path(id)
        if path.rpartition("/")[0] not in listing.looked:
            listing.packs.setdefault(id, File(path, id, size_bytes))


def _told(visit: Visit) -> dict[str, int]:
    """Return what all lists of this place name together; each is read once in a laptop's life."""
    with visit.store.read() as session:
        known = dict(session.execute(select(Inventory.id, Inventory.data)).all())
    told: dict[str, int] = {}
    for id, file in sorted(visit.listing.inventories.items()):
        if id in visit.refused:
            visit.skip(file.path, visit.refused[id])
            continue
        try:
            data = known.get(id) or visit.depot.read(file, INVENTORY_BYTES, _why_bad)
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            continue
        try:
            told |= read(data, visit.who.alliance)
        except SkippedFileError as error:
            visit.refuse(id, file.path, error.reason)
            continue
        if id not in known:
            with visit.store.write() as session:
                session.merge(Inventory(id=id, data=data))
    return told


def _why_bad(_: bytes) -> Reason:
    return Reason.ALTERED


def settle(visit: Visit) -> None:
    """Write the list anew where packs came or went; take back those that this one includes."""
    listing = visit.listing
    have = {id: file.size_bytes for id, file in listing.packs.items()} | visit.depot.new_packs
    have = {id: size for id, size in have.items() if 1 <= size <= PACK_BYTES}
    if visit.failure is not None or not have or len(have) > INVENTORY_PACKS:
        return
    data = build(visit.who.alliance, have)
    if id_of(data) in listing.inventories:
        return
    told = _told(visit)
    if have == told or (not listing.is_whole and have.items() <= told.items()):
        return
    if not listing.is_whole:  # what a few folders lack just now is no news: listings may be old
        have = told | have
        data = build(visit.who.alliance, have)
    if visit.put(partial(visit.depot.put_inventory, id_of(data), data), len(data)):
        for file in listing.inventories.values():
            visit.depot.drop(file)
