"""Inviting one more laptop: a file, and six words told apart from it."""

import os
import secrets as random
from pathlib import Path

from sqlalchemy.orm import Session

from db.store import Store
from sync import epochs, invitations, keys, laptop, standing, trust, words
from sync.certificates import issue, may_invite
from sync.enrolment import Member, statement_of
from sync.errors import InvitingNotAllowedError, RevokedError, UnwritableFileError
from sync.invitations import CarriedEpoch, Invitation
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL
from sync.laptop import Me, me


def invite(
    store: Store,
    *,
    school: str,
    person: str,
    person_name: str,
    role: str,
    out: Path,
    school_name: str = "",
) -> str:
    """Write an invitation for one more laptop and return its six words.

    Args:
        store: Of a coordinator's or a school lead's laptop.
        school: Id of the record of the school it will belong to.
        person: Id of the record of the person it is for.
        person_name: Their name.
        role: What the new laptop may do at most.
        out: The file to write.
        school_name: For display before the first exchange.

    Raises:
        InvitingNotAllowedError: This laptop may not.
        RevokedError: It was revoked.
        UnwritableFileError: The file cannot be written.
    """
    drawn = words.draw()
    with store.write() as session:
        who = me(session)
        if not standing.is_good(session, who.certificate):
            raise RevokedError
        if not may_invite(who.role, who.school, to_role=role, to_school=school):
            raise InvitingNotAllowedError(who.role, role)
        invitation = _invitation(session, who, (school, role, person, person_name), school_name)
    # kept before it is written: a file that leaves is always known here
    _write(out, invitations.build(invitation, words.canonical(drawn)))
    return " ".join(drawn)


def _invitation(session: Session, who: Me, member: Member, school_name: str) -> Invitation:
    private = keys.new_private()
    public = (keys.sign_public(private), b"")
    statement = statement_of(who.alliance, "invitation", who.certificate, public, member)
    own = laptop.secrets(session)
    signed = issue(own.sign, statement)
    trust.add(session, signed, statement)
    trust.believe(session)
    standing.judge_all(session)
    return Invitation(
        who.alliance,
        who.alliance_name,
        own.root_public,
        private,
        trust.chain_of(session, signed.id),
        _carried(session, member[0]),
        school_name,
    )


def _carried(session: Session, school: str) -> list[CarriedEpoch]:
    circles = ((MEMBERSHIP, ""), (ALLIANCE, ""), (SCHOOL, school))
    held = [epoch for circle, home in circles for epoch in epochs.held(session, circle, home)]
    return [CarriedEpoch(e.circle, e.home, e.height, e.key) for e in held]


def _write(out: Path, data: bytes) -> None:
    part = out.with_name(f"~{random.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        raise UnwritableFileError(out) from error
    finally:
        part.unlink(missing_ok=True)
