"""Founding, inviting and joining from the command line."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.programs import Laptop, invited

Fresh = Callable[[str], Laptop]


def test_founding_says_what_was_made_and_the_recovery_code(fresh: Fresh) -> None:
    made = fresh("new").found()

    assert set(made) == {"alliance", "school", "person", "recovery"}
    assert re.fullmatch(r"(\w{4} ){5}\w{4}", made["recovery"])


def test_founding_makes_the_first_records_and_the_school_year(lianke: Laptop) -> None:
    today = datetime.date.today()  # noqa: DTZ011
    begins = today.year if today.month >= 8 else today.year - 1

    (alliance,), (school,) = lianke.list("alliance"), lianke.list("school")
    (person,), (member,) = lianke.list("person"), lianke.list("membership")

    assert (alliance["name"], school["name"]) == ("云岭联盟", "县三小")
    assert (person["name"], person["school"]) == ("张晓梅", school["id"])
    assert (member["school"], member["role"]) == (school["id"], "core")
    assert sorted(term["code"] for term in lianke.list("term")) == [
        f"{begins}-{begins + 1}-1",
        f"{begins}-{begins + 1}-2",
    ]


def test_founding_in_words_tells_to_lock_the_code_away(fresh: Fresh) -> None:
    done = fresh("new")("init", "--alliance", "云岭", "--school", "三小", "--person", "张晓梅")

    assert done.status == 0
    assert "Recovery code: " in done.out


def test_a_used_data_folder_is_not_founded_again(lianke: Laptop) -> None:
    before = lianke.list("alliance")

    done = lianke("init", "--alliance", "别的", "--school", "别的", "--person", "别人")

    assert (done.status, "云岭联盟" in done.sentence) == (1, True)
    assert lianke.list("alliance") == before


def test_an_invitation_gives_six_words_and_makes_school_and_person(
    lianke: Laptop, tmp_path: Path
) -> None:
    file = tmp_path / "invitation"

    done = lianke(
        "invite", "--school", "李家小学", "--person", "王丽娟", "--role", "lead", "--out", file
    )

    assert len(done.out.split()) == 6
    assert file.exists()
    assert [s["name"] for s in lianke.list("school", "--where", "name=李家小学")] == ["李家小学"]
    assert [p["name"] for p in lianke.list("person", "--where", "name=王丽娟")] == ["王丽娟"]


def test_a_second_invitation_uses_the_school_and_person_that_are_there(
    lianke: Laptop, fresh: Fresh
) -> None:
    first = invited(lianke, fresh("b"), "李家小学", "王丽娟")
    second = invited(lianke, fresh("c"), "李家小学", "王丽娟")

    assert first["invitation"]["school"] == second["invitation"]["school"]
    assert first["invitation"]["person"] == second["invitation"]["person"]
    assert len(lianke.list("school")) == 2


def test_joining_says_what_was_joined(lianke: Laptop, fresh: Fresh) -> None:
    both = invited(lianke, fresh("b"), "李家小学", "王丽娟")

    assert both["joined"]["school"] == both["invitation"]["school"]
    assert both["joined"]["person"] == both["invitation"]["person"]
    assert set(both["joined"]) == {"alliance", "school", "person"}
    assert set(both["invitation"]) == {"file", "passphrase", "person", "school"}


def test_the_words_may_come_on_standard_input(lianke: Laptop, fresh: Fresh, tmp_path: Path) -> None:
    file = tmp_path / "invitation"
    words = lianke(
        "invite", "--school", "李家小学", "--person", "王丽娟", "--role", "teacher", "--out", file
    ).out

    done = fresh("b")("join", file, given=words)

    assert done.status == 0, done.error
    assert fresh("b")("status", "--json").json["person"] == "王丽娟"


@pytest.fixture
def invitation(lianke: Laptop, tmp_path: Path) -> Path:
    """Return an invitation whose words nobody remembers."""
    file = tmp_path / "invitation"
    lianke("invite", "--school", "李家小学", "--person", "王丽娟", "--role", "teacher",
           "--out", file)  # fmt: skip
    return file


@pytest.mark.parametrize("words", ["一 二 三", "山水 山水 山水 山水 山水 山水", "", "abandon " * 6])
def test_wrong_words_are_said_and_nothing_is_joined(
    words: str, invitation: Path, fresh: Fresh
) -> None:
    done = fresh("b")("join", invitation, "--passphrase", words)

    assert done.status == 1
    assert done.sentence
    assert fresh("b")("status").status == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xd8\xff" + bytes(2000)])
def test_a_file_that_is_no_invitation_is_said_to_be_none(
    data: bytes, fresh: Fresh, tmp_path: Path
) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(data)

    assert fresh("b")("join", file, "--passphrase", "x").status == 1


def test_a_missing_invitation_is_said_to_be_missing(fresh: Fresh, tmp_path: Path) -> None:
    done = fresh("b")("join", tmp_path / "nothing", "--passphrase", "x")

    assert (done.status, done.sentence) == (
        1, "The invitation is not there. Check the name and the folder.",
    )  # fmt: skip
    assert not (tmp_path / "b").exists()


def test_a_used_data_folder_does_not_join(lianke: Laptop, invitation: Path) -> None:
    assert lianke("join", invitation, "--passphrase", "x").status == 1


def test_a_teacher_may_not_invite(pair: tuple[Laptop, Laptop, Path], tmp_path: Path) -> None:
    done = pair[1](
        "invite", "--school", "李家小学", "--person", "王丽娟", "--role", "teacher",
        "--out", tmp_path / "x",
    )  # fmt: skip

    assert done.status == 1
    assert not (tmp_path / "x").exists()


def test_an_invitation_that_cannot_be_written_is_said(lianke: Laptop, tmp_path: Path) -> None:
    done = lianke(
        "invite", "--school", "李家小学", "--person", "王丽娟", "--role", "teacher",
        "--out", tmp_path / "no such folder" / "x",
    )  # fmt: skip

    assert done.status == 1
