"""Letting in again who was let in by a laptop that was revoked before anybody knew of it."""

import time

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate
from db.store import Store
from sync import laptop, membership, standing, trust
from sync.certificates import SignedCertificate, issue, may_invite, read_statement
from sync.errors import InvitingNotAllowedError, RevokedError, UnknownLaptopError
from sync.laptop import Me
from sync.membership_file import CERTIFICATE, Item
from sync.standing import DOUBTFUL


def admit(store: Store, of: str) -> str:
    """Sign for a laptop whose host was revoked: the same keys, school, role and person.

    Args:
        store: Of a coordinator's laptop, or of a lead's of the same school.
        of: Id of the laptop.

    Returns:
        Id of its new certificate. All that it ever sealed counts with that, also what was refused.

    Raises:
        UnknownLaptopError: There is no such laptop in doubt.
        RevokedError: This laptop may do nothing any more.
        InvitingNotAllowedError: This laptop may not let in such a one.
    """
    with store.write() as session:
        who, found = check_right(session, of)
        said = read_statement(SignedCertificate(found.body, found.signature), who.alliance)
        again = msgspec.structs.replace(said, issuer=who.certificate, made_at=int(time.time()))
        signed = issue(laptop.secrets(session).sign, again)
        trust.add(session, signed, again)
        membership.publish(session, who, [Item(CERTIFICATE, signed.body, signed.signature)])
        membership.settle(session)
        membership.give_on(session)
    return signed.id


def check_right(session: Session, of: str) -> tuple[Me, Certificate]:
    """Make sure that this laptop may let one in doubt in again; return both.

    Raises:
        UnknownLaptopError: There is no such laptop in doubt.
        RevokedError: This laptop may do nothing any more.
        InvitingNotAllowedError: This laptop may not let in such a one.
    """
    who = laptop.me(session)
    if not standing.is_good(session, who.certificate):
        raise RevokedError
    found = _doubted(session, of)
    if not may_invite(who.role, who.school, to_role=found.role, to_school=found.school):
        raise InvitingNotAllowedError(who.role, found.role)
    return who, found


def _doubted(session: Session, of: str) -> Certificate:
    query = select(Certificate).where(
        Certificate.laptop == of,
        Certificate.purpose == "laptop",
        Certificate.standing == DOUBTFUL,
    )
    found = session.scalars(query.order_by(Certificate.made_at.desc(), Certificate.id)).first()
    if found is None:
        raise UnknownLaptopError(of, 0)
    return found
