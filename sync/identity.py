"""Founding an alliance, inviting to it, joining it: without a network, without a server."""

import os
import secrets as random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.store import Store
from sync import epochs, invitations, keys, laptop, membership, recovery, trust, words
from sync.certificates import (
    Purpose,
    SignedCertificate,
    Statement,
    issue,
    laptop_of,
    may_invite,
    read_statement,
)
from sync.errors import (
    InvitingNotAllowedError,
    NotAnInvitationError,
    SkippedFileError,
    UnwritableFileError,
)
from sync.invitations import CarriedEpoch, Invitation
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL, EpochKey, epoch_id, new_epoch
from sync.laptop import Me, Secrets, me, mine, new_replica, new_replica_id
from sync.limits import CHAIN, INVITATION_FILE_BYTES, PROTOCOL
from sync.membership_file import CERTIFICATE, Item
from sync.trust import signer

__all__ = [
    "Founded", "Joined", "Me", "found", "invite", "join", "me", "mine", "new_replica", "signer",
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


@dataclass(frozen=True, slots=True)
class Joined:
    """What a laptop joined.

    Attributes:
        alliance, alliance_name: Which alliance.
        school: Id of the school's record, which the first exchange brings.
        person, person_name: Whom it was invited for.
        role: What this laptop may do at most.
    """

    alliance: str
    alliance_name: str
    school: str
    person: str
    person_name: str
    role: str


@dataclass(frozen=True, slots=True)
class _NewLaptop:
    """Keys that were made on this laptop, for this laptop."""

    sign: bytes
    exchange: bytes

    @property
    def id(self) -> str:
        return keys.laptop_id(keys.sign_public(self.sign))

    def statement(self, alliance: str, issuer: str, member: tuple[str, str, str, str]) -> Statement:
        return _statement(
            alliance,
            "laptop",
            issuer,
            (keys.sign_public(self.sign), keys.exchange_public(self.exchange)),
            member,
        )


def _new_laptop() -> _NewLaptop:
    return _NewLaptop(keys.new_private(), keys.new_private())


def _statement(
    alliance: str,
    purpose: Purpose,
    issuer: str,
    public: tuple[bytes, bytes],
    member: tuple[str, str, str, str],
) -> Statement:
    school, role, person, person_name = member
    return Statement(
        PROTOCOL,
        alliance,
        purpose,
        issuer,
        *public,
        school,
        role,
        person,
        person_name,
        int(time.time()),
    )


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
    new = _new_laptop()
    with store.write() as session:
        laptop.check_free(session)
        first = Me(alliance, alliance_name, new.id, "", new_replica_id(), "", "coordinator", "", "")
        laptop.keep(session, first, Secrets(new.sign, new.exchange, root_public))
        school, person = make_records(session)
        member = (school, "coordinator", person, person_name)
        certificate = issue(root, new.statement(alliance, "", member))
        circles = ((MEMBERSHIP, ""), (ALLIANCE, ""), (SCHOOL, school))
        given = [new_epoch(alliance, circle, home) for circle, home in circles]
        _settle_in(session, alliance_name, root_public, new, [certificate], given)
    return Founded(alliance, recovery.write_code(secret), school, person)


def _settle_in(
    session: Session,
    alliance_name: str,
    root_public: bytes,
    new: _NewLaptop,
    chain: list[SignedCertificate],
    given: list[EpochKey],
) -> Me:
    """Become a member with the first certificate of a chain, and tell the others with a file."""
    alliance = keys.alliance_id(root_public)
    said = read_statement(chain[0], alliance)
    who = Me(
        alliance,
        alliance_name,
        new.id,
        chain[0].id,
        new_replica_id(),
        said.school,
        said.role,
        said.person,
        said.person_name,
    )
    laptop.keep(session, who, Secrets(new.sign, new.exchange, root_public))
    for signed in chain:
        trust.add(session, signed, read_statement(signed, alliance))
    trust.believe(session)
    for epoch in given:
        epochs.keep(session, epoch)
    items = [Item(CERTIFICATE, signed.body, signed.signature) for signed in chain]
    # told to this laptop itself: so the others know that it need not be given the key again
    own = [(who.certificate, keys.exchange_public(new.exchange))]
    for epoch in given:
        held = membership.grant_item(session, who, epoch, own) if epoch.circle == SCHOOL else None
        if held is not None:
            items.append(held)
    membership.publish(session, who, items)
    return who


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
        UnwritableFileError: The file cannot be written.
    """
    drawn = words.draw()
    with store.write() as session:
        who = me(session)
        if not may_invite(who.role, who.school, to_role=role, to_school=school):
            raise InvitingNotAllowedError(who.role, role)
        invitation = _invitation(session, who, (school, role, person, person_name), school_name)
    # kept before it is written: a file that leaves is always known here
    _write(out, invitations.build(invitation, words.canonical(drawn)))
    return " ".join(drawn)


def _invitation(
    session: Session, who: Me, member: tuple[str, str, str, str], school_name: str
) -> Invitation:
    private = keys.new_private()
    public = (keys.sign_public(private), b"")
    statement = _statement(who.alliance, "invitation", who.certificate, public, member)
    own = laptop.secrets(session)
    signed = issue(own.sign, statement)
    trust.add(session, signed, statement)
    trust.believe(session)
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


def read_file(path: Path) -> bytes:
    """Return the bytes of an invitation, checked as far as that goes without its words.

    Raises:
        InvitationError: There is no such file, or it is no invitation.
    """
    try:
        with path.open("rb") as file:
            data = file.read(INVITATION_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise NotAnInvitationError("missing") from error
    except OSError as error:
        raise NotAnInvitationError("unreadable") from error
    invitations.check(data)
    return data


def join(store: Store, file: Path, typed: str) -> Joined:
    """Join an alliance with an invitation; the keys are made here and never leave.

    Args:
        store: Of a laptop that belongs to no alliance.
        file: The invitation.
        typed: The six words, in characters or pinyin.

    Raises:
        AlreadyFoundedError: The data folder is in use.
        InvitationError: With what is wrong with the file or the words.
    """
    data = read_file(file)
    with store.read() as session:
        laptop.check_free(session)
    invitation = invitations.open_with(data, words.canonical(words.read(typed)))
    said = _check(invitation)
    new = _new_laptop()
    member = (said.school, said.role, said.person, said.person_name)
    issuer = invitation.certificates[0].id
    certificate = issue(invitation.key, new.statement(invitation.alliance, issuer, member))
    given = [_epoch(invitation.alliance, carried) for carried in invitation.epochs]
    if not any(e.circle == SCHOOL and e.home == said.school for e in given):
        given.append(new_epoch(invitation.alliance, SCHOOL, said.school))
    chain = [certificate, *invitation.certificates]
    name = invitation.alliance_name
    with store.write() as session:
        laptop.check_free(session)
        who = _settle_in(session, name, invitation.root_public, new, chain, given)
    return Joined(who.alliance, name, who.school, who.person, who.person_name, who.role)


def _epoch(alliance: str, said: CarriedEpoch) -> EpochKey:
    id = epoch_id(alliance, said.circle, said.home, said.height, said.key)
    return EpochKey(said.circle, said.home, said.height, said.key, id)


def _check(invitation: Invitation) -> Statement:
    """Make sure that an invitation holds together: whoever made it may invite so.

    Raises:
        NotAnInvitationError: It does not.
    """
    alliance = keys.alliance_id(invitation.root_public)
    circles = {epoch.circle for epoch in invitation.epochs}
    sound = (
        alliance == invitation.alliance
        and 0 < len(invitation.certificates) <= CHAIN
        and len(invitation.key) == 32
        and {MEMBERSHIP, ALLIANCE} <= circles <= {MEMBERSHIP, ALLIANCE, SCHOOL}
        and all(len(e.key) == 32 and 1 <= e.height < 2**31 for e in invitation.epochs)
    )
    if not sound:
        raise NotAnInvitationError("hostile")
    try:
        chain = {c.id: (c, read_statement(c, alliance)) for c in invitation.certificates}
    except SkippedFileError as error:
        raise NotAnInvitationError("hostile") from error
    first = invitation.certificates[0]
    said = chain[first.id][1]
    own = keys.laptop_id(keys.sign_public(invitation.key)) == laptop_of(said)
    if said.purpose != "invitation" or not own:
        raise NotAnInvitationError("hostile")
    if not trust.holds(chain, first.id, invitation.root_public):
        raise NotAnInvitationError("hostile")
    return said
