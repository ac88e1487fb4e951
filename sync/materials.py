"""Where a file is, as far as this laptop knows; and what of it may go when room is short.

An original goes only when two other laptops said in their receipts that they hold the file whole
and proven. What lies on sticks and shares is told, and does not count: a stick gets lost, and a
listing may lie. Two laptops must not rely on each other: for each file the laptops stand in an
order that its hash decides, and one relies only on those before it. So the first two that ever
held a file keep it, whoever tidies when.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.blobs import Blobs
from db.errors import UnknownRecordError
from db.models.activities import Attachment
from db.models.exchange import Certificate, Pack, Place
from db.models.materials import PackAt
from db.queries.materials import Material, list_materials, material_of
from db.store import Store
from sync import laptop, let_go, packs
from sync.errors import SkippedFileError
from sync.holdings import Holdings
from sync.receipts import FileHolders

COPIES = 2
"""How many other laptops must hold a file before it may go from this one."""


class Kind(StrEnum):
    """What holds a file; the codes are part of the command line's contract."""

    HERE = "here"
    LAPTOP = "laptop"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One that holds a file, or a part of it.

    Attributes:
        kind: What it is.
        id: The laptop's id or the place's address.
        name: Whose laptop it is, or what people call the place.
        here, of: How many of its pieces are there, of how many; of a laptop that is all of them.
    """

    kind: Kind
    id: str
    name: str
    here: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether the whole file is there."""
        return self.here >= self.of > 0


def where_is(
    session: Session, blobs: Blobs, attachment: str, known: Holdings | None = None
) -> list[Whereabouts]:
    """Return what holds the file of an attachment, whole or in part, as far as is known here.

    Nothing means that it is nowhere known: ask whoever added it.

    Args:
        session: To read with.
        blobs: The data folder's files.
        attachment: Id of its record.
        known: What others hold, when it was loaded already.

    Raises:
        UnknownRecordError: There is no such attachment here.
    """
    if session.get(Attachment, attachment) is None:
        raise UnknownRecordError(attachment)
    found = material_of(session, blobs, attachment)
    if found is None:
        return []
    count = max(1, len(found.pieces))
    out = []
    here = count if found.is_here(blobs) else _here(found, blobs)
    if here:
        me = laptop.me(session)
        out.append(Whereabouts(Kind.HERE, me.laptop, me.person_name, here, count))
    names = dict(session.execute(select(Certificate.laptop, Certificate.person_name)).all())
    for id in _holders(session, found, known):
        out.append(Whereabouts(Kind.LAPTOP, id, names.get(id, ""), count, count))
    return [*out, *_places(session, found, count)]


def _here(material: Material, blobs: Blobs) -> int:
    have = material.arriving(blobs).have if material.is_long else frozenset[int]()
    return sum(n in have or blobs.has(piece.id) for n, piece in enumerate(material.pieces))


def _holders(session: Session, material: Material, known: Holdings | None) -> list[str]:
    """Return the other laptops that hold a file whole."""
    if not material.proof:
        return []
    me = laptop.me(session).laptop
    return [id for id in FileHolders(session, known).of(material.proof) if id != me]


def _places(session: Session, material: Material, count: int) -> list[Whereabouts]:
    wanted = {piece.id for piece in material.pieces} or {
        material.listing.id if material.listing else ""
    }
    alliance = laptop.me(session).alliance
    held: dict[str, set[str]] = {}
    rows = session.execute(select(PackAt.place, Pack.index).join(Pack, Pack.id == PackAt.pack))
    for place, index in rows:
        try:
            spans = packs.read_index(index, alliance).spans
        except SkippedFileError:
            continue
        held.setdefault(place, set()).update(wanted & spans.keys())
    names = dict(session.execute(select(Place.address, Place.name)).all())
    return [
        Whereabouts(Kind.PLACE, place, names.get(place) or place, len(pieces), count)
        for place, pieces in sorted(held.items())
        if pieces
    ]


@dataclass(frozen=True, slots=True)
class Spare:
    """A file that may go from this laptop.

    Attributes:
        attachments: Ids of its records; none when no record names it.
        name: What people call it; empty when no record names it.
        proof: What its bytes are proven by.
        size_bytes: What is gained.
        holders: Ids of the laptops that hold it whole and keep it.
        pieces: The sealed pieces that go with it.
        is_small: Whether it is a photo or another file of one piece.
    """

    attachments: tuple[str, ...]
    name: str
    proof: str
    size_bytes: int
    holders: tuple[str, ...]
    pieces: tuple[str, ...]
    is_small: bool = False


def spare(session: Session, blobs: Blobs) -> list[Spare]:
    """Return what may go from this laptop without being a last known copy, largest first.

    That is: files that two laptops hold which are before this one in the file's order, and pieces
    of such files that are carried here.

    Args:
        session: To read with.
        blobs: The data folder's files.
    """
    holders = FileHolders(session)
    me = laptop.me(session).laptop
    by_proof: dict[str, list[Material]] = {}
    for material in list_materials(session, blobs):
        if material.is_long or material.is_small:
            by_proof.setdefault(material.proof, []).append(material)
    found = []
    for proof, same in by_proof.items():
        mine = _order(proof, me)
        others = tuple(id for id in holders.of(proof) if id != me and _order(proof, id) < mine)
        if len(others) < COPIES:
            continue
        pieces = _sealed(same, blobs)
        path = blobs.wholes.path(proof) if same[0].is_long else None
        size = (path.stat().st_size if path else 0) + sum(blobs.size_of(id) or 0 for id in pieces)
        if size:
            ids = tuple(id for one in same for id in one.attachments)
            small = same[0].is_small
            found.append(Spare(ids, same[0].name, proof, size, others, pieces, small))
    return sorted(found, key=lambda one: (-one.size_bytes, one.proof))


def _order(proof: str, laptop: str) -> bytes:
    """Return by what the laptops that hold a file are ordered."""
    return hashlib.sha256(f"lianke keeper 1 {proof} {laptop}".encode()).digest()


def _sealed(materials: Iterable[Material], blobs: Blobs) -> tuple[str, ...]:
    return tuple(p.id for one in materials for p in one.pieces if blobs.has(p.id))


def drop(store: Store, chosen: Sequence[str]) -> int:
    """Remove files from this laptop that a person chose from ``spare``; return the bytes gained.

    What is not spare any more by now stays. Their records stay too, and say where the files are.

    Args:
        store: The store.
        chosen: What the files are proven by.
    """
    gained, wanted = 0, set(chosen)
    with store.read() as session:
        may_go = [one for one in spare(session, store.blobs) if one.proof in wanted]
    small = [one.proof for one in may_go if one.is_small]
    if small:
        with store.write() as session:
            let_go.note(session, small)
    for one in may_go:
        if not one.is_small:
            store.blobs.wholes.drop(one.proof)
        for id in one.pieces:
            store.blobs.drop_piece(id)
        gained += one.size_bytes
    return gained
