"""Who has what, and which files are not here: read for the page, away from its thread.  No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.journal import waiting
from db.progress import Progress, Work
from db.queries.carried import carried
from db.queries.materials import Material, list_materials
from db.store import Store
from sync import holdings, materials, receipts, wishes
from sync.materials import Whereabouts
from sync.receipts import Reach

FILES = 40
"""How many files that are not here are listed; to say where each one is takes a moment."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that is not here yet.

    Attributes:
        attachment: Id of its record.
        name: What people call it.
        of: What it belongs to; empty when that is not known.
        size_bytes: Its length.
        at: What holds it, as far as is known here.
        wished: Whether somebody here asked for it.
    """

    attachment: str
    name: str
    of: str
    size_bytes: int
    at: tuple[Whereabouts, ...]
    wished: bool


@dataclass(frozen=True, slots=True)
class ReachFacts:
    """What the page shows of who has what.

    Attributes:
        unsent: Records that are only here so far.
        reaches: The other laptops.
        files: Files that are not here, the wished ones first.
        more_files: How many more there are.
    """

    unsent: int
    reaches: Sequence[Reach]
    files: Sequence[FileLine]
    more_files: int


def reading(store: Store) -> Work[ReachFacts]:
    """Read who has what; others' receipts are gone through once."""
    yield Progress(0, 2)
    with store.read() as session:
        known = holdings.load(session)
        reaches = receipts.who_has(session, known)
        unsent = waiting(session)
    yield Progress(1, 2)
    with store.read() as session:
        files, more = _files(session, store, known)
    return ReachFacts(unsent, reaches, files, more)


def _files(session: Session, store: Store, known: holdings.Holdings) -> tuple[list[FileLine], int]:
    wished = {wish.attachment: wish.at for wish in wishes.mine(session)}
    absent = [
        one
        for one in list_materials(session, store.blobs)
        if one.standing and not one.is_here(store.blobs)
    ]
    absent.sort(key=lambda one: (not _is_wished(one, wished), one.name, one.id))
    shown = absent[:FILES]
    lines = []
    for one in shown:
        attachment = next((id for id in one.attachments if id in wished), one.attachments[0])
        whole = carried(session, [attachment])
        lines.append(
            FileLine(
                attachment,
                one.name,
                whole[0].label if whole else "",
                one.size_bytes,
                tuple(materials.where_is(session, store.blobs, attachment, known)),
                attachment in wished,
            )
        )
    return lines, len(absent) - len(shown)


def _is_wished(one: Material, wished: dict[str, int]) -> bool:
    return any(id in wished for id in one.attachments)
