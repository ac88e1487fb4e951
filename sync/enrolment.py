"""What founding and joining share: keys made here, a first certificate, telling the others."""

import time
from dataclasses import dataclass

from sqlalchemy.orm import Session

from sync import epochs, grants, keys, laptop, membership, standing, trust
from sync.certificates import Purpose, SignedCertificate, Statement, read_statement
from sync.keys import SCHOOL, EpochKey
from sync.laptop import Me, Secrets, new_replica_id
from sync.limits import PROTOCOL
from sync.membership_file import CERTIFICATE, Item

Member = tuple[str, str, str, str]
"""Of a certificate: school, role, person, person's name."""


@dataclass(frozen=True, slots=True)
class NewLaptop:
    """Keys that were made on this laptop, for this laptop.

    Attributes:
        sign: Ed25519 private key.
        exchange: X25519 private key.
    """

    sign: bytes
    exchange: bytes

    @property
    def id(self) -> str:
        """Id of the laptop."""
        return keys.laptop_id(keys.sign_public(self.sign))

    def statement(self, alliance: str, issuer: str, member: Member) -> Statement:
        """Return what the certificate of this laptop says."""
        return statement_of(
            alliance,
            "laptop",
            issuer,
            (keys.sign_public(self.sign), keys.exchange_public(self.exchange)),
            member,
        )


def new_laptop() -> NewLaptop:
    """Make the keys of this laptop."""
    return NewLaptop(keys.new_private(), keys.new_private())


def statement_of(
    alliance: str,
    purpose: Purpose,
    issuer: str,
    public: tuple[bytes, bytes],
    member: Member,
) -> Statement:
    """Return the body of a certificate."""
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


def settle_in(
    session: Session,
    alliance_name: str,
    root_public: bytes,
    new: NewLaptop,
    chain: list[SignedCertificate],
    given: list[EpochKey],
    *,
    begins: bool = False,
) -> Me:
    """Become a member with the first certificate of a chain, and tell the others with a file.

    Args:
        session: In a write transaction.
        alliance_name: For display.
        root_public: The alliance's root public key.
        new: The keys of this laptop.
        chain: Its certificate, then those above it; at the founding also the recovery code's.
        given: Keys of circles.
        begins: Whether this is the founding: the keys are given to the code's holder.
    """
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
    standing.judge_all(session)
    for epoch in given:
        epochs.keep(session, epoch)
    items = [Item(CERTIFICATE, signed.body, signed.signature) for signed in chain]
    # told to this laptop itself: so the others know that it need not be given the key again
    own = [(who.certificate, keys.exchange_public(new.exchange))]
    for epoch in given:
        by_invitation_only = epoch.circle == SCHOOL or epoch.height > 1
        if not by_invitation_only:
            continue
        held = grants.make(session, who, epoch, own, begins=epoch.height == 1)
        if held is not None:
            items.append(held)
    for epoch, holders in grants.lacking(session, who) if begins else []:
        held = grants.make(session, who, epoch, holders, begins=True)
        if held is not None:
            items.append(held)
    membership.publish(session, who, items)
    return who
