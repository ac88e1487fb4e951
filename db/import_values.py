"""What people write in the cells of a list, as the values that fields take."""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from db.import_columns import LEADS, YEARS
from db.kinds import model_of
from db.record import Value, check, field_named

_EPOCH = datetime.date(1899, 12, 30)  # day 0 of a spreadsheet's dates
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: other numbers are no dates
_YEARS = range(1930, 2101)

_FILE = Path(__file__).parent.parent / "resources" / "tables" / "values.txt"
_FIGURES = str.maketrans("一二三四五六", "123456")
_SAME = {
    ("activity", "subject"): ("person", "subjects"),
    ("activity", "grade"): ("person", "grades"),
    ("lesson_plan", "subject"): ("person", "subjects"),
    ("lesson_plan", "grade"): ("person", "grades"),
    ("lesson", "subject"): ("person", "subjects"),
}
_APART = re.compile(r"[、,;/\s和及与兼|+]+")
_VOLUME = re.compile(r"([上下全])(?:一?册|学期|半年)?$")  # 三年级 上册, 三上
_GUARDED = ("=", "+", "-", "@")
_NUMBERED = ("unit_no", "lesson_no")
_EMPTY = {"", "-", "--", "—", "——", "/", "无", "\\", "none", "null", "n/a"}


class UnreadableError(Exception):
    """A cell says nothing that its field can take."""


def read_value(kind: str, field: str, words: str, today: datetime.date) -> Value:
    """Return the value a cell means; None when it is empty.

    Args:
        kind: Wire name of the kind of record.
        field: A field, or ``years_teaching``; names of several people or schools are left as
            words.
        words: The cell.
        today: To reckon years, and the year of a date that has none.

    Raises:
        UnreadableError: It cannot be read.
    """
    plain = unicodedata.normalize("NFKC", words).strip()
    if field == LEADS:
        return words.strip() or None
    if plain.lower() in _EMPTY and not (field == "title_rank" and plain == "无"):
        return None
    if field == YEARS:
        return _years(plain, today)
    declared = field_named(model_of(kind), field)
    value: Value = plain
    match declared.type:
        case "choice" | "codes":
            value = _codes(kind, field, plain, several=declared.type == "codes")
        case "date":
            value = read_date(plain, today).isoformat()
        case "time":
            value = _time(plain)
        case "integer":
            value = _integer(field, plain)
        case "number":
            value = _number(plain)
        case "boolean":
            value = plain.lower() in {"是", "true", "yes", "1", "√", "✓", "已回访"}
        case "text":
            value = words.strip()
        case _:
            value = _month(plain) if field == "born" else words.strip()
    return check(kind, declared, value)


def unguarded(words: str) -> str:
    """Return a cell without the mark that keeps table programs from seeing a formula in it."""
    return words[1:] if words[:1] == "'" and words[1:2] in _GUARDED else words


def people_named(words: str) -> list[str]:
    """Return the names in a cell such as 张晓梅、李志强."""
    return [name for name in re.split(r"[、,，;；/\n]+|\s{2,}", words.strip()) if name.strip()]


def read_date(words: str, today: datetime.date) -> datetime.date:
    """Return a date in any usual writing, or a spreadsheet's number of one.

    A date without a year is the one nearest to today.

    Raises:
        UnreadableError: It is none.
    """
    plain = re.split(r"[ T(（]|[-—~至到](?=\D*\d+月)", words.strip(), maxsplit=1)[0]
    if re.fullmatch(r"\d{8}", plain):
        numbers = [int(plain[:4]), int(plain[4:6]), int(plain[6:])]
    elif re.fullmatch(r"\d{5}(\.\d+)?", plain) and int(float(plain)) in _SERIALS:
        return _EPOCH + datetime.timedelta(days=int(float(plain)))
    else:
        numbers = [int(part) for part in re.findall(r"\d+", plain)]
    if len(numbers) >= 3:
        found = _date(*numbers[:3])
    elif len(numbers) == 2 and numbers[0] <= 12:
        near = [_date(today.year + step, *numbers) for step in (-1, 0, 1)]
        found = min((d for d in near if d), key=lambda d: abs(d - today), default=None)
    else:
        found = None
    if found is None:
        raise UnreadableError(words)
    return found


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _codes(kind: str, field: str, words: str, *, several: bool) -> str:
    known = _vocabulary(kind, field)
    whole = known.get(words.lower().replace(" ", ""))
    if whole is not None:
        return whole
    if field in ("grade", "grades"):
        found = _grades(words)
    elif field == "volume" and (at := _VOLUME.search(words.replace(" ", ""))):
        found = [{"上": "1", "下": "2", "全": "full"}[at[1]]]
    else:
        found = [code for part in _APART.split(words) for code in _part(known, part)]
    codes = tuple(dict.fromkeys(found))
    if not codes or (len(codes) > 1 and not several):
        raise UnreadableError(words)
    return " ".join(codes)


def _part(known: Mapping[str, str], part: str) -> list[str]:
    """Return the codes in one part: a word, letters such as 语数, or the longest word inside it."""
    if part.lower() in known:
        return [known[part.lower()]]
    letters = [known.get(letter) for letter in part]
    if letters and all(letters):
        return [code for code in letters if code]
    inside = [word for word in known if len(word) > 1 and word in part]
    if part and not inside:
        raise UnreadableError(part)
    return [known[max(inside, key=len)]] if inside else []


def _grades(words: str) -> list[str]:
    """Return the grades in words such as 三（2）班, 3-4年级, 一至三年级."""
    plain = re.sub(r"\(\d+\)班?|\.\d+班?", " ", words.translate(_FIGURES))
    found: list[str] = []
    for first, last in re.findall(r"([1-6])(?:年级)?(?:[-—~至到]([1-6]))?", plain):
        found += [str(n) for n in range(int(first), int(last or first) + 1)]
    return found


@cache
def _vocabulary(kind: str, field: str) -> Mapping[str, str]:
    out = {code: code for code in field_named(model_of(kind), field).choices}
    return {**out, **_written().get(_SAME.get((kind, field), (kind, field)), {})}


@cache
def _written() -> Mapping[tuple[str, str], Mapping[str, str]]:
    out: dict[tuple[str, str], dict[str, str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, field, code, words = line.split("\t")
            out.setdefault((kind, field), {}).update(dict.fromkeys(words.split("|"), code))
    return out


def _integer(field: str, words: str) -> int:
    if field == "teaching_since":
        return _year(words)
    return _ordinal(words) if field in _NUMBERED else round(_number(words))


def _ordinal(words: str) -> int:
    """Return the number in words such as 第三单元, 十二 or 6."""
    found = re.fullmatch(r"第?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:单元|课|节|章)?", words)
    if found is None:
        raise UnreadableError(words)
    if found[1].isdecimal():
        return int(found[1])
    tens, ten, ones = found[1].partition("十")
    if not ten:
        tens, ones = "", tens
    if len(tens) > 1 or len(ones) > 1:
        raise UnreadableError(words)
    return _FIGURE[tens or ("一" if ten else "")] * 10 + _FIGURE[ones]


_FIGURE = {"": 0} | {figure: n for n, figure in enumerate("一二三四五六七八九", 1)}


def _number(words: str) -> float:
    found = re.fullmatch(r"约?(-?[\d,]+(?:\.\d+)?)\s*(?:人|节|次|个|学时|课时|小时|名|元)?", words)
    if found is None:
        raise UnreadableError(words)
    return float(found[1].replace(",", ""))


def _time(words: str) -> str:
    found = re.match(r"(?:上午|下午|晚上)?\s*(\d{1,2})[:点时.](\d{2})?", words)
    if found is None:
        raise UnreadableError(words)
    hour, minute = int(found[1]), int(found[2] or 0)
    if words.startswith(("下午", "晚上")) and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise UnreadableError(words)
    return f"{hour:02}:{minute:02}"


def _year(words: str) -> int:
    found = re.match(r"(\d{4})(?!\d{2,})", words)
    if found and int(found[1]) in _YEARS:
        return int(found[1])
    if re.fullmatch(r"\d{5}|\d{8}|\d{6}", words):
        return int(_month(words)[:4])
    raise UnreadableError(words)


def _month(words: str) -> str:
    """Return a birth as YYYY-MM, or the year alone where no month is given."""
    if re.fullmatch(r"\d{5}(\.\d+)?", words) and int(float(words)) in _SERIALS:
        return f"{_EPOCH + datetime.timedelta(days=int(float(words))):%Y-%m}"
    joined = re.fullmatch(r"(\d{4})(\d{2})(?:\d{2})?", words)
    numbers = list(joined.groups()) if joined else re.findall(r"\d+", words)
    if not numbers or int(numbers[0]) not in _YEARS:
        raise UnreadableError(words)
    if len(numbers) == 1:
        return str(numbers[0])
    if not 1 <= int(numbers[1]) <= 12:
        raise UnreadableError(words)
    return f"{numbers[0]}-{int(numbers[1]):02}"


def _years(words: str, today: datetime.date) -> int:
    found = re.fullmatch(r"(\d{1,2})(?:\.\d)?\s*年?", words)
    if found is None:
        raise UnreadableError(words)
    return today.year - int(found[1])
