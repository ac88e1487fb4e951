"""Founding an alliance, inviting to it, joining it: without a network, without a server."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.store import Store
from sync import keys, laptop, recovery
from sync.certificates import issue
from sync.enrolment import new_laptop, settle_in, statement_of
from sync.inviting import invite
from sync.joining import Joined, join, read_file
from sync.keys import ALLIANCE, SCHOOL, new_epoch
from sync.laptop import Me, Secrets, me, mine, new_replica, new_replica_id
from sync.recovering import recover
from sync.trust import signer

__all__ = [
    "Founded", "Joined", "Me", "found", "invite", "join", "me", "mine", "new_replica", "read_file",
    "recover", "signer",
]  # fmt: skip

MakeRecords = Callable[[Session], tuple[str, str]]
"""Makes the records of the school and the person while an alliance is founded; their ids."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new alliance.

    Attributes:
        alliance: Its id.
        recovery: The code to print once and lock away; it is kept nowhere.
        school, person: Ids of their records.
    """

    alliance: str
    recovery: str
    school: str
    person: str


def found(
    store: Store, *, alliance_name: str, person_name: str, make_records: MakeRecords
) -> Founded:
    """Found an alliance; this laptop becomes a coordinator's.

    Args:
        store: Of a laptop that belongs to no alliance.
        alliance_name: For display; the record of the alliance is the caller's.
        person_name: Who founds it.
        make_records: Called in the same transaction, when records can be written: makes those of
            the school and the person, and returns their ids.

    Raises:
        AlreadyFoundedError: The data folder is in use.
    """
    secret = recovery.new_secret()
    root = recovery.root_private(secret)
    root_public = keys.sign_public(root)
    alliance = keys.alliance_id(root_public)
    new = new_laptop()
    with store.write() as session:
        laptop.check_free(session)
        first = Me(alliance, alliance_name, new.id, "", new_replica_id(), "", "coordinator", "", "")
        laptop.keep(session, first, Secrets(new.sign, new.exchange, root_public))
        school, person = make_records(session)
        member = (school, "coordinator", person, person_name)
        certificate = issue(root, new.statement(alliance, "", member))
        public = (root_public, keys.exchange_public(recovery.exchange_private(secret)))
        code = issue(root, statement_of(alliance, "recovery", "", public, member))
        given = [
            recovery.membership_epoch(secret, alliance),
            new_epoch(alliance, ALLIANCE),
            new_epoch(alliance, SCHOOL, school),
        ]
        settle_in(session, alliance_name, root_public, new, [certificate, code], given, begins=True)
    return Founded(alliance, recovery.write_code(secret), school, person)
