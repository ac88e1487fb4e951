"""The words of an invitation: the list itself, and how they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import words
from sync.errors import UnknownWordsError

SIX = ("青山", "白云", "玉米", "小河", "红枣", "竹林")


def test_the_list_holds_2048_different_words() -> None:
    found = words.word_list()

    assert len({word.text for word in found}) == len(found) == words.COUNT == 2048


def test_every_word_has_two_characters_and_two_plain_syllables() -> None:
    for word in words.word_list():
        assert len(word.text) == 2
        assert all(syllable.isalpha() and syllable.isascii() for syllable in word.pinyin)


def test_no_two_words_are_spelled_alike() -> None:
    assert len({word.spelled for word in words.word_list()}) == words.COUNT


def test_initials_propose_a_word() -> None:
    assert "青山" in words.propose("qs", 99)
    assert words.propose("qingsh") == ["青山", "青石"]
    assert words.propose("青") != []
    assert "青山" in words.propose("qshan")
    assert words.propose("") == []
    assert words.propose("qqqq") == []


@pytest.mark.parametrize(
    "typed",
    [
        "青山 白云 玉米 小河 红枣 竹林",
        "青山白云玉米小河红枣竹林",
        "  青山　白云，玉米、小河 红枣\n竹林 ",
        "青山白云 玉米小河 红枣竹林",
        "qingshan baiyun yumi xiaohe hongzao zhulin",
        "QingShan BaiYun YuMi XiaoHe HongZao ZhuLin",
        "qīngshān báiyún yùmǐ xiǎohé hóngzǎo zhúlín",
        "qing shan bai yun yu mi xiao he hong zao zhu lin",
        "qingshanbaiyunyumixiaohehongzaozhulin",
        "青 山 白 云 玉 米 小 河 红 枣 竹 林",
        "青山 baiyun 玉米 xiaohe 红枣 zhulin",
        "ｑｉｎｇｓｈａｎ 白云 玉米 小河 红枣 竹林",
    ],
)
def test_words_are_read_however_they_are_typed(typed: str) -> None:
    assert words.read(typed) == SIX


@given(st.lists(st.sampled_from(words.word_list()), min_size=6, max_size=6))
def test_any_six_words_are_read_in_characters_and_in_pinyin(six: list[words.Word]) -> None:
    texts = tuple(word.text for word in six)

    assert words.read("".join(texts)) == texts
    assert words.read(" ".join(word.spelled for word in six)) == texts
    assert words.read(" ".join(s for word in six for s in word.pinyin)) == texts


def test_a_wrong_word_is_told_by_its_number() -> None:
    with pytest.raises(UnknownWordsError) as caught:
        words.read("青山 白云 玉米 小何 红枣 竹林")

    assert caught.value.places == (4,)


@pytest.mark.parametrize("typed", ["", "青山", "青山 白云 玉米 小河 红枣", "青山 " * 7])
def test_six_words_are_needed(typed: str) -> None:
    with pytest.raises(UnknownWordsError):
        words.read(typed)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(typed: str) -> None:
    words.propose(typed)
    try:
        words.read(typed)
    except UnknownWordsError:
        return


def test_u_with_dots_is_typed_with_dots_or_v() -> None:
    rest = " 白云 玉米 小河 红枣 竹林"

    assert words.read("绿豆" + rest) == words.read("lvdou" + rest) == words.read("lǜdòu" + rest)


def test_drawn_words_are_six_of_the_list() -> None:
    drawn = words.draw()

    assert len(drawn) == 6
    assert words.read(" ".join(drawn)) == drawn
    assert all(words.is_word(word) for word in drawn)
    assert not words.is_word("不是")
