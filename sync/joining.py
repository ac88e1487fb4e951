"""Joining with an invitation: offline, with keys that are made here and never leave."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.store import Store
from sync import epochs, invitations, keys, laptop, trust, words
from sync.certificates import Statement, issue, laptop_of, read_statement
from sync.enrolment import new_laptop, settle_in
from sync.errors import NotAnInvitationError, SkippedFileError
from sync.invitations import CarriedEpoch, Invitation
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL, EpochKey, epoch_id, new_epoch
from sync.limits import CHAIN, INVITATION_FILE_BYTES


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
class Opened:
    """An invitation that its words opened and that holds together.

    Attributes:
        invitation: What it carries.
        said: What its certificate says: for whom it is.
    """

    invitation: Invitation
    said: Statement


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
    opened = open_invitation(data, typed)
    with store.write() as session:
        laptop.check_free(session)
        return enter(session, opened)


def open_invitation(data: bytes, typed: str) -> Opened:
    """Open an invitation with its six words; takes a moment on purpose.

    Raises:
        InvitationError: With what is wrong with the file or the words.
    """
    invitation = invitations.open_with(data, words.canonical(words.read(typed)))
    return Opened(invitation, _check(invitation))


def enter(session: Session, opened: Opened) -> Joined:
    """Become the laptop that an invitation is for, with keys that are made now.

    Args:
        session: In a write transaction.
        opened: What the words opened.
    """
    invitation, said = opened.invitation, opened.said
    new = new_laptop()
    member = (said.school, said.role, said.person, said.person_name)
    issuer = invitation.certificates[0].id
    certificate = issue(invitation.key, new.statement(invitation.alliance, issuer, member))
    given = [_epoch(invitation.alliance, carried) for carried in invitation.epochs]
    has_key = any(e.circle == SCHOOL and e.home == said.school for e in given)
    if not has_key and not epochs.held(session, SCHOOL, said.school):
        given.append(new_epoch(invitation.alliance, SCHOOL, said.school))
    chain = [certificate, *invitation.certificates]
    name = invitation.alliance_name
    who = settle_in(session, name, invitation.root_public, new, chain, given)
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
