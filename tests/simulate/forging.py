"""What a laptop with tampered code would put on a stick: signed rightly, without the right."""

import os
import random

from loro import ExportMode, LoroDoc, VersionVector
from sqlalchemy import select

from db import permissions
from db.changes import ENCODER, Change, peer_of
from db.documents import Document, signed
from db.models.local import Document as Stored
from sync import epochs, segment
from sync import laptop as laptops
from sync.names import LogName, id_of, segment_path, text_of, tip_path
from tests.simulate.places import Place
from tests.sync.laptops import Laptop

HOSTILE = "hostile"
WAYS = ("no_right", "other_school", "other_peer", "newer_table")
AFTER_THE_CUT = "after_the_cut"
"""What a laptop that was revoked would still write, with a right that it had."""

_OF_ACTIVITIES = ("other_peer", "other_school", AFTER_THE_CUT)


def forge(laptop: Laptop, place: Place, way: str, dice: random.Random) -> None:
    """Lay a signed segment with an edit that nobody may take on a place.

    Args:
        laptop: Whose keys sign.
        place: Where to lay it.
        way: Of :data:`WAYS`, or :data:`AFTER_THE_CUT`: what is wrong with it.
        dice: Whose numbers choose the record.
    """
    with laptop.store.read() as session:
        me = laptops.me(session)
        kind = "activity" if way in _OF_ACTIVITIES else "alliance"
        query = select(Stored).where(Stored.kind == kind, Stored.circle == "alliance")
        rows = session.scalars(query.order_by(Stored.id)).all()
        key = epochs.current(session, "alliance", "")
        private = laptops.secrets(session).sign
        session.expunge_all()
    row = dice.choice(rows) if rows else None
    nonce, author = os.urandom(16), me.laptop
    doc = LoroDoc() if row is None else Document.load(row.body).doc
    before = doc.oplog_vv if row is not None else VersionVector()
    if way == "other_peer":
        author = "a" * 26  # operations in the name of a laptop that never wrote them
    doc.peer_id = peer_of(author, nonce)
    doc.get_map("f").insert("name" if kind != "activity" else "place", HOSTILE)
    doc.set_next_commit_message(signed(me.person, me.laptop))
    doc.commit()
    update = bytes(doc.export(ExportMode.Updates(before)))
    circle, home = "alliance", ""
    if row is not None:
        home = row.home
    if way == "other_school":
        circle, home = "school", "00000000-0000-8000-8000-000000000009"
    at = 0 if row is None else 1_760_000_000
    record_key = os.urandom(16) if row is None else row.key
    change = Change(kind, circle, home, record_key, nonce, update, me.person, at)
    table = permissions.CURRENT + (way == "newer_table")
    seq = 1 + dice.randrange(1000)
    replica = text_of(os.urandom(8))
    data = segment.build(
        alliance=me.alliance,
        replica=replica,
        seq=seq,
        previous="",
        signer=me.certificate,
        table=table,
        private=private,
        contents=[(key, [ENCODER.encode(change)])],
    )
    name = LogName(replica, seq, id_of(data))
    place.files[f"lianke1/{me.alliance}/{segment_path(name)}"] = data
    place.files[f"lianke1/{me.alliance}/{tip_path(name)}"] = b""
