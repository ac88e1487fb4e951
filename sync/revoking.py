"""Revoking a laptop: what it may not do any more, and what of its work stays.

The cut is all that is known here of the laptop's log; nothing that anybody has already taken goes.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.authority import Statement
from db.models.exchange import Certificate, Segment
from db.store import Store
from sync import epochs, keys, laptop, membership, renewing, standing, statements
from sync.errors import (
    OwnLaptopError,
    RecoveryCodeError,
    RevokedError,
    RevokingNotAllowedError,
    UnknownLaptopError,
)
from sync.keys import MEMBERSHIP
from sync.laptop import Me
from sync.limits import NAMED_IDS, PROTOCOL, REASON_CHARACTERS
from sync.log import RECEIVED, TAKEN, unpack_ids
from sync.membership_file import REVOCATION
from sync.statements import Revocation, read_revocation
from sync.verdicts import may_revoke


@dataclass(frozen=True, slots=True)
class Preview:
    """What a revocation would do.

    Attributes:
        laptop: Id of the laptop.
        person_name, school, role, purpose: Of its certificate.
        segments, records: How much of its work is known here, and stays.
        changed_at: Newest stamp in that; 0 when there is none.
        let_in: Certificates of laptops it let in, which stay members.
        revoked: Its revocations that stay: (id, laptop).
        cut: Ids of the last segments known.
        kept: Ids of its statements that stay.
    """

    laptop: str
    person_name: str
    school: str
    role: str
    purpose: str
    segments: int
    records: int
    changed_at: int
    let_in: tuple[str, ...]
    revoked: tuple[tuple[str, str], ...]
    cut: tuple[str, ...]
    kept: tuple[str, ...]


def preview(
    session: Session, of: str, *, by_root: bool = False, without: Collection[str] = ()
) -> Preview:
    """Tell what revoking a laptop would do, without doing it.

    Args:
        session: To read with.
        of: Id of the laptop, or of an invitation's key.
        by_root: Whether the recovery code is at hand, which may revoke anybody.
        without: Ids of its statements that shall not stay.

    Raises:
        UnknownLaptopError: No certificate names it.
        OwnLaptopError: It is this one.
        RevokedError: This laptop may do nothing any more.
        RevokingNotAllowedError: This laptop may not.
    """
    who = laptop.me(session)
    targets = _targets(session, of)
    if of == who.laptop:
        raise OwnLaptopError
    if not by_root:
        _check_right(session, who, targets)
    certificates = [target.id for target in targets]
    kept = [id for id in _statements(session, who, of, certificates) if id not in without]
    rows = _segments(session, certificates)
    newest = targets[-1]
    return Preview(
        of,
        newest.person_name,
        newest.school,
        newest.role,
        newest.purpose,
        len(rows),
        len({id for row in rows for id in unpack_ids(row.records)}),
        max((row.changed_at for row in rows), default=0),
        tuple(_let_in(session, certificates, kept)),
        tuple(_revoked(session, certificates, kept)),
        tuple(ends(rows)),
        tuple(kept),
    )


def _targets(session: Session, of: str) -> list[Certificate]:
    query = select(Certificate).where(
        Certificate.laptop == of, Certificate.valid, Certificate.purpose != "recovery"
    )
    found = list(session.scalars(query.order_by(Certificate.made_at, Certificate.id)))
    if not found:
        raise UnknownLaptopError(of, 0)
    return found


def _check_right(session: Session, who: Me, targets: list[Certificate]) -> None:
    if not standing.is_good(session, who.certificate):
        raise RevokedError
    links = standing.links(session)
    own = links[who.certificate]
    for target in targets:
        if not may_revoke(own, links[target.id]):
            raise RevokingNotAllowedError(who.role, target.role)


def _segments(session: Session, certificates: Collection[str]) -> list[Segment]:
    query = select(Segment).where(
        Segment.signer.in_(certificates), Segment.state.in_((RECEIVED, TAKEN))
    )
    return list(session.scalars(query.order_by(Segment.replica, Segment.seq, Segment.id)))


def ends(rows: list[Segment]) -> list[str]:
    """Return the segments that none follows: ends of branches, and what lies below a gap."""
    followed = {row.previous for row in rows}
    return [row.id for row in rows if row.id not in followed]


def _statements(session: Session, who: Me, of: str, certificates: list[str]) -> Iterator[str]:
    """Yield what the laptop signed and what counts: all but what would end this laptop."""
    verdicts = standing.verdicts(session)
    issued = select(Certificate.id, Certificate.issuer).where(
        Certificate.issuer.in_(certificates), Certificate.valid
    )
    for id, issuer in session.execute(issued.order_by(Certificate.id)):
        if verdicts.counts(issuer, id):
            yield id
    query = select(Statement.id, Statement.about).where(
        Statement.issuer.in_(certificates), Statement.standing
    )
    for id, about in session.execute(query.order_by(Statement.id)):
        if about not in (who.laptop, of):
            yield id


def _let_in(session: Session, certificates: list[str], kept: list[str]) -> Iterator[str]:
    """Yield the laptops that the revoked one let in, directly or by an invitation."""
    waiting = [id for id in kept if session.get(Certificate, id) is not None]
    while waiting:
        found = session.get_one(Certificate, waiting.pop())
        if found.purpose == "laptop":
            yield found.id
        else:
            below = select(Certificate.id).where(Certificate.issuer == found.id, Certificate.valid)
            waiting += session.scalars(below)


def _revoked(
    session: Session, certificates: list[str], kept: list[str]
) -> Iterator[tuple[str, str]]:
    query = select(Statement.id, Statement.about).where(
        Statement.issuer.in_(certificates), Statement.kind == REVOCATION
    )
    for id, about in session.execute(query.order_by(Statement.id)):
        if id in kept:
            yield id, about


def revoke(
    store: Store,
    of: str,
    *,
    reason: str = "",
    root_private: bytes | None = None,
    without: Collection[str] = (),
) -> Preview:
    """Revoke a laptop: it takes part in nothing new, and new keys leave it out.

    Args:
        store: Of a coordinator's laptop, or of a lead's of the same school.
        of: Id of the laptop, or of an invitation's key.
        reason: In the revoker's words, for display.
        root_private: The root key, which the recovery code gives: may revoke anybody.
        without: Ids of its statements that shall not stay.

    Raises:
        UnknownLaptopError: No certificate names it.
        OwnLaptopError: It is this one.
        RevokedError: This laptop may do nothing any more.
        RevokingNotAllowedError: This laptop may not.
        RecoveryCodeError: The root key is that of another alliance.
    """
    with store.write() as session:
        return revoke_in(session, of, reason=reason, root_private=root_private, without=without)


def revoke_in(
    session: Session,
    of: str,
    *,
    reason: str = "",
    root_private: bytes | None = None,
    without: Collection[str] = (),
) -> Preview:
    """Do the same within a transaction."""
    who = laptop.me(session)
    if root_private and keys.alliance_id(keys.sign_public(root_private)) != who.alliance:
        raise RecoveryCodeError("alliance")
    seen = preview(session, of, by_root=root_private is not None, without=without)
    private = root_private or laptop.secrets(session).sign
    issuer = "" if root_private else who.certificate
    for cut, kept in _portions(seen.cut, seen.kept):
        said = Revocation(
            PROTOCOL,
            who.alliance,
            issuer,
            of,
            cut,
            kept,
            reason[:REASON_CHARACTERS],
            int(time.time()),
        )
        item = statements.revocation_item(private, said)
        membership.keep_own(session, who, item)
        # under the first key, which everybody has: nobody shall miss it for want of a new one
        membership.publish(session, who, [item], epochs.first(session, MEMBERSHIP))
    standing.judge_all(session)
    renewing.renew(session, also=seen.school)
    return seen


def _portions(cut: tuple[str, ...], kept: tuple[str, ...]) -> Iterator[tuple[list[str], list[str]]]:
    """Divide what is more than one revocation can name; what any of them names stays."""
    rest, stays = list(cut), list(kept)
    while True:
        some = rest[:NAMED_IDS]
        others = stays[: NAMED_IDS - len(some)]
        rest, stays = rest[len(some) :], stays[len(others) :]
        yield some, others
        if not rest and not stays:
            return


def revocations_of(session: Session, of: str) -> list[tuple[Statement, Revocation]]:
    """Return the revocations of a laptop that are known, those that count first."""
    alliance = laptop.me(session).alliance
    query = (
        select(Statement)
        .where(Statement.kind == REVOCATION, Statement.about == of)
        .order_by(Statement.standing.desc(), Statement.id)
    )
    return [(row, read_revocation(row.body, alliance)) for row in session.scalars(query)]
