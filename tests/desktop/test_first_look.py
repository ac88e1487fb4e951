"""What the first page reads by plain SQL is what the models say."""

import datetime

import pytest

from db import journal
from db.commands import records
from db.errors import UnknownRecordError
from db.local import LAST_PERSON, member, write
from db.models.exchange import Place, Segment
from db.queries.activities import ActivityFilter, ActivityRow, list_activities
from db.queries.foot import foot, is_person, last_person, who
from db.queries.foot import member as seen_member
from db.queries.home import HomeActivity, home
from db.queries.people import SchoolRow, list_people, list_schools
from db.queries.terms import list_terms, term_of
from db.store import Store
from desktop.context import Desk
from sync import ages, places
from sync.result import RoundResult

DAYS = [datetime.date(2025, 9, 1) + datetime.timedelta(days=13 * n) for n in range(12)]
SOON = datetime.timedelta(days=14)
DAY = datetime.timedelta(days=1)


def _schools(desk: Desk) -> list[SchoolRow]:
    with desk.store.read() as session:
        return list_schools(session)


def _told(row: ActivityRow) -> HomeActivity:
    names = HomeActivity.__dataclass_fields__
    return HomeActivity(**{name: getattr(row, name) for name in names})


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_first_page_shows_what_the_list_shows(sample_desk: Desk, day: datetime.date) -> None:
    for school in _schools(sample_desk):
        with sample_desk.store.read() as session:
            own = ActivityFilter(scope="school", school=school.id, first=day, last=day + SOON)
            soon = [_told(row) for row in list_activities(session, own)]
            own = ActivityFilter(scope="school", school=school.id, last=day - DAY)
            past = [_told(row) for row in list_activities(session, own, limit=6)]
            term = term_of(list_terms(session), day)
        with sample_desk.store.glance() as look:
            found = home(look, person=sample_desk.person, school=school.id, today=day)

        assert [*found.coming[::-1], *found.today] == soon
        assert list(found.recent) == past
        assert found.term == term


def test_what_an_activity_lacks_is_what_the_list_says(sample_desk: Desk) -> None:
    day = DAYS[6]
    with sample_desk.store.read() as session:
        own = ActivityFilter(scope="school", school=sample_desk.member.school, last=day - DAY)
        lacking = [row.id for row in list_activities(session, own, limit=3)]
    with sample_desk.write() as writer:
        for id, field in zip(lacking, ("title", "own_count", "summary"), strict=True):
            records.change(writer, id, {field: None if field != "summary" else ""})
    with sample_desk.store.read() as session:
        said = [_told(row) for row in list_activities(session, own, limit=6)]

    with sample_desk.store.glance() as look:
        found = home(look, person="", school=sample_desk.member.school, today=day)

    assert list(found.recent) == said
    assert {row.missing for row in said} >= {"title", "own_count"}


def _received(school: str, at: int) -> Segment:
    """Return a segment of a school's log with a stamp."""
    of = {"previous": "", "signer": "", "state": "taken", "size_bytes": 1, "records": b""}
    return Segment(
        id=f"{school}{at}",
        replica=school,
        seq=at,
        school=school,
        changed_at=at,
        received_at=1,
        **of,
    )


def test_the_foot_tells_how_fresh_every_other_school_is(sample_desk: Desk) -> None:
    core = next(one for one in _schools(sample_desk) if one.role == "core")
    with sample_desk.write() as writer:  # by its name it comes last now, by its place still first
        records.change(writer, core.id, {"name": "龥小学"})
    schools = _schools(sample_desk)
    with sample_desk.store.write() as session:
        for at, school in enumerate(schools[::2], 1_760_000_000):
            session.add_all([_received(school.id, at), _received(school.id, at - 5)])
    with sample_desk.store.read() as session:
        fresh = ages.of_schools(session)

    for own in schools:
        with sample_desk.store.glance() as look:
            found = foot(look, own.id)

        assert [(one.name, one.changed_at) for one in found.schools] == [
            (one.short_name, fresh[one.id].changed_at if one.id in fresh else 0)
            for one in schools
            if one.id != own.id and one.type != "bureau"
        ]
        assert {one.changed_at > 0 for one in found.schools} == {True, False}


def meet(store: Store, address: str, at: int, outcome: str) -> None:
    """Note how an exchange with a place ended."""
    with store.write() as session:
        places.remember(session, address, address.strip("/").upper())
        place = session.get_one(Place, address)
        place.met_at, place.outcome = at, outcome


def test_the_foot_tells_the_place_met_last_and_what_waits(sample_desk: Desk) -> None:
    meet(sample_desk.store, "/a", 5, "done")
    meet(sample_desk.store, "/b", 7, "done")
    meet(sample_desk.store, "/c", 9, "gone")
    with sample_desk.store.read() as session:
        waiting = journal.waiting(session)

    with sample_desk.store.glance() as look:
        found = foot(look, "")

    assert (found.place, found.met_at) == ("B", 7)
    assert found.unsent == waiting > 0


def test_the_foot_remembers_a_good_exchange_with_a_place_that_failed_since(
    sample_desk: Desk,
) -> None:
    store = sample_desk.store
    meet(store, "/a", 5, "done")
    with store.write() as session:
        places.note(session, "/b", "B", RoundResult(bytes_in=1), "done")
        places.note(session, "/b", "B", RoundResult(), "gone")

    with store.glance() as look:
        found = foot(look, "")

    assert found.place == "B"


def test_a_person_is_called_as_in_the_list_of_people(sample_desk: Desk) -> None:
    with sample_desk.store.read() as session:
        people = list_people(session, today=DAYS[0])
        short = {one.id: one.short_name for one in list_schools(session)}

    with sample_desk.store.glance() as look:
        found = [who(look, one.id) for one in people]
        known = [is_person(look, one.id) for one in people]
        with pytest.raises(UnknownRecordError):
            who(look, "nobody")

    assert [(one.name, one.posts, one.school) for one in found] == [
        (one.name, one.posts, short[one.school]) for one in people
    ]
    assert all(known)


def test_the_laptop_is_the_same_one(sample_desk: Desk) -> None:
    with sample_desk.store.write() as session:
        write(session, LAST_PERSON, "somebody")
    with sample_desk.store.read() as session:
        me = member(session)

    with sample_desk.store.glance() as look:
        seen, last = seen_member(look), last_person(look)

    assert (seen, last) == (me, "somebody")
