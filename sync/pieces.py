"""Pieces of attachments out and in: packs that the depot lacks, pieces that are wanted here."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from db.models.exchange import Pack
from db.queries.attachments import wanted_pieces
from sync import packs
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.limits import PACK_BYTES
from sync.listing import File
from sync.packs import PREFIX_BYTES, Index, NewPack
from sync.visit import RoundProgress, Stage, Visit

_FIRST_READ_BYTES = 4096


def exchange_pieces(visit: Visit) -> Iterator[RoundProgress]:
    """Put the pieces that the depot lacks, then take those that are wanted here."""
    visit.store.blobs.clear_up()
    indexes = _indexes(visit)
    yield from _put(visit, indexes)
    yield from _take(visit, indexes)


def _indexes(visit: Visit) -> dict[str, Index]:
    """Return what each whole pack of the depot holds; an index is read once in a laptop's life."""
    with visit.store.read() as session:
        known = dict(session.execute(select(Pack.id, Pack.index)).all())
    indexes = {}
    for id, file in visit.listing.packs.items():
        if id in visit.refused:
            visit.skip(file.path, visit.refused[id])
            continue
        try:
            index = _index(visit, file, known.get(id))
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            continue
        if index.size_bytes > file.size_bytes:
            visit.skip(file.path, Reason.TRUNCATED)
        else:
            indexes[id] = index
    return indexes


def _index(visit: Visit, file: File, known: bytes | None) -> Index:
    if known is not None:
        return packs.read_index(known, visit.who.alliance)
    try:
        data = visit.depot.read_part(file, 0, _FIRST_READ_BYTES)
        length = packs.index_length(data[:PREFIX_BYTES])
        if length > len(data):
            data += visit.depot.read_part(file, len(data), length - len(data))
        index = packs.read_index(data, visit.who.alliance)
    except MalformedError as error:
        _judge_whole(visit, file)
        visit.refuse(file.id, file.path, error.reason)
        raise
    with visit.store.write() as session:
        session.merge(Pack(id=file.id, size_bytes=index.size_bytes, index=data[:length]))
    return index


def _judge_whole(visit: Visit, file: File) -> None:
    """Read a pack from end to end; one that is not what its name says is set aside.

    Raises:
        SkippedFileError: It is not.
    """
    visit.depot.read(file, PACK_BYTES, lambda _: Reason.ALTERED)


def _put(visit: Visit, indexes: dict[str, Index]) -> Iterator[RoundProgress]:
    there = {id for index in indexes.values() for id in index.spans}
    lacking = []
    for id in sorted(visit.store.blobs.piece_ids() - there):
        data = visit.store.blobs.read_piece(id)
        if data is not None:
            lacking.append((id, len(data)))
    done = 0
    for run in packs.runs(lacking):
        yield RoundProgress(done, len(lacking), "", Stage.ATTACHMENTS)
        pack = packs.build(
            visit.who.alliance, run, lambda id: visit.store.blobs.read_piece(id) or b""
        )
        if not visit.put(lambda p=pack: visit.depot.put_pack(p.id, p.source), pack.size_bytes):  # type: ignore[misc]
            return
        _remember(visit, pack)
        done += len(run)
        visit.pieces_out = done


def _reader(visit: Visit) -> Callable[[str], bytes]:
    return lambda id: visit.store.blobs.read_piece(id) or b""


def _remember(visit: Visit, pack: NewPack) -> None:
    with visit.store.write() as session:
        session.merge(Pack(id=pack.id, size_bytes=pack.size_bytes, index=pack.index))


def _take(visit: Visit, indexes: dict[str, Index]) -> Iterator[RoundProgress]:
    with visit.store.read() as session:
        wanted = wanted_pieces(session) - visit.store.blobs.piece_ids()
    found = [
        (pack, id, span)
        for pack, index in sorted(indexes.items())
        for id, span in index.spans.items()
        if id in wanted
    ]
    bad: set[str] = set()
    for done, (pack, id, span) in enumerate(found):
        yield RoundProgress(done, len(found), "", Stage.ATTACHMENTS)
        if id not in wanted:
            continue  # another pack had it
        file = visit.listing.packs[pack]
        try:
            data = visit.depot.read_part(file, span.offset, span.length)
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            continue
        if visit.store.blobs.add_piece(id, data):
            wanted.discard(id)
            visit.pieces_in += 1
            visit.bytes_in += len(data)
        else:
            bad.add(pack)
    for pack in sorted(bad):
        _name_bad(visit, visit.listing.packs[pack])


def _name_bad(visit: Visit, file: File) -> None:
    try:
        _judge_whole(visit, file)
        visit.refuse(file.id, file.path, Reason.HOSTILE)
    except SkippedFileError as error:
        visit.skip(file.path, error.reason)
