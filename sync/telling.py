"""This laptop's own receipt: when one is due, and what it says.

A receipt is not news: it rides in the next segment that is sealed anyway. Alone it goes only when
something came in, at most once a day, or when somebody wished for a file, or after a restore.
Whoever takes in nothing but receipts owes none, so laptops that have nothing to say fall silent.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import digest, local, permissions
from db.blobs import Blobs
from db.models.activities import Attachment
from db.models.exchange import SealedSection, SegmentBytes
from db.models.local import Document, Outgoing, Parked
from db.models.receipts import Wish
from db.queries.materials import list_materials
from db.store import Store
from sync import inner_digests, receipt_body, wishes
from sync.errors import SkippedFileError
from sync.holdings import Graph, Held
from sync.inner_digests import Circle
from sync.laptop import Me
from sync.limits import HEADER_BYTES, KIB, READER, RECEIPT_IDS, RECEIPT_WISHES
from sync.log import is_believable
from sync.receipt_body import CIRCLE, Body
from sync.segment_header import CIRCLES, HEADERS, header_bytes
from sync.wire import decode

_NEWS, _TOLD, _ALONE_ON = "receipt_news", "receipt_told", "receipt_alone_on"
_DAY_S = 86_400
_DIGEST_STEP = 200  # records that are worked out while the outbox is being sealed


@dataclass(frozen=True, slots=True)
class Mine:
    """What this laptop could tell, read from store and disk before anything is locked.

    Attributes:
        held: Its segments.
        files: The list of whole files.
        wishes: The pieces it wishes for.
        whole: Whether everything that the alliance may read could be read here.
    """

    held: Held
    files: bytes
    wishes: bytes
    whole: bool


def note_news(session: Session) -> None:
    """Remember that something came in that others should know is here."""
    if local.read(session, _NEWS) != "1":
        local.write(session, _NEWS, "1")


def look(store: Store) -> Mine:
    """Read what this laptop could tell."""
    with store.glance() as plain:
        has_files = plain.execute(_ANY.format(Attachment.__tablename__)).fetchone() is not None
        has_wishes = plain.execute(_ANY.format(Wish.__tablename__)).fetchone() is not None
        held, whole = Graph(plain.execute).held(), _reads_all(plain.execute)
    files, wished = receipt_body.pack_files(()), list[str]()
    if has_files or has_wishes:
        with store.read() as session:
            files = _files(session, store.blobs)
            wished = wishes.pieces(session, store.blobs)[:RECEIPT_WISHES]
    return Mine(held, files, receipt_body.pack(wished, RECEIPT_WISHES), whole)


_ANY = "SELECT 1 FROM {} LIMIT 1"


def _files(session: Session, blobs: Blobs) -> bytes:
    """Return the list of the files that are whole here and that others may hear of."""
    told_of = _open_attachments(session)
    return receipt_body.pack_files(
        one.proof
        for one in list_materials(session, blobs)
        if one.proof and told_of.intersection(one.attachments) and one.is_here(blobs)
    )


def _open_attachments(session: Session) -> set[str]:
    """Return the attachments that are not for named persons only: of those nobody else hears."""
    query = select(Document.id).where(Document.id.in_(select(Attachment.id)))
    return set(session.scalars(query.where(Document.circle.in_((CIRCLE, "school")))))


def reads_all(session: Session) -> bool:
    """Tell whether the records of the alliance are all that the held segments make of them."""
    session.flush()  # plain statements see only what was written
    return _reads_all(session.connection().exec_driver_sql)


def _reads_all(read: Callable[..., Any]) -> bool:
    if read(_STRANGER).fetchone() is not None:
        return False
    return all(_is_of_a_school(*row) for row in read(_SEALED).fetchall())


_STRANGER = f"SELECT 1 FROM {Parked.__tablename__} WHERE reason = 'unknown_certificate' LIMIT 1"
_SEALED = f"""
SELECT s.place, (SELECT substr(data, 1, {HEADER_BYTES + KIB}) FROM {SegmentBytes.__tablename__}
    WHERE id = s.segment)
FROM {SealedSection.__tablename__} s WHERE s.epoch != '' GROUP BY s.epoch
"""


def _is_of_a_school(place: int, beginning: bytes | None) -> bool:
    try:
        sections = decode(HEADERS, header_bytes(beginning or b""), "header").sections
    except SkippedFileError:
        return False
    return place < len(sections) and sections[place].circle != CIRCLES[CIRCLE]


def riding(
    session: Session, who: Me, leaving: Collection[Circle] = (), *, mine: Mine
) -> bytes | None:
    """Return the element that goes along with what is being sealed; None when all was told.

    Args:
        session: The transaction that seals; the outbox is empty in it by now.
        who: This laptop.
        leaving: The circles and homes of what is being sealed with it.
        mine: What it could tell.
    """
    told = _told(session)
    if told is None:
        worth = bool(mine.held.tips or mine.files or mine.wishes)
    else:
        worth = local.read(session, _NEWS) == "1" or told != _telling(who, mine)
    return _element(session, who, mine, told, leaving) if worth else None


def is_due_alone(look: sqlite3.Connection, who: Me) -> bool:
    """Tell whether a receipt should go though nothing else is to be sealed.

    Args:
        look: From ``Store.glance``.
        who: This laptop.
    """
    told = _read_told(local.glance(look, _TOLD))
    if told is not None and told[0] != who.replica:
        return True  # restored
    if local.glance(look, _NEWS) != "1":
        return False
    now = int(time.time())
    return not is_believable(now, now) or local.glance(look, _ALONE_ON) != _day(now)


def is_wish_untold(look: sqlite3.Connection) -> bool:
    """Tell whether somebody wished for a file since the last receipt."""
    untold = f"SELECT 1 FROM {Wish.__tablename__} WHERE NOT told LIMIT 1"
    return look.execute(untold).fetchone() is not None


def alone(session: Session, who: Me, mine: Mine) -> bytes:
    """Return the element of a segment that holds nothing but a receipt."""
    local.write(session, _ALONE_ON, _day(int(time.time())))
    return _element(session, who, mine, _told(session))


def _day(now: int) -> str:
    return str(now // _DAY_S)


def _told(session: Session) -> list[str] | None:
    """Return log, files and wishes of the last receipt; None before the first."""
    return _read_told(local.read(session, _TOLD))


def _read_told(words: str | None) -> list[str] | None:
    return None if words is None else json.loads(words)


def _telling(who: Me, mine: Mine) -> list[str]:
    hashes = (receipt_body.hash_of(found).hex() for found in (mine.files, mine.wishes))
    return [who.replica, *hashes]


def _element(
    session: Session,
    who: Me,
    mine: Mine,
    told: list[str] | None,
    leaving: Collection[Circle] = (),
) -> bytes:
    """Make a receipt, and remember in the same transaction that it was told."""
    now = _telling(who, mine)
    found = _digest(session, mine)
    repeated = told is not None and told[:2] == now[:2]
    body = Body(
        version=receipt_body.VERSION,
        laptop=who.laptop,
        at=int(time.time()),
        tips=receipt_body.pack(mine.held.tips, RECEIPT_IDS),
        more=receipt_body.pack(mine.held.more, RECEIPT_IDS),
        unread=receipt_body.pack(mine.held.unread, RECEIPT_IDS),
        digest=found,
        table=permissions.CURRENT,
        reader=READER,
        wishes=mine.wishes,
        files_hash=receipt_body.hash_of(mine.files),
        files=None if repeated else mine.files,
        inner=inner_digests.tell(session, who, leaving) if found else b"",
    )
    local.write(session, _NEWS, "0")
    local.write(session, _TOLD, json.dumps(now))
    session.execute(update(Wish).values(told=True))
    return receipt_body.element(body)


def _digest(session: Session, mine: Mine) -> bytes:
    """Return the digest where it says something: nothing waits here, and all could be read."""
    if not mine.whole or mine.held.unread:
        return b""
    if session.scalar(select(Outgoing.n).limit(1)) is not None:
        return b""
    return digest.catch_up(session, _DIGEST_STEP) or b""
