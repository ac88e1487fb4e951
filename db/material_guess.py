"""What a file is for, guessed from its name and its folders' names against the catalogue; pure.

A guess is shown before anything is written, and a person may change all of it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.file_names import ending

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_NUMBER = "[一二三四五六七八九十]{1,3}|\\d{1,2}"
_GRADE = "[一二三四五六1-6]"

_SUBJECTS: Sequence[tuple[str, str]] = (
    ("数学", "maths"), ("语文", "chinese"), ("作文", "chinese"), ("古诗", "chinese"),
    ("英语", "english"), ("道德与法治", "ethics"), ("道法", "ethics"), ("品德", "ethics"),
    ("思品", "ethics"), ("科学", "science"), ("音乐", "music"), ("美术", "art"),
    ("体育", "pe"), ("信息技术", "it"), ("信息科技", "it"), ("综合实践", "practice"),
    ("劳动", "practice"),
)  # fmt: skip

_TYPES: Sequence[tuple[str, str]] = (
    (r"说课|讲课稿", "talk_script"),
    (r"微课|微视频", "micro_video"),
    (r"课例|实录|录像|公开课视频|教学视频", "video"),
    (r"学习单|学案|导学|练习|习题|作业|口算题|题卡", "exercise"),
    (r"试卷|试题|测试|检测|测评|单元测|期中|期末|月考|[AB]卷", "paper"),
    (r"教具|学具|图纸|模板|格子板|纸样", "drawing"),
    (r"乡土|本土|本地|校本", "local"),
    (r"绘本|读本|电子书|电子课本|课本|教师用书", "book"),
    (r"挂图|图片|照片|插图", "picture"),
    (r"课件|幻灯|ppt", "slides"),
    (r"教案|教学设计|备课", "plan"),
    (r"朗读|录音|范读|歌曲|伴奏|音频", "audio"),
    (r"视频", "video"),
)

_ENDINGS: Mapping[str, str] = {
    **dict.fromkeys((".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".dps", ".key"), "slides"),
    **dict.fromkeys(
        (".mp4", ".avi", ".mov", ".mkv", ".wmv", ".flv", ".mpg", ".mpeg", ".m4v", ".webm"), "video"
    ),
    **dict.fromkeys((".mp3", ".wav", ".wma", ".m4a", ".aac", ".ogg", ".flac"), "audio"),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".svg"), "picture"
    ),
    **dict.fromkeys((".epub", ".mobi"), "book"),
}

_ON_PAPER = {"exercise", "paper", "drawing", "picture", "plan", "talk_script"}

_NOISE = re.compile(
    r"[（(【\[][^（）()【】\[\]]*(?:最终|终版|最新|定稿|修改|修订|新版|完整|版本|副本|\d{4}|v\d)"
    r"[^（）()【】\[\]]*[)）】\]]|[（(]\d{1,2}[)）]|最终版|终稿|定稿|修改稿|修改版|最新版|完整版|打印版"
    r"|新建\s*(?:microsoft\s*)?(?:powerpoint|word|excel)?\s*(?:演示文稿|文档|文件夹|工作表)?"
    r"|[-_—\s]*(?:副本|拷贝|copy)(?:\s*\d+)?|(?<![a-z])v\d+(?:\.\d+)*"
    r"|(?<!\d)(?:19|20)\d{6}(?![\d ]*\d)"
    r"|(?:19|20)\d\d[-.年]\d{1,2}(?:[-.月]\d{1,2}日?)?",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(人教|北师大|北师|苏教|统编|部编|冀教|西师大|西师|青岛|外研|译林|湘教|沪教|教科|浙教|鲁教|粤教"
    r"|湘科|苏科|冀人)(?:版|社)(?:[（(]?\d{4}[年版]*[)）]?)?"
)
_WHOLE = {"北师": "北师大", "西师": "西师大"}
_VOLUME = re.compile(r"(上|下|全)(?:册|学期)")
_SHORT = re.compile(
    rf"(?<![第一二三四五六七八九十\d])({_GRADE})(?:年级)?(上|下)(?![面午课山来去学车坡楼五])"
)
_GRADES = re.compile(rf"({_GRADE})(?:(?:年级)?[—～~至到\-、和]({_GRADE}))?年级(?![组长])")
_UNIT = re.compile(rf"第({_NUMBER})单元")
_LEAD = re.compile(
    r"^(?:(?:第?\d{1,3}|第[一二三四五六七八九十]{1,3})(?:课时|[课节讲])[\s._、，:：\-]*"
    r"|\d{1,3}(?:[._、\-]\d{1,2})*[\s._、，:：\-]+(?![\d年])"
    r"|(?:微课|课件|ppt|教案|说课|学案)[\s:：\-]+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s._\-—]*(?:优质|精品|公开课|教学|配套|小学|的)?(?:ppt|课件|教案|教学设计|说课稿|微课|微视频|视频"
    r"|幻灯片|录像|实录|教学反思))+$",
    re.IGNORECASE,
)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
_EDGES = " 　._-—~、，,:：;；·+|《》〈〉“”\"'「」[]【】()（）"


@dataclass(frozen=True, slots=True)
class CatalogueLesson:
    """A lesson of the catalogue, as far as names are compared with it."""

    id: str
    edition: str
    subject: str
    grade: str
    volume: str
    unit_no: int | None
    unit: str
    title: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file seems to be; empty where its names do not tell.

    Attributes:
        needs: Codes, separated by spaces.
        grade: Codes, separated by spaces.
    """

    title: str = ""
    type: str = ""
    edition: str = ""
    subject: str = ""
    grade: str = ""
    volume: str = ""
    unit: str = ""
    lesson: str = ""
    lesson_name: str = ""
    needs: str = ""


def guess(name: str, folders: Sequence[str] = (), lessons: Sequence[CatalogueLesson] = ()) -> Guess:
    """Return what a file seems to be.

    Args:
        name: The file's name.
        folders: Names of the folders it lies in, the outermost first.
        lessons: The catalogue.
    """
    kind = ending(name)
    stem = _plain(name[: len(name) - len(kind)] if name.lower().endswith(kind) else name)
    clean = _NOISE.sub(" ", stem)
    levels = [clean, *(_plain(folder) for folder in reversed(folders))]
    said = _Said.of(levels)
    type = _type(levels, kind)
    lesson = _lesson(levels, said, lessons)
    title = _title(clean, said) or stem.strip() or name
    if lesson and _TAIL.fullmatch(title):  # 口算乘法/课件.pptx
        title = lesson.title
    needs = "no_network no_projector" if type in _ON_PAPER else "no_network"
    return Guess(
        title,
        type,
        lesson.edition if lesson else said.edition,
        lesson.subject if lesson else said.subject,
        (said.grade if lesson is None or " " in said.grade else lesson.grade),
        lesson.volume if lesson else said.volume,
        (lesson.unit if lesson and lesson.unit else said.unit),
        lesson.id if lesson else "",
        lesson.title if lesson else "",
        needs,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What the names say outright: the file's own first, then the inner folder's, the outer's."""

    edition: str
    subject: str
    grade: str
    volume: str
    unit_no: int
    unit: str

    @classmethod
    def of(cls, levels: Sequence[str]) -> "_Said":
        edition = subject = grade = volume = unit = ""
        unit_no = 0
        for words in levels:
            if not edition and (found := _EDITION.search(words)):
                edition = f"{_WHOLE.get(found[1], found[1])}版"
            if not grade:
                grade = _grades(words)
            if not volume:
                volume = _volume(words)
            subject = subject or next((code for word, code in _SUBJECTS if word in words), "")
            if not unit_no and (found := _UNIT.search(words)):
                unit_no, unit = number(found[1]), _unit_words(words, found)
        return cls(edition, subject, grade, volume, unit_no, unit)


def _plain(words: str) -> str:
    """Return words as they are compared: wide letters and digits narrow, blanks single."""
    kept = "".join(c for c in words if unicodedata.category(c)[0] != "C")
    return re.sub(r"[\s_]+", " ", kept.translate(_NARROW))


def number(words: str) -> int:
    """Return a number up to 99 written in digits or in Chinese; 0 for none."""
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return DIGITS.get(words, 0)
    return (DIGITS.get(tens, 0) if tens else 1) * 10 + DIGITS.get(ones, 0)


def _grades(words: str) -> str:
    if found := _GRADES.search(words):
        first, last = number(found[1]), number(found[2]) if found[2] else 0
        if last > first:
            return " ".join(str(one) for one in range(first, last + 1))
        return str(first)
    short = _SHORT.search(words)
    return str(number(short[1])) if short else ""


def _volume(words: str) -> str:
    codes = {"上": "1", "下": "2", "全": "full"}
    if found := _VOLUME.search(words):
        return codes[found[1]]
    short = _SHORT.search(words)
    return codes[short[2]] if short else ""


def _unit_words(words: str, found: re.Match[str]) -> str:
    """Return a unit as a folder names it: its number, and its title when that follows."""
    rest = words[found.end() :].strip(_EDGES)
    title = "" if _type([rest], "") or len(rest) > 20 else rest
    return f"{found[0]} {title}".strip()


def _type(levels: Sequence[str], kind: str) -> str:
    if _ENDINGS.get(kind) == "picture":  # whatever it hangs beside
        return "picture"
    for words in levels[:2]:  # the folder it lies in may say so: 微课/…
        for pattern, code in _TYPES:
            if re.search(pattern, words, re.IGNORECASE):
                return code
    return _ENDINGS.get(kind, "other" if kind else "")


def _lesson(
    levels: Sequence[str], said: _Said, lessons: Sequence[CatalogueLesson]
) -> CatalogueLesson | None:
    """Return the lesson that the names mean: the longest title among those that fit the place."""
    best: tuple[int, CatalogueLesson] | None = None
    tied = False
    for one in lessons:
        worth = _worth(one, levels, said)
        if worth and (best is None or worth > best[0]):
            best, tied = (worth, one), False
        elif worth and best is not None and worth == best[0]:
            tied = True
    return best[1] if best and not tied else None


def _worth(one: CatalogueLesson, levels: Sequence[str], said: _Said) -> int:
    title = _squeezed(one.title)
    at = next((n for n, words in enumerate(levels[:2]) if title in _squeezed(words)), -1)
    if at < 0 or (len(title) < 2 and _squeezed(_title(levels[at], said)) != title):
        return 0
    fits = 0
    for told, known in (
        (said.subject, one.subject),
        (said.grade, one.grade),
        (said.volume, one.volume),
        (said.edition.removesuffix("版"), one.edition.removesuffix("版")),
    ):
        if told and known and known not in told.split():
            return 0
        fits += bool(told and known)
    if said.unit_no and one.unit_no == said.unit_no:
        fits += 2
    return len(title) * 100 - at * 50 + fits + 1


def _squeezed(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words)
    return "".join(c for c in folded if c.isalnum()).lower()


def _title(words: str, said: _Said) -> str:
    """Return what is left of a name when all that stands in other fields is taken out."""
    rest = words.replace("《", " ").replace("》", " ")
    for pattern in (_EDITION, _UNIT):
        rest = pattern.sub(" ", rest)
    rest = re.sub(rf"(?:小学)?{_GRADE}年级", " ", rest) if " " not in said.grade else rest
    rest = _SHORT.sub(" ", rest)
    rest = _VOLUME.sub(" ", rest)
    rest = re.sub(r"(?:^|(?<=\s))(?:小学)?(?:数学|语文|英语|科学|音乐|美术|道德与法治)(?=\s|$)",
                  " ", rest)  # fmt: skip
    for _ in range(2):  # 01. 第2课时 …
        rest = _LEAD.sub("", rest.strip(_EDGES)).strip(_EDGES)
    cut = _TAIL.sub("", rest).strip(_EDGES)
    rest = re.sub(r"\s+", " ", cut or rest)
    bare = re.sub(r"^(?:小学)?(?:数学|语文|英语|科学|音乐|美术)(?=\S{2})", "", rest)
    return _balanced(bare or rest)


def _balanced(words: str) -> str:
    """Close a bracket that lost its other half at the edge."""
    for left, right in ("()", "（）"):
        if words.count(left) > words.count(right):
            words += right
    return words
