"""Chinese print has rules; here they are, one each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.reports.setting import MM, TYPE, clean, cut, set_line, set_lines, width

BODY = TYPE["body"]


def lines_of(words: str, squares: float, align: str = "left") -> list[str]:
    """Return the lines of a text in a column so many Chinese signs wide."""
    lines = set_lines(words, "body", squares * BODY.size, align)
    return ["".join(piece.words for piece in line.pieces) for line in lines]


def test_no_line_begins_with_a_closing_mark() -> None:
    for squares in (4, 5, 5.5, 6, 7):
        found = lines_of("一二三四五，六七八九”，十一二三）。四五", squares)
        assert not [line for line in found if line[0] in "，”）。"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert lines_of("一二三四（五六七八九十一二）三", 5)[0] == "一二三四"


def test_a_mark_at_the_end_of_a_line_takes_half_a_square() -> None:
    (line,) = set_lines("一二三四，", "body", 4.5 * BODY.size)

    assert line.width == pytest.approx(4.5 * BODY.size)


def test_two_marks_that_meet_share_one_square() -> None:
    assert set_line("好。”好", "body").width == pytest.approx(3.5 * BODY.size)


@pytest.mark.parametrize("whole", ["20×3=60", "2025-10-17", "《口算乘法》", "（第1次）", "17 条"])
def test_what_belongs_together_stays_on_one_line(whole: str) -> None:
    for squares in (8, 8.5, 9, 9.5, 10):
        assert any(whole in line for line in lines_of(f"一二三四{whole}五六七八", squares))


def test_names_in_a_list_are_not_torn() -> None:
    names = "张晓梅、李志强、王丽娟、刘桂兰"

    for squares in (4, 5, 6, 7):
        told = [name for line in lines_of(names, squares) for name in line.split("、") if name]
        assert told == names.split("、")


def test_a_list_is_not_fed_from_above_by_its_comma() -> None:
    assert lines_of("李家小学、三小", 5.5) == ["李家小学、", "三小"]


def test_a_last_line_of_one_sign_is_fed_from_above() -> None:
    found = lines_of("一二三四五六七八九十一", 10)

    assert len(found) == 2
    assert len(found[1]) > 1


def test_english_words_are_broken_at_spaces_only() -> None:
    words = "The preparation of lessons"

    for squares in (6, 7, 8):
        assert [word for line in lines_of(words, squares) for word in line.split()] == words.split()


def test_a_word_longer_than_its_column_is_broken_and_not_lost() -> None:
    word = "https://example.org/a/very/long/address?with=everything&more=1"

    found = lines_of(word, 5)

    assert "".join(found) == word
    assert all(width(line, BODY) <= 5 * BODY.size + 0.1 for line in found)


def test_both_edges_are_even_except_on_the_last_line() -> None:
    room = 60 * MM
    *full, last = set_lines(
        "算理可以先摆再说，等五秒，后排的孩子才来得及想。" * 4, "body", room, "justify"
    )

    for line in full:
        end = line.pieces[-1]
        assert end.x + width(end.words, BODY) == pytest.approx(room, abs=BODY.size / 2 + 0.1)
    assert last.width < room


def test_an_apostrophe_stays_close_in_an_english_word() -> None:
    plain = width("dont", BODY)

    assert set_line("don’t", "body").width < plain + 0.4 * BODY.size


def test_signs_that_no_page_can_show_are_left_out() -> None:
    assert clean("a\x07b\u200bc\ufe0f\ud800\r\nd\te") == "abc\nd e"


def test_a_cut_text_says_that_more_was_written() -> None:
    lines = set_lines("一二三四五六七八九十", "body", 2 * BODY.size)

    short = cut(lines, 2)

    assert len(short) == 2
    assert short[-1].pieces[-1].words == "…"
    assert cut(lines, 5) is lines


@settings(max_examples=150, deadline=None)
@given(
    words=st.text(alphabet="一二三四，。：（）《》“”、——…… abc12-×.’\n", max_size=60),
    room=st.floats(min_value=12, max_value=300),
    align=st.sampled_from(["left", "center", "right", "justify"]),
)
def test_every_sign_is_set_once_in_its_order(words: str, room: float, align: str) -> None:
    lines = set_lines(words, "body", room, align)

    kept = "".join(piece.words for line in lines for piece in line.pieces)
    assert kept.replace(" ", "") == clean(words).replace(" ", "").replace("\n", "")
