"""Tells whether laptops hold the same: one hash over everything in a store."""

import hashlib

import msgspec
from sqlalchemy import select

from db.documents import Document
from db.models.local import Document as Stored
from db.store import Store


def of_store(store: Store) -> str:
    """Return a hash over the id and the whole value of each record."""
    digest = hashlib.sha256()
    with store.read() as session:
        rows = session.execute(select(Stored.id, Stored.body).order_by(Stored.id)).all()
    for id, body in rows:
        value = Document.load(body).deep()
        if value:
            digest.update(msgspec.msgpack.encode([id, value], order="sorted"))
    return digest.hexdigest()
