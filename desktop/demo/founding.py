"""Sets up the sample's laptops: one founds the alliance, the others join it by invitation."""

from pathlib import Path

from sqlalchemy.orm import Session

from db.journal import Writer, begin
from db.store import Store
from desktop.demo.alliance import BUREAU, LEADS, Sample
from desktop.demo.people import CORE, MEMBERS
from desktop.demo.recorder import Ids, Recorder, seat
from desktop.demo.records import Entry
from sync import identity

INVITATION = "{school}.invitation"


def found(store: Store, made: Sample, ids: Ids) -> Recorder:
    """Found the sample alliance on a laptop; nothing but its frame is recorded.

    Args:
        store: Of a laptop that belongs to no alliance.
        made: The sample.
        ids: Gets the ids of what is recorded.

    Raises:
        AlreadyFoundedError: The data folder is in use.
    """
    founder = made.person(LEADS[CORE])
    recorder = Recorder(store, ids, founder.key)

    def make_records(session: Session) -> tuple[str, str]:
        # who writes the first two records does not exist yet: they name nobody
        first = Writer(session, begin(session, ""))
        school = recorder.add(first, next(s for s in made.schools if s.key == CORE))
        person = recorder.add(first, founder)
        first.flush()
        then = Writer(session, begin(session, person))
        for entry in _frame(made, ids):
            recorder.add(then, entry)
        then.flush()
        seat(session, person)
        return school, person

    identity.found(
        store,
        alliance_name=made.alliance.name,
        person_name=founder.name,
        make_records=make_records,
    )
    return recorder


def _frame(made: Sample, ids: Ids) -> list[Entry]:
    """Return what the founder records: alliance, schools, calendar, and who is invited."""
    leads = set(LEADS.values())
    invited = [p for p in made.people if p.name in leads or p.school == BUREAU]
    entries: list[Entry] = [
        made.alliance, *made.schools, *invited, *made.memberships, made.agreement,
        made.school_year, *made.terms, *made.holidays,
    ]  # fmt: skip
    return [entry for entry in entries if entry.key not in ids]


def invite(core: Recorder, made: Sample, ids: Ids, school: str, folder: Path) -> tuple[Path, str]:
    """Write the invitation for a school's lead.

    Returns:
        The file and its six words.
    """
    person = made.person(LEADS[school])
    file = folder / INVITATION.format(school=school)
    words = identity.invite(
        core.store,
        school=ids[school],
        person=ids[person.key],
        person_name=person.name,
        role="lead",
        out=file,
        school_name=next(s.name for s in made.schools if s.key == school),
    )
    return file, words


def join(store: Store, made: Sample, ids: Ids, school: str, file: Path, words: str) -> Recorder:
    """Join with an invitation; the school's lead takes the seat."""
    identity.join(store, file, words)
    person = made.person(LEADS[school]).key
    with store.write() as session:
        seat(session, ids[person])
    return Recorder(store, ids, person)


__all__ = ["CORE", "MEMBERS", "found", "invite", "join"]
