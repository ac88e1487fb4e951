"""Laptops that hear of things in any order: files handed over one by one, without a place."""

import random
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from db.models.authority import Statement
from db.models.exchange import Certificate, MembershipFile, RefusedFile, Segment, SegmentBytes
from db.progress import finish
from sync import adopting, epochs, log, membership, renewing, taking
from sync.errors import SkippedFileError
from sync.names import id_of
from sync.taking import Taken
from tests.sync.laptops import Laptop

Files = dict[str, tuple[str, bytes]]
"""By id: ``m`` or ``s``, and the bytes."""


def seal(laptop: Laptop) -> None:
    """Seal what waits, as an exchange does."""
    for _ in log.seal_waiting(laptop.store):
        pass


def files_of(laptop: Laptop) -> Files:
    """Return all that a laptop would hand on."""
    seal(laptop)
    with laptop.store.read() as session:
        members = session.execute(select(MembershipFile.id, MembershipFile.data)).all()
        segments = session.execute(select(SegmentBytes.id, SegmentBytes.data)).all()
    return {id: ("m", data) for id, data in members} | {id: ("s", data) for id, data in segments}


def hand(laptop: Laptop, files: Iterable[tuple[str, bytes]]) -> None:
    """Hand files to a laptop one by one, as if each came alone."""
    for kind, data in files:
        try:
            if kind == "m":
                with laptop.store.write() as session:
                    membership.take(session, data)
                    renewing.see_to(session)
            else:
                _hand_segment(laptop, data)
        except SkippedFileError:
            continue


def _hand_segment(laptop: Laptop, data: bytes) -> None:
    with laptop.store.read() as session:
        id = id_of(data)
        if session.get(Segment, id) is not None or session.get(RefusedFile, id) is not None:
            return
    for _ in taking.take(laptop.store, data, Taken()):
        pass


def adopt(laptop: Laptop) -> None:
    """Do what an exchange does at its end."""
    for _ in taking.resume(laptop.store, Taken()):
        pass
    adopting.see_to(laptop.store)


def settle_down(laptops: Sequence[Laptop], dice: random.Random) -> None:
    """Let all meet all, in any order, until nobody has news for anybody."""
    while True:
        pool: Files = {}
        for laptop in laptops:
            pool |= files_of(laptop)
        before = [facts(laptop) for laptop in laptops]
        for laptop in dice.sample(list(laptops), len(laptops)):
            held = files_of(laptop)
            news = [file for id, file in pool.items() if id not in held]
            dice.shuffle(news)
            hand(laptop, news)
            adopt(laptop)
        if [facts(laptop) for laptop in laptops] == before:
            return


def facts(laptop: Laptop) -> dict[str, object]:
    """Return all verdicts of a laptop: who counts, what was taken, what to seal with."""
    with laptop.store.read() as session:
        members = session.execute(select(Certificate.id, Certificate.standing)).all()
        statements = session.scalars(select(Statement.id).where(Statement.standing))
        taken = session.scalars(select(Segment.id).where(Segment.state == "taken"))
        files = session.scalars(select(MembershipFile.id))
        return {
            "members": dict(members),
            "statements": set(statements),
            "taken": set(taken),
            "files": set(files),
            "keys": [epochs.current(session, c).id for c in ("membership", "alliance")],
        }


__all__ = ["adopt", "facts", "files_of", "finish", "hand", "seal", "settle_down"]
