"""Where two texts differ, in pieces that a person can read."""

import itertools
import random
import time

import pytest

from db.word_differences import Pieces, pieces_of


def marked(pieces: Pieces) -> str:
    """Return a text with what differs in brackets."""
    return "".join(f"[{p.text}]" if p.differs else p.text for p in pieces)


@pytest.mark.parametrize(
    ("left", "right", "marked_left", "marked_right"),
    [
        (
            "先在计数格子板上摆 2 个百，再口算，同桌互说。",
            "先用玉米粒摆 2 个百，再口算，同桌互说。",
            "先[在计数格子板上]摆 2 个百，再口算，同桌互说。",
            "先[用玉米粒]摆 2 个百，再口算，同桌互说。",
        ),
        ("算 20×3。", "算 200×3。", "算 [20]×3。", "算 [200]×3。"),
        ("一样。不同。一样。", "一样。一样。", "一样。[不同。]一样。", "一样。一样。"),
        ("上午听课。", "下雨了！", "[上午听课。]", "[下雨了！]"),
        ("Read the text aloud.", "Read this text aloud.", "Read [the] text aloud.",
         "Read [this] text aloud."),
        ("", "新的。", "", "[新的。]"),
        ("一样。", "一样。", "一样。", "一样。"),
    ],
)  # fmt: skip
def test_what_differs_is_marked_word_by_word(
    left: str, right: str, marked_left: str, marked_right: str
) -> None:
    one, other = pieces_of(left, right)

    assert (marked(one), marked(other)) == (marked_left, marked_right)


def test_a_letter_alike_between_two_differences_does_not_tear_a_sentence_apart() -> None:
    one, other = pieces_of("请同学们先摆一摆小棒再说一说。", "请同学们先画一画图再说一说。")

    assert sum(p.differs for p in one) == sum(p.differs for p in other) == 1


@pytest.mark.parametrize("seed", range(40))
def test_pieces_joined_are_the_texts_again(seed: int) -> None:
    chance = random.Random(seed)
    left = "".join(chance.choices("口算乘法。！\n 20×ab👨‍👩‍👧é", k=chance.randrange(60)))
    cut = chance.randrange(len(left) + 1)
    right = (
        left[:cut] + "".join(chance.choices("口算。玉米", k=chance.randrange(9))) + left[cut + 3 :]
    )

    one, other = pieces_of(left, right)

    assert "".join(p.text for p in one) == left
    assert "".join(p.text for p in other) == right
    for pieces in (one, other):
        assert all(a.differs is not b.differs for a, b in itertools.pairwise(pieces))


@pytest.mark.parametrize("unit", ["。", "字", "算。", "a b "])
def test_the_longest_texts_are_compared_in_a_moment(unit: str) -> None:
    size = 200_000 // len(unit)
    left, right = unit * size, "头" + unit * (size - 9) + "尾"
    began = time.monotonic()

    one, other = pieces_of(left, right)

    assert time.monotonic() - began < 5
    assert ("".join(p.text for p in one), "".join(p.text for p in other)) == (left, right)
