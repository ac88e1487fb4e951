"""Sharing wider in a history: a new record with today's values, for whom the old one was not."""

from sqlalchemy import select

from db.circles import is_wider
from db.commands.sharing import share_wider
from db.journal import Writer
from db.models.activities import Attachment
from db.queries.records import show
from db.record import DELETED
from tests.simulate.films import Film
from tests.simulate.ledger import FIELDS, TEXT, Kept
from tests.simulate.world import Seat, World


def share(world: World, seat: Seat, kept: Kept, circle: str) -> None:
    """Let a person share a record wider, where that is possible."""
    if not is_wider(circle, kept.circle):
        return
    with seat.laptop.store.read() as session:
        row = show(session, kept.id)
    if row.deletion == DELETED:
        return
    made: list[str] = []

    def work(writer: Writer) -> None:
        made.append(share_wider(writer, kept.id, circle))

    world.write(seat, world.sit(seat), work)
    wider = Kept(made[0], circle, frozenset(world.readers_of(seat, circle)), frozenset())
    world.kept.append(wider)
    world.note(seat, wider, {}, set())
    written = {(write.name, write.value) for write in wider.writes.values()}
    values = {(name, row.values[name]) for name in FIELDS if row.values[name]}
    letters = {(TEXT, letter) for letter in str(row.values[TEXT] or "")}
    assert values | letters <= written, f"{values | letters} was shared, not {written}"
    with seat.laptop.store.read() as session:
        query = select(Attachment.id, Attachment.sha256).where(Attachment.record == wider.id)
        films = session.execute(query).all()
    for id, sha256 in films:
        lost = seat.member.laptop in world.revoked
        world.films.append(Film(id, wider, str(sha256), may_be_lost=lost))
