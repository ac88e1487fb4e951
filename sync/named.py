"""Sections for named laptops, in the store: whose laptops read, which keys are held, what waits."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.circles import persons_of
from db.models.circles import NamedSection, SectionKey
from db.models.exchange import Certificate
from sync import laptop
from sync.laptop import Me
from sync.names import is_id
from sync.sealing import new_key
from sync.segment_header import Section
from sync.standing import GOOD
from sync.wire import encode
from sync.wrapping import SIZES, NamedKey, unwrap_any, wrap_for

_LABEL = b"lianke wrap 1"
_KIND = "readers"


class Readers(msgspec.Struct, array_like=True, frozen=True):
    """The first element of a section for named laptops: for whose laptops its key was wrapped.

    Attributes:
        kind: ``readers``.
        laptops: Their ids.
    """

    kind: str
    laptops: list[str]


_READERS = msgspec.msgpack.Decoder(Readers)


def laptops_of(session: Session, home: str) -> dict[str, bytes]:
    """Return the laptops of the persons a home names, each with its X25519 public key."""
    rows = session.execute(
        select(Certificate.laptop, Certificate.exchange_public)
        .where(Certificate.standing == GOOD, Certificate.purpose == "laptop")
        .where(Certificate.person.in_(persons_of(home)))
        .order_by(Certificate.id)
    )
    return {row.laptop: row.exchange_public for row in rows}


def readers_of(session: Session, who: Me, home: str) -> dict[str, bytes]:
    """Return the laptops a section for these persons is sealed for, this one first."""
    found = laptops_of(session, home)
    own = session.get(Certificate, who.certificate)
    first = {who.laptop: own.exchange_public} if own is not None else {}
    return dict(list((first | found).items())[: SIZES[-1]])


def seal(session: Session, who: Me, home: str) -> tuple[NamedKey, bytes]:
    """Make the key of a new section for the persons a home names.

    Returns:
        The key, wrapped for their laptops, and the element that tells them who else reads.
    """
    readers = readers_of(session, who, home)
    key = new_key()
    made = NamedKey(key, wrap_for(readers.values(), key, _LABEL, who.alliance))
    keep(session, made, home, readers)
    return made, encode(Readers(_KIND, sorted(readers)))


def find(session: Session, who: Me, section: Section) -> NamedKey | None:
    """Return the key of a section: held here, or wrapped for this laptop; else None."""
    held = session.get(SectionKey, section.salt)
    if held is not None:
        return NamedKey(held.key)
    private = laptop.secrets(session).exchange
    key = unwrap_any(private, section.wraps, section.salt, _LABEL, who.alliance)
    return None if key is None else NamedKey(key)


def split(elements: Sequence[bytes]) -> tuple[list[str], Sequence[bytes]]:
    """Return the ids of the laptops a section was sealed for, and its changes."""
    if not elements:
        return [], elements
    try:
        found = _READERS.decode(elements[0])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return [], elements
    if found.kind != _KIND:
        return [], elements
    return [id for id in found.laptops[: SIZES[-1]] if is_id(id)], elements[1:]


def keep(session: Session, key: NamedKey, home: str, readers: Iterable[str]) -> None:
    """Keep a section's key and add to those who are known to have it.

    Args:
        session: In a write transaction.
        key: The key.
        home: For whom the section is; empty while it was not seen.
        readers: Ids of laptops.
    """
    held = session.get(SectionKey, key.lock)
    if held is None:
        held = SectionKey(lock=key.lock, key=key.key, home=home, readers="")
        session.add(held)
    held.home = held.home or home
    held.readers = " ".join(sorted({*held.readers.split(), *readers}))
    session.flush()


def note_locked(session: Session, segment: str, place: int, section: Section) -> None:
    """Remember a section whose key is not held: it is for others, or a grant may bring it."""
    session.merge(NamedSection(segment=segment, place=place, lock=section.salt))


def note_opened(session: Session, segment: str, places: Sequence[int]) -> None:
    """Forget that these sections were locked."""
    session.execute(
        delete(NamedSection).where(NamedSection.segment == segment, NamedSection.place.in_(places))
    )


def unlocked(session: Session) -> list[tuple[str, int]]:
    """Return the sections whose key came after them: segment and place."""
    query = select(NamedSection.segment, NamedSection.place).join(
        SectionKey, SectionKey.lock == NamedSection.lock
    )
    return [(segment, place) for segment, place in session.execute(query)]
