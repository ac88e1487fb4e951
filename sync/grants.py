"""Grants: an epoch's key, sealed for the holders of certificates, as statements and in the store.

Any member may hand on a key it holds; only who may begin an epoch makes others seal with it.
"""

import sqlite3
import time
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models.authority import Statement
from db.models.exchange import Certificate, EpochGrant
from sync import epochs, laptop, trust
from sync.errors import MalformedError
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL, EpochKey, epoch_id, sign, unwrap, verifies, wrap
from sync.laptop import Me
from sync.limits import PROTOCOL
from sync.membership_file import GRANT, Grant, Item, read_grant
from sync.names import id_of
from sync.standing import GOOD, is_good
from sync.wire import encode

_LABEL = b"lianke grant 1"
_AT_ONCE = 64  # keys in one grant

Holder = tuple[str, bytes]
"""Id of a certificate, with its X25519 public key."""


def _wrap_info(alliance: str, epoch: str, certificate: str) -> bytes:
    return _LABEL + alliance.encode() + epoch.encode() + certificate.encode()


def make(
    session: Session, who: Me, epoch: EpochKey, holders: Sequence[Holder], *, begins: bool = False
) -> Item | None:
    """Make a statement that gives an epoch to the holders of certificates, and keep it.

    Args:
        session: In a write transaction.
        who: This laptop.
        epoch: Which.
        holders: Whom it is for.
        begins: Whether this laptop begins the epoch; else it only hands on a key it holds.

    Returns:
        None when none of them has a key to seal for.
    """
    keys = []
    for certificate, public in holders:
        wrapped = wrap(public, epoch.key, _wrap_info(who.alliance, epoch.id, certificate))
        if wrapped is not None:
            keys.append((certificate, wrapped))
    if not keys:
        for certificate, _ in holders:  # a key that is no good one is not tried for ever
            epochs.note_grant(session, epoch.id, certificate, "")
        return None
    circle = (epoch.circle, epoch.home, epoch.height, epoch.id)
    now = int(time.time())
    body = encode(Grant(PROTOCOL, who.alliance, who.certificate, *circle, keys, now, begins))
    item = Item(GRANT, body, sign(laptop.secrets(session).sign, _LABEL + body))
    authorised = begins and _may_begin(who, epoch.circle, epoch.home)
    _keep(session, item, who.certificate, epoch.id, authorised=authorised)
    for certificate, _ in holders:
        epochs.note_grant(session, epoch.id, certificate, id_of(body))
    return item


def _may_begin(issuer: Me | Certificate, circle: str, home: str) -> bool:
    """Tell whether others seal with an epoch because this one granted it."""
    return issuer.role == "coordinator" or (circle == SCHOOL and home == issuer.school)


def _keep(session: Session, item: Item, issuer: str, epoch: str, *, authorised: bool) -> None:
    said = (GRANT, issuer, epoch, item.body, item.signature, authorised)
    session.connection().exec_driver_sql(_KEEP, (id_of(item.body), *said))


_KEEP = f"""
INSERT OR REPLACE INTO {Statement.__tablename__}
(id, kind, issuer, about, body, signature, authorised, standing) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
"""
_IS_KEPT = f"SELECT 1 FROM {Statement.__tablename__} WHERE id = ?"
_OWN = f"SELECT id FROM {Certificate.__tablename__} WHERE laptop = ?"


def apply(session: Session, who: Me, item: Item) -> bool:
    """Take what a grant gives to this laptop, and note whom it serves; False while unproven.

    Raises:
        NewerFormatError: A newer program made it.
        MalformedError: It breaks the format, is forged, or by somebody who may not.
    """
    grant = read_grant(item.body, who.alliance)
    issuer = trust.find(session, grant.issuer)
    if issuer is None:
        return False
    if not verifies(issuer.sign_public, item.signature, _LABEL + item.body):
        raise MalformedError("grant with a wrong signature")
    may_begin = _may_begin(issuer, grant.circle, grant.home)
    if not may_begin and grant.circle not in (MEMBERSHIP, ALLIANCE):
        raise MalformedError("grant of a circle that is not the issuer's")
    ask = session.connection().exec_driver_sql
    if ask(_IS_KEPT, (id_of(item.body),)).first() is None:
        authorised = grant.begins and may_begin
        _keep(session, item, grant.issuer, grant.epoch, authorised=authorised)
    for certificate, _ in grant.keys:
        epochs.note_grant(session, grant.epoch, certificate, id_of(item.body))
    own = {id for (id,) in ask(_OWN, (who.laptop,))}
    receive(session, grant, own, laptop.secrets(session).exchange)
    return True


def receive(session: Session, grant: Grant, certificates: set[str], private: bytes) -> bool:
    """Keep the epoch of a grant if it is sealed for one of some certificates; tell if it is new.

    Args:
        session: In a write transaction.
        grant: Whose signature was verified.
        certificates: Ids of certificates that name the same X25519 key.
        private: That key.
    """
    for certificate, wrapped in grant.keys:
        if certificate not in certificates:
            continue
        key = unwrap(private, wrapped, _wrap_info(grant.alliance, grant.epoch, certificate))
        parts = (grant.circle, grant.home, grant.height, key or b"")
        if key is not None and epoch_id(grant.alliance, *parts) == grant.epoch:
            return epochs.keep(session, EpochKey(*parts, grant.epoch))
    return False


def all_known(session: Session, alliance: str) -> list[tuple[Statement, Grant]]:
    """Return the grants that are known, each with what it says."""
    query = select(Statement).where(Statement.kind == GRANT)
    return [(row, read_grant(row.body, alliance)) for row in session.scalars(query)]


def lacking(session: Session, who: Me) -> list[tuple[EpochKey, list[Holder]]]:
    """Return the epochs held here, each with the members who were not given it, in portions.

    The first epochs of membership and alliance come with every invitation, and are only given to
    the holder of the recovery code.
    """
    if not _anybody_lacks(session, who) or not is_good(session, who.certificate):
        return []
    circles = ((MEMBERSHIP, ""), (ALLIANCE, ""), (SCHOOL, who.school))
    found: list[tuple[EpochKey, list[Holder]]] = []
    for epoch in (e for circle in circles for e in epochs.held(session, *circle)):
        without = _without(session, epoch)
        for start in range(0, len(without), _AT_ONCE):
            found.append((epoch, without[start : start + _AT_ONCE]))
    return found


def may_lack(look: sqlite3.Connection, who: Me) -> bool:
    """Tell with one plain statement whether there is anything to give: mostly there is not."""
    return look.execute(_LACKING, (GOOD, who.school)).fetchone() is not None


def _anybody_lacks(session: Session, who: Me) -> bool:
    session.flush()  # plain statements see nothing that still waits to be written
    found = session.connection().exec_driver_sql(_LACKING, (GOOD, who.school))
    return found.first() is not None


_LACKING = """
SELECT e.id, c.exchange_public FROM epoch e JOIN certificate c
ON c.standing = ? AND c.purpose IN ('laptop', 'recovery') AND (
  (e.circle = 'membership' AND e.home = '' AND e.height > 1)
  OR (e.circle = 'alliance' AND e.home = '' AND (e.height > 1 OR c.purpose = 'recovery'))
  OR (e.circle = 'school' AND e.home = ? AND c.school = e.home))
EXCEPT
SELECT g.epoch, c.exchange_public FROM epoch_grant g
JOIN certificate c ON c.id = g.certificate LEFT JOIN statement s ON s.id = g.statement
WHERE g.statement = '' OR s.standing
LIMIT 1
"""


def _without(session: Session, epoch: EpochKey) -> list[Holder]:
    purposes = ["laptop", "recovery"]
    if epoch.circle == MEMBERSHIP and epoch.height == 1:
        return []
    if epoch.circle == ALLIANCE and epoch.height == 1:
        purposes.remove("laptop")
    query = (
        select(Certificate.id, Certificate.exchange_public)
        .where(Certificate.standing == GOOD, Certificate.purpose.in_(purposes))
        .order_by(Certificate.id)
    )
    if epoch.circle == SCHOOL:
        query = query.where(Certificate.school == epoch.home)
    rows = session.execute(query).all()
    given = _given(session, epoch.id) if rows else set()
    return [(id, public) for id, public in rows if public not in given]


def _given(session: Session, epoch: str) -> set[bytes]:
    """Return the X25519 keys that an epoch was sealed for, by grants that count."""
    return set(session.scalars(_GIVEN, {"epoch": epoch}))


_GIVEN = (
    select(Certificate.exchange_public)
    .join(EpochGrant, EpochGrant.certificate == Certificate.id)
    .outerjoin(Statement, Statement.id == EpochGrant.statement)
    .where(EpochGrant.epoch == bindparam("epoch"))
    .where((EpochGrant.statement == "") | Statement.standing)
)
