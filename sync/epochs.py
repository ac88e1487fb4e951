"""The keys of circles in the store: which are held, which to seal with, who was given them."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models.authority import Statement
from db.models.exchange import Epoch, EpochGrant, Identity
from sync.errors import NoKeyError
from sync.keys import EpochKey


def keep(session: Session, epoch: EpochKey) -> bool:
    """Keep an epoch; tell whether it is new here."""
    if session.get(Epoch, epoch.id) is not None:
        return False
    session.add(
        Epoch(
            id=epoch.id,
            circle=epoch.circle,
            home=epoch.home,
            height=epoch.height,
            key=epoch.key,
        )
    )
    session.flush()
    return True


def _key(row: Epoch) -> EpochKey:
    return EpochKey(row.circle, row.home, row.height, row.key, row.id)


def find(session: Session, id: str) -> EpochKey | None:
    """Return an epoch that is held, or None."""
    row = session.get(Epoch, id)
    return None if row is None else _key(row)


def ids(session: Session) -> list[str]:
    """Return the ids of all epochs that are held."""
    return list(session.scalars(select(Epoch.id)))


def held(session: Session, circle: str, home: str = "") -> list[EpochKey]:
    """Return the epochs of a circle that are held, the one to seal with first."""
    rows = session.execute(_HELD, {"circle": circle, "home": home})
    return [EpochKey(*row) for row in rows]


_HELD = (
    select(Epoch.circle, Epoch.home, Epoch.height, Epoch.key, Epoch.id)
    .where(Epoch.circle == bindparam("circle"), Epoch.home == bindparam("home"))
    .order_by(Epoch.height.desc(), Epoch.id)
)


def current(session: Session, circle: str, home: str = "") -> EpochKey:
    """Return the epoch to seal with: the smallest id among those of greatest height.

    An epoch counts when somebody who may begin one did; one that came with the invitation, and
    of which nothing else is known yet, counts too.

    Raises:
        NoKeyError: None is held.
    """
    found = held(session, circle, home)
    if not found:
        raise NoKeyError(circle, home)
    return next((epoch for epoch in found if is_begun(session, epoch.id)), found[0])


def is_begun(session: Session, epoch: str) -> bool:
    """Tell whether to seal with an epoch: who began it might do so, and counts."""
    query = select(Statement.authorised, Statement.standing, Statement.issuer).where(
        Statement.about == epoch
    )
    rows = session.execute(query).all()
    if any(row.authorised and row.standing for row in rows):
        return True
    me = session.scalar(select(Identity.certificate))
    return all(row.issuer == me for row in rows)


def first(session: Session, circle: str) -> EpochKey:
    """Return the epoch of an alliance-wide circle that every member has.

    Raises:
        NoKeyError: None is held.
    """
    found = held(session, circle)
    if not found:
        raise NoKeyError(circle, "")
    return found[-1]


def note_grant(session: Session, epoch: str, certificate: str, statement: str) -> None:
    """Remember that a grant gives an epoch to the holder of a certificate."""
    session.merge(EpochGrant(epoch=epoch, certificate=certificate, statement=statement))
