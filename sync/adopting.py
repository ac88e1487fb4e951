"""Adoption: what was taken before a revocation came stays, and the others are told to take it."""

import time

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session

from db.models.authority import Adopted, Inside, Statement
from db.models.exchange import Certificate, Segment
from db.store import Store
from sync import laptop, membership, standing, statements
from sync.limits import NAMED_IDS, PROTOCOL
from sync.log import RECEIVED, TAKEN
from sync.standing import DOUBTFUL, REVOKED
from sync.statements import Adoption


def beyond(session: Session) -> list[str]:
    """Return the segments that were taken here, lie beyond a cut, and that nobody adopted."""
    if session.scalar(_ANYBODY) is None:
        return []
    inside = exists().where(Inside.laptop == Certificate.laptop, Inside.segment == Segment.id)
    query = (
        select(Segment.id)
        .join(Certificate, Certificate.id == Segment.signer)
        .where(Certificate.standing.in_((REVOKED, DOUBTFUL)))
        .where(Segment.state.in_((RECEIVED, TAKEN)), ~inside, ~_is_adopted())
        .order_by(Segment.id)
    )
    return list(session.scalars(query))


_ANYBODY = select(Certificate.id).where(Certificate.standing.in_((REVOKED, DOUBTFUL))).limit(1)


def _is_adopted() -> Exists:
    return exists().where(
        Adopted.segment == Segment.id, Statement.id == Adopted.statement, Statement.standing
    )


def adopt(session: Session) -> list[str]:
    """Tell the others what was taken here beyond a cut; return the ids of the files made.

    Without this, laptops that heard of a revocation at different times would differ for ever.
    """
    who = laptop.me(session)
    if not standing.is_good(session, who.certificate):
        return []
    segments = beyond(session)
    private = laptop.secrets(session).sign
    made = []
    for start in range(0, len(segments), NAMED_IDS):
        some = segments[start : start + NAMED_IDS]
        said = Adoption(PROTOCOL, who.alliance, who.certificate, some, int(time.time()))
        item = statements.adoption_item(private, said)
        membership.keep_own(session, who, item)
        made.append(membership.publish(session, who, [item]))
    if made:
        standing.judge_all(session)
    return made


_ANY_CUT = f"SELECT 1 FROM {Certificate.__tablename__} WHERE standing IN (?, ?) LIMIT 1"


def see_to(store: Store) -> list[str]:
    """Adopt what there is to adopt; return the ids of the files made, nearly always none."""
    with store.glance() as look:
        if look.execute(_ANY_CUT, (REVOKED, DOUBTFUL)).fetchone() is None:
            return []
    with store.read() as session:
        if not beyond(session):
            return []
    with store.write() as session:
        return adopt(session)


def adopted_beyond(session: Session, of: str) -> list[str]:
    """Return the segments of a laptop that count only because somebody adopted them."""
    inside = exists().where(Inside.laptop == of, Inside.segment == Segment.id)
    query = (
        select(Segment.id)
        .join(Certificate, Certificate.id == Segment.signer)
        .where(Certificate.laptop == of, Certificate.standing.in_((REVOKED, DOUBTFUL)))
        .where(~inside, _is_adopted())
        .order_by(Segment.replica, Segment.seq, Segment.id)
    )
    return list(session.scalars(query))
