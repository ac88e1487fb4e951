"""Which segments are held, here and, by their receipts, elsewhere: sets, never highest numbers.

Segments hang together by ``previous``, so a few names stand for all. Nothing here asks a clock:
of two receipts of one laptop that one counts which knew of the other, and where neither did (a
laptop was restored or cloned), only what both say is believed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.receipts import PlaceHolding, Receipt
from sync import receipt_body
from sync.errors import MalformedError
from sync.log import NEWER, RECEIVED, WAITING
from sync.receipt_body import Body


@dataclass(frozen=True, slots=True)
class Held:
    """What this laptop holds, as few names as say it.

    Attributes:
        tips: Ends of logs that are here from their beginning.
        more: Segments before which one is missing.
        unread: Those that cannot be read yet.
    """

    tips: list[str]
    more: list[str]
    unread: list[str]


class Graph:
    """The segments that are here, each after the one before it in its log."""

    def __init__(self, read: Callable[..., Any]) -> None:
        """Read them.

        Args:
            read: Runs a plain statement: a session's or that of ``Store.glance``.
        """
        # three years of 300 laptops are 225,000 rows: no objects are made of them
        rows = read("SELECT id, previous FROM segment").fetchall()
        self.previous: dict[str, str] = dict(map(tuple, rows))
        unread = "SELECT id FROM segment WHERE state IN (?, ?, ?)"
        self.unread = [id for (id,) in read(unread, (RECEIVED, WAITING, NEWER))]
        self.complete: set[str] = set()
        self.order = list(self._ordered())

    def _ordered(self) -> Iterator[str]:
        """Yield every segment after the one before it."""
        after: dict[str, list[str]] = {}
        for id, previous in self.previous.items():
            after.setdefault(previous, []).append(id)
        missing = after.keys() - self.previous.keys()
        ready = [id for before in missing for id in after[before]]
        self.complete.update(after.get("", ()))
        while ready:
            id = ready.pop()
            yield id
            follow = after.get(id, ())
            if id in self.complete:
                self.complete.update(follow)
            ready += follow

    def held(self) -> Held:
        """Return what is here, as few names as say it."""
        followed = {self.previous[id] for id in self.complete}
        tips = [id for id in self.complete if id not in followed]
        more = [id for id in self.previous if id not in self.complete]
        return Held(tips, more, self.unread)

    def spread(self, masks: dict[str, int]) -> dict[str, int]:
        """Give to each segment the bits of those that follow it."""
        spread = dict.fromkeys(self.order, 0)
        for id, bits in masks.items():
            if id in spread:
                spread[id] |= bits
        for id in reversed(self.order):
            bits = spread[id]
            if bits and (previous := self.previous[id]) in spread:
                spread[previous] |= bits
        return spread


@dataclass(frozen=True, slots=True)
class Said:
    """One receipt that counts.

    Attributes:
        segment: Id of the segment it stood in.
        laptop: Who said it.
        at, heard_at: Its stamp, and when it was taken in here.
        body: What it says.
        bit: Its bit in masks.
    """

    segment: str
    laptop: str
    at: int
    heard_at: int
    body: Body
    bit: int


@dataclass
class Holdings:
    """What the others hold, worked out once from the receipts that are here.

    Attributes:
        graph: The segments that are here.
        said: The receipts that count, by laptop.
        superseded: Segments of receipts that a later one of the same laptop knew.
        held, unread: For each segment the bits of those who say they hold it, or cannot read it.
        places: The bit of each place.
    """

    graph: Graph
    said: dict[str, list[Said]] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    held: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def bits_of(self, laptop: str) -> int:
        """Return the bits that must all stand for a laptop to be believed."""
        return sum(said.bit for said in self.said.get(laptop, ()))

    def has(self, laptop: str, segment: str, *, read: bool = True) -> bool:
        """Tell whether a laptop says it holds a segment.

        Args:
            laptop: Which.
            segment: Id of a segment that is here.
            read: Whether it must have been able to read it, too.
        """
        bits = self.bits_of(laptop)
        held = self.held.get(segment, 0)
        if read:
            held &= ~self.unread.get(segment, 0)
        return bool(bits) and held & bits == bits

    def laptops_with(self, segment: str, *, read: bool = False) -> list[str]:
        """Return the laptops that say they hold a segment."""
        return [laptop for laptop in self.said if self.has(laptop, segment, read=read)]

    def places_with(self, segment: str) -> list[str]:
        """Return the addresses of the places that held a segment when they were last met."""
        held = self.held.get(segment, 0)
        return [address for address, bit in self.places.items() if held & bit]


def load(session: Session) -> Holdings:
    """Work out what the others hold; a moment with 100,000 segments, so once for many questions."""
    found = Holdings(Graph(session.connection().exec_driver_sql))
    every = list(_receipts(session))
    masks: dict[str, int] = {}
    alone: dict[str, int] = {}
    for said in every:
        _mark(masks, [*receipt_body.unpack(said.body.tips), said.segment], said.bit)
        _mark(alone, receipt_body.unpack(said.body.more), said.bit)
        _mark(found.unread, receipt_body.unpack(said.body.unread), said.bit)
    bit = 1 << len(every)
    for row in session.scalars(select(PlaceHolding).order_by(PlaceHolding.address)):
        found.places[row.address] = bit
        _mark(masks, receipt_body.unpack(row.tips), bit)
        _mark(alone, receipt_body.unpack(row.more), bit)
        bit <<= 1
    held = found.graph.spread(masks)
    for id, bits in alone.items():
        if id in held:
            held[id] |= bits
    found.held = held
    _leave_the_last(found, every)
    return found


def _receipts(session: Session) -> Iterator[Said]:
    rows = session.scalars(select(Receipt).order_by(Receipt.segment)).all()
    bit = 1
    for row in rows:
        try:
            body = receipt_body.read(row.body)
        except MalformedError:  # kept by an older program that read more into it
            continue
        yield Said(row.segment, row.laptop, row.at, row.heard_at, body, bit)
        bit <<= 1


def _mark(masks: dict[str, int], ids: Iterable[str], bit: int) -> None:
    for id in ids:
        masks[id] = masks.get(id, 0) | bit


def _leave_the_last(found: Holdings, every: list[Said]) -> None:
    """Leave out a receipt that another one of the same laptop knew of."""
    of: dict[str, list[Said]] = {}
    for said in every:
        of.setdefault(said.laptop, []).append(said)
    for laptop, several in of.items():
        bits = sum(said.bit for said in several)
        for said in several:
            knew = found.held.get(said.segment, 0) & bits & ~said.bit
            if knew:
                found.superseded.add(said.segment)
            else:
                found.said.setdefault(laptop, []).append(said)
