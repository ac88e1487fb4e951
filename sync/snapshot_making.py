"""Snapshots made and mended at a place, by whoever meets much there that stands in none.

A snapshot holds only segments that no other of the place holds, so all of them together are as
large as the logs, once. Cut off anywhere, the next exchange goes on with the part it was at.
"""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import delete

from db.models.depots import SnapshotAt
from db.models.exchange import SegmentBytes
from sync import snapshot_files
from sync.limits import (
    MIB,
    SEGMENT_FILE_BYTES,
    SNAPSHOT_AT,
    SNAPSHOT_PART_BYTES,
    SNAPSHOT_PARTS,
    SNAPSHOT_SEGMENTS,
)
from sync.looking import is_costly, look_into
from sync.names import LogName, id_of, part_path
from sync.snapshot_files import Manifest
from sync.snapshots import manifest_bytes, manifests, remember
from sync.visit import RoundProgress, Stage, Visit

_ROOM = 4  # a place must have so many times the room that a snapshot takes
_SPARE_BYTES = 64 * MIB
_GOAL_BYTES = SNAPSHOT_PARTS * SNAPSHOT_PART_BYTES - SEGMENT_FILE_BYTES


def make(visit: Visit) -> Iterator[RoundProgress]:
    """Put a snapshot of what lies here in none; go on with one that was begun; mend parts.

    A new one only in an exchange that moved something: one without news writes nothing.
    """
    if visit.failure is not None:
        return
    yield from _mend(visit)
    begun = _begun(visit)
    if begun is None:
        moved = visit.bytes_in or visit.bytes_out
        if not moved or len(_uncovered(visit)) < SNAPSHOT_AT:
            return
    if "n" not in visit.listing.looked and is_costly(visit.depot.carrier):
        look_into(visit, "n")
    if begun is None:
        manifests(visit)
        lacking = _uncovered(visit)
        if len(lacking) < SNAPSHOT_AT or not _has_room(visit, lacking):
            return
        begun = snapshot_files.build_manifest(
            visit.who.alliance, lacking, partial(_segment_bytes, visit)
        )
        remember(visit, id_of(begun), begun, whole=False)
    yield from _put(visit, begun)


def _begun(visit: Visit) -> bytes | None:
    """Return the manifest of a snapshot that this laptop began to put at this place."""
    query = "SELECT s.data FROM snapshot s JOIN snapshot_at a ON a.id = s.id"
    with visit.store.glance() as look:
        unfinished = f"{query} WHERE a.place = ? AND NOT a.whole"
        row = look.execute(unfinished, (visit.depot.carrier.address,)).fetchone()
    return None if row is None else bytes(row[0])


def _covered(visit: Visit) -> set[str]:
    """Return the segments that snapshots of this place hold, as far as manifests were read."""
    place = visit.depot.carrier.address
    query = "SELECT id, data FROM snapshot"
    given: tuple[str, ...] = ()
    if "n" not in visit.listing.looked:
        query += " WHERE id IN (SELECT id FROM snapshot_at WHERE place = ? AND whole)"
        given = (place,)
    with visit.store.glance() as look:
        rows = look.execute(query, given).fetchall()
    covered: set[str] = set()
    for id, data in rows:
        if "n" not in visit.listing.looked or id in visit.listing.manifests:
            manifest = snapshot_files.read_manifest(data, visit.who.alliance)
            covered.update(span.name.id for span in manifest.spans)
    return covered


def _uncovered(visit: Visit) -> list[tuple[LogName, int]]:
    """Return the held segments that no snapshot of this place holds, in the order they came.

    In that order nothing comes before what it builds on, so a newcomer parks little.
    """
    covered = _covered(visit)
    found: list[tuple[LogName, int]] = []
    size_bytes = 0
    for row in visit.logs.held.values():
        if row.id not in covered:
            size_bytes += row.size_bytes
            if size_bytes > _GOAL_BYTES or len(found) >= SNAPSHOT_SEGMENTS:
                break
            found.append((row.name, row.size_bytes))
    return found


def _has_room(visit: Visit, segments: list[tuple[LogName, int]]) -> bool:
    free = visit.depot.carrier.free()
    return free is None or free >= _ROOM * sum(size for _, size in segments) + _SPARE_BYTES


def _segment_bytes(visit: Visit, id: str) -> bytes:
    with visit.store.glance() as look:
        data: bytes = look.execute(_BYTES, (id,)).fetchone()[0]
    return data


_BYTES = f"SELECT data FROM {SegmentBytes.__tablename__} WHERE id = ?"


def _put(visit: Visit, data: bytes) -> Iterator[RoundProgress]:
    """Put the parts that are not there, then the manifest."""
    manifest = snapshot_files.read_manifest(data, visit.who.alliance)
    if any(span.name.id not in visit.logs.held for span in manifest.spans):
        _give_up(visit, manifest.id)
        return
    stream = (_segment_bytes(visit, span.name.id) for span in manifest.spans)
    yield RoundProgress(0, len(manifest.parts), "", Stage.SENDING)
    files = (
        (part_path(manifest.id, number), part)
        for number, part in enumerate(snapshot_files.parts_of(stream))
        if not _is_there(visit, manifest, number)
    )
    for done, _path in enumerate(visit.put_several(files), 1):
        yield RoundProgress(done, len(manifest.parts), "", Stage.SENDING)
    if visit.put(partial(visit.depot.put_manifest, manifest.id, data), len(data)):
        remember(visit, manifest.id, data, whole=True)


def _is_there(visit: Visit, manifest: Manifest, number: int) -> bool:
    file = visit.listing.parts.get((manifest.id, number))
    bad = (manifest.id, number) in visit.bad_parts
    return file is not None and file.size_bytes == manifest.part_bytes(number) and not bad


def _give_up(visit: Visit, id: str) -> None:
    with visit.store.write() as session:
        session.execute(
            delete(SnapshotAt).where(
                SnapshotAt.place == visit.depot.carrier.address, SnapshotAt.id == id
            )
        )


def _mend(visit: Visit) -> Iterator[RoundProgress]:
    """Put again what of a snapshot was lost or damaged, where all of it is held."""
    if not visit.listing.parts and not visit.listing.manifests:
        return
    known = {manifest.id: manifest for manifest in manifests(visit)}
    for id in sorted({id for id, _ in visit.listing.parts} - known.keys()):
        data = manifest_bytes(visit, id)
        if data is not None:
            known[id] = snapshot_files.read_manifest(data, visit.who.alliance)
    for manifest in known.values():
        lost = [n for n in range(len(manifest.parts)) if not _is_there(visit, manifest, n)]
        if lost or manifest.id not in visit.listing.manifests:
            yield from _put_again(visit, manifest, lost)


def _put_again(visit: Visit, manifest: Manifest, lost: list[int]) -> Iterator[RoundProgress]:
    if any(span.name.id not in visit.logs.held for span in manifest.spans):
        return
    stream = (_segment_bytes(visit, span.name.id) for span in manifest.spans)
    for number, part in enumerate(snapshot_files.parts_of(stream) if lost else ()):
        yield RoundProgress(number, len(manifest.parts), "", Stage.SENDING)
        if number in lost and id_of(part) == manifest.parts[number]:
            put = partial(visit.depot.put_part, manifest.id, number, part)
            if not visit.put(put, len(part)):
                return
    data = manifest_bytes(visit, manifest.id)
    if manifest.id not in visit.listing.manifests and data is not None:
        if not visit.put(partial(visit.depot.put_manifest, manifest.id, data), len(data)):
            return
        remember(visit, manifest.id, data, whole=True)
    aside = visit.listing.aside.get(manifest.id)
    if aside is not None:
        visit.depot.drop_aside(aside)
