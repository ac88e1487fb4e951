"""New keys for circles that a laptop has left: begun by whoever may, as soon as it is known."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate, EpochGrant
from sync import epochs, grants, laptop, membership
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL, EpochKey, new_epoch
from sync.laptop import Me
from sync.standing import DOUBTFUL, REVOKED, is_good


def renew(session: Session, *, also: str = "") -> list[EpochKey]:
    """Begin new epochs where one that is no member any more has the current one.

    A coordinator's laptop begins those of membership and alliance, any other than an observer's
    that of its own school; all members are given them at once.

    Args:
        session: In a write transaction.
        also: A school whose circle is renewed, with those of the alliance, whatever is known.
    """
    who = laptop.me(session)
    if not is_good(session, who.certificate):
        return []
    circles: list[tuple[str, str]] = []
    if who.role == "coordinator":
        circles += [(MEMBERSHIP, ""), (ALLIANCE, "")]
    if who.role != "observer":
        circles.append((SCHOOL, who.school))
    begun = []
    for circle, home in circles:
        held = epochs.held(session, circle, home)
        if not held:
            continue
        wanted = also and home in ("", also)
        if wanted or _is_held_outside(session, epochs.current(session, circle, home)):
            begun.append(_begin(session, who, circle, home))
    if begun:
        membership.give_on(session, begun=[epoch.id for epoch in begun])
    return begun


def _begin(session: Session, who: Me, circle: str, home: str) -> EpochKey:
    epoch = new_epoch(who.alliance, circle, home, _height(session, who, circle, home) + 1)
    epochs.keep(session, epoch)
    return epoch


def _height(session: Session, who: Me, circle: str, home: str) -> int:
    """Return the greatest height of a circle's epochs that count, also of those not held here."""
    held = [e.height for e in epochs.held(session, circle, home) if epochs.is_begun(session, e.id)]
    known = [
        said.height
        for row, said in grants.all_known(session, who.alliance)
        if row.authorised and row.standing and (said.circle, said.home) == (circle, home)
    ]
    return max([*held, *known, 1])


def _is_held_outside(session: Session, epoch: EpochKey) -> bool:
    """Tell whether a laptop that is no member any more has an epoch, as far as known here."""
    gone = select(Certificate.id).where(
        Certificate.purpose == "laptop", Certificate.standing.in_((REVOKED, DOUBTFUL))
    )
    if epoch.height == 1:  # came with every invitation
        if epoch.circle == SCHOOL:
            gone = gone.where(Certificate.school == epoch.home)
        return session.scalar(gone.limit(1)) is not None
    given = gone.join(EpochGrant, EpochGrant.certificate == Certificate.id)
    return session.scalar(given.where(EpochGrant.epoch == epoch.id).limit(1)) is not None


def see_to(session: Session) -> None:
    """Believe what has come, begin the keys that are wanted, give everybody what they lack."""
    membership.settle(session)
    renew(session)
    membership.give_on(session)
