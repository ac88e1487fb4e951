"""From what was found in a file, and what a person chose, to the values of a plan and its steps."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db.import_values import UnreadableError, read_value
from db.plan_files.labels import (
    LONG,
    NOTHING,
    PROCEDURE,
    SEVERAL,
    grades_in,
    meant,
    phase_of,
    plain,
    sign_of,
)
from db.plan_files.plan_file import Choices, Piece, PlanFile
from db.plan_files.procedures import minutes_in
from db.record import Value

_TEXTS = ("second", "teacher", "student", "intent", "track_a", "track_b", "track_c")
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")
_VOLUMES = {"上": "1", "下": "2", "全": "full"}
_MODE = re.compile(r"^\s*[【\[（(]?\s*([^\s【】\[\]（）():：]{1,8})\s*[】\]）):：]\s*")


@dataclass(frozen=True, slots=True)
class Left:
    """A piece of a file that no field takes.

    Attributes:
        label: How the file calls it.
        reason: ``unknown``, ``unreadable`` (its words are no value of the field it is meant for),
            or ``unwanted``: a person chose to leave it.
    """

    label: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that could be written.

    Attributes:
        values: By wire name of the plan's fields.
        steps: The same of each step, in their order.
        left: What no field takes; the file itself keeps it.
    """

    values: Mapping[str, Value]
    steps: tuple[Mapping[str, Value], ...]
    left: tuple[Left, ...]


def draft(found: PlanFile, chosen: Choices, *, today: datetime.date) -> PlanDraft:
    """Return the plan that a file makes.

    Args:
        found: What was found in it.
        chosen: What a person wants otherwise.
        today: For dates without a year.
    """
    values: dict[str, Value] = {}
    left: list[Left] = []
    for piece in found.pieces:
        code = chosen.pieces.get(piece.number, piece.field)
        if code in ("", NOTHING):
            if piece.words and not (code == NOTHING and _is_bare(piece)):
                reason = "unwanted" if piece.number in chosen.pieces else "unknown"
                left.append(Left(piece.label, piece.words, reason))
            continue
        for name, value in _told(code, piece, today):
            _put(values, name, value, piece, left)
    if not values.get("title"):
        values["title"] = found.title
    values["title"] = _bare_title(str(values["title"]))
    _grades(values, found)
    steps = [_step(found, chosen, row, left) for row in found.rows]
    return PlanDraft(values, tuple(step for step in steps if step), tuple(left))


def _is_bare(piece: Piece) -> bool:
    """Return whether a part of the form holds nothing but the form: lines to write on, marks."""
    return not piece.label or not re.sub(r"[_\s年月日:：/]", "", piece.words)


def _told(code: str, piece: Piece, today: datetime.date) -> list[tuple[str, Value | Left]]:
    """Return the fields that a piece fills; what cannot be read comes as what is left."""
    if code in SEVERAL:
        several = _SEVERAL[code](piece.words)
        if code == "homework+" and (minutes := minutes_in(piece.label)[1]):
            several["homework_minutes"] = round(float(minutes))
        return list(several.items())
    words = piece.words
    if code == "homework_minutes":
        words = re.sub(r"\D+$", "", words)
    if code == "lead_preparer_name" or code == "author_name":
        return [(code, " ".join(words.split()))]
    try:
        return [(code, read_value("lesson_plan", code, words, today))]
    except UnreadableError:
        return [(code, Left(piece.label, piece.words, "unreadable"))]


def _put(
    values: dict[str, Value], name: str, value: Value | Left, piece: Piece, left: list[Left]
) -> None:
    if value in (None, ""):
        return
    before = values.get(name)
    if isinstance(value, Left):
        left.append(value)
    elif before in (None, "", value):
        values[name] = value
    elif isinstance(before, str) and name in _JOINED:
        values[name] = f"{before}\n{value}"
    else:  # a second school or title: the first one stands
        left.append(Left(piece.label, piece.words, "unknown"))


_JOINED = LONG - {PROCEDURE, *SEVERAL}


def _grade_volume(words: str) -> dict[str, Value]:
    out: dict[str, Value] = {}
    named = grades_in(words)
    try:
        said = re.split(r"[上下全]", words)[0]
        out["grade"] = " ".join(named) or read_value(
            "lesson_plan", "grade", said, datetime.date.min
        )
    except UnreadableError:
        out["grade"] = None
    found = re.search(r"(上|下|全)[一]?册|([一二上下])学期", words)
    if found:
        sign = found[1] or {"一": "上", "二": "下"}.get(found[2], found[2])
        out["volume"] = _VOLUMES[sign]
    elif english := re.search(r"volume\s*([12])", words.lower()):
        out["volume"] = english[1]
    return out


def _period(words: str) -> dict[str, Value]:
    said = unicodedata.normalize("NFKC", words).translate(_FIGURES)
    found = re.search(r"(\d+)\s*(?:/|of)\s*(?:共)?\s*(\d+)", said)
    if found:
        return {"period_no": int(found[1]), "period_count": int(found[2])}
    number = re.search(r"第\s*(\d+)|period\s*(\d+)", said)
    count = re.search(r"共\s*(\d+)|(?<!第)(?<!\d)(\d+)\s*(?:个?课时|periods)", said)
    out: dict[str, Value] = {}
    if number:
        out["period_no"] = int(number[1] or number[2])
    if count:
        out["period_count"] = int(count[1] or count[2])
    if not out and (bare := re.fullmatch(r"\s*(\d{1,2})\s*", said)):
        out["period_no"] = int(bare[1])
    return out


def _class(words: str) -> dict[str, Value]:
    count = re.search(r"(\d{1,3})\s*(?:人|名|pupils)", words)
    rest = words[: count.start()] + words[count.end() :] if count else words
    out: dict[str, Value] = {"class_name": rest.strip(" ,，/、;；") or None}
    if count:
        out["pupil_count"] = int(count[1])
    return out


def _key_difficult(words: str) -> dict[str, Value]:
    """Share 重点：…难点：… out; without these words all of it is the key points."""
    now = "key_points"
    out: dict[str, list[str]] = {"key_points": [], "difficult_points": []}
    for line in re.sub(r"(?<!^)\s+(?=(?:教学)?[重难]点\s*[:：])", "\n", words).splitlines():
        head, *rest = re.split(r"[:：]", line, maxsplit=1)
        code = meant("plan", head)
        if code in out and (rest or len(plain(head)) <= 4):
            now, line = code, rest[0] if rest else ""
        if line.strip():
            out[now].append(line.strip())
    return {name: "\n".join(lines) or None for name, lines in out.items()}


def _homework(words: str) -> dict[str, Value]:
    """Share the levels of homework out; what names no level is the basic one."""
    now = "homework_basic"
    out: dict[str, list[str]] = {}
    for line in words.splitlines():
        head, *rest = re.split(r"[:：]", line, maxsplit=1)
        code = meant("level", head)
        if code and (rest or not _has_more(head)):
            now, line = code, rest[0] if rest else ""
        if line.strip():
            out.setdefault(now, []).append(line.strip())
    return {name: "\n".join(lines) for name, lines in out.items()}


def _has_more(head: str) -> bool:
    return len(head) > 12


_SEVERAL: Mapping[str, Callable[[str], dict[str, Value]]] = {
    "grade+volume": _grade_volume,
    "period+": _period,
    "class+pupils": _class,
    "key+difficult": _key_difficult,
    "homework+": _homework,
}


def _bare_title(title: str) -> str:
    """Return a title without 《》 around all of it."""
    found = re.fullmatch(r"《([^《》]+)》", title.strip())
    return " ".join((found[1] if found else title).split())


def _grades(values: dict[str, Value], found: PlanFile) -> None:
    """Make it a plan for several grades where its steps have columns for them."""
    if not any(column.field.startswith("track_") for column in found.columns):
        values.setdefault("layout", "standard")
        return
    values["layout"] = "multigrade"
    grades = found.grades or tuple(str(values.get("grade") or "").split())
    for letter, code in zip("abc", grades, strict=False):
        values[f"grade_{letter}"] = code


def _step(
    found: PlanFile, chosen: Choices, row: tuple[str, ...], left: list[Left]
) -> dict[str, Value]:
    said: dict[str, str] = {}
    for at, (column, words) in enumerate(zip(found.columns, row, strict=True)):
        name = chosen.columns.get(at, column.field)
        if not words.strip():
            continue
        if not name:
            reason = "unwanted" if at in chosen.columns else "unknown"
            left.append(Left(column.name, words, reason))
        else:
            said[name] = f"{said.get(name, '')}\n{words}".strip()
    out: dict[str, Value] = {name: said[name] for name in _TEXTS if said.get(name)}
    _name(out, said)
    _time(out, said.get("minutes", ""), left)
    for letter in "abc":
        _mode(out, letter, said.get(f"mode_{letter}", ""))
    return out


def _name(out: dict[str, Value], said: Mapping[str, str]) -> None:
    title = " ".join(said.get("title", "").split())
    sign = sign_of(title[:1])
    if sign:
        title = title[1:].strip()
    phase = sign or phase_of(title)
    if phase:
        out["phase"] = phase
    if title:
        out["title"] = title


def _time(out: dict[str, Value], words: str, left: list[Left]) -> None:
    plainly = unicodedata.normalize("NFKC", words).strip()
    if not plainly:
        return
    bare = re.fullmatch(r"(?:\d{1,3}\s*[-–—~至到]\s*)?(\d{1,3}(?:\.\d)?)", plainly)
    minutes = bare[1] if bare else minutes_in(words)[1]
    if minutes:
        out["minutes"] = float(minutes)
    else:
        left.append(Left("", words, "unreadable"))


def _mode(out: dict[str, Value], letter: str, words: str) -> None:
    """Take how a grade is taught: from its own column, or from 【动】 before its text."""
    track = str(out.get(f"track_{letter}") or "")
    mode = meant("mode", words)
    match = _MODE.match(track)
    if not mode and match and (mode := meant("mode", match[1])):
        out[f"track_{letter}"] = track[match.end() :].strip() or None
    if mode:
        out[f"mode_{letter}"] = mode
