"""What others hold, by what they said of themselves: asked by the window and before tidying."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate, Place, Segment
from db.models.local import Document, Outgoing
from db.models.receipts import PlaceHolding, ReceiptFiles
from db.queries.records import label_of
from sync import holdings, laptop, receipt_body
from sync.holdings import Holdings
from sync.log import unpack_ids
from sync.receipt_body import PREFIX_BYTES
from sync.standing import GOOD, REVOKED


@dataclass(frozen=True, slots=True)
class Holder:
    """Another laptop of the alliance.

    Attributes:
        laptop: Its id.
        person, person_name: Whose it is, as its certificate says.
        school, school_name: Of which school; the name is empty while it is not here.
    """

    laptop: str
    person: str
    person_name: str
    school: str
    school_name: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far this laptop's work has come to another one.

    Attributes:
        holder: Which.
        complete: Whether it holds everything of mine.
        until: Stamp of my newest change up to which it holds everything; None when it lacks
            the first already, or was never heard of.
        lacking: Records of mine of which it lacks something.
        heard_at: When its receipt came here, by this laptop's clock; None when none did.
        said_at: When it wrote that, by its own clock: for display.
    """

    holder: Holder
    complete: bool
    until: int | None
    lacking: int
    heard_at: int | None
    said_at: int | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that a record was brought to.

    Attributes:
        address, name: Which.
        at: When it was last met, by this laptop's clock.
    """

    address: str
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class RecordReach:
    """How far the last change of one record has come.

    Attributes:
        unsent: Whether some of it is only here so far; then the rest is empty.
        places: Where it was put or seen.
        holders: The other laptops that have it.
        others: How many other laptops there are.
    """

    unsent: bool
    places: tuple[Stop, ...]
    holders: tuple[Holder, ...]
    others: int


@dataclass(frozen=True, slots=True)
class _Mine:
    """One segment of this laptop's own."""

    id: str
    changed_at: int
    records: bytes


def holders_of_segment(session: Session, id: str) -> list[str]:
    """Return the laptops that say they hold a segment; for many, load ``holdings`` once."""
    return holdings.load(session).laptops_with(id)


def others(session: Session) -> list[Holder]:
    """Return the other laptops of the alliance that were not revoked, by school and person."""
    who = laptop.me(session)
    rows = session.execute(
        select(Certificate.laptop, Certificate.person, Certificate.person_name, Certificate.school)
        .where(Certificate.valid, Certificate.purpose == "laptop", Certificate.standing != REVOKED)
        .where(Certificate.laptop != who.laptop)
        .order_by(Certificate.id)
    ).all()
    names = {row.school: label_of(session, "school", row.school) or "" for row in rows}
    found = {
        row.laptop: Holder(row.laptop, row.person, row.person_name, row.school, names[row.school])
        for row in rows
    }
    return sorted(found.values(), key=lambda h: (h.school_name, h.person_name, h.laptop))


def who_has(session: Session, known: Holdings | None = None) -> list[Reach]:
    """Return how far this laptop's work has come to each of the others."""
    known = known or holdings.load(session)
    mine = _mine(session)
    unsent = _unsent(session)
    return [_reach(known, holder, mine, unsent) for holder in others(session)]


def _reach(known: Holdings, holder: Holder, mine: list[_Mine], unsent: Collection[str]) -> Reach:
    said = known.said.get(holder.laptop, [])
    until: int | None = None
    whole = True
    lacking = set(unsent)
    for segment in mine:
        if not known.has(holder.laptop, segment.id):
            whole = False
            lacking.update(unpack_ids(segment.records))
        elif whole:
            until = max(until or 0, segment.changed_at)
    return Reach(
        holder,
        complete=bool(said) and whole and not unsent,
        until=until or None,
        lacking=len(lacking),
        heard_at=max((one.heard_at for one in said), default=None),
        said_at=max((one.at for one in said), default=None),
    )


def _mine(session: Session) -> list[_Mine]:
    """Return this laptop's own segments in the order of its logs, the one it writes now last."""
    who = laptop.me(session)
    rows = session.execute(
        select(Segment.id, Segment.changed_at, Segment.records, Segment.replica, Segment.seq).where(
            Segment.signer.in_(_certificates(session, who.laptop))
        )
    ).all()
    ordered = sorted(rows, key=lambda r: (r.replica == who.replica, r.replica, r.seq, r.id))
    return [_Mine(row.id, row.changed_at, row.records) for row in ordered if row.records]


def _certificates(session: Session, laptop: str) -> list[str]:
    query = select(Certificate.id).where(Certificate.laptop == laptop)
    return list(session.scalars(query))


def _unsent(session: Session) -> set[str]:
    query = select(Document.id).join(Outgoing, Outgoing.n == Document.n)
    return set(session.scalars(query))


def reach_of(session: Session, record: str, known: Holdings | None = None) -> RecordReach:
    """Return how far the last change of a record has come: mine, or if I made none, the others'.

    Args:
        session: To read with.
        record: Id of the record.
        known: What others hold, when it was loaded already.
    """
    known = known or holdings.load(session)
    there = {holder.laptop: holder for holder in others(session)}
    sending = select(Outgoing.n).join(Document, Document.n == Outgoing.n)
    if session.scalar(sending.where(Document.id == record).limit(1)) is not None:
        return RecordReach(unsent=True, places=(), holders=(), others=len(there))
    wanted = _segments_with(session, record)
    holders = tuple(
        holder
        for id, holder in there.items()
        if wanted and all(known.has(id, segment) for segment in wanted)
    )
    stops = _stops(session)
    addresses = set(stops)
    for segment in wanted:
        addresses &= set(known.places_with(segment))
    places = tuple(stops[address] for address in sorted(addresses)) if wanted else ()
    return RecordReach(unsent=not wanted, places=places, holders=holders, others=len(there))


def _segments_with(session: Session, record: str) -> list[str]:
    """Return the segments of this laptop that changed a record, or else everybody's."""
    raw = bytes.fromhex(record.replace("-", ""))
    rows = session.execute(
        select(Segment.id, Segment.signer, Segment.records).where(
            func.instr(Segment.records, raw) > 0
        )
    ).all()
    # the bytes may also be found across two ids
    touching = [row for row in rows if record in unpack_ids(row.records)]
    own = set(_certificates(session, laptop.me(session).laptop))
    mine = [row.id for row in touching if row.signer in own]
    return mine or [row.id for row in touching]


def _stops(session: Session) -> dict[str, Stop]:
    rows = session.execute(
        select(PlaceHolding.address, Place.name, PlaceHolding.at).join(
            Place, Place.address == PlaceHolding.address
        )
    ).all()
    return {row.address: Stop(row.address, row.name, row.at) for row in rows}


def wished(session: Session, known: Holdings | None = None) -> dict[str, int]:
    """Return the pieces that other laptops wish for, and how many of them do."""
    known = known or holdings.load(session)
    wishes: dict[str, int] = {}
    for several in known.said.values():
        pieces = {id for said in several for id in receipt_body.unpack(said.body.wishes)}
        for id in pieces:
            wishes[id] = wishes.get(id, 0) + 1
    return wishes


class FileHolders:
    """Which other laptops say they hold which whole files; one that was revoked may be lost.

    Args:
        session: To read with, once for all questions.
        known: What others hold, when it was loaded already.
    """

    def __init__(self, session: Session, known: Holdings | None = None) -> None:
        known = known or holdings.load(session)
        lists = {
            (row.laptop, row.digest): _prefixes(row.prefixes)
            for row in session.scalars(select(ReceiptFiles))
        }
        lost = set(
            session.scalars(select(Certificate.laptop).where(Certificate.standing == REVOKED))
        ) - set(session.scalars(select(Certificate.laptop).where(Certificate.standing == GOOD)))
        self._said = {
            laptop: [lists.get((laptop, said.body.files_hash), frozenset()) for said in several]
            for laptop, several in known.said.items()
            if laptop not in lost
        }

    def of(self, proof: str) -> list[str]:
        """Return the laptops that hold a file, by what it is proven by."""
        prefix = bytes.fromhex(proof)[:PREFIX_BYTES]
        return [
            laptop
            for laptop, several in self._said.items()
            if all(prefix in listed for listed in several)
        ]


def _prefixes(packed: bytes) -> frozenset[bytes]:
    starts = range(0, len(packed), PREFIX_BYTES)
    return frozenset(packed[at : at + PREFIX_BYTES] for at in starts)
