"""Grants of sections' keys: what is private to a few people survives a replaced laptop.

Whoever holds the keys of sections for named persons gives them to a further laptop of one of
these persons: keys are shared again, never operations. For whom the grant is stands in no name: it
opens for every laptop of these persons, so that the others know it need not be done again.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.circles import persons_of
from db.models.circles import SectionKey
from sync import laptop, named, trust
from sync.errors import MalformedError, NewerFormatError
from sync.keys import sign, verifies
from sync.laptop import Me
from sync.limits import MEMBERSHIP_PLAIN_BYTES, PROTOCOL, WRAP_BYTES, WRAPS
from sync.membership_file import SECTION_GRANT, Item
from sync.names import is_id
from sync.sealing import KEY_BYTES, decrypt, encrypt, new_key, pack, unpack
from sync.standing import is_good
from sync.wire import decode, encode
from sync.wrapping import NamedKey, lock_of, unwrap_any, wrap_for

_LABEL = b"lianke grant 5"
_AT_ONCE = 256  # keys in one grant
_A_ROUND = 64  # grants that one exchange makes at most


class SectionGrant(msgspec.Struct, array_like=True, frozen=True):
    """The body of a grant of sections' keys; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        issuer: Id of the certificate whose key signs.
        wraps: The grant's own key, sealed for the readers, padded and sorted.
        lock: By which that key is known.
        sealed: What is given, under it.
        made_at: Seconds since 1970 by the issuer's clock, for display.
    """

    protocol: int
    alliance: str
    issuer: str
    wraps: list[bytes]
    lock: bytes
    sealed: bytes
    made_at: int


class Given(msgspec.Struct, array_like=True, frozen=True):
    """What is sealed in a grant.

    Attributes:
        home: For whom the sections are.
        laptops: Ids of the laptops that are given the keys.
        keys: The keys of the sections.
    """

    home: str
    laptops: list[str]
    keys: list[bytes]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Laptops that were not given the keys of some sections for named persons.

    Attributes:
        home: For whom the sections are.
        readers: Who has these keys.
        laptops: Who has not.
    """

    home: str
    readers: str
    laptops: tuple[str, ...]


_GRANTS = msgspec.msgpack.Decoder(SectionGrant)
_GIVEN = msgspec.msgpack.Decoder(Given)


def may_lack(look: sqlite3.Connection) -> bool:
    """Tell, by plain SQL, whether any key is held here of which :func:`lacking` would ask."""
    held = f"SELECT 1 FROM {SectionKey.__tablename__} WHERE home != '' LIMIT 1"
    return look.execute(held).fetchone() is not None


def lacking(session: Session, who: Me) -> list[Lacking]:
    """Return which laptops of named persons lack keys that are held here."""
    query = select(SectionKey.home, SectionKey.readers).where(SectionKey.home != "").distinct()
    sections = session.execute(query).all()
    if not sections or not is_good(session, who.certificate):
        return []
    found = []
    for home, readers in sections:
        if who.person in persons_of(home):
            without = named.laptops_of(session, home).keys() - set(readers.split())
            if without:
                # a grant opens for so many at most; whoever is left gets the next one
                found.append(Lacking(home, readers, tuple(sorted(without)[:WRAPS])))
    return found


def make(session: Session, who: Me) -> list[Item]:
    """Give the keys held here to laptops that lack them; what is left waits for the next exchange.

    Args:
        session: In a write transaction.
        who: This laptop.
    """
    items: list[Item] = []
    for gap in lacking(session, who):
        query = select(SectionKey).where(
            SectionKey.home == gap.home, SectionKey.readers == gap.readers
        )
        rows = session.scalars(query.order_by(SectionKey.lock)).all()
        for start in range(0, len(rows), _AT_ONCE):
            if len(items) >= _A_ROUND:
                return items
            some = rows[start : start + _AT_ONCE]
            items.append(_item(session, who, gap, [row.key for row in some]))
            for row in some:
                named.keep(session, NamedKey(row.key), gap.home, gap.laptops)
    return items


def _item(session: Session, who: Me, gap: Lacking, keys: list[bytes]) -> Item:
    key = new_key()
    # first those who lack it: where there are too many laptops the others can do without
    publics = named.readers_of(session, who, gap.home)
    first = {id: publics.get(id) or named.laptops_of(session, gap.home)[id] for id in gap.laptops}
    readers = list((first | publics).values())
    given = encode(Given(gap.home, list(gap.laptops), keys))
    body = encode(
        SectionGrant(
            PROTOCOL,
            who.alliance,
            who.certificate,
            list(wrap_for(readers, key, _LABEL, who.alliance)),
            lock_of(key),
            encrypt(key, pack(given), _LABEL),
            int(time.time()),
        )
    )
    return Item(SECTION_GRANT, body, sign(laptop.secrets(session).sign, _LABEL + body))


def apply(session: Session, who: Me, item: Item) -> bool:
    """Take the keys that a grant gives, if it is for this laptop; False while it is unproven.

    Raises:
        NewerFormatError: A newer program made it.
        MalformedError: It breaks the format, is forged, or by somebody who is not named.
    """
    said = _read(item.body, who.alliance)
    issuer = trust.find(session, said.issuer)
    if issuer is None:
        return False
    if not verifies(issuer.sign_public, item.signature, _LABEL + item.body):
        raise MalformedError("grant with a wrong signature")
    private = laptop.secrets(session).exchange
    key = unwrap_any(private, said.wraps, said.lock, _LABEL, who.alliance)
    if key is None:
        return True  # for others
    packed = decrypt(key, said.sealed, _LABEL)
    if packed is None:
        raise MalformedError("grant does not open with its key")
    given = decode(_GIVEN, unpack(packed, MEMBERSHIP_PLAIN_BYTES), "given keys")
    if issuer.person not in persons_of(given.home):
        raise MalformedError("grant by somebody who is not named")
    if any(len(key) != KEY_BYTES for key in given.keys):
        raise MalformedError("keys of the wrong length")
    readers = _wellformed(given.laptops)
    for each in given.keys:
        _take(session, NamedKey(each), readers)
    return True


def _take(session: Session, key: NamedKey, readers: Sequence[str]) -> None:
    """Keep a key; for whom its section is, is told by the section itself when it opens."""
    held = session.get(SectionKey, key.lock)
    if held is None or not set(readers) <= set(held.readers.split()):
        named.keep(session, key, "", readers)


def _wellformed(laptops: Sequence[str]) -> list[str]:
    return [id for id in laptops[:WRAPS] if is_id(id)]


def _read(body: bytes, alliance: str) -> SectionGrant:
    said = decode(_GRANTS, body, "grant")
    if said.protocol > PROTOCOL:
        raise NewerFormatError("grant")
    if said.alliance != alliance or not is_id(said.issuer) or len(said.lock) != KEY_BYTES:
        raise MalformedError("grant with an impossible value")
    if len(said.wraps) > WRAPS or any(len(wrap) != WRAP_BYTES for wrap in said.wraps):
        raise MalformedError("wraps beyond their bound")
    return said
