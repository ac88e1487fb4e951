"""Who belongs to the alliance: every laptop, and every invitation that nobody used yet."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.authority import Statement
from db.models.exchange import Certificate, Segment
from db.queries.records import label_of
from sync import adopting, laptop, revoking
from sync.errors import UnknownLaptopError
from sync.names import shown
from sync.standing import DOUBTFUL, GOOD, REVOKED

_RANK = {GOOD: 0, DOUBTFUL: 1, REVOKED: 2}


@dataclass(frozen=True, slots=True)
class Revoked:
    """One revocation.

    Attributes:
        statement: Its id.
        by: Name of the person of the laptop that revoked; empty for the recovery code.
        at: Seconds by that laptop's clock, for display.
        reason: In its words.
        counts: Whether it stands; one by a revoked laptop does not.
    """

    statement: str
    by: str
    at: int
    reason: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One laptop, or one invitation that nobody has used as far as known here.

    Attributes:
        laptop: Id of the laptop, or of the invitation's key.
        certificate: Id of its newest certificate.
        person, person_name: Whom it was let in for.
        school, school_name: Id of the school's record, and its name where that is here.
        role: What it may do at most.
        own: Whether it is this laptop.
        invited: Whether it is an invitation and no laptop yet.
        since: When its certificate was made, by its host's clock, for display.
        heard_at: When the last of its work came, by this laptop's clock; None before that.
        wrote_at: Newest stamp in its work; None when there is none that can be believed.
        state: ``good``, ``revoked``, or ``doubtful``: let in by a laptop that was revoked.
        host: Name of the person whose laptop let it in; empty for the recovery code's holder.
        revoked: The revocations that name it, those that count first.
        shared_with: Ids of other laptops that came in by the same invitation.
        adopted: Segments from beyond its cut that count all the same: somebody had taken them.
    """

    laptop: str
    certificate: str
    person: str
    person_name: str
    school: str
    school_name: str
    role: str
    own: bool
    invited: bool
    since: int
    heard_at: int | None
    wrote_at: int | None
    state: str
    host: str
    revoked: tuple[Revoked, ...]
    shared_with: tuple[str, ...]
    adopted: int


def members(session: Session) -> list[Member]:
    """Return all laptops and unused invitations: members first, then by school, name and age."""
    me = laptop.me(session)
    found = _Certificates(session)
    heard = _heard(session)
    rows = [
        _member(session, me.laptop, found, certificate, heard.get(certificate.laptop))
        for certificate in found.newest()
    ]
    return sorted(rows, key=_order)


def _order(row: Member) -> tuple[int, str, str, int, str]:
    return _RANK.get(row.state, 3), row.school_name, row.person_name, row.since, row.laptop


class _Certificates:
    """The certificates that are believed."""

    def __init__(self, session: Session) -> None:
        query = select(Certificate).where(Certificate.valid, Certificate.purpose != "recovery")
        rows = session.scalars(query.order_by(Certificate.made_at, Certificate.id)).all()
        self.by_id = {row.id: row for row in rows}
        self._of_laptop: dict[str, Certificate] = {}
        self._on_invitation: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            before = self._of_laptop.get(row.laptop)
            if before is None or before.standing != GOOD or row.standing == GOOD:
                self._of_laptop[row.laptop] = row
            if row.purpose == "laptop":
                self._on_invitation[row.issuer].add(row.laptop)

    def newest(self) -> list[Certificate]:
        """Return one certificate for each laptop, and for each invitation nobody used."""
        return [
            row
            for row in self._of_laptop.values()
            if row.purpose == "laptop" or not self._on_invitation[row.id]
        ]

    def shared_with(self, of: Certificate) -> tuple[str, ...]:
        """Return the other laptops that came in by the same invitation."""
        issuer = self.by_id.get(of.issuer)
        if issuer is None or issuer.purpose != "invitation":
            return ()
        return tuple(sorted(self._on_invitation[issuer.id] - {of.laptop}))

    def host(self, of: Certificate) -> str:
        """Return the name of the person whose laptop let this one in."""
        issuer = self.by_id.get(of.issuer)
        if issuer is not None and issuer.purpose == "invitation":
            issuer = self.by_id.get(issuer.issuer)
        return issuer.person_name if issuer else ""


def _heard(session: Session) -> dict[str, tuple[int, int]]:
    query = (
        select(Certificate.laptop, func.max(Segment.received_at), func.max(Segment.changed_at))
        .join(Segment, Segment.signer == Certificate.id)
        .group_by(Certificate.laptop)
    )
    return {of: (received, changed) for of, received, changed in session.execute(query)}


def _member(
    session: Session,
    own: str,
    found: _Certificates,
    of: Certificate,
    heard: tuple[int, int] | None,
) -> Member:
    fallen = of.standing != GOOD
    return Member(
        of.laptop,
        of.id,
        of.person,
        shown(of.person_name),
        of.school,
        label_of(session, "school", of.school) or "",
        of.role,
        of.laptop == own,
        of.purpose == "invitation",
        of.made_at,
        heard[0] if heard else None,
        (heard[1] or None) if heard else None,
        of.standing,
        shown(found.host(of)),
        tuple(_revocations(session, found, of.laptop)),
        found.shared_with(of),
        len(adopting.adopted_beyond(session, of.laptop)) if fallen else 0,
    )


def _revocations(session: Session, found: _Certificates, of: str) -> list[Revoked]:
    query = select(Statement.id).where(Statement.about == of).limit(1)
    if session.scalar(query) is None:
        return []
    rows = []
    for row, said in revoking.revocations_of(session, of):
        by = found.by_id.get(said.issuer)
        name = shown(by.person_name) if by else ""
        rows.append(Revoked(row.id, name, said.made_at, shown(said.reason, 200), row.standing))
    return rows


def find(session: Session, given: str) -> str:
    """Return the laptop somebody means: by the start of its id or its certificate's, or a name.

    Raises:
        UnknownLaptopError: None, or more than one, goes by that.
    """
    rows = members(session)
    start = given.strip().lower()
    found = {
        row.laptop
        for row in rows
        if len(start) >= 4 and (row.laptop.startswith(start) or row.certificate.startswith(start))
    } or {row.laptop for row in rows if row.person_name == given.strip()}
    if len(found) != 1:
        raise UnknownLaptopError(given, len(found))
    return found.pop()


def own_state(session: Session) -> str:
    """Return ``good``, ``revoked`` or ``doubtful`` for this laptop, as far as known here."""
    me = laptop.me(session)
    row = session.get(Certificate, me.certificate)
    return row.standing if row else ""
