"""What this laptop holds and the depot lacks is put there: its own log first, then the others'."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from db.models.exchange import Certificate, MembershipFile, Segment, SegmentBytes
from sync.log import unpack_ids
from sync.names import LogName
from sync.visit import RoundProgress, Stage, Visit


def put_membership(visit: Visit) -> Iterator[RoundProgress]:
    """Put the membership files that the depot lacks."""
    there = visit.listing.membership
    with visit.store.read() as session:
        rows = session.execute(select(MembershipFile.id, MembershipFile.data)).all()
    lacking = [
        (id, data) for id, data in rows if id not in there or there[id].size_bytes != len(data)
    ]
    for done, (id, data) in enumerate(lacking):
        yield RoundProgress(done, len(lacking), stage=Stage.LOOKING)
        if not visit.put(partial(visit.depot.put_membership, id, data), len(data)):
            return
        _drop_aside(visit, id)


def put_segments(visit: Visit) -> Iterator[RoundProgress]:
    """Put the segments that the depot lacks, byte for byte: this laptop's own first."""
    there = visit.listing.segments
    with visit.store.read() as session:
        rows = session.execute(
            select(Segment.id, Segment.replica, Segment.seq, Segment.size_bytes, Segment.signer)
        ).all()
        names = dict(session.execute(select(Certificate.id, Certificate.person_name)).all())
        own = set(
            session.scalars(select(Certificate.id).where(Certificate.laptop == visit.who.laptop))
        )
    lacking = [r for r in rows if r.id not in there or there[r.id].size_bytes != r.size_bytes]
    lacking.sort(key=lambda r: (r.signer not in own, r.replica, r.seq, r.id))
    for done, row in enumerate(lacking):
        words = names.get(row.signer, "")
        yield RoundProgress(done, len(lacking), words, stage=Stage.SENDING)
        if not _put_segment(visit, LogName(row.replica, row.seq, row.id), own=row.signer in own):
            return


def _put_segment(visit: Visit, name: LogName, *, own: bool) -> bool:
    with visit.store.read() as session:
        data = session.get_one(SegmentBytes, name.id).data
        records = session.get_one(Segment, name.id).records
    if not visit.put(partial(visit.depot.put_segment, name, data), len(data)):
        return False
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
    with visit.store.read() as session:
        query = select(Segment.id, Segment.replica, Segment.seq, Segment.previous)
        rows = session.execute(query).all()
    tips = visit.listing.tips
    held = {row.id for row in rows}
    unread = {tip.replica for tip in tips if tip.id not in held}
    followed = {row.previous for row in rows if row.previous}
    ends = {LogName(r.replica, r.seq, r.id) for r in rows if r.id not in followed}
    missing = {name for name in ends - tips if name.replica not in unread}
    for name in sorted(missing, key=lambda n: (n.replica, n.seq, n.id)):
        if not visit.put(partial(visit.depot.put_tip, name), 0):
            return
    for tip in tips - ends:
        if tip.id in followed:
            visit.depot.drop_tip(tip)
