"""What the store knows of members: files taken in, certificates believed, epochs given on."""

import time
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Certificate, MembershipFile
from sync import epochs, laptop, membership_file, trust
from sync.certificates import SignedCertificate, read_statement
from sync.errors import MalformedError, NewerFormatError, SkippedFileError
from sync.keys import (
    MEMBERSHIP,
    SCHOOL,
    EpochKey,
    epoch_id,
    sign,
    unwrap,
    verifies,
    wrap,
)
from sync.laptop import Me
from sync.limits import MEMBERSHIP_FILE_BYTES, PROTOCOL
from sync.membership_file import CERTIFICATE, GRANT, Grant, Item
from sync.names import id_of
from sync.wire import encode

_GRANT_LABEL = b"lianke grant 1"
_AT_ONCE = 64  # keys in one grant


def take(session: Session, data: bytes) -> None:
    """Keep a membership file and all that it says, if it holds to the format.

    What cannot be read yet is kept as bytes; :func:`settle` tries again.

    Raises:
        SkippedFileError: With the reason why it is not kept.
    """
    identity = id_of(data)
    if session.get(MembershipFile, identity) is not None:
        return
    understood = False
    try:
        understood = _apply(session, data)
    except NewerFormatError:
        if len(data) > MEMBERSHIP_FILE_BYTES:
            raise
    session.add(MembershipFile(id=identity, data=data, read=understood))
    session.flush()


def _apply(session: Session, data: bytes) -> bool:
    who = laptop.me(session)
    sealed = membership_file.read(data, who.alliance)
    epoch = epochs.find(session, sealed.header.epoch)
    if epoch is None or epoch.circle != MEMBERSHIP:
        return False
    items, others = membership_file.open_items(sealed, epoch)
    understood = [_apply_item(session, who, item) for item in items]
    return all(understood) and not others


def _apply_item(session: Session, who: Me, item: Item) -> bool:
    try:
        if item.kind == CERTIFICATE:
            signed = SignedCertificate(item.body, item.signature)
            trust.add(session, signed, read_statement(signed, who.alliance))
            return True
        if item.kind == GRANT:
            return _apply_grant(session, who, item)
    except NewerFormatError:
        return False
    except MalformedError:
        return True  # it will never be better
    return False


def _apply_grant(session: Session, who: Me, item: Item) -> bool:
    grant = membership_file.read_grant(item.body, who.alliance)
    issuer = trust.find(session, grant.issuer)
    if issuer is None:
        return False
    if not verifies(issuer.sign_public, item.signature, _GRANT_LABEL + item.body):
        raise MalformedError("grant with a wrong signature")
    if issuer.role != "coordinator" and (grant.circle != SCHOOL or grant.home != issuer.school):
        raise MalformedError("grant of a circle that is not the issuer's")
    for certificate, wrapped in grant.keys:
        epochs.note_grant(session, grant.epoch, certificate, id_of(item.body))
        if certificate == who.certificate:
            _receive(session, who, grant, wrapped)
    return True


def _receive(session: Session, who: Me, grant: Grant, wrapped: bytes) -> None:
    private = laptop.secrets(session).exchange
    key = unwrap(private, wrapped, _wrap_info(who.alliance, grant.epoch, who.certificate))
    if key is None:
        return
    parts = (grant.circle, grant.home, grant.height, key)
    if epoch_id(who.alliance, *parts) == grant.epoch:
        epochs.keep(session, EpochKey(*parts, grant.epoch))


def _wrap_info(alliance: str, epoch: str, certificate: str) -> bytes:
    return _GRANT_LABEL + alliance.encode() + epoch.encode() + certificate.encode()


def settle(session: Session) -> None:
    """Believe what can be believed now, and read again what could not be read before."""
    trust.believe(session)
    for row in session.scalars(select(MembershipFile).where(~MembershipFile.read)).all():
        try:
            row.read = _apply(session, row.data)
        except NewerFormatError:
            continue
        except SkippedFileError:
            row.read = True  # kept and handed on; there is nothing in it for us
        trust.believe(session)
    session.flush()


def grant_item(
    session: Session, who: Me, epoch: EpochKey, holders: Sequence[tuple[str, bytes]]
) -> Item | None:
    """Make a statement that gives an epoch to the holders of certificates.

    Args:
        session: In a write transaction.
        who: This laptop.
        epoch: Which.
        holders: Ids of certificates, each with its X25519 public key.
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
    body = encode(
        Grant(
            PROTOCOL,
            who.alliance,
            who.certificate,
            epoch.circle,
            epoch.home,
            epoch.height,
            epoch.id,
            keys,
            int(time.time()),
        )
    )
    for certificate, _ in holders:
        epochs.note_grant(session, epoch.id, certificate, id_of(body))
    return Item(GRANT, body, sign(laptop.secrets(session).sign, _GRANT_LABEL + body))


def publish(session: Session, who: Me, items: Sequence[Item]) -> None:
    """Make a membership file of statements and keep it; the next exchange hands it on."""
    data = membership_file.build(who.alliance, epochs.current(session, MEMBERSHIP), items)
    session.merge(MembershipFile(id=id_of(data), data=data, read=True))
    session.flush()


def lacking(session: Session, who: Me) -> list[tuple[EpochKey, list[tuple[str, bytes]]]]:
    """Return the epochs of this laptop's school, each with the members who were not given it."""
    members = session.execute(
        select(Certificate.id, Certificate.exchange_public)
        .where(Certificate.valid, Certificate.purpose == "laptop")
        .where(Certificate.school == who.school)
        .order_by(Certificate.id)
    ).all()
    found = []
    for epoch in epochs.held(session, SCHOOL, who.school):
        given = epochs.granted(session, epoch.id)
        without = [(id, public) for id, public in members if id not in given]
        if without:
            found.append((epoch, without[:_AT_ONCE]))
    return found


def give_on(session: Session) -> None:
    """Give the keys of this laptop's school to members of it who were not given them yet."""
    who = laptop.me(session)
    for epoch, without in lacking(session, who):
        item = grant_item(session, who, epoch, without)
        if item is not None:
            publish(session, who, [item])
