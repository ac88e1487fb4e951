"""One search over everything: each whole once, names before texts, nothing crowded out."""

import pytest

from db.queries import search_all as module
from db.queries.search_all import Hit, Wanted, search_all
from tests.db.laptops import Laptop


def found(laptop: Laptop, words: str, **narrowed: str) -> list[Hit]:
    """Return what these words find."""
    with laptop.store.read() as session:
        return search_all(session, Wanted(words, **narrowed))


@pytest.fixture
def plan(a: Laptop) -> str:
    """Return a plan with a step, beside an activity, a material and a person."""
    id = a.record("lesson_plan", title="口算乘法", subject="maths", grade="3", author_name="李志强")
    a.record("plan_step", plan=id, title="新授", teacher="出示三叠贴纸，问一共多少张。")
    a.record(title="口算乘法送课", subject="maths", held_on="2026-03-12")
    a.record("material", title="倍的认识课件", words="玉米粒摆一摆", subject="maths", grade="3")
    a.record("person", name="李志强", subjects="maths", school_name="李家小学")
    return id


@pytest.mark.parametrize("words", ["口算乘法", "kscf", "口算 乘法", "KSCF"])
def test_plans_stand_before_activities(a: Laptop, plan: str, words: str) -> None:
    assert [hit.kind for hit in found(a, words)] == ["lesson_plan", "activity"]


def test_a_step_is_found_as_its_plan_with_what_it_says(a: Laptop, plan: str) -> None:
    (hit,) = found(a, "三叠贴纸")

    assert (hit.id, hit.kind, hit.label, hit.part) == (plan, "lesson_plan", "口算乘法", "plan_step")
    assert "出示三叠贴纸，问一共多少张" in hit.said


def test_what_stands_in_a_file_finds_its_material(a: Laptop, plan: str) -> None:
    (hit,) = found(a, "玉米粒")

    assert (hit.kind, hit.label, hit.said) == ("material", "倍的认识课件", "玉米粒摆一摆")


def test_a_whole_is_shown_once_however_many_parts_hold_the_words(a: Laptop, plan: str) -> None:
    for _ in range(5):
        a.record("plan_step", plan=plan, title="练习", student="口算乘法比赛")

    assert [hit.kind for hit in found(a, "口算")] == ["lesson_plan", "activity"]


def test_what_lies_in_the_bin_is_not_found(a: Laptop, plan: str) -> None:
    a.delete(plan)

    assert found(a, "三叠贴纸") == []


def test_it_can_be_narrowed_by_kind_subject_and_grade(a: Laptop, plan: str) -> None:
    assert [hit.kind for hit in found(a, "口算", kind="activity")] == ["activity"]
    assert found(a, "口算", subject="chinese") == []
    assert [hit.kind for hit in found(a, "口算", grade="3")] == ["lesson_plan"]
    assert [hit.kind for hit in found(a, "李志强", subject="maths")] == ["person", "lesson_plan"]


def test_one_character_and_nothing_typed(a: Laptop, plan: str) -> None:
    assert "person" in [hit.kind for hit in found(a, "强")]
    assert found(a, "  ") == []


def test_a_plan_is_not_crowded_out_by_very_many_activities(
    a: Laptop, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FIRST", 5)
    for number in range(12):
        a.record(title=f"口算乘法第{number}次送课", subject="maths")

    kinds = [hit.kind for hit in found(a, "口算")]

    assert kinds[0] == "lesson_plan"
    assert kinds.count("activity") == 13


def test_the_person_of_a_name_stands_above_the_plans_that_mention_him(a: Laptop, plan: str) -> None:
    assert [hit.kind for hit in found(a, "李志强")] == ["person", "lesson_plan"]


def test_names_come_before_texts_and_the_newest_first(a: Laptop) -> None:
    a.record(title="植树问题")
    a.record(title="听课", summary="讲的是植树问题。")
    a.record(title="植树问题再研")

    assert [hit.label for hit in found(a, "植树")] == ["植树问题再研", "植树问题", "听课"]
