"""Rules broken on purpose: what the simulator must notice.

Each is a small change of the program as somebody could make it who did not know better.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Any

import pytest
from loro import VersionVector
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db import heads, permissions
from db.documents import Document
from db.heads import Heads
from db.journal import Writer
from db.models.exchange import Certificate, Segment
from db.permissions import Verdict
from db.store import Store
from db.supply import Supply
from sync import named, segment, standing, taking, taking_many, visit
from sync.laptop import Me, me
from sync.listing import Listing
from sync.log import RECEIVED, TAKEN
from sync.segment import Sealed
from tests.simulate import courier

Break = Callable[[pytest.MonkeyPatch], None]


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    """Keep only the last write of a field, whoever knew of it."""

    def advance(found: Heads, document: Document, since: VersionVector) -> Heads:
        for change in document.changes_since(since):
            for op in change["ops"]:
                if op["container"] == "cid:root-f:Map":
                    at = (change["peer"], op["counter"])
                    found[op["content"]["key"]] = {at: op["content"].get("value")}
        return found

    patch.setattr(heads, "advance", advance)


def seen_is_the_newest(patch: pytest.MonkeyPatch) -> None:
    """Take what a form showed for the newest, though more came while it was open."""
    edit = Writer.edit
    patch.setattr(Writer, "edit", lambda self, id, values, _seen=None: edit(self, id, values))


def goes_on_after_others(patch: pytest.MonkeyPatch) -> None:
    """Let a session write on what another wrote since: each change waits for the other."""
    patch.setattr(Document, "may_go_on", lambda _self, _peer: True)


def greatest_number_is_held(patch: pytest.MonkeyPatch) -> None:
    """Take nothing of a log with a number that is not greater than all that is held."""
    honest = taking_many.take_many

    def take(store: Store, files: Sequence[bytes], *rest: Any) -> Generator[None, None, int]:
        with store.read() as session:
            who = me(session)
            query = select(Segment.replica, func.max(Segment.seq)).group_by(Segment.replica)
            greatest: dict[str, int] = dict(session.execute(query).all())
        wanted = []
        for data in files:
            found = segment.read(data, who.alliance)
            if isinstance(found, Sealed):
                said = found.header
                if said.seq > greatest.get(said.replica, 0):
                    wanted.append(data)
        return (yield from honest(store, wanted, *rest))

    for module in (visit, courier):
        patch.setattr(module, "take_many", take)


def cut_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """Take whatever a revoked laptop signs."""
    patch.setattr(standing, "check", lambda *_: True)


def tip_is_trusted(patch: pytest.MonkeyPatch) -> None:
    """Believe that all is there which a tip announces, also where the folder was looked through."""
    patch.setattr(Listing, "knows", lambda _self, _replica: False)


def rights_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    """Let everybody write everything."""
    patch.setattr(permissions, "verdict", lambda *_args, **_named: Verdict.ALLOWED)


def persons_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    """Seal what is for some persons for every laptop that is known."""

    def everybody(session: Session, _home: str) -> dict[str, bytes]:
        query = select(Certificate.laptop, Certificate.exchange_public)
        found = query.where(Certificate.standing == "good", Certificate.purpose == "laptop")
        return dict(session.execute(found).all())

    patch.setattr(named, "laptops_of", everybody)


def long_files_are_not_offered(patch: pytest.MonkeyPatch) -> None:
    """Give only the pieces that are kept sealed, not those of a file that is kept whole."""
    patch.setattr(Supply, "_offer", lambda *_: None)


def kept_is_taken(patch: pytest.MonkeyPatch) -> None:
    """Note what comes as taken in before its changes are: the power may go in between."""
    honest = taking.keep

    def keep(session: Session, who: Me, found: Sealed, *rest: Any) -> str:
        state = honest(session, who, found, *rest)
        if state == RECEIVED:
            session.flush()
            session.execute(update(Segment).where(Segment.id == found.id).values(state=TAKEN))
        return state

    patch.setattr(taking_many, "keep", keep)


BROKEN: list[Break] = [
    last_writer_wins,
    seen_is_the_newest,
    goes_on_after_others,
    greatest_number_is_held,
    cut_is_ignored,
    tip_is_trusted,
    rights_are_not_asked,
    persons_are_not_asked,
    long_files_are_not_offered,
    kept_is_taken,
]
