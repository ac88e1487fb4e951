"""Records from the command line: listed, shown, added, changed, deleted, restored."""

import datetime
import json
import unicodedata
from pathlib import Path

import pytest

from tests.cli.programs import Laptop

UNKNOWN = "00000000-0000-8000-8000-000000000000"


def test_a_title_is_enough_for_an_activity(lianke: Laptop) -> None:
    id = lianke.add("activity", title="送课到李家")

    shown = lianke.show(id)

    assert shown["title"] == "送课到李家"
    assert shown["held_on"] == datetime.date.today().isoformat()  # noqa: DTZ011
    assert (shown["status"], shown["recorder_name"]) == ("held", "张晓梅")
    assert shown["host_school_name"] == "县三小"
    assert shown["conflicts"] == []


def test_a_list_has_everybody_with_every_field(lianke: Laptop) -> None:
    made = [lianke.add("person", name=name) for name in ("李志强", "陈雨欣", "赵建国")]

    people = lianke.list("person")

    assert {p["id"] for p in people} > set(made)
    assert set(people[0]) >= {"id", "name", "school", "subjects", "notes"}


def test_several_conditions_must_all_hold(lianke: Laptop) -> None:
    lianke.add("person", name="李志强", gender="male", subjects="maths")
    lianke.add("person", name="王丽娟", gender="female", subjects="maths")

    found = lianke.list("person", "--where", "gender=female", "--where", "subjects=maths")

    assert [p["name"] for p in found] == ["王丽娟"]


def test_an_empty_condition_finds_what_is_empty(lianke: Laptop) -> None:
    lianke.add("person", name="李志强", gender="male")

    assert [p["name"] for p in lianke.list("person", "--where", "gender=")] == ["张晓梅"]


def test_a_field_is_changed_and_cleared(lianke: Laptop) -> None:
    id = lianke.add("activity", title="送课", place="红石", own_count=12)

    lianke("records", "set", id, "place=李家", "own_count=")

    shown = lianke.show(id)
    assert (shown["place"], shown["own_count"]) == ("李家", None)


def test_values_keep_their_types(lianke: Laptop) -> None:
    id = lianke.add(
        "activity", title="送课", own_count=12, hours=1.5, follow_up_done="true",
        summary="第一行\n第二行", **{"d.level": "county"},
    )  # fmt: skip

    shown = lianke.show(id)

    assert (shown["own_count"], shown["hours"], shown["follow_up_done"]) == (12, 1.5, True)
    assert shown["summary"] == "第一行\n第二行"
    assert shown["d.level"] == "county"


def test_the_names_beside_references_are_filled_in(lianke: Laptop) -> None:
    school = lianke.add("school", name="红石小学")

    id = lianke.add("activity", title="送课", host_school=school)

    assert lianke.show(id)["host_school_name"] == "红石小学"


def test_a_person_belongs_to_ones_own_school_unless_said_otherwise(lianke: Laptop) -> None:
    (own,) = lianke.list("school")

    assert lianke.show(lianke.add("person", name="李志强"))["school"] == own["id"]


def test_what_is_deleted_lies_in_the_bin_and_comes_back(lianke: Laptop) -> None:
    id = lianke.add("activity", title="送课")

    lianke("records", "delete", id)
    assert lianke.list("activity") == []
    assert [one["id"] for one in lianke.list("activity", "--deleted")] == [id]
    assert lianke.show(id)["deleted"] is True

    lianke("records", "restore", id)
    assert [one["id"] for one in lianke.list("activity")] == [id]


def test_the_history_tells_who_changed_what_oldest_first(lianke: Laptop) -> None:
    (me,) = lianke.list("person")
    id = lianke.add("activity", title="送课", place="红石")
    lianke("records", "set", id, "place=李家")

    told = lianke("records", "history", id, "--json").json

    places = [one for one in told if one["field"] == "place"]
    assert [(one["old"], one["new"]) for one in places] == [(None, "红石"), ("红石", "李家")]
    assert set(told[0]) >= {"at", "person", "device", "field", "old", "new"}
    assert {one["person"] for one in told} == {me["id"]}
    assert datetime.datetime.fromisoformat(told[0]["at"]).tzinfo is not None


def test_somebody_else_may_record_and_is_the_last_one_then(lianke: Laptop) -> None:
    other = lianke.add("person", name="孙敏")

    id = lianke("records", "add", "activity", "title=研讨", "--json", globally=("--as", "孙敏"))
    after = lianke.add("activity", title="又一次")

    assert lianke.show(id.json["id"])["recorder"] == other
    assert lianke.show(after)["recorder"] == other


def test_who_records_may_be_named_by_id(lianke: Laptop) -> None:
    other = lianke.add("person", name="孙敏")

    done = lianke("records", "add", "activity", "title=x", "--json", globally=("--as", other))

    assert lianke.show(done.json["id"])["recorder_name"] == "孙敏"


def test_nobody_of_that_name_fails(lianke: Laptop) -> None:
    done = lianke("records", "list", "person", globally=("--as", "无此人"))

    assert (done.status, "无此人" in done.sentence) == (1, True)


def test_two_of_one_name_are_told_apart_by_id_only(lianke: Laptop) -> None:
    for _ in range(2):
        lianke.add("person", name="张伟")

    assert lianke("status", globally=("--as", "张伟")).status == 1


@pytest.mark.parametrize(
    "words",
    [
        ("records", "list", "diary"),
        ("records", "add", "diary", "title=x"),
        ("records", "list", "activity", "--where", "colour=red"),
        ("records", "add", "activity", "colour=red"),
        ("records", "add", "activity", "title"),
        ("records", "list"),
        ("records",),
        ("records", "fold", "x"),
        ("records", "show"),
        ("records", "set", UNKNOWN),
        ("records", "import", "diary", "x.csv"),
        ("fly",),
        ("sync",),
        ("sync", "x", "y"),
        ("export", "ledger", "--format", "docx", "--out", "x"),
        ("export", "ledger", "--format", "pdf"),
        ("export", "diary", "--format", "pdf", "--out", "x"),
        ("init", "--alliance", "x"),
        ("invite", "--school", "x", "--person", "x", "--role", "king", "--out", "x"),
        ("--data",),
        ("--fly",),
    ],
)
def test_a_command_line_not_written_as_it_must_be_is_2(
    words: tuple[str, ...], founded_folder: Path
) -> None:
    done = Laptop(founded_folder)(*words)

    assert (done.status, done.out) == (2, "")
    assert done.sentence


@pytest.mark.parametrize(
    "words",
    [
        ("records", "show", UNKNOWN),
        ("records", "history", UNKNOWN),
        ("records", "set", UNKNOWN, "title=x"),
        ("records", "settle", UNKNOWN, "title=x"),
        ("records", "delete", UNKNOWN),
        ("records", "restore", "nonsense"),
        ("records", "add", "activity", "title=x", "held_on=soon"),
        ("records", "add", "activity", "title=x", "type=party"),
        ("records", "add", "activity", "title=x", "own_count=many"),
        ("records", "add", "participant", "person_name=x"),
        ("records", "add", "participant", f"activity={UNKNOWN}"),
        ("records", "add", "person"),
        ("export", "ledger", "--term", "1999-2000-1", "--format", "csv", "--out", "x.csv"),
        ("sync", "/no/such/place"),
    ],
)
def test_what_cannot_be_done_is_1_with_one_sentence(
    words: tuple[str, ...], founded_folder: Path
) -> None:
    done = Laptop(founded_folder)(*words)

    assert (done.status, done.out) == (1, "")
    assert done.sentence


def test_errors_come_in_json_when_asked_for(lianke: Laptop) -> None:
    for words, status in ((("records", "show", UNKNOWN), 1), (("records", "list", "x"), 2)):
        done = lianke("--json", *words)

        assert (done.status, list(json.loads(done.error))) == (status, ["error"])


def test_json_may_stand_anywhere(lianke: Laptop) -> None:
    id = lianke.add("person", name="李志强")

    answers = {
        lianke("--json", "records", "show", id).out,
        lianke("records", "--json", "show", id).out,
        lianke("records", "show", "--json", id).out,
        lianke("records", "show", id, "--json").out,
    }

    assert len(answers) == 1


def test_the_language_is_chosen(founded_folder: Path) -> None:
    laptop = Laptop(founded_folder, language="en")

    assert laptop("status").out.startswith("Alliance")


def test_lists_for_people_are_aligned_with_chinese_in_them(lianke: Laptop) -> None:
    lianke.add("activity", title="送课下乡到李家小学", held_on="2025-10-17")
    lianke.add("activity", title="集体备课", held_on="2025-10-18")

    head, *rows, count = lianke("records", "list", "activity").out.splitlines()

    def columns(line: str) -> int:
        at = line.index("县三小") if "县三小" in line else line.index("Host school")
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[:at])

    assert len({columns(line) for line in (head, *rows)}) == 1
    assert count == "2 records"


@pytest.mark.parametrize("words", [("--help",), ("records", "--help"), ("records", "add", "-h")])
def test_help_is_given(words: tuple[str, ...], founded_folder: Path) -> None:
    done = Laptop(founded_folder)(*words)

    assert (done.status, done.error) == (0, "")
    assert done.out.startswith("Usage: lianke")
