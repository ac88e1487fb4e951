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
    """Put the segments that the depot lacks, byte for byte, then announce the ends of the logs."""
    there = visit.listing.segments
    with visit.store.read() as session:
        rows = session.execute(
            select(
                Segment.id,
                Segment.replica,
                Segment.seq,
                Segment.previous,
                Segment.size_bytes,
                Segment.signer,
            )
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
    if visit.failure is None:
        logs = [(LogName(r.replica, r.seq, r.id), r.previous) for r in rows]
        _announce(visit, logs)


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


def _announce(visit: Visit, logs: list[tuple[LogName, str]]) -> None:
    """Write the tips that are missing; take back those that a later one includes."""
    followed = {previous for _, previous in logs if previous}
    ends = {name for name, _ in logs if name.id not in followed}
    for name in sorted(ends - visit.listing.tips, key=lambda n: (n.replica, n.seq, n.id)):
        if not visit.put(partial(visit.depot.put_tip, name), 0):
            return
    for tip in visit.listing.tips - ends:
        if tip.id in followed:
            visit.depot.drop_tip(tip)
