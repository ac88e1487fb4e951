"""Segments taken from a snapshot, one part after another: how a newcomer joins.

Cut off anywhere, it goes on with the part it was at: what is held is not read again.
"""

from collections.abc import Iterator

from db.models.depots import Snapshot, SnapshotAt
from sync import snapshot_files
from sync.errors import Reason, SkippedFileError
from sync.limits import (
    SNAPSHOT_MANIFEST_BYTES,
    SNAPSHOT_PART_BYTES,
)
from sync.listing import File
from sync.looking import is_costly, look_into
from sync.names import id_of, part_path
from sync.snapshot_files import Manifest, Span
from sync.visit import RoundProgress, Stage, Visit

WORTH = 32
"""A laptop that lacks so many segments takes them from a snapshot where there is one."""


def take(visit: Visit) -> Iterator[RoundProgress]:
    """Take from snapshots what is lacking here, when that is much."""
    if _lacking_at_least(visit) < WORTH:
        return
    if "n" not in visit.listing.looked and is_costly(visit.depot.carrier):
        look_into(visit, "n")
    for manifest in manifests(visit):
        lacking = [span for span in manifest.spans if _is_news(visit, span)]
        if len(lacking) >= WORTH:
            yield from _take_parts(visit, manifest, lacking)
            visit.read_logs()


def _is_news(visit: Visit, span: Span) -> bool:
    return span.name.id not in visit.logs.held and span.name.id not in visit.refused


def _lacking_at_least(visit: Visit) -> int:
    """Return how many segments this laptop lacks, as far as tips and names tell."""
    newest = {r: max(row.seq for row in rows) for r, rows in visit.logs.of_replica.items()}
    behind = sum(max(1, tip.seq - newest.get(tip.replica, 0)) for tip in visit.unread())
    seen = sum(1 for id in visit.listing.segments if id not in visit.logs.held)
    return max(behind, seen)


def manifests(visit: Visit) -> list[Manifest]:
    """Return the snapshots of this place; each manifest is read once in a laptop's life."""
    found = []
    for id, file in sorted(visit.listing.manifests.items()):
        if id in visit.refused:
            visit.skip(file.path, visit.refused[id])
            continue
        try:
            data = manifest_bytes(visit, id) or visit.depot.read(
                file, SNAPSHOT_MANIFEST_BYTES, lambda _: Reason.ALTERED
            )
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            del visit.listing.manifests[id]  # it was set aside
            continue
        try:
            found.append(snapshot_files.read_manifest(data, visit.who.alliance))
        except SkippedFileError as error:
            visit.refuse(id, file.path, error.reason)
            continue
        remember(visit, id, data, whole=True)
    return found


def manifest_bytes(visit: Visit, id: str) -> bytes | None:
    """Return a manifest that was met or made before."""
    with visit.store.glance() as look:
        found = look.execute(_DATA, (id,)).fetchone()
    return None if found is None else found[0]


_DATA = f"SELECT data FROM {Snapshot.__tablename__} WHERE id = ?"
_WHOLE = f"SELECT whole FROM {SnapshotAt.__tablename__} WHERE place = ? AND id = ?"


def remember(visit: Visit, id: str, data: bytes, *, whole: bool) -> None:
    """Keep a manifest, and that it lies at this place, or is being put there."""
    place = visit.depot.carrier.address
    with visit.store.glance() as look:
        found = look.execute(_WHOLE, (place, id)).fetchone()
    if found is not None and bool(found[0]) == whole:
        return
    with visit.store.write() as session:
        session.merge(Snapshot(id=id, data=data))
        session.merge(SnapshotAt(place=place, id=id, whole=whole))


def _take_parts(visit: Visit, manifest: Manifest, lacking: list[Span]) -> Iterator[RoundProgress]:
    """Read the parts that hold what is lacking, in order; hold some of them and one segment."""
    stream, start = b"", 0  # what was read and not used up, and where in the whole it begins
    number = -1
    parts = _parts(visit, manifest, lacking)
    for done, span in enumerate(lacking):
        yield RoundProgress(done, len(lacking), "", Stage.RECEIVING)
        first = span.offset // SNAPSHOT_PART_BYTES
        last = (span.offset + span.length - 1) // SNAPSHOT_PART_BYTES
        if first > number:
            stream, start, number = b"", first * SNAPSHOT_PART_BYTES, first - 1
        while number < last:
            number += 1
            used = min(len(stream), span.offset - start)
            stream, start = stream[used:] + next(parts), start + used
        data = stream[span.offset - start : span.offset - start + span.length]
        if id_of(data) == span.name.id:
            for _ in visit.gather(data, part_path(manifest.id, number)):
                yield RoundProgress(done, len(lacking), "", Stage.RECEIVING)
    for _ in visit.take_gathered():
        yield RoundProgress(len(lacking), len(lacking), "", Stage.RECEIVING)


def _parts(visit: Visit, manifest: Manifest, lacking: list[Span]) -> Iterator[bytes]:
    """Read the parts in which something lies that is lacking, in order."""
    numbers: dict[int, None] = {}
    for span in lacking:
        last = (span.offset + span.length - 1) // SNAPSHOT_PART_BYTES
        numbers.update(dict.fromkeys(range(span.offset // SNAPSHOT_PART_BYTES, last + 1)))
    files = {number: visit.listing.parts.get((manifest.id, number)) for number in numbers}
    there = (file for file in files.values() if file is not None)
    read = visit.depot.read_parts(there, SNAPSHOT_PART_BYTES)
    for number, file in files.items():
        if file is None:
            yield bytes(manifest.part_bytes(number))
        else:
            yield _checked(visit, manifest, number, file, next(read))


def _checked(
    visit: Visit, manifest: Manifest, number: int, file: File, data: bytes | SkippedFileError
) -> bytes:
    """Return a part, or zeros in its stead: what lay in it comes from elsewhere."""
    size_bytes = manifest.part_bytes(number)
    if isinstance(data, SkippedFileError):
        visit.skip(file.path, data.reason)
        return bytes(size_bytes)
    if id_of(data) == manifest.parts[number]:
        return data
    visit.skip(file.path, Reason.TRUNCATED if len(data) < size_bytes else Reason.ALTERED)
    visit.bad_parts.add((manifest.id, number))
    return bytes(size_bytes)
