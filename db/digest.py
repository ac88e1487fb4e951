"""One number for all that a store holds: equal on laptops that hold the same changes."""

import hashlib

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.documents import Document
from db.models.local import Document as Stored

_ENCODER = msgspec.msgpack.Encoder(order="sorted")


def digest(session: Session) -> str:
    """Return the SHA-256 of every record's id and whole value, by id; empty records are left out.

    Two laptops that took the same changes in any order have the same digest. Different ones at
    equal sets of segments are a fault of the program, to be reported.
    """
    found = hashlib.sha256()
    rows = select(Stored.id, Stored.body).order_by(Stored.id).execution_options(yield_per=200)
    for id, body in session.execute(rows):
        value = Document.load(body).deep()
        if value:
            found.update(_ENCODER.encode((id, value)))
    return found.hexdigest()
