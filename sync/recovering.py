"""Coming back with the recovery code: a new laptop becomes a coordinator's, from any place.

The code opens the membership files that are sealed with the first key; in these stand, sealed for
the code's holder, the keys that came later.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import UnknownPersonError
from db.models.exchange import Certificate, Epoch, Identity
from db.queries.people import alliance_name
from db.store import Store
from sync import epochs, grants, keys, laptop, membership, recovery
from sync.carriers.carrier import Carrier
from sync.certificates import issue
from sync.enrolment import Member, new_laptop, settle_in
from sync.errors import RecoveryPlaceError, SkippedFileError
from sync.joining import Joined
from sync.laptop import Me, Secrets, new_replica_id
from sync.limits import MEMBERSHIP_FILE_BYTES
from sync.listing import ROOT
from sync.names import id_of, membership_path, read_membership_name


def recover(store: Store, carrier: Carrier, code: str, *, person_name: str = "") -> Joined:
    """Make this laptop a coordinator's, with the recovery code and any place of the alliance.

    Args:
        store: Of a laptop that belongs to no alliance.
        carrier: Of a stick or share on which the alliance exchanges.
        code: As typed.
        person_name: Who works here: somebody who had a laptop; empty for the founder.

    Raises:
        AlreadyFoundedError: The data folder is in use.
        RecoveryCodeError: Mistyped.
        RecoveryPlaceError: Nothing of the code's alliance is there.
        UnknownPersonError: Nobody of that name ever had a laptop.
        PlaceError: The place cannot be read.
    """
    with store.read() as session:
        laptop.check_free(session)
    secret, alliance = _alliance_at(carrier, code)
    files = list(_membership_files(carrier, alliance))
    root = recovery.root_private(secret)
    root_public, new = keys.sign_public(root), new_laptop()
    with store.write() as session:
        laptop.check_free(session)
        nobody = Me(alliance, "", new.id, "", new_replica_id(), "", "coordinator", "", "")
        laptop.keep(session, nobody, Secrets(new.sign, new.exchange, root_public))
        epochs.keep(session, recovery.membership_epoch(secret, alliance))
        _read(session, files, recovery.exchange_private(secret))
        member = _member(session, person_name)
        certificate = issue(root, new.statement(alliance, "", member))
        held = [epochs.find(session, id) for id in epochs.ids(session)]
        given = [epoch for epoch in held if epoch is not None]
        who = settle_in(session, "", root_public, new, [certificate], given)
    return Joined(who.alliance, "", who.school, who.person, who.person_name, who.role)


def _alliance_at(carrier: Carrier, code: str) -> tuple[bytes, str]:
    """Return the secret whose alliance exchanges at a place, and that alliance's id."""
    secrets = recovery.secrets_of(code)
    there = {entry.name for entry in carrier.list(ROOT) if entry.is_folder}
    for secret in secrets:
        if (alliance := recovery.alliance_of(secret)) in there:
            return secret, alliance
    raise RecoveryPlaceError


def _membership_files(carrier: Carrier, alliance: str) -> Iterator[bytes]:
    base = f"{ROOT}/{alliance}"
    for entry in carrier.list(f"{base}/m"):
        named = read_membership_name(entry.name)
        if named is None or entry.is_folder or entry.size_bytes > MEMBERSHIP_FILE_BYTES:
            continue
        try:
            data = carrier.read(f"{base}/{membership_path(named[0])}", 0, MEMBERSHIP_FILE_BYTES + 1)
        except SkippedFileError:
            continue
        if id_of(data) == named[0]:
            yield data


def _read(session: Session, files: list[bytes], private: bytes) -> None:
    """Take in all that can be read, with the keys that were sealed for the code's holder."""
    who = laptop.me(session)
    for data in files:
        try:
            membership.take(session, data)
        except SkippedFileError:
            continue
    found = True
    while found:
        membership.settle(session)
        query = select(Certificate.id).where(Certificate.purpose == "recovery", Certificate.valid)
        holders = set(session.scalars(query))
        known = grants.all_known(session, who.alliance)
        found = any(grants.receive(session, said, holders, private) for _, said in known)


def _member(session: Session, person_name: str) -> Member:
    query = select(Certificate).where(Certificate.valid)
    if person_name:
        query = query.where(Certificate.person_name == person_name)
    else:
        query = query.where(Certificate.purpose == "recovery")
    found = session.scalars(query.order_by(Certificate.made_at.desc(), Certificate.id)).all()
    if not found and not person_name:
        raise RecoveryPlaceError
    if not found:
        raise UnknownPersonError(person_name, 0)
    last = found[0]
    return last.school, "coordinator", last.person, last.person_name


def remember_name(session: Session) -> None:
    """Remember what the alliance is called, once the first exchange has brought that."""
    row = session.scalar(select(Identity))
    name = alliance_name(session)
    if row is not None and name and not row.alliance_name:
        row.alliance_name = name
        session.flush()


def unread_schools(session: Session) -> list[str]:
    """Return the schools whose own circle cannot be read here: nobody sealed its key for us yet."""
    held = set(session.scalars(select(Epoch.home).where(Epoch.circle == keys.SCHOOL)))
    schools = session.scalars(select(Certificate.school).where(Certificate.valid).distinct())
    return sorted(set(schools) - held - {""})
