"""What this laptop holds and the depot lacks is put there: its own log first, then the others'."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from db.models.exchange import Certificate, MembershipFile, Segment, SegmentBytes
from sync import packed
from sync.branches import Held
from sync.listing import File
from sync.log import unpack_ids
from sync.names import LogName, segment_path
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
    for done, id in enumerate(lacking):
        yield RoundProgress(done, len(lacking), stage=Stage.LOOKING)
        with visit.store.read() as session:
            data = session.get_one(MembershipFile, id).data
        if not visit.put(partial(visit.depot.put_membership, id, data), len(data)):
            return
        visit.put_ids.add(id)
        _drop_aside(visit, id)


_MEMBERSHIP = f"SELECT id, length(data) FROM {MembershipFile.__tablename__}"


def put_segments(visit: Visit) -> Iterator[RoundProgress]:
    """Put the segments that the depot lacks, byte for byte: this laptop's own first.

    Of a log whose news was not read yet nobody can tell what is lacking, unless its folder was
    looked through: it is left for a second call.
    """
    lacking = [row for row in _lacking(visit) if row.id not in visit.put_ids]
    if not lacking:
        return
    with visit.store.read() as session:
        names = dict(session.execute(select(Certificate.id, Certificate.person_name)).all())
        own = set(
            session.scalars(select(Certificate.id).where(Certificate.laptop == visit.who.laptop))
        )
    lacking.sort(key=lambda r: (r.signer not in own, r.replica, r.seq, r.id))
    for done, row in enumerate(lacking):
        words = names.get(row.signer, "")
        yield RoundProgress(done, len(lacking), words, stage=Stage.SENDING)
        if not _put_segment(visit, row.name, own=row.signer in own):
            return


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


def _put_segment(visit: Visit, name: LogName, *, own: bool) -> bool:
    with visit.store.read() as session:
        data = session.get_one(SegmentBytes, name.id).data
        records = session.get_one(Segment, name.id).records
    if not visit.put(partial(visit.depot.put_segment, name, data), len(data)):
        return False
    visit.put_ids.add(name.id)
    visit.listing.segments[name.id] = File(segment_path(name), name.id, len(data))
    _drop_aside(visit, name.id)
    ids = dict.fromkeys(unpack_ids(records))
    (visit.went if own else visit.carried).update(ids)
    return True


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
    for name in sorted(missing, key=lambda n: (n.replica, n.seq, n.id)):
        if cut and name.id not in visit.put_ids:
            continue  # it may be announced beyond the end of the listing
        if not visit.put(partial(visit.depot.put_tip, name), 0):
            return
    for tip in tips - ends:
        if tip.id in followed:
            visit.depot.drop_tip(tip)
