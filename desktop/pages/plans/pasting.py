"""What Word, WPS and web pages put on the clipboard, as plain text or as steps; no Qt here."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from typing_extensions import override

from db.record import Value
from desktop.choice_labels import CHOICES
from desktop.labels import field_label

Rows = list[list[str]]
Steps = list[dict[str, Value]]
ORDER = ("title", "minutes", "teacher", "student", "intent", "second")
_ONE_GRADE = ("teacher", "student", "intent")
MOST_ROWS = 300
_HEADS = {
    "环节": "title", "教学环节": "title", "步骤": "title", "教学步骤": "title", "时间": "minutes",
    "分钟": "minutes", "教师活动": "teacher", "教师": "teacher", "学生活动": "student",
    "学生": "student", "设计意图": "intent", "意图": "intent", "二次备课": "second",
    "个性修改": "second", "复备": "second",
}  # fmt: skip
_PHASES = {
    "导入": "lead_in", "新授": "new", "新课": "new", "探究": "new", "练习": "practice",
    "巩固": "consolidate", "小结": "summary", "总结": "summary", "作业": "homework",
}  # fmt: skip
_IN_TITLE = re.compile(r"[（(]\s*约?\s*(\d{1,3})\s*(?:分钟|分|['′’])\s*[）)]")
_MINUTES = re.compile(r"约?\s*(\d{1,3}(?:\.\d)?)\s*(?:分钟|分|min|minutes|['′’])?", re.IGNORECASE)
_BREAKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6")


def clean(text: str) -> str:
    """Return pasted text without what no person sees: odd line ends, hidden signs, empty tails."""
    text = re.sub(r"\r\n?|[\u2028\u2029\v\f]", "\n", text).replace("\xa0", " ")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def rows_of_text(text: str) -> Rows:
    """Return the rows of a text whose cells stand between tabs; none if it is no table."""
    lines = [line for line in clean(text).split("\n") if line.strip()]
    if not lines or not all("\t" in line for line in lines):
        return []
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


class _Table(HTMLParser):
    """Reads the outermost table of a page; the paragraphs in a cell become its lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self._cell: list[str] | None = None
        self._hidden = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "head"):
            self._hidden += 1
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "head"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("td", "th", "tr", "table"):
            self._end_cell()

    @override
    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(re.sub(r"\s+", " ", data))

    def _end_cell(self) -> None:
        if self._cell is not None and self.rows:
            lines = [line.strip() for line in "".join(self._cell).split("\n")]
            self.rows[-1].append(clean("\n".join(line for line in lines if line)))
        self._cell = None


def rows_of_html(html: str) -> Rows:
    """Return the rows of the tables in a page; none if there is none."""
    if "<t" not in html.lower():
        return []
    reader = _Table()
    reader.feed(html)
    reader.close()
    return [row for row in reader.rows if any(row)]


def steps_of(rows: Rows) -> list[dict[str, Value]]:
    """Return the values of the steps that the rows of a table are; one line is no table.

    A head row names the columns; without one they are taken in the order of the paper form.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows or max(map(len, rows)) < 2:
        return []
    names = _named(rows[0])
    if names:
        rows = rows[1:]
    else:
        names = _guessed(rows)
    return [values for row in rows if (values := _values(names, row))]


def for_tracks(steps: Sequence[Mapping[str, Value]], tracks: Sequence[str]) -> Steps:
    """Return pasted steps as a plan for several grades shows them: what has a column there.

    What the columns of one grade hold goes into the tracks from the left; what is left over
    stands in the second preparation, where it is seen.
    """
    into = dict(zip(_ONE_GRADE, tracks, strict=False))
    out: Steps = []
    for step in steps:
        made = {into.get(name, name): value for name, value in step.items()}
        over = [made.pop(name, None) for name in _ONE_GRADE if name not in into]
        rest = [str(words) for words in (*over, made.get("second")) if words]
        out.append({**made, "second": "\n".join(rest)} if rest else made)
    return out


def _named(row: Sequence[str]) -> dict[int, str]:
    ours = {field_label("plan_step", name): name for name in ORDER}
    known = {**_HEADS, **ours}
    found = {at: known[key] for at, cell in enumerate(row) if (key := _key(cell)) in known}
    return found if len(found) >= 2 else {}


def _key(cell: str) -> str:
    return re.sub(r"[\s（(].*", "", cell.strip())


def _guessed(rows: Rows) -> dict[int, str]:
    width = max(map(len, rows))
    second = [row[1] for row in rows if len(row) > 1 and row[1].strip()]
    timed = bool(second) and all(read_minutes(cell) is not None for cell in second)
    names = ORDER if timed or width >= len(ORDER) else [n for n in ORDER if n != "minutes"]
    return dict(enumerate(names))


def _values(names: Mapping[int, str], row: Sequence[str]) -> dict[str, Value]:
    out: dict[str, Value] = {}
    for at, cell in enumerate(row):
        words = cell.strip()
        if not words:
            continue
        name = names.get(at, "second")
        if name == "minutes":
            minutes = read_minutes(words)
            name, value = ("minutes", minutes) if minutes is not None else ("intent", words)
            out[name] = value
        else:
            before = out.get(name)
            out[name] = f"{before}\n{words}" if before else words
    title = str(out.get("title") or "")
    if code := phase_of(title):
        out["phase"] = code
    if "minutes" not in out and (found := _IN_TITLE.search(title)):
        out["minutes"] = float(found[1])
    return out


def read_minutes(words: str) -> float | None:
    """Return the minutes a person wrote (5, 5′, 约5分钟), or None."""
    plain = unicodedata.normalize("NFKC", words).strip()
    found = _MINUTES.fullmatch(plain)
    return float(found[1]) if found else None


def phase_of(title: str) -> str:
    """Return the code of the phase that a step's title names, or nothing."""
    ours = {word: code for code, word in CHOICES["plan_step", "phase"]().items()}
    plain = re.sub(r"^[\s一二三四五六七八九十0-9、.．（）()]+", "", title).strip()
    known = {**_PHASES, **ours}
    return next((code for word, code in known.items() if plain.startswith(word)), "")
