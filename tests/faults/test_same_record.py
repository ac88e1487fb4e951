"""Two laptops work on the same record without knowing of each other; nothing of either is lost."""

from pathlib import Path

import pytest

from tests.faults.lianke import Lianke, agree


def meet(a: Lianke, b: Lianke, stick: Path) -> None:
    """Let each have what the other wrote."""
    for laptop in (a, b, a):
        laptop.sync(stick)
    assert agree(a, b)


def test_different_fields_both_survive(a: Lianke, b: Lianke, common: str, stick: Path) -> None:
    a.change(common, place="红石小学")
    b.change(common, organiser="教研室")

    meet(a, b, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert (shown["place"], shown["organiser"]) == ("红石小学", "教研室")
        assert shown["conflicts"] == []


def test_texts_merge(a: Lianke, b: Lianke, common: str, stick: Path) -> None:
    a.change(common, summary="上午听三年级的课。下午评课。")
    b.change(common, summary="上午听课。下午评课。大家都留下了。")

    meet(a, b, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert shown["summary"] == "上午听三年级的课。下午评课。大家都留下了。"
        assert shown["conflicts"] == []


def test_a_sentence_both_changed_is_shown_twice(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    one, other = "上午听数学课。下午评课。", "上午听语文课。下午评课。"
    a.change(common, summary=one)
    b.change(common, summary=other)

    meet(a, b, stick)

    for laptop in (a, b):
        assert laptop.others(common, "summary") == sorted([one, other])
        assert {c["shown"] for c in laptop.shown(common)["conflicts"]} == {
            laptop.shown(common)["summary"]
        }
    b.ask("records", "settle", common, "summary=上午听两节课。下午评课。")
    meet(b, a, stick)
    for laptop in (a, b):
        assert laptop.shown(common)["summary"] == "上午听两节课。下午评课。"
        assert laptop.shown(common)["conflicts"] == []


def test_the_same_field_keeps_both_values_with_who_wrote_the_other(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    a.change(common, place="红石小学")
    b.change(common, place="李家小学")

    meet(a, b, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        (other,) = shown["conflicts"]
        assert {shown["place"], other["other"]} == {"红石小学", "李家小学"}
        assert other["shown"] == shown["place"]
        wrote = {"红石小学": "李志强", "李家小学": "张晓梅"}
        assert other["person_name"] == wrote[other["other"]]


def test_an_exchange_counts_the_decisions_it_brought(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    a.change(common, place="红石小学")
    b.change(common, place="李家小学")
    a.sync(stick)

    assert [b.sync(stick)["conflicts"], a.sync(stick)["conflicts"]] == [1, 1]
    assert [b.sync(stick)["conflicts"], a.sync(stick)["conflicts"]] == [0, 0]


@pytest.mark.parametrize("choice", ["shown", "other", "third"])
def test_a_person_settles_it_for_everybody(
    a: Lianke, b: Lianke, c: Lianke, common: str, stick: Path, choice: str
) -> None:
    a.change(common, place="红石小学")
    b.change(common, place="李家小学")
    meet(a, b, stick)
    (conflict,) = b.shown(common)["conflicts"]
    chosen = {"shown": conflict["shown"], "other": conflict["other"], "third": "中心小学"}[choice]

    b.ask("records", "settle", common, f"place={chosen}")
    meet(b, a, stick)
    c.sync(stick)

    for laptop in (a, b, c):
        shown = laptop.shown(common)
        assert (shown["place"], shown["conflicts"]) == (chosen, [])


def test_two_people_who_settle_differently_are_asked_again(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    a.change(common, place="红石小学")
    b.change(common, place="李家小学")
    meet(a, b, stick)

    a.ask("records", "settle", common, "place=红石小学")
    b.ask("records", "settle", common, "place=李家小学")
    meet(a, b, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert {shown["place"], *laptop.others(common, "place")} == {"红石小学", "李家小学"}


def test_deleted_here_and_edited_there_comes_back_with_a_question(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    a.ask("records", "delete", common)
    b.change(common, summary="上午听课。下午评课。还去了家访。")

    meet(a, b, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert (shown["asked"], shown["deleted"]) == (True, False)
        assert "家访" in shown["summary"]
        assert common in {row["id"] for row in laptop.ask("records", "list", "activity")}


@pytest.mark.parametrize(("answer", "stays"), [("restore", True), ("delete", False)])
def test_the_question_is_answered_once_for_everybody(
    a: Lianke, b: Lianke, common: str, stick: Path, answer: str, stays: bool
) -> None:
    a.ask("records", "delete", common)
    b.change(common, place="李家小学")
    meet(a, b, stick)

    b.ask("records", answer, common)
    meet(b, a, stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert (shown["asked"], shown["deleted"]) == (False, not stays)


def test_every_edit_of_both_stands_in_the_history(
    a: Lianke, b: Lianke, common: str, stick: Path
) -> None:
    a.change(common, place="红石小学")
    a.change(common, place="红石小学礼堂")
    b.change(common, place="李家小学")

    meet(a, b, stick)

    told = [b.ask("records", "history", common), a.ask("records", "history", common)]
    assert told[0] == told[1]
    places = [entry["new"] for entry in told[0] if entry["field"] == "place"]
    assert sorted(places) == sorted(["红石小学", "红石小学礼堂", "李家小学"])
