"""What this laptop holds and the depot lacks is put there: its own log first, then the others'."""

from collections.abc import Iterator

from db.models.exchange import Certificate, MembershipFile, Segment, SegmentBytes
from sync import packed
from sync.branches import Held
from sync.listing import File
from sync.log import unpack_ids
from sync.names import membership_path, segment_path, tip_path
from sync.visit import RoundProgress, Stage, Visit


def put_membership(visit: Visit) -> Iterator[RoundProgress]:
    """Put the membership files that the depot lacks; a second call puts what was made since."""
    there = visit.listing.membership
    with visit.store.glance() as look:
        rows = look.execute(_MEMBERSHIP).fetchall()
    lacking = [
        id
        for id, size_bytes in rows
        if (id not in there or there[id].size_bytes != size_bytes) and id not in visit.put_ids
    ]
    if not lacking:
        return
    yield RoundProgress(0, len(lacking), stage=Stage.LOOKING)
    paths = {membership_path(id): id for id in lacking}
    files = ((path, _membership_bytes(visit, id)) for path, id in paths.items())
    for done, path in enumerate(visit.put_several(files), 1):
        visit.put_ids.add(paths[path])
        _drop_aside(visit, paths[path])
        yield RoundProgress(done, len(lacking), stage=Stage.LOOKING)


def _membership_bytes(visit: Visit, id: str) -> bytes:
    with visit.store.glance() as look:
        data: bytes = look.execute(_MEMBER, (id,)).fetchone()[0]
    return data


_MEMBER = f"SELECT data FROM {MembershipFile.__tablename__} WHERE id = ?"
_MEMBERSHIP = f"SELECT id, length(data) FROM {MembershipFile.__tablename__}"


def put_segments(visit: Visit) -> Iterator[RoundProgress]:
    """Put the segments that the depot lacks, byte for byte: this laptop's own first.

    Of a log whose news was not read yet nobody can tell what is lacking, unless its folder was
    looked through: it is left for a second call.
    """
    lacking = [row for row in _lacking(visit) if row.id not in visit.put_ids]
    if not lacking:
        return
    with visit.store.glance() as look:
        members = look.execute(_SIGNERS).fetchall()
    names = {id: person for id, _, person in members}
    own = {id for id, laptop, _ in members if laptop == visit.who.laptop}
    lacking.sort(key=lambda r: (r.signer not in own, r.replica, r.seq, r.id))
    first = names.get(lacking[0].signer, "")
    yield RoundProgress(0, len(lacking), first, stage=Stage.SENDING)
    paths = {segment_path(row.name): row for row in lacking}
    files = ((path, _segment_bytes(visit, row.id)) for path, row in paths.items())
    for done, path in enumerate(visit.put_several(files), 1):
        row = paths[path]
        _note_segment(visit, row, own=row.signer in own)
        yield RoundProgress(done, len(lacking), names.get(row.signer, ""), stage=Stage.SENDING)


def _lacking(visit: Visit) -> Iterator[Held]:
    """Return what is held and not there, by the listing of a log's folder or by its tips."""
    listing = visit.listing
    there = listing.segments
    inside = {m.id for members in packed.known(visit).values() for m in members}
    announced = visit.announced()
    unread = {tip.replica for tip in visit.unread()}
    for replica, rows in visit.logs.of_replica.items():
        if listing.knows(replica):
            for row in rows:
                whole = row.id in there and there[row.id].size_bytes == row.size_bytes
                if not whole and row.id not in inside:
                    yield row
        elif replica not in unread:
            yield from (row for row in rows if row.id not in announced)


def _segment_bytes(visit: Visit, id: str) -> bytes:
    with visit.store.glance() as look:
        data: bytes = look.execute(_BYTES, (id,)).fetchone()[0]
    return data


_BYTES = f"SELECT data FROM {SegmentBytes.__tablename__} WHERE id = ?"
_SIGNERS = f"SELECT id, laptop, person_name FROM {Certificate.__tablename__}"
_RECORDS = f"SELECT records FROM {Segment.__tablename__} WHERE id = ?"


def _note_segment(visit: Visit, row: Held, *, own: bool) -> None:
    """Remember that a segment is there now, and what came to the place by it."""
    with visit.store.glance() as look:
        records: bytes = look.execute(_RECORDS, (row.id,)).fetchone()[0]
    visit.put_ids.add(row.id)
    visit.listing.segments[row.id] = File(segment_path(row.name), row.id, row.size_bytes)
    _drop_aside(visit, row.id)
    ids = dict.fromkeys(unpack_ids(records))
    (visit.went if own else visit.carried).update(ids)


def _drop_aside(visit: Visit, id: str) -> None:
    aside = visit.listing.aside.get(id)
    if aside is not None:
        visit.depot.drop_aside(aside)


def announce(visit: Visit) -> None:
    """Write the tips that are missing; take back those that a later one includes.

    Comes last: then what the depot's own tips announce is known here, and is not announced again
    as it was before.
    """
    if visit.failure is not None:
        return
    tips = visit.listing.tips
    unread = {tip.replica for tip in tips if tip.id not in visit.logs.held}
    ends = visit.logs.ends()
    followed = visit.logs.followed()
    cut = "t" in visit.listing.cut
    missing = {name for name in ends - tips if name.replica not in unread}
    # where the listing was cut, what was not put now may be announced beyond its end
    news = [name for name in missing if not cut or name.id in visit.put_ids]
    news.sort(key=lambda n: (n.replica, n.seq, n.id))
    if news:
        for _ in visit.put_several((tip_path(name), b"") for name in news):
            pass
        if visit.failure is not None:
            return
    for tip in tips - ends:
        if tip.id in followed:
            visit.depot.drop_tip(tip)
