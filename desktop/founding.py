"""Founding an alliance, joining one, inviting to it: as pieces of work; no Qt in here."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db import local
from db.commands import records
from db.commands.founding import First, person_named, school_named
from db.journal import Sitting, Writer, begin, writing
from db.progress import Progress, Work
from db.queries.records import label_of, list_records
from db.store import Store
from sync import identity
from sync.certificates import may_invite
from sync.errors import InvitationError
from sync.identity import Founded, Joined

ENDING = ".invitation"
ROLES = ("teacher", "lead", "coordinator", "observer")
MOST_FILES = 200  # of a stick's root that are looked at


@dataclass(frozen=True, slots=True)
class AllianceDraft:
    """What a person says about a new alliance; names without blanks at their ends.

    Attributes:
        alliance, county: The alliance's name and county.
        school, school_short_name, school_type: Its core school.
        person, posts: Who founds it; codes separated by blanks.
    """

    alliance: str = ""
    county: str = ""
    school: str = ""
    school_short_name: str = ""
    school_type: str = ""
    person: str = ""
    posts: str = ""


def found_alliance(store: Store, draft: AllianceDraft, today: datetime.date) -> Work[Founded]:
    """Found an alliance; who founds it records from now on.

    Raises:
        AlreadyFoundedError: The data folder is in use.
    """
    first = First(draft.alliance, draft.school, draft.person, today, draft.school_short_name)

    def make_records(session: Session) -> tuple[str, str]:
        school, person = first.make(session)
        writer = Writer(session, begin(session, person))
        said = {"type": draft.school_type or None, "county": draft.county or None}
        records.change(writer, school, said)
        records.change(writer, person, {"posts": draft.posts or None})
        for alliance in list_records(session, "alliance"):
            records.change(writer, alliance.id, {"county": draft.county or None})
        writer.flush()
        return school, person

    yield Progress(0, 0)
    return identity.found(
        store,
        alliance_name=draft.alliance,
        person_name=draft.person,
        make_records=make_records,
    )


def join_alliance(store: Store, file: Path, typed: str) -> Work[Joined]:
    """Join with an invitation and its six words; who was invited records from now on.

    Raises:
        AlreadyFoundedError: The data folder is in use.
        InvitationError: With what is wrong with the file or the words.
    """
    yield Progress(0, 0)
    joined = identity.join(store, file, typed)
    take_seat(store, joined.person)
    return joined


def take_seat(store: Store, person: str) -> None:
    """Remember who records at this laptop."""
    with store.write() as session:
        local.write(session, local.LAST_PERSON, person)


def sit_down_as(store: Store, name: str, school: str, known: str = "") -> str:
    """Let somebody of a school record here, by a record's id or by a name that becomes one.

    Args:
        store: Of a laptop that belongs to an alliance.
        name: What the person is called.
        school: Id of the school.
        known: Id of the person's record, when the name was chosen and not written.

    Returns:
        The person's id.

    Raises:
        UnknownPersonError: Several at this school go by the name.
        NotAllowedError: This laptop may not add people.
    """
    person = known
    if not person:
        with store.read() as session:
            sitting = begin(session, identity.me(session).person)
        with writing(store, sitting) as writer:
            person, _name = person_named(writer, name, school)
    take_seat(store, person)
    return person


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """Whom one invites; a school and a person that are not here yet are made.

    Attributes:
        school, person: Id or name.
        role: What the new laptop may do at most.
        out: The file to write.
    """

    school: str
    person: str
    role: str
    out: Path


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was written.

    Attributes:
        file: Where it lies.
        words: Its six words, to be told apart from it.
        person, school: Names.
    """

    file: Path
    words: tuple[str, ...]
    person: str
    school: str


def invite_somebody(
    store: Store, sitting: Sitting, draft: InvitationDraft, today: datetime.date
) -> Work[Invited]:
    """Write an invitation for one more laptop.

    Raises:
        InvitingNotAllowedError, NotAllowedError: This laptop may not.
        UnknownPersonError: Several at this school go by the name.
        UnwritableFileError: The file cannot be written.
    """
    yield Progress(0, 0)
    with writing(store, sitting) as writer:
        school = school_named(writer, draft.school, today=today)
        person, person_name = person_named(writer, draft.person, school)
        writer.flush()
        school_name = label_of(writer.session, "school", school) or draft.school
    yield Progress(1, 2)
    words = identity.invite(
        store,
        school=school,
        person=person,
        person_name=person_name,
        role=draft.role,
        out=draft.out,
        school_name=school_name,
    )
    return Invited(draft.out, tuple(words.split()), person_name, school_name)


def roles_to_give(role: str) -> tuple[str, ...]:
    """Return the roles a laptop of a role may invite others to, the most usual first."""
    return tuple(one for one in ROLES if may_invite(role, "own", to_role=one, to_school="own"))


def file_name(school: str, person: str) -> str:
    """Return what an invitation's file is called: safe on every disk."""
    words = f"{school}-{person}".translate({ord(c): None for c in '\\/:*?"<>|.\t\n'})
    return f"{words.strip()[:40]}{ENDING}"


def find_invitations(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the invitations that lie at the top of folders; may wait for a slow disk."""
    found = []
    for folder in folders:
        try:
            names = sorted(folder.glob(f"*{ENDING}"))[:MOST_FILES]
        except OSError:
            continue
        found += [path for path in names if _is_invitation(path)]
    return tuple(found)


def _is_invitation(path: Path) -> bool:
    try:
        identity.read_file(path)
    except InvitationError:
        return False
    return True
