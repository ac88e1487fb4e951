"""The sample alliance keeps to its rules, and to itself, for ever."""

import re
from collections import Counter
from datetime import date

import pytest

from db import choices
from db.kinds import KINDS
from db.record import check, field_named
from desktop.demo import source
from desktop.demo.alliance import LEADS, MEMBERS, Sample, activity_of, sample
from desktop.demo.gaps import missing
from desktop.demo.records import ActionItem, Activity, Attachment, Entry, Participant
from desktop.demo.year import TERMS, is_holiday, week_of

GOLDEN = "955d83852d49a0d734f3c4014bbea45699c54a0eb2d2179d0dea925912037527"
COUNTS = {
    "outreach_lesson": 22, "joint_preparation": 20, "lesson_observation": 16, "mentoring": 14,
    "parallel_lesson": 8, "research_meeting": 6, "joint_meeting": 6, "open_day": 6,
    "teacher_exchange": 5, "shadowing": 3, "donation": 5, "hand_in_hand": 5, "contest": 2,
    "management_seminar": 2, "lecture": 3, "visit": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample()


def parts(made: Sample, kind: type[Entry], activity: Activity) -> list[Entry]:
    return [p for p in made.parts if isinstance(p, kind) and activity_of(p) == activity.key]


def misdated(made: Sample) -> list[Activity]:
    """Those whose laptop had a wrong clock: recorded months after the day they say."""
    return [
        a for a in made.activities
        if (date.fromisoformat(a.on) - date.fromisoformat(a.held_on)).days > 60
    ]  # fmt: skip


def test_the_sample_is_the_same_for_ever(made: Sample) -> None:
    assert made.digest() == GOLDEN


def test_a_hundred_and_twenty_five_activities_of_the_planned_types(made: Sample) -> None:
    assert Counter(a.type for a in made.activities) == COUNTS


def test_directions_are_mostly_from_the_city(made: Sample) -> None:
    found = Counter(a.direction for a in made.activities)

    assert found == {"city_to_rural": 69, "mutual": 37, "rural_to_city": 19}


def test_sixty_one_people_and_a_research_officer(made: Sample) -> None:
    found = Counter(p.school for p in made.people)

    assert found == {
        "sanxiao": 24, "lijia": 14, "hongshi": 11, "chehe": 8, "shuangfeng": 4, "jiaoyanshi": 1,
    }  # fmt: skip
    assert len({p.name for p in made.people}) == 62


@pytest.mark.parametrize(
    ("name", "school", "born", "subject"),
    [
        ("张晓梅", "sanxiao", "1983", "maths"),
        ("李志强", "lijia", "1973", "maths"),
        ("王丽娟", "lijia", "1979", "chinese"),
        ("陈雨欣", "hongshi", "2003", "chinese"),
        ("赵建国", "shuangfeng", "1968", "science"),
        ("孙敏", "sanxiao", "1979", "chinese"),
        ("周海燕", "jiaoyanshi", "1978", "chinese"),
    ],
)
def test_the_cast_is_there(made: Sample, name: str, school: str, born: str, subject: str) -> None:
    person = made.person(name)

    assert (person.school, person.born[:4]) == (school, born)
    assert person.teaches(subject)


def test_every_reference_leads_to_a_record(made: Sample) -> None:
    keys = [e.key for e in made.entries()]

    assert len(keys) == len(set(keys))
    for entry in made.entries():
        for name in entry.REFERENCES:
            for key in str(getattr(entry, name) or "").split():
                assert key in keys, (entry.key, name)


def test_what_is_referred_to_comes_first(made: Sample) -> None:
    before: set[str] = set()
    for entry in made.entries():
        for name in entry.REFERENCES:
            assert set(str(getattr(entry, name) or "").split()) <= before, entry.key
        before.add(entry.key)


def test_every_value_fits_its_field(made: Sample) -> None:
    for entry in made.entries():
        model = KINDS[entry.KIND]
        for name, value in entry.values().items():
            check(entry.KIND, field_named(model, name), value)


def test_type_details_are_among_their_codes(made: Sample) -> None:
    stages = [a.details["stage"] for a in made.activities if "stage" in a.details]

    assert set(stages) <= set(choices.STAGE)
    assert len(stages) == 6


def test_activities_fall_on_days_of_lessons(made: Sample) -> None:
    wrong = misdated(made)
    for activity in made.activities:
        day = date.fromisoformat(activity.held_on)
        if activity not in wrong:
            assert week_of(day) is not None, activity.key
            assert day.weekday() < 5, activity.key
            assert not is_holiday(day), activity.key


def test_three_are_in_the_wrong_term_by_a_wrong_clock(made: Sample) -> None:
    wrong = misdated(made)

    assert len(wrong) == 3
    assert {a.held_on[:4] for a in wrong} == {"2009", "2025"}
    assert {a.laptop for a in wrong} == {"chehe", "shuangfeng"}


def test_what_lasts_ends_within_the_year(made: Sample) -> None:
    for activity in made.activities:
        if activity.ends_on:
            assert activity.held_on < activity.ends_on <= TERMS[1].ends_on


def test_weeks_are_quiet_at_both_ends_and_full_in_the_middle(made: Sample) -> None:
    right = [a for a in made.activities if a not in misdated(made)]
    weeks = Counter(week_of(date.fromisoformat(a.held_on)) for a in right)
    count = {(w.term, w.number): n for w, n in weeks.items() if w is not None}

    assert all(count.get((1, n), 0) <= 1 for n in (1, 2, 19, 20, 21))
    assert all(count[1, n] == 5 for n in range(7, 15))
    assert [k for k in ((1, 5), (1, 21), (2, 18)) if k in count] == []


def test_outreach_lessons_of_the_first_term_meet_the_target_at_two_schools(made: Sample) -> None:
    given = Counter(
        a.host_school for a in made.activities
        if a.type == "outreach_lesson" and a.held_on <= TERMS[0].ends_on
    )  # fmt: skip

    assert given == {"lijia": 3, "hongshi": 2, "chehe": 1, "shuangfeng": 1}


def test_most_records_are_complete_and_some_lack_a_field(made: Sample) -> None:
    gaps = Counter(min(2, len(missing(a))) for a in made.activities)

    assert gaps == {0: 98, 1: 10, 2: 17}


def test_four_events_were_recorded_by_two_schools(made: Sample) -> None:
    by_key = {a.key: a for a in made.activities}

    assert len(made.twins) == 4
    for one, other in made.twins:
        a, b = by_key[one], by_key[other]
        assert (a.held_on, a.type, a.lesson, a.host_school) == (
            b.held_on, b.type, b.lesson, b.host_school,
        )  # fmt: skip
        assert a.laptop != b.laptop
        assert a.title != b.title


def test_a_twin_has_a_name_that_was_heard_wrong(made: Sample) -> None:
    typed = [p for p in made.parts if isinstance(p, Participant) and p.person is None]

    assert [p.person_name for p in typed] == ["张小梅"]
    assert made.person("张晓梅").aliases == "张小梅"


def test_two_to_eighteen_take_part_and_nobody_twice(made: Sample) -> None:
    for activity in made.activities:
        names = [getattr(p, "person_name", "") for p in parts(made, Participant, activity)]
        assert 2 <= len(names) <= 18, activity.key
        assert len(names) == len(set(names)), activity.key


def test_nobody_is_in_two_activities_at_one_time(made: Sample) -> None:
    day_of = {a.key: a.held_on for a in made.activities if a not in misdated(made)}
    twins = {other for _, other in made.twins}
    seen: dict[tuple[str, str], str] = {}
    clashes = []
    for part in made.parts:
        if isinstance(part, Participant) and part.person and part.activity in day_of.keys() - twins:
            at = (part.person, day_of[part.activity])
            if seen.setdefault(at, part.activity) != part.activity:
                clashes.append(at)

    assert clashes == []


def test_no_activity_has_more_than_four_pictures(made: Sample) -> None:
    counts = [len(parts(made, Attachment, a)) for a in made.activities]

    assert max(counts) <= 4
    assert counts.count(0) > 40


def test_tasks_are_done_after_the_activity(made: Sample) -> None:
    on = {a.key: a.on for a in made.activities}
    tasks = [p for p in made.parts if isinstance(p, ActionItem)]

    assert len(tasks) > 31
    for task in tasks:
        assert on[task.activity] <= (task.done_on or task.due_on) <= task.due_on


def test_each_laptop_records_its_own(made: Sample) -> None:
    people = {p.key: p for p in made.people}
    found = Counter(a.laptop for a in made.activities)

    assert set(found) == set(MEMBERS)
    for activity in made.activities:
        assert people[activity.by].school == activity.laptop


def test_the_people_who_set_up_laptops_are_at_their_schools(made: Sample) -> None:
    assert {made.person(name).school: school for school, name in LEADS.items()} == {
        school: school for school in MEMBERS
    }


def test_observed_lessons_carry_notes_with_minutes(made: Sample) -> None:
    for activity in made.activities:
        if activity.type == "lesson_observation" and activity.summary:
            lines = activity.summary.split("\n")
            assert all(re.match(r"\d\d′ (导入|新授|练习|小结|作业|下课) .", x) for x in lines)
            minutes = [int(line[:2]) for line in lines]
            assert minutes == sorted(minutes)
            assert minutes[0] == 0


def test_texts_have_no_empty_places(made: Sample) -> None:
    for entry in made.entries():
        for value in entry.values().values():
            text = str(value)
            assert "{" not in text
            assert "““" not in text
            assert "|" not in text
            assert "。。" not in text


@pytest.mark.parametrize("group", ["summary", "outcome", "discussion", "decisions", "notes"])
def test_each_group_has_sixty_different_sentences(group: str) -> None:
    def sentences(tree: object) -> list[str]:
        if isinstance(tree, dict):
            return [s for branch in tree.values() for s in sentences(branch)]
        return [str(s) for s in tree] if isinstance(tree, list) else []

    told = [
        sentence
        for story in source.words("stories").values()
        for sentence in (sentences(story[group]) if group in story else [])
        or [s for s in re.split("(?<=。)", str(story.get(group, ""))) if s]
    ]
    found = {*sentences(source.words("phrases").get(group, {})), *told}

    assert len(found) >= 60


def test_no_two_activities_tell_the_same(made: Sample) -> None:
    texts = [a.summary for a in made.activities if a.summary]

    assert len(texts) == len(set(texts))
