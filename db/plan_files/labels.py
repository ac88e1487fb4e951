"""What schools call the parts of a lesson plan, and the field each name means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "resources" / "tables" / "plan_labels.txt"

SEVERAL = ("grade+volume", "period+", "class+pupils", "key+difficult", "homework+")
"""What stands for several fields at once."""

NOTHING = "-"
"""What a form asks of others, such as who inspects the plan; no field of it."""

PROCEDURE = "procedure"
LONG = frozenset(
    (
        "standard", "text_analysis", "learner_analysis", "objectives", "key_points",
        "difficult_points", "key+difficult", "methods", "aids", PROCEDURE, "board_plan",
        "homework+", "homework_basic", "homework_improve", "homework_extend", "reflection",
        "adaptation_note",
    )
)  # fmt: skip
"""The fields that hold texts of several lines."""

LABEL = 24  # signs at most
_FIGURE = "一二三四五六七八九十百"
_NUMBER = re.compile(
    rf"^\s*(?:第[{_FIGURE}\d]+(?:步|环节|板块|部分)[、:：.．]?"
    rf"|[(（\[【]?(?:[{_FIGURE}]{{1,3}}|\d{{1,2}}|[ivxIVX]{{1,4}}|[①-⑳])[)）\]】]?[、,，.．:：)）\s]\s*"
    rf"|[(（](?:[{_FIGURE}]{{1,3}}|\d{{1,2}})[)）]\s*|[①-⑳]\s*|[●◆■▲★☆※•·*]+\s*)"
)
_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_MARKS = re.compile(r"[\s_:：、,，.。．/／\\|—\-–~～*＊·•《》<>“”\"'’()（）\[\]【】〔〕「」]+")


def plain(words: str) -> str:
    """Return a label without number, brackets, spaces and marks, in small letters."""
    said = unicodedata.normalize("NFKC", words).strip().strip("【】[]〔〕「」")
    said = _NUMBER.sub("", said, count=1) if _NUMBER.match(said) else said
    outside = _BRACKETS.sub("", said)
    return _MARKS.sub("", outside if _MARKS.sub("", outside) else said).lower()


def meant(where: str, words: str) -> str:
    """Return what a label means in a place (``plan``, ``step`` …); empty where it is not known."""
    if len(words) > 4 * LABEL:
        return ""
    said = plain(words)
    return _known()[where].get(said, "") if said else ""


def meant_inside(field: str, words: str) -> bool:
    """Return whether a label belongs inside a section, such as 知识与技能 in the objectives."""
    return _inner().get(plain(words), frozenset()) >= {field} if len(words) <= 4 * LABEL else False


def phase_of(title: str) -> str:
    """Return the phase that the name of a step speaks of; empty where none is clear."""
    said = title.lower()
    found = [(len(word), code) for word, code in _known()["phase"].items() if word in said]
    return max(found)[1] if found else ""


def sign_of(sign: str) -> str:
    """Return the phase that our own forms mark with a sign; empty for none."""
    return _known()["sign"].get(sign, "")


def style_of(words: str) -> str:
    """Return how a heading is numbered: 一、 and （一） and 1. and 【】 are different styles."""
    said = unicodedata.normalize("NFKC", words).strip()
    for style, pattern in _STYLES.items():
        if pattern.match(said):
            return style
    return ""


_STYLES = {
    "cn": re.compile(rf"[{_FIGURE}]{{1,3}}\s*[、.．:]"),
    "cn_bracket": re.compile(rf"[(\[【][{_FIGURE}]{{1,3}}[)\]】]"),
    "part": re.compile(
        rf"(?:第[{_FIGURE}\d]+(?:步|环节|板块|部分|层次)|(?:环节|板块|任务|活动|步骤)[{_FIGURE}\d]+)"
    ),
    "bracket": re.compile(r"[【\[]"),
    "figure": re.compile(r"\d{1,2}\s*[、.．](?!\d)"),
    "figure_bracket": re.compile(r"\(\d{1,2}\)"),
}


def without_number(words: str) -> str:
    """Return a heading without its number and the brackets around it."""
    said = words.strip()
    for style in ("cn", "cn_bracket", "figure", "figure_bracket"):
        match = _STYLES[style].match(unicodedata.normalize("NFKC", said))
        if match:
            return said[match.end() :].strip()
    return said.strip("【】[]〔〕").strip()


def grades_in(words: str) -> tuple[str, ...]:
    """Return the codes of the grades named in words such as 三年级 or 一至三年级."""
    figures = unicodedata.normalize("NFKC", words).translate(
        str.maketrans("一二三四五六", "123456")
    )
    found: dict[str, None] = {}
    for first, last in re.findall(
        r"([1-6])(?:年级)?\s*[-—~至到、和与]?\s*([1-6])?\s*(?:年级|班|\()", figures
    ):
        found.update(dict.fromkeys(str(n) for n in range(int(first), int(last or first) + 1)))
    for one in re.findall(r"grade\s*([1-6])", figures.lower()):
        found[one] = None
    return tuple(found)


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for where, field, names in _lines():
        said = names if where in ("phase", "sign") else [plain(name) for name in names]
        out.setdefault(where, {}).update({name: field for name in said if name})
    return out


@cache
def _inner() -> Mapping[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for where, field, names in _lines():
        if where == "sub":
            for name in map(plain, names):
                out[name] = out.get(name, frozenset()) | {field}
    return out


@cache
def _lines() -> tuple[tuple[str, str, list[str]], ...]:
    lines: Iterable[str] = _FILE.read_text(encoding="utf-8").splitlines()
    parts = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((where, field, names.split("|")) for where, field, names in parts)
