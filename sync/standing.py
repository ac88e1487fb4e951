"""What the store holds of verdicts: who is good, what lies inside a cut, what was adopted.

:func:`judge_all` works all of it out again from the statements that are known; it is called when
one has come. A segment is then judged by :func:`check`, which for nearly all looks at one row.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models.authority import Adopted, Inside, Statement
from db.models.exchange import Certificate, RefusedFile, Segment
from sync import laptop
from sync.errors import Reason, SkippedFileError
from sync.membership_file import ADOPTION, REVOCATION
from sync.statements import read_revocation
from sync.verdicts import Link, Revoking, Verdicts

Standing = Literal["good", "revoked", "doubtful", ""]
GOOD, REVOKED, DOUBTFUL = "good", "revoked", "doubtful"


def judge_all(session: Session) -> bool:
    """Judge all certificates and statements anew; tell whether any verdict on segments changed.

    Files that were refused for a cut are forgotten then, so that the next exchange that meets them
    judges them again.
    """
    before = _counting(session)
    found = verdicts(session)
    _note_certificates(session, found)
    _note_statements(session, found)
    if _counting(session) == before:
        return False
    _note_cuts(session)
    session.execute(delete(RefusedFile).where(RefusedFile.reason == Reason.REVOKED.value))
    session.flush()
    return True


def verdicts(session: Session) -> Verdicts:
    """Return what follows from all that is known now."""
    return Verdicts(links(session), _revocations(session))


def links(session: Session) -> dict[str, Link]:
    """Return all certificates whose chain holds, by id."""
    rows = session.execute(
        select(
            Certificate.id,
            Certificate.issuer,
            Certificate.purpose,
            Certificate.laptop,
            Certificate.exchange_public,
            Certificate.school,
            Certificate.role,
            Certificate.person,
        ).where(Certificate.valid)
    )
    return {row.id: Link(*row) for row in rows}


def _revocations(session: Session) -> list[Revoking]:
    rows = session.execute(
        select(Statement.id, Statement.issuer, Statement.body).where(Statement.kind == REVOCATION)
    ).all()
    if not rows:
        return []
    alliance = laptop.me(session).alliance
    said = [(row, read_revocation(row.body, alliance)) for row in rows]
    return [Revoking(row.id, row.issuer, r.laptop, frozenset(r.kept)) for row, r in said]


def _counting(session: Session) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return all that verdicts on segments depend on."""
    ask = session.connection().exec_driver_sql
    return (
        frozenset(id for (id,) in ask(_COUNTS, (REVOCATION, ADOPTION))),
        frozenset((id, verdict) for id, verdict in ask(_FALLEN, (REVOKED, DOUBTFUL))),
    )


_COUNTS = f"SELECT id FROM {Statement.__tablename__} WHERE standing AND kind IN (?, ?)"
_FALLEN = f"SELECT id, standing FROM {Certificate.__tablename__} WHERE standing IN (?, ?)"


def _note_certificates(session: Session, judged: Verdicts) -> None:
    rows = session.execute(
        select(Certificate.id, Certificate.standing).where(Certificate.valid)
    ).all()
    changed: dict[str, list[str]] = {}
    for id, noted in rows:
        if (found := judged.of(id)) != noted:
            changed.setdefault(found, []).append(id)
    for verdict, ids in changed.items():
        where = Certificate.id.in_(ids)
        session.execute(update(Certificate).where(where).values(standing=verdict))


def _note_statements(session: Session, judged: Verdicts) -> None:
    rows = session.execute(
        select(Statement.id, Statement.kind, Statement.issuer, Statement.standing)
    ).all()
    changed: dict[bool, list[str]] = {True: [], False: []}
    for id, kind, issuer, noted in rows:
        revokes = kind == REVOCATION
        counts = id in judged.standing if revokes else judged.counts(issuer, id)
        if counts != noted:
            changed[counts].append(id)
    for counts, ids in changed.items():
        if ids:
            where = Statement.id.in_(ids)
            session.execute(update(Statement).where(where).values(standing=counts))


def _note_cuts(session: Session) -> None:
    session.execute(delete(Inside))
    query = select(Statement).where(Statement.kind == REVOCATION, Statement.standing)
    rows = session.scalars(query).all()
    if not rows:
        return
    alliance = laptop.me(session).alliance
    rows_held = session.execute(select(Segment.id, Segment.previous))
    previous = {row.id: row.previous for row in rows_held}
    cuts: dict[str, list[str]] = {}
    for row in rows:
        cuts.setdefault(row.about, []).extend(read_revocation(row.body, alliance).cut)
    for of, cut in cuts.items():
        session.add_all(Inside(laptop=of, segment=id) for id in reached(cut, previous))
    session.flush()


def reached(cut: Iterable[str], previous: Mapping[str, str]) -> set[str]:
    """Return the segments that are reached from some by ``previous``, as far as those are held."""
    found: set[str] = set()
    waiting = list(cut)
    while waiting:
        id = waiting.pop()
        if id and id not in found:
            found.add(id)
            waiting.append(previous.get(id, ""))
    return found


def check(session: Session, signer: str, segment: str, previous: str) -> bool:
    """Judge a segment whose signature is right and that was not taken yet.

    Args:
        session: In a write transaction.
        signer: Id of the certificate in its header.
        segment: Its id.
        previous: Id of the segment before it in its log, or empty.

    Returns:
        True when it is to be taken; False while it cannot be told, because a segment that may
        lead from the cut to it has not come yet.

    Raises:
        SkippedFileError: It lies beyond the cut of a revoked laptop.
    """
    known = session.get(Certificate, signer)
    if known is None or not known.valid or known.standing == GOOD:
        return True
    if session.get(Inside, (known.laptop, segment)) is not None:
        _reach_on(session, known.laptop, previous)
        return True
    if is_adopted(session, segment):
        return True
    if _waits_for_more(session, known.laptop):
        return False
    raise SkippedFileError(Reason.REVOKED, signer)


def _reach_on(session: Session, of: str, previous: str) -> None:
    while previous and session.get(Inside, (of, previous)) is None:
        session.add(Inside(laptop=of, segment=previous))
        session.flush()
        query = select(Segment.previous).where(Segment.id == previous)
        previous = session.scalar(query) or ""


def _waits_for_more(session: Session, of: str) -> bool:
    """Tell whether a segment inside the cut has not come yet: what lies below it is unknown."""
    query = (
        select(Inside.segment)
        .outerjoin(Segment, Segment.id == Inside.segment)
        .where(Inside.laptop == of, Segment.id.is_(None))
    )
    return session.scalar(query.limit(1)) is not None


def is_good(session: Session, certificate: str) -> bool:
    """Tell whether the holder of a certificate is a member now, as far as known here."""
    found = session.connection().exec_driver_sql(_STANDING, (certificate,)).first()
    return found is not None and found[0] == GOOD


_STANDING = f"SELECT standing FROM {Certificate.__tablename__} WHERE id = ?"


def is_adopted(session: Session, segment: str) -> bool:
    """Tell whether somebody who counts had taken a segment before its cut was known."""
    query = (
        select(Adopted.segment)
        .join(Statement, Statement.id == Adopted.statement)
        .where(Adopted.segment == segment, Statement.standing)
    )
    return session.scalar(query.limit(1)) is not None
