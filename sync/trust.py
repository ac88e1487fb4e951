"""The certificates this laptop has met: kept, and believed once their chain reaches the root."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.judging import Signer
from db.models.exchange import Certificate, Identity
from sync.certificates import (
    SignedCertificate,
    Statement,
    is_signed_by,
    laptop_of,
    may_issue,
    read_statement,
)
from sync.limits import CHAIN

_STAMP = 2**40  # more seconds than any clock shows
Chain = dict[str, tuple[SignedCertificate, Statement]]


def holds(chain: Chain, id: str, root_public: bytes) -> bool:
    """Tell whether a certificate is good: each link signed by the next, up to the root key."""
    for _ in range(CHAIN):
        found = chain.get(id)
        if found is None:
            return False
        signed, said = found
        if not said.issuer:
            return is_signed_by(signed, root_public)
        issuer = chain.get(said.issuer)
        if issuer is None or not may_issue(issuer[1], said):
            return False
        if not is_signed_by(signed, issuer[1].sign_public):
            return False
        id = said.issuer
    return False


def add(session: Session, signed: SignedCertificate, said: Statement) -> bool:
    """Keep a certificate, not believed yet; tell whether it is new."""
    if session.connection().exec_driver_sql(_IS_KEPT, (signed.id,)).first() is not None:
        return False
    session.add(
        Certificate(
            id=signed.id,
            body=signed.body,
            signature=signed.signature,
            issuer=said.issuer,
            purpose=said.purpose,
            laptop=laptop_of(said),
            sign_public=said.sign_public,
            exchange_public=said.exchange_public,
            school=said.school,
            role=said.role,
            person=said.person,
            person_name=said.person_name,
            made_at=max(0, min(said.made_at, _STAMP)),
            valid=False,
            standing="",
        )
    )
    session.flush()
    return True


_IS_KEPT = f"SELECT 1 FROM {Certificate.__tablename__} WHERE id = ?"
_ALL = f"SELECT body, signature FROM {Certificate.__tablename__}"
_DOUBTED = f"SELECT id FROM {Certificate.__tablename__} WHERE NOT valid"
_ROOT = f"SELECT alliance, root_public FROM {Identity.__tablename__}"


def _known(session: Session, alliance: str) -> Chain:
    chain: Chain = {}
    for body, signature in session.connection().exec_driver_sql(_ALL):
        signed = SignedCertificate(body, signature)
        chain[signed.id] = (signed, read_statement(signed, alliance))
    return chain


def believe(session: Session) -> bool:
    """Believe every certificate whose chain is complete now; tell whether any is newly so."""
    ask = session.connection().exec_driver_sql
    doubted = [id for (id,) in ask(_DOUBTED)]
    row = ask(_ROOT).first() if doubted else None
    if row is None:
        return False
    chain = _known(session, row.alliance)
    good = [id for id in doubted if holds(chain, id, row.root_public)]
    if good:
        session.execute(update(Certificate).where(Certificate.id.in_(good)).values(valid=True))
    return bool(good)


def find(session: Session, id: str) -> Certificate | None:
    """Return a believed certificate of a laptop, or None while it is unknown or doubted."""
    found = session.get(Certificate, id)
    return found if found is not None and found.valid and found.purpose == "laptop" else None


def chain_of(session: Session, id: str) -> list[SignedCertificate]:
    """Return a certificate and those above it, up to the root key."""
    chain: list[SignedCertificate] = []
    while id and len(chain) < CHAIN:
        found = session.get(Certificate, id)
        if found is None:
            break
        chain.append(SignedCertificate(found.body, found.signature))
        id = found.issuer
    return chain


def signer(session: Session, certificate: str, table: int) -> Signer | None:
    """Return who seals with a certificate, or None while it is unknown or not believed.

    Args:
        session: To read with.
        certificate: Its id, from a segment's header.
        table: Version of the permission table, from the same.
    """
    known = find(session, certificate)
    if known is None:
        return None
    return Signer(known.laptop, known.role, known.school, table, known.person)
