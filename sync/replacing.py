"""A laptop that was lost or broke: the next one takes its place, and says what may be missing."""

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate, Identity, Segment
from db.queries.records import label_of
from db.store import Store
from sync import inviting, laptop, returning, revoking, standing
from sync.certificates import may_invite
from sync.errors import InvitingNotAllowedError, RevokedError, UnknownLaptopError
from sync.log import RECEIVED, TAKEN
from sync.revoking import Preview
from sync.standing import REVOKED


@dataclass(frozen=True, slots=True)
class Gap:
    """What a laptop's owner recorded and never exchanged is gone with it; this is when.

    Attributes:
        laptop: Id of the old laptop.
        person_name: Whose it was.
        since: Newest stamp in what reached anybody, or when that was received, by this laptop's
            clock; None when nothing ever did.
        until: When the new laptop joined.
        records: How many records of the old one are here.
    """

    laptop: str
    person_name: str
    since: int | None
    until: int
    records: int


def replace(store: Store, of: str, *, out: Path, reason: str = "") -> tuple[str, Preview]:
    """Revoke a laptop and write the invitation for the one that takes its place.

    The cut is all that is known of the old one, the invitation is for the same person, school and
    role, and brings the new keys. The revocation comes first: killed between the two, an
    invitation can be made again.

    Args:
        store: Of a coordinator's laptop, or of a lead's of the same school.
        of: Id of the old laptop.
        out: The invitation's file.
        reason: In the revoker's words, for display.

    Returns:
        The six words, and what the revocation did.

    Raises:
        UnknownLaptopError: No certificate names it.
        OwnLaptopError: It is this one.
        RevokedError: This laptop may do nothing any more.
        RevokingNotAllowedError: This laptop may not.
        InvitingNotAllowedError: This laptop may not invite such a one.
        UnwritableFileError: The file cannot be written; the revocation stands.
    """
    with store.read() as session:
        old = _old(session, of)
        school, person, person_name, role = old.school, old.person, old.person_name, old.role
        is_revoked = old.standing == REVOKED
        seen = revoking.preview(session, of)
        school_name = label_of(session, "school", school) or ""
    if not is_revoked:
        seen = revoking.revoke(store, of, reason=reason)
    words = inviting.invite(
        store,
        school=school,
        person=person,
        person_name=person_name,
        role=role,
        out=out,
        school_name=school_name,
    )
    return words, seen


def _old(session: Session, of: str) -> Certificate:
    query = select(Certificate).where(
        Certificate.laptop == of, Certificate.valid, Certificate.purpose == "laptop"
    )
    old = session.scalars(query.order_by(Certificate.made_at.desc(), Certificate.id)).first()
    if old is None:
        raise UnknownLaptopError(of, 0)
    return old


def check_right(session: Session, of: str) -> None:
    """Make sure that this laptop may give a revoked one's person another invitation.

    Raises:
        UnknownLaptopError: No certificate names it.
        RevokedError: This laptop may do nothing any more.
        InvitingNotAllowedError: This laptop may not invite such a one.
    """
    old, who = _old(session, of), laptop.me(session)
    if not standing.is_good(session, who.certificate):
        raise RevokedError
    if not may_invite(who.role, who.school, to_role=old.role, to_school=old.school):
        raise InvitingNotAllowedError(who.role, old.role)


def gaps(session: Session) -> list[Gap]:
    """Return what may be missing here: of each revoked laptop of this one's person."""
    me = laptop.me(session)
    here = {me.laptop, *returning.was(session)}
    joined_at = session.scalar(select(Identity.joined_at)) or int(time.time())
    query = (
        select(Certificate.laptop, Certificate.person_name)
        .where(Certificate.person == me.person, Certificate.purpose == "laptop")
        .where(Certificate.standing == REVOKED, Certificate.laptop.not_in(here))
        .distinct()
        .order_by(Certificate.laptop)
    )
    return [_gap(session, old, name, joined_at) for old, name in session.execute(query).all()]


def _gap(session: Session, of: str, name: str, joined_at: int) -> Gap:
    query = (
        select(
            func.max(Segment.changed_at),
            func.max(Segment.received_at),
            func.sum(func.length(Segment.records)),
        )
        .join(Certificate, Certificate.id == Segment.signer)
        .where(Certificate.laptop == of, Segment.state.in_((RECEIVED, TAKEN)))
    )
    changed, received, records = session.execute(query).one()
    since = None if received is None else (changed or received)
    return Gap(of, name, since, max(joined_at, since or 0), (records or 0) // 16)
