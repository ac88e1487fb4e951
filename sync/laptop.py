"""Who this laptop is: its place in the alliance, its log, its private keys."""

import os
import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Identity
from db.store import Store
from sync.errors import AlreadyFoundedError, NotFoundedError
from sync.names import text_of


@dataclass(frozen=True, slots=True)
class Me:
    """Who this laptop is.

    Attributes:
        alliance: The alliance's id, 13 characters.
        alliance_name: Its name when this laptop founded or joined.
        laptop: The laptop's id, 26 characters.
        certificate: Id of its certificate.
        replica: Its log, 13 characters.
        school: Id of its school's record.
        role: What its certificate allows at most.
        person, person_name: Whom the certificate was made for.
    """

    alliance: str
    alliance_name: str
    laptop: str
    certificate: str
    replica: str
    school: str
    role: str
    person: str
    person_name: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What never leaves this laptop, and the key everybody is judged by.

    Attributes:
        sign: Ed25519 private key.
        exchange: X25519 private key.
        root_public: The alliance's root public key.
    """

    sign: bytes
    exchange: bytes
    root_public: bytes


def new_replica_id() -> str:
    """Return a random id of a log."""
    return text_of(os.urandom(8))


def mine(session: Session) -> Me | None:
    """Return who this laptop is, or None before it founded or joined."""
    row = session.connection().exec_driver_sql(_ME).first()
    return None if row is None else Me(*row)


_ME = f"""
SELECT alliance, alliance_name, laptop, certificate, replica, school, role, person, person_name
FROM {Identity.__tablename__}
"""


def here(store: Store) -> Me:
    """Return who this laptop is, where nothing else is read.

    Raises:
        NotFoundedError: It belongs to no alliance yet.
    """
    with store.glance() as look:
        row = look.execute(_ME).fetchone()
    if row is None:
        raise NotFoundedError
    return Me(*row)


def me(session: Session) -> Me:
    """Return who this laptop is.

    Raises:
        NotFoundedError: It belongs to no alliance yet.
    """
    found = mine(session)
    if found is None:
        raise NotFoundedError
    return found


def secrets(session: Session) -> Secrets:
    """Return this laptop's private keys.

    Raises:
        NotFoundedError: It belongs to no alliance yet.
    """
    row = session.connection().exec_driver_sql(_SECRETS).first()
    if row is None:
        raise NotFoundedError
    return Secrets(*row)


_SECRETS = f"SELECT sign_private, exchange_private, root_public FROM {Identity.__tablename__}"


def check_free(session: Session) -> None:
    """Make sure that this data folder belongs to no alliance.

    Raises:
        AlreadyFoundedError: It does.
    """
    found = mine(session)
    if found is not None:
        raise AlreadyFoundedError(found.alliance_name)


def keep(session: Session, who: Me, keys: Secrets) -> None:
    """Keep who this laptop is."""
    session.merge(
        Identity(
            n=1,
            alliance=who.alliance,
            alliance_name=who.alliance_name,
            root_public=keys.root_public,
            laptop=who.laptop,
            replica=who.replica,
            certificate=who.certificate,
            sign_private=keys.sign,
            exchange_private=keys.exchange,
            school=who.school,
            role=who.role,
            person=who.person,
            person_name=who.person_name,
            joined_at=int(time.time()),
        )
    )
    session.flush()


def new_replica(session: Session) -> str:
    """Begin a new log: after a restore, or when a clone of this laptop was met."""
    row = session.scalar(select(Identity))
    if row is None:
        raise NotFoundedError
    replica = new_replica_id()
    row.replica = replica
    session.flush()
    return replica
