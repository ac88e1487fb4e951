"""What the page of people says: rows, ages, years, names that may be one."""

import pytest

from db.queries.people import PersonRow, SchoolRow
from desktop.pages.people import words
from desktop.pages.people.born import read_born
from desktop.pages.people.likeness import alike

DAY = 86_400


def person(**facts: object) -> PersonRow:
    plain: dict[str, object] = {
        "id": "1", "name": "张晓梅", "school": "s", "school_name": "三小", "posts": "",
        "subjects": "", "grades": "", "title_rank": "", "honour": "", "years_teaching": None,
        "unsent": False, "versions": 0, "asked": False,
    }  # fmt: skip
    return PersonRow(**{**plain, **facts})  # type: ignore[arg-type]


def school(type: str, people: int) -> SchoolRow:
    return SchoolRow("1", "红石小学", "红石", "", type, "member", people, 0)


def test_a_row_names_posts_subjects_and_grades() -> None:
    row = person(posts="teacher research_head", subjects="maths", grades="3 4")

    assert words.person_note(row) == "Research-group head·Maths·Grade 3, Grade 4"


def test_neighbouring_grades_are_named_from_the_first_to_the_last() -> None:
    assert words.grades_words("4 5 6") == "Grade 4 to Grade 6"
    assert words.grades_words("1 3 5") == "Grade 1, Grade 3, Grade 5"


def test_the_tag_is_the_honour_before_all_else() -> None:
    assert words.badge(person(honour="backbone", posts="liaison"))[0] == "Backbone teacher"
    assert words.badge(person(posts="dean liaison"))[0] == "Liaison"
    assert words.badge(person(years_teaching=1))[0] == "New teacher"
    assert words.badge(person(years_teaching=2))[0] == ""


def test_signs_come_the_most_pressing_first() -> None:
    found = words.marks(person(unsent=True, versions=1, asked=True))

    assert [said for _glyph, said, _role in found] == ["Deleted elsewhere", "2 versions", "Unsent"]


def test_old_data_is_said_in_amber() -> None:
    assert words.age_words(100 * DAY, 113.5 * DAY, own=False) == ("13 days ago", "ink3")
    assert words.age_words(100 * DAY, 126 * DAY, own=False) == ("26 days ago", "warn")


def test_a_clock_that_is_ahead_makes_no_negative_age() -> None:
    assert words.age_words(200 * DAY, 100 * DAY, own=False)[0] == "today"


def test_data_that_never_came_is_no_age() -> None:
    assert words.age_words(None, 100 * DAY, own=False) == ("nothing yet", "ink3")


def test_the_bureau_is_counted_apart() -> None:
    assert words.head_note([school("other", 60), school("bureau", 1)]) == "60 staff, 1 researcher"
    assert words.head_note([school("other", 2)]) == "2 staff"


def test_years_of_teaching_follow_from_the_first_year() -> None:
    assert words.years_words(2007, 2025) == "18 years of teaching"
    assert words.years_words(2030, 2025) == ""
    assert words.years_words(None, 2025) == ""


@pytest.mark.parametrize("typed", ["1984-03", "1984.3", "1984/3", "198403", "19840305", "1984年3月",
                                   "１９８４－０３"])  # fmt: skip
def test_a_month_of_birth_is_read_in_any_usual_way(typed: str) -> None:
    assert read_born(typed) == "1984-03"


def test_a_year_of_birth_alone_will_do() -> None:
    assert read_born("1984") == "1984"
    assert read_born("1984年") == "1984"


@pytest.mark.parametrize("typed", ["", "84-3", "1984-13", "1984-0", "三月", "3024-01"])
def test_what_is_no_month_is_none(typed: str) -> None:
    assert read_born(typed) is None


def test_one_character_of_a_given_name_may_be_a_slip() -> None:
    assert alike("张晓梅", "张小梅")
    assert alike("张晓梅", "张晓梅")
    assert not alike("郭德明", "李德明")
    assert not alike("张梅", "张晓")
    assert not alike("", "")
