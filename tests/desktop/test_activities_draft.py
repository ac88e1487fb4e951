"""What a form shows, what was typed, what came: without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.pages.activities.activity_draft import Draft, came_spans, carry_caret, read_time


def test_only_what_was_changed_leaves() -> None:
    draft = Draft("activity", "a", b"1", {"title": "口算", "place": "教室"})

    draft.type("title", "口算乘法")

    assert draft.take() == {"title": "口算乘法"}


def test_typing_a_value_back_is_no_change() -> None:
    draft = Draft("activity", "a", b"1", {"title": "口算"})

    draft.type("title", "口算乘")
    draft.type("title", "口算")

    assert not draft.pending()


def test_emptying_what_was_empty_is_no_change() -> None:
    draft = Draft("activity", "a", b"1", {"summary": None})

    assert not draft.type("summary", "")


def test_what_is_typed_while_a_save_is_on_its_way_waits_for_the_next() -> None:
    draft = Draft("activity", "a", b"1", {"title": "一"})
    draft.type("title", "一二")
    draft.take()

    draft.type("title", "一二三")
    draft.kept(b"2")

    assert draft.shown["title"] == "一二"
    assert draft.value("title") == "一二三"
    assert draft.take() == {"title": "一二三"}


def test_typing_back_what_is_on_its_way_is_a_change() -> None:
    draft = Draft("activity", "a", b"1", {"title": "一"})
    draft.type("title", "一二")
    draft.take()

    draft.type("title", "一")
    draft.kept(b"2")

    assert draft.take() == {"title": "一"}


def test_what_could_not_be_saved_waits_again_behind_what_was_typed_since() -> None:
    draft = Draft("activity", "a", b"1", {"title": "一", "place": None})
    draft.type("title", "一二")
    draft.type("place", "教室")
    draft.take()
    draft.type("title", "一二三")

    draft.not_kept()

    assert draft.take() == {"title": "一二三", "place": "教室"}


def test_nothing_is_shown_anew_while_something_waits() -> None:
    draft = Draft("activity", "a", b"1", {"title": "一"})
    draft.type("title", "二")

    with pytest.raises(ValueError, match="save first"):
        draft.reload(b"2", {"title": "三"})


def test_it_tells_which_fields_came() -> None:
    draft = Draft("activity", "a", b"1", {"title": "一", "place": None, "period": "2"})

    came = draft.reload(b"2", {"title": "一", "place": "教室", "period": "2", "summary": ""})

    assert came == {"place"}
    assert draft.seen == b"2"


@pytest.mark.parametrize(
    ("before", "after", "at", "now"),
    [
        ("先摆小棒", "课上先摆小棒", 2, 4),  # written before the caret: it moves along
        ("先摆小棒", "先摆小棒，再口算", 2, 2),  # written behind it: it stays
        ("先摆小棒", "小棒", 4, 2),
        ("甲乙丙丁", "甲丁", 2, 1),  # the signs around it are gone: it stands where they were
        ("甲乙丙丁", "甲子乙丑丙丁", 3, 5),
        ("", "新的", 0, 0),
    ],
)
def test_the_caret_stays_between_its_signs(before: str, after: str, at: int, now: int) -> None:
    assert carry_caret(before, after, at) == now


@given(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", max_size=12), st.data())
def test_the_caret_never_leaves_the_text(before: str, after: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(before)))

    assert 0 <= carry_caret(before, after, at) <= len(after)


def test_what_came_is_found_in_the_merged_text() -> None:
    assert came_spans("先摆小棒。", "先摆小棒。再用玉米粒。") == [(5, 6)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9:00", "09:00"), ("0930", "09:30"), ("930", "09:30"), ("14", "14:00"),
        ("9点半", "09:30"), ("9：05", "09:05"), ("１４:２０", "14:20"), ("14点20分", "14:20"),
        ("25:00", None), ("9:75", None), ("上午", None), ("", None),
    ],
)  # fmt: skip
def test_times_are_read_in_any_usual_way(typed: str, read: str | None) -> None:
    assert read_time(typed) == read
