"""The six words of an invitation: drawn, proposed while typing, and read however they are typed."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sync.errors import UnknownWordsError
from sync.limits import WORDS

COUNT = 2048
_FILE = Path(__file__).parent.parent / "resources" / "words" / "zh.txt"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 12  # letters of two syllables
_MANY = 64  # ways to cut: more are no clear meaning anyway
_PINYIN = re.compile(r"[a-z']+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the list.

    Attributes:
        text: Two characters.
        pinyin: Its two syllables without tones; no two words of the list share them.
    """

    text: str
    pinyin: tuple[str, str]

    @property
    def initials(self) -> str:
        """First letters of the syllables: what people type first."""
        return self.pinyin[0][0] + self.pinyin[1][0]

    @property
    def spelled(self) -> str:
        """The syllables in one."""
        return "".join(self.pinyin)


@cache
def word_list() -> tuple[Word, ...]:
    """Return the list, in its order."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return tuple(Word(text, (first, second)) for text, first, second in rows)


@cache
def _by_text() -> dict[str, Word]:
    return {word.text: word for word in word_list()}


@cache
def _by_spelling() -> dict[str, Word]:
    found: dict[str, Word | None] = {}
    for word in word_list():
        found[word.spelled] = None if word.spelled in found else word
    return {spelled: word for spelled, word in found.items() if word is not None}


def draw() -> tuple[str, ...]:
    """Return six random words: 66 bits."""
    return tuple(secrets.choice(word_list()).text for _ in range(WORDS))


def propose(typed: str, most: int = 8) -> list[str]:
    """Return the words that may be meant by the beginning of one.

    Args:
        typed: Characters, initials (``qs``) or pinyin (``qings``) as typed so far.
        most: How many at most.
    """
    plain = _plain(typed).replace(" ", "").replace("'", "")
    if not plain:
        return []
    exact, begun = [], []
    for word in word_list():
        if plain in (word.text, word.initials, word.spelled):
            exact.append(word.text)
        elif word.text.startswith(plain) or word.spelled.startswith(plain) or _mixed(word, plain):
            begun.append(word.text)
    return (exact + begun)[:most]


def _mixed(word: Word, plain: str) -> bool:
    """Tell whether this begins the first syllable's initial and the whole second one: qshan."""
    first, second = word.pinyin
    return (first[0] + second).startswith(plain)


def is_word(typed: str) -> bool:
    """Tell whether one word of the list was typed, in characters or in full pinyin."""
    return _word(_plain(typed).replace(" ", "")) is not None


def read(typed: str) -> tuple[str, ...]:
    """Return the six words that were typed.

    Args:
        typed: In characters, with or without spaces, or in full pinyin.

    Raises:
        UnknownWordsError: With the numbers of the words that are in no list.
    """
    tokens = _tokens(_plain(typed))
    words = [_word(token) for token in tokens]
    wrong = tuple(number for number, word in enumerate(words, 1) if word is None)
    if wrong or len(words) != WORDS:
        raise UnknownWordsError(wrong, len(words))
    return tuple(word.text for word in words if word is not None)


def canonical(words: tuple[str, ...]) -> bytes:
    """Return the words as the invitation's key is made of them."""
    return " ".join(words).encode()


def _plain(typed: str) -> str:
    letters = unicodedata.normalize("NFKC", typed).lower()
    decomposed = unicodedata.normalize("NFD", letters).replace("u\N{COMBINING DIAERESIS}", "v")
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[,，、。.;；|/\-·]", " ", bare).split())


def _word(token: str) -> Word | None:
    plain = token.replace("'", "").replace(" ", "")
    return _by_text().get(plain) or _by_spelling().get(plain)


def _tokens(plain: str) -> list[str]:
    """Cut what was typed into words: two characters, or one or two syllables between spaces."""
    tokens: list[str] = []
    for part in plain.split():
        if _CHINESE.fullmatch(part) and len(part) > 2:
            tokens += [part[i : i + 2] for i in range(0, len(part), 2)]
        elif part not in _by_spelling() and (cut := _only_cut(part)):
            tokens += cut
        else:
            tokens.append(part)
    if len(tokens) == 2 * WORDS and all(len(t) == 1 or _PINYIN.fullmatch(t) for t in tokens):
        tokens = [a + b for a, b in zip(tokens[::2], tokens[1::2], strict=True)]
    return tokens


def _only_cut(letters: str) -> list[str] | None:
    """Cut pinyin without spaces into words, when there is only one way to do so."""
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(letters) + 1):
        found: list[list[str]] = []
        for start in range(max(0, end - _LONGEST), end):
            word = letters[start:end]
            if word in _by_spelling():
                found += [[*before, word] for before in ways[start] if len(before) < WORDS]
        ways.append(found[:_MANY])
    return ways[-1][0] if len(ways[-1]) == 1 else None
