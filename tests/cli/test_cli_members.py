"""`lianke members`, `revoke`, `replace`, `admit` and `recover`, as scripts and people use them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.programs import Laptop, invited

Fresh = Callable[[str], Laptop]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return an empty folder to exchange with."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def village(lianke: Laptop, fresh: Fresh, stick: Path) -> Laptop:
    """Return the laptop of a village teacher that has met the coordinator's."""
    made = fresh("village")
    invited(lianke, made, "李家小学", "王丽娟", "teacher")
    for each in (lianke, made, lianke):
        each.sync(stick)
    return made


def test_members_lists_every_computer(lianke: Laptop, village: Laptop) -> None:
    rows = lianke("members", "--json").json
    lines = lianke("members").out.splitlines()

    assert [(row["person_name"], row["role"], row["state"], row["own"]) for row in rows] == [
        ("张晓梅", "coordinator", "good", True),
        ("王丽娟", "teacher", "good", False),
    ]
    assert set(rows[0]) == {
        "laptop", "certificate", "person", "person_name", "school", "school_name", "role", "own",
        "invited", "since", "heard_at", "wrote_at", "state", "host", "revoked", "shared_with",
        "adopted",
    }  # fmt: skip
    assert len(lines) == 3
    assert "this computer" in lines[1]
    assert "李家小学" in lines[2]
    assert "member" in lines[2]


def test_a_revocation_is_shown_first_and_done_with_yes(
    lianke: Laptop, village: Laptop, stick: Path
) -> None:
    village.add("activity", title="走访")
    village.sync(stick)
    lianke.sync(stick)

    seen = lianke("revoke", "王丽娟", "--json").json
    between = lianke("members", "--json").json[1]["state"]
    done = lianke("revoke", "王丽娟", "--reason", "电脑丢了", "--yes", "--json").json
    row = lianke("members", "--json").json[1]

    assert (seen["done"], done["done"]) == (False, True)
    assert (seen["records"], seen["segments"] > 0) == (1, True)
    assert seen["changed_at"] is not None
    assert set(seen) == {
        "done", "laptop", "person_name", "school", "role", "segments", "records", "changed_at",
        "let_in", "revoked", "cut",
    }  # fmt: skip
    assert between == "good"
    assert row["state"] == "revoked"
    assert [(r["by"], r["reason"], r["counts"]) for r in row["revoked"]] == [
        ("张晓梅", "电脑丢了", True)
    ]
    assert "revoked by 张晓梅" in lianke("members").out


def test_what_a_revoked_computer_brings_is_named(
    lianke: Laptop, village: Laptop, stick: Path
) -> None:
    lianke("revoke", "王丽娟", "--yes")
    village.add("activity", title="以后")
    village.sync(stick)

    skipped = lianke.sync(stick)["skipped"]

    assert [skip["reason"] for skip in skipped] == ["revoked"]
    assert lianke.list("activity") == []


def test_the_preview_says_that_nothing_was_done(lianke: Laptop, village: Laptop) -> None:
    done = lianke("revoke", "王丽娟")

    assert done.status == 0
    assert done.out.splitlines()[-1] == "Nothing was done yet. With --yes it is."


@pytest.mark.parametrize("words", [["没有这个人"], ["张晓梅"], ["zzzzzz"]])
def test_who_cannot_be_revoked_is_said(lianke: Laptop, village: Laptop, words: list[str]) -> None:
    done = lianke("revoke", *words, "--yes")

    assert done.status == 1
    assert done.sentence


def test_a_teacher_revokes_nobody(lianke: Laptop, village: Laptop) -> None:
    assert village("revoke", "张晓梅", "--yes").status == 1
    assert lianke("members", "--json").json[0]["state"] == "good"


def test_a_replaced_computer_is_back_and_says_what_may_be_missing(
    lianke: Laptop, village: Laptop, fresh: Fresh, stick: Path, tmp_path: Path
) -> None:
    village.add("activity", title="交换过的")
    village.sync(stick)
    lianke.sync(stick)
    file = tmp_path / "new.invitation"

    words = lianke("replace", "王丽娟", "--out", file, "--json").json["passphrase"]
    lianke.sync(stick)
    new = fresh("new")
    joined = new("join", file, "--passphrase", words)
    told = new("sync", stick).out
    again = new("sync", stick).out
    status = new("status").out

    assert joined.status == 0, joined.error
    assert [row["title"] for row in new.list("activity")] == ["交换过的"]
    assert "May be missing: what 王丽娟 recorded on " in told
    assert "May be missing" not in again
    assert "May be missing" in status
    assert [row["state"] for row in lianke("members", "--json").json].count("revoked") == 1


def test_the_recovery_code_brings_a_coordinator_back(
    tmp_path: Path, fresh: Fresh, stick: Path
) -> None:
    first = fresh("first")
    code = first.found()["recovery"]
    first.add("activity", title="以前")
    first.sync(stick)
    new = fresh("again")

    answer = new("recover", stick, "--code", code, "--json").json

    assert set(answer) == {"alliance", "school", "person", "received", "unread_schools"}
    assert [row["title"] for row in new.list("activity")] == ["以前"]
    assert new("status", "--json").json["alliance"] == "云岭联盟"
    assert len(new("members", "--json").json) == 2
    assert new("revoke", "张晓梅").status == 1  # two go by that name


def test_the_recovery_code_may_come_on_standard_input(fresh: Fresh, stick: Path) -> None:
    first = fresh("first")
    code = first.found()["recovery"]
    first.sync(stick)

    done = fresh("again")("recover", stick, given=code + "\n")

    assert done.status == 0, done.error
    assert "云岭联盟" in done.out


@pytest.mark.parametrize("code", ["", "2222 2222", "2222 2222 2222 2222 2222 2222"])
def test_a_wrong_recovery_code_is_said(fresh: Fresh, stick: Path, code: str) -> None:
    fresh("first").found()

    done = fresh("again")("recover", stick, "--code", code)

    assert (done.status, bool(done.sentence)) == (1, True)
    assert fresh("again")("status").status == 1


def test_a_computer_in_doubt_is_admitted(
    lianke: Laptop, fresh: Fresh, stick: Path, tmp_path: Path
) -> None:
    lead, guest = fresh("lead"), fresh("guest")
    invited(lianke, lead, "李家小学", "王校长", "lead")
    for each in (lianke, lead, lianke):
        each.sync(stick)
    invited(lead, guest, "李家小学", "周老师", "teacher")
    lianke("revoke", "王校长", "--yes")
    guest.sync(stick)
    lianke.sync(stick)
    before = {row["person_name"]: row["state"] for row in lianke("members", "--json").json}

    lianke("admit", "周老师")

    after = {row["person_name"]: row["state"] for row in lianke("members", "--json").json}
    assert (before["周老师"], after["周老师"]) == ("doubtful", "good")
    assert lianke("admit", "周老师").status == 1
