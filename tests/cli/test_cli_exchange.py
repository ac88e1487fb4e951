"""The exchange from the command line: two laptops, a folder as the stick."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.models.local import Parked
from db.store import Store
from sync import looking
from sync.carriers.carrier import Stopping
from sync.carriers.folder import FolderCarrier
from sync.visit import Visit
from tests.cli.programs import Laptop, invited

Pair = tuple[Laptop, Laptop, Path]


def test_what_one_recorded_the_other_has(pair: Pair) -> None:
    a, b, stick = pair
    a.add("activity", title="送课下乡", summary="两节课。")

    sent = a.sync(stick)
    received = b.sync(stick)

    assert (sent["sent"], received["received"], received["skipped"]) == (1, 1, [])
    assert a.list("activity") == b.list("activity") != []
    assert a.list("person") == b.list("person")


def test_an_exchange_without_news_moves_nothing(pair: Pair) -> None:
    a, _, stick = pair
    a.sync(stick)

    assert a.sync(stick) == {"sent": 0, "received": 0, "conflicts": 0, "skipped": []}


def test_programs_on_the_stick_are_named_and_stay_as_they_are(pair: Pair) -> None:
    a, _, stick = pair
    (stick / "照片.exe").write_bytes(b"MZ")

    told = a.sync(stick)

    assert told["suspicious"] == {"count": 1, "names": ["照片.exe"]}
    assert (stick / "照片.exe").read_bytes() == b"MZ"


def disputed(pair: Pair) -> str:
    """Let both laptops change one field without knowing of each other; return the record."""
    a, b, stick = pair
    id = a.add("activity", title="送课", place="县城")
    a.sync(stick)
    b.sync(stick)
    a("records", "set", id, "place=红石")
    b("records", "set", id, "place=李家")
    a.sync(stick)
    assert b.sync(stick)["conflicts"] == 1
    a.sync(stick)
    return id


def test_both_values_are_shown_until_one_is_settled(pair: Pair) -> None:
    a, b, _ = pair
    id = disputed(pair)

    (told,) = a.show(id)["conflicts"]
    assert told["field"] == "place"
    assert {told["shown"], told["other"]} == {"红石", "李家"}
    assert b.show(id)["conflicts"][0]["shown"] == told["shown"]
    assert set(told) >= {"field", "shown", "other", "person", "at"}


@pytest.mark.parametrize("choice", ["红石", "李家"])
def test_a_settled_value_stands_on_both_also_the_one_shown_already(choice: str, pair: Pair) -> None:
    a, b, stick = pair
    id = disputed(pair)

    a("records", "settle", id, f"place={choice}")
    a.sync(stick)
    b.sync(stick)

    for laptop in (a, b):
        assert (laptop.show(id)["place"], laptop.show(id)["conflicts"]) == (choice, [])


def test_of_a_text_both_whole_versions_are_shown_and_the_final_one_is_settled(pair: Pair) -> None:
    a, b, stick = pair
    id = a.add("activity", title="送课", summary="学生很安静。")
    a.sync(stick)
    b.sync(stick)
    a("records", "set", id, "summary=学生十分活跃。")
    b("records", "set", id, "summary=学生提了问题。")
    for laptop in (a, b, a):
        laptop.sync(stick)

    told = a.show(id)["conflicts"]
    assert {one["other"] for one in told} == {"学生十分活跃。", "学生提了问题。"}
    assert all(one["shown"] == a.show(id)["summary"] for one in told)

    a("records", "settle", id, "summary=学生活跃，提了问题。")
    a.sync(stick)
    b.sync(stick)
    assert b.show(id)["summary"] == "学生活跃，提了问题。"
    assert b.show(id)["conflicts"] == []


def test_a_record_deleted_here_and_edited_there_comes_back_with_a_question(pair: Pair) -> None:
    a, b, stick = pair
    id = a.add("activity", title="送课")
    a.sync(stick)
    b.sync(stick)
    a("records", "delete", id)
    b("records", "set", id, "place=红石")
    for laptop in (a, b, a):
        laptop.sync(stick)

    assert [one["id"] for one in a.list("activity")] == [id]
    assert a.show(id)["asked"] is True

    a("records", "restore", id)
    assert a.show(id)["asked"] is False


def test_a_third_laptop_hears_through_the_second(pair: Pair, tmp_path: Path) -> None:
    a, b, stick = pair
    c = Laptop(tmp_path / "c")
    invited(a, c, "红石小学", "陈雨欣")
    a.add("activity", title="送课")
    a.sync(stick)
    b.sync(stick)
    other = tmp_path / "other stick"
    other.mkdir()

    b.sync(other)
    c.sync(other)

    assert c.list("activity") == a.list("activity")


def test_the_status_counts_what_waits(pair: Pair) -> None:
    a, _, stick = pair
    before = a("status", "--json").json
    a.add("activity", title="送课")

    after = a("status", "--json").json

    assert (before["unsent"], after["unsent"]) == (0, 1)
    assert after["records"] == before["records"] + 1
    assert (after["alliance"], after["school"], after["person"]) == ("云岭联盟", "县三小", "张晓梅")
    assert after["last_exchange"] is not None
    a.sync(stick)
    assert a("status", "--json").json["unsent"] == 0


def test_a_place_that_is_not_there_fails(pair: Pair, tmp_path: Path) -> None:
    done = pair[0]("sync", tmp_path / "no stick", "--json")

    assert (done.status, list(json.loads(done.error))) == (1, ["error"])


def test_the_data_folder_itself_is_no_place(pair: Pair) -> None:
    assert pair[0]("sync", pair[0].folder).status == 1


def test_damaged_files_are_skipped_with_a_reason_and_the_rest_is_used(pair: Pair) -> None:
    a, b, stick = pair
    for number in range(2):
        a.add("activity", title=f"送课{number}")
        a.sync(stick)
    newest = max(stick.rglob("*.seg"), key=os.path.getmtime)
    newest.write_bytes(newest.read_bytes()[:-10])

    done = b("sync", stick, "--json")

    assert done.status == 0
    assert done.json["received"] == 1
    assert [set(one) for one in done.json["skipped"]] == [{"name", "reason"}]


def test_one_reason_for_many_files_is_said_once(pair: Pair) -> None:
    a, b, stick = pair
    for number in range(8):
        a.add("activity", title=f"送课{number}")
        a.sync(stick)
    for path in stick.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[:-10])

    lines = b("sync", stick).out.splitlines()

    (said,) = [at for at, line in enumerate(lines) if "copied by half" in line]
    names = [line for line in lines[said + 1 :] if line.startswith("    ")]
    assert lines[said].endswith("(8)")
    assert [line.endswith(".seg") for line in names] == [True] * 5 + [False]


@pytest.fixture
def ctrl_c_ends() -> Iterator[None]:
    """Let Ctrl+C end this process, as it ends a program that a person started."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_lets_nothing_wait_for_a_server_any_more(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, ctrl_c_ends: None
) -> None:
    a, _, stick = pair
    heeded: list[Stopping] = []
    told: list[bool] = []

    def press(visit: Visit) -> None:
        told.append(heeded[0]())
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            told.append(heeded[0]())  # what clears up after it ends at once

    monkeypatch.setattr(FolderCarrier, "heed", lambda _self, stopping: heeded.append(stopping))
    monkeypatch.setattr(looking, "look", press)

    done = a("sync", stick)

    assert told == [False, True]
    assert done.sentence == "Stopped. What was done until then is kept."
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_came_and_waits_is_said_with_what_helps(pair: Pair) -> None:
    a, _, stick = pair
    store = Store(a.folder)
    with store.write() as session:
        waits = {"segment": "", "certificate": "", "authority": 99, "record": ""}
        session.add(Parked(digest=b"1", raw=b"", reason="newer_table", **waits))
        session.add(Parked(digest=b"2", raw=b"", reason="refused", **waits))
    store.close()

    said = a("sync", stick).out

    assert "1 change that came waits: it was written by a newer Lianke" in said
    assert "Update Lianke on this computer." in said
    assert "not allowed" not in said


def test_a_file_of_somebody_else_on_the_stick_is_untouched(pair: Pair) -> None:
    a, _, stick = pair
    (stick / "教案.docx").write_bytes(b"mine")
    a.add("activity", title="送课")

    a.sync(stick)

    assert (stick / "教案.docx").read_bytes() == b"mine"


def test_a_laptop_that_is_in_no_alliance_cannot_exchange(tmp_path: Path) -> None:
    done = Laptop(tmp_path / "new")("sync", tmp_path)

    assert (done.status, bool(done.sentence)) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_teacher_may_record_but_not_change_the_calendar(pair: Pair) -> None:
    _, b, _ = pair

    assert b("records", "add", "activity", "title=x").status == 0
    done = b("records", "add", "term", "code=2030-2031-1", "name=x")
    assert (done.status, bool(done.sentence)) == (1, True)
