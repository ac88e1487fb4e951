"""Pieces of attachments out and in: packs that the depot lacks, pieces that are wanted here."""

from collections.abc import Iterator

from sqlalchemy import delete, select

from db.models.activities import Attachment
from db.models.exchange import Pack
from db.models.materials import PackAt
from db.queries.materials import Material, list_materials
from db.supply import Supply
from sync import packs, pieces_in, pieces_out
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.listing import File
from sync.packs import PREFIX_BYTES, Index
from sync.visit import RoundProgress, Visit

_FIRST_READ_BYTES = 4096


def exchange_pieces(visit: Visit) -> Iterator[RoundProgress]:
    """Put the pieces that the depot lacks, then take those that are wanted here."""
    blobs = visit.store.blobs
    blobs.clear_up()
    indexes = _indexes(visit)
    materials = _materials(visit)
    supply = Supply(blobs, materials)
    there = {id for index in indexes.values() for id in index.spans}
    yield from pieces_out.put(visit, there, supply, materials)
    _note_place(visit, set(indexes))
    yield from pieces_in.take(visit, indexes, supply, materials)


def _materials(visit: Visit) -> list[Material]:
    """Return every file that a record here names; mostly there is none."""
    with visit.store.glance() as look:
        if look.execute(_ANY).fetchone() is None:
            return []
    with visit.store.read() as session:
        return list_materials(session, visit.store.blobs)


_ANY = f"SELECT 1 FROM {Attachment.__tablename__} LIMIT 1"


def _indexes(visit: Visit) -> dict[str, Index]:
    """Return what each whole pack of the depot holds; an index is read once in a laptop's life."""
    indexes: dict[str, Index] = {}
    if not visit.listing.packs:
        return indexes
    with visit.store.read() as session:
        known = dict(session.execute(select(Pack.id, Pack.index)).all())
    news = [
        (file, 0, _FIRST_READ_BYTES, _FIRST_READ_BYTES)
        for id, file in visit.listing.packs.items()
        if id not in known and id not in visit.refused
    ]
    beginnings = visit.depot.read_stretches(news)
    for id, file in visit.listing.packs.items():
        if id in visit.refused:
            visit.skip(file.path, visit.refused[id])
            continue
        try:
            if id in known:
                index = packs.read_index(known[id], visit.who.alliance)
            else:
                index = _new_index(visit, file, next(beginnings))
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            continue
        if index.size_bytes > file.size_bytes:
            visit.skip(file.path, Reason.TRUNCATED)
        else:
            indexes[id] = index
    return indexes


def _new_index(visit: Visit, file: File, data: bytes | SkippedFileError) -> Index:
    """Return what a pack holds, and keep it.

    Args:
        visit: The exchange.
        file: The pack.
        data: Its first bytes, or why they cannot be read.
    """
    if isinstance(data, SkippedFileError):
        raise data
    try:
        length = packs.index_length(data[:PREFIX_BYTES])
        if length > len(data):
            data += visit.depot.read_part(file, len(data), length - len(data))
        index = packs.read_index(data, visit.who.alliance)
    except MalformedError as error:
        pieces_in.judge_whole(visit, file)
        visit.refuse(file.id, file.path, error.reason)
        raise
    with visit.store.write() as session:
        session.merge(Pack(id=file.id, size_bytes=index.size_bytes, index=data[:length]))
    return index


def _note_place(visit: Visit, whole: set[str]) -> None:
    """Remember which packs lie here, to say where a file is; what was not looked at stays."""
    place = visit.depot.carrier.address
    now = whole | set(visit.depot.new_packs)
    query = f"SELECT pack FROM {PackAt.__tablename__} WHERE place = ?"
    with visit.store.glance() as look:
        before = {pack for (pack,) in look.execute(query, (place,))}
    gone = {id for id in before - now if f"b/{id[:2]}" in visit.listing.looked}
    if "b" in visit.listing.looked and not visit.listing.packs:
        gone = before - now
    new = now - before
    if not (new or gone):
        return
    with visit.store.write() as session:
        for id in gone:
            session.execute(delete(PackAt).where(PackAt.place == place, PackAt.pack == id))
        session.add_all(PackAt(place=place, pack=id) for id in new)
