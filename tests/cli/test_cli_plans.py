"""Lesson plans and the catalogue from the command line."""

from pathlib import Path

import pytest

from db.progress import finish
from db.store import Store
from sync.round import exchange
from tests.cli.programs import Laptop

UNKNOWN = "00000000-0000-8000-8000-000000000000"
LIST = "版本,学科,年级,册次,单元,课题,课时\n人教版,数学,三年级,上册,多位数乘一位数,口算乘法,2\n"


@pytest.fixture
def plan(lianke: Laptop) -> str:
    """Return a plan with two steps."""
    return begun(lianke)


def begun(lianke: Laptop) -> str:
    """Begin a plan with two steps on a laptop."""
    id = lianke.add("lesson_plan", title="口算乘法", subject="maths", objectives="会口算。")
    lianke.add("plan_step", plan=id, title="创设情境", phase="lead_in", minutes=5, teacher="看图。")
    lianke.add("plan_step", plan=id, title="探究算法", phase="new", teacher="摆小棒。说一说。")
    return id


def test_plans_are_listed_by_what_they_hold(lianke: Laptop, plan: str) -> None:
    lianke.add("lesson_plan", title="秋天的雨", subject="chinese")

    found = lianke("plans", "list", "小棒", "--json").json

    assert [one["id"] for one in found] == [plan]
    assert len(lianke("plans", "list", "--json").json) == 2
    assert "口算乘法" in lianke("plans", "list", "--subject", "maths").out
    assert lianke("plans", "list", "--mine", "--school").status == 2


def test_a_plan_is_shown_with_its_steps_in_order(lianke: Laptop, plan: str) -> None:
    shown = lianke("plans", "show", plan, "--json").json

    assert shown["objectives"] == "会口算。"
    assert [step["title"] for step in shown["steps"]] == ["创设情境", "探究算法"]
    assert "摆小棒。说一说。" in lianke("plans", "show", plan).out


def test_a_derived_plan_is_compared_with_what_it_was_taken_from(lianke: Laptop, plan: str) -> None:
    version = lianke("plans", "freeze", plan, "--note", "第一稿", "--json").json
    mine = lianke("plans", "derive", plan, "--version", version["id"], "--json").json["id"]
    step = lianke("plans", "show", mine, "--json").json["steps"][1]["id"]
    lianke("records", "set", step, "teacher=摆玉米粒。说一说。")

    found = lianke("plans", "compare", version["id"], mine, "--json").json

    (difference,) = found["steps"][1]["differences"]
    assert (version["number"], found["count"], difference["changed"]) == (1, 1, "right")
    assert ["玉米粒", True] in difference["right_pieces"]
    lines = lianke("plans", "compare", version["id"], mine).out.splitlines()
    assert [line.strip() for line in lines if "摆" in line] == [
        "− 摆[小棒]。说一说。", "+ 摆[玉米粒]。说一说。",
    ]  # fmt: skip


def test_news_of_the_parent_are_shown(lianke: Laptop, plan: str) -> None:
    lianke("plans", "freeze", plan)
    mine = lianke("plans", "derive", plan, "--json").json["id"]
    lianke("records", "set", plan, "objectives=会口算，会说算理。")
    second = lianke("plans", "freeze", plan, "--json").json

    assert lianke("plans", "show", mine, "--json").json["news"] == {
        "version": second["id"], "differences": 1,
    }  # fmt: skip
    assert "Version 2" in lianke("plans", "show", mine).out


def test_last_years_plan_is_copied(lianke: Laptop, plan: str) -> None:
    copy = lianke("plans", "derive", plan, "--copy", "--json").json["id"]

    shown = lianke("plans", "show", copy, "--json").json
    assert (shown["stage"], shown["derivation"], len(shown["steps"])) == ("draft", "copied", 2)


@pytest.mark.parametrize(
    "words", [("show", UNKNOWN), ("derive", UNKNOWN), ("freeze", UNKNOWN),
              ("compare", UNKNOWN, UNKNOWN)],
)  # fmt: skip
def test_an_unknown_plan_is_one_sentence(lianke: Laptop, words: tuple[str, ...]) -> None:
    done = lianke("plans", *words)

    assert done.status == 1
    assert done.sentence


def test_the_catalogue_goes_in_and_out_again(lianke: Laptop, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(LIST.encode("gb18030"))

    first = lianke("lessons", "import", tmp_path / "in.csv", "--json").json
    for name in ("out.csv", "out.xlsx"):
        done = lianke("lessons", "export", "--out", tmp_path / name, "--json").json
        again = lianke("lessons", "import", tmp_path / name, "--json").json
        assert (done["lessons"], again["added"], again["skipped"]) == (1, 0, 1)

    assert (first["added"], first["failed"]) == (1, 0)
    assert [one["title"] for one in lianke.list("lesson")] == ["口算乘法"]


def test_options_say_what_the_file_leaves_out(lianke: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("课题\n口算乘法\n", encoding="utf-8")

    failed = lianke("lessons", "import", file, "--json")
    done = lianke(
        "lessons", "import", file, "--edition", "人教版", "--subject", "数学", "--grade", "3",
        "--volume", "上册", "--json",
    )  # fmt: skip
    wrong = lianke("lessons", "import", file, "--subject", "炼金术")

    assert failed.status == 1
    assert done.json["added"] == 1
    assert wrong.status == 1
    assert wrong.sentence


def test_a_plan_is_begun_for_a_lesson_as_the_form_does(lianke: Laptop) -> None:
    lesson = lianke.add("lesson", title="口算乘法", edition="人教版", subject="maths", grade="3",
                        volume="1", unit="多位数乘一位数", periods=2)  # fmt: skip

    id = lianke("plans", "add", "--lesson", lesson, "class_name=三(2)班", "--json").json["id"]

    shown = lianke("plans", "show", id, "--json").json
    told = ("title", "unit", "period_count", "class_name", "stage", "circle")
    assert [shown[name] for name in told] == [
        "口算乘法", "多位数乘一位数", 2, "三(2)班", "draft", "alliance",
    ]  # fmt: skip
    assert shown["author"]
    assert shown["prepared_on"]


def test_a_plan_is_begun_with_a_title_for_our_school(lianke: Laptop) -> None:
    words = ("plans", "add", "--title", "校园里的测量", "--circle", "school", "--json")
    id = lianke(*words).json["id"]

    shown = lianke("plans", "show", id, "--json").json

    assert (shown["title"], shown["circle"]) == ("校园里的测量", "school")


@pytest.mark.parametrize(("words", "status"), [((), 2), (("--lesson", UNKNOWN), 1)])
def test_a_plan_of_nothing_is_not_begun(
    lianke: Laptop, words: tuple[str, ...], status: int
) -> None:
    assert lianke("plans", "add", *words).status == status
    assert lianke("plans", "list", "--json").json == []


@pytest.mark.parametrize("name", ["stage", "subject", "grade"])
def test_a_code_that_is_none_is_said_and_not_looked_for(lianke: Laptop, name: str) -> None:
    done = lianke("plans", "list", f"--{name}", "nonsense")

    assert (done.status, "nonsense" in done.sentence) == (2, True)


def test_plans_that_came_by_an_exchange_are_found_by_their_words(
    pair: tuple[Laptop, Laptop, Path],
) -> None:
    a, b, stick = pair
    id = a("plans", "add", "--title", "口算乘法", "--json").json["id"]
    a.sync(stick)

    b.sync(stick)

    assert [row["id"] for row in b("plans", "list", "ksc", "--json").json] == [id]


def test_what_an_exchange_left_unindexed_is_found_all_the_same(
    pair: tuple[Laptop, Laptop, Path],
) -> None:
    a, b, stick = pair
    a("plans", "add", "--title", "口算乘法")
    a.sync(stick)
    store = Store(b.folder)
    finish(exchange(store, stick))
    store.close()

    assert len(b("plans", "list", "口算", "--json").json) == 1


def test_what_two_people_wrote_in_one_sentence_stands_under_the_step(
    pair: tuple[Laptop, Laptop, Path],
) -> None:
    a, b, stick = pair
    plan = begun(a)
    for one in (a, b):
        one.sync(stick)
    step = a("plans", "show", plan, "--json").json["steps"][1]["id"]
    a("records", "set", step, "teacher=摆玉米粒。说一说。")
    b("records", "set", step, "teacher=画一画格子。说一说。")
    for one in (a, b, a):
        one.sync(stick)

    shown = a("plans", "show", plan).out

    assert "摆玉米粒。说一说。" in shown
    assert "画一画格子。说一说。" in shown
