"""教学过程 written as text: its headings are steps, its labelled lines the columns of a table."""

import re
from collections.abc import Iterator, Sequence

from db.plan_files.labels import meant, style_of, without_number

Step = dict[str, str]
"""A step: field to words."""

_MINUTES = re.compile(
    r"[(（\[【]?\s*(?:约|预计|用时)?\s*(\d{1,3}(?:\.\d)?)(?:\s*[-–—~～至]\s*(\d{1,3}))?\s*(?:分钟|分|min(?:utes)?|['’′])\s*[)）\]】]?",
    re.IGNORECASE,
)
_HEADING = 40  # signs at most
_TITLE = 20  # before a colon
_LEVELS = ("part", "cn", "cn_bracket", "bracket", "figure")
_COLON = re.compile(r"[:：]")


def steps_of(lines: Sequence[str]) -> list[Step]:
    """Return the steps of a text; one without a name where it has no headings."""
    said = [line.strip() for line in lines if line.strip()]
    level = _level(said)
    steps: list[Step] = []
    gathered: list[str] = []
    for line in said:
        if level and style_of(line) == level and not _label(line)[0]:
            if gathered or steps:
                _close(steps, gathered)
            gathered = []
            steps.append(_headed(line))
            continue
        gathered.append(line)
    _close(steps, gathered)
    return [step for step in steps if any(step.values())]


def minutes_in(words: str) -> tuple[str, str]:
    """Return words without the minutes told in them, and the minutes; the last of 5–8."""
    found = _MINUTES.search(words)
    if found is None:
        return words, ""
    rest = f"{words[: found.start()]}{words[found.end() :]}".strip(" ，,：:")
    return rest, found[2] or found[1]


def labelled(words: str, beside: Step, now: str = "teacher") -> Step:
    """Return the columns that the lines of one cell name, such as 教师活动：… and 设计意图：….

    Args:
        words: The cell.
        beside: What stands in other cells of its row; it stays first.
        now: The column that the cell stands in.
    """
    out: Step = {}
    for field, line in _told([line for line in words.splitlines() if line.strip()], now):
        first = out.get(field) or (beside.get(field, "") if field != now else "")
        out[field] = f"{first}\n{line}".strip()
    return out


def is_heading(line: str) -> bool:
    """Return whether a line names a step: it has a number, and is short."""
    return len(line) <= _HEADING and style_of(line) in _LEVELS and not _label(line)[0]


def _level(lines: Sequence[str]) -> str:
    """Return how the headings of the steps are numbered: as the first line that has a number."""
    for line in lines:
        if is_heading(line):
            style = style_of(line)
            if style != "figure" or sum(style_of(one) == style for one in lines) > 1:
                return style
    return ""


def _headed(line: str) -> Step:
    head, rest = _split(without_number(line))
    if rest and len(head) > _TITLE:
        head, rest = without_number(line), ""
    title, minutes = minutes_in(head)
    if len(title) > _HEADING:
        return {"title": "", "minutes": minutes, "teacher": title}
    return {"title": title, "minutes": minutes, "teacher": rest}


def _close(steps: list[Step], lines: Sequence[str]) -> None:
    """Give the last step the lines below its heading."""
    if not lines:
        return
    if not steps:
        steps.append({})
    step = steps[-1]
    for field, words in _told(lines):
        step[field] = f"{step.get(field, '')}\n{words}".strip()


def _told(lines: Sequence[str], now: str = "teacher") -> Iterator[tuple[str, str]]:
    """Give each line with the column it belongs to."""
    for line in lines:
        field, rest = _label(line)
        if not field:
            yield now, line
        elif rest:
            yield field, rest
            now = field if field in ("teacher", "student") else "teacher"
        else:
            now = field


def _label(line: str) -> tuple[str, str]:
    """Return the column that a line names at its beginning, and what follows; "" for none."""
    if line.startswith(("【", "[", "〔")):
        name, _, rest = line[1:].partition({"【": "】", "[": "]", "〔": "〕"}[line[0]])
        rest = rest.lstrip(":： ")
    else:
        name, rest = _split(line)
    field = meant("step", name) if len(name) <= _TITLE else ""
    labelled = bool(rest) or line.rstrip().endswith((":", "：", "】", "]"))
    return (field, rest) if field not in ("", "title", "mode", "minutes") and labelled else ("", "")


def _split(line: str) -> tuple[str, str]:
    head, *rest = _COLON.split(line, maxsplit=1)
    return head.strip(), rest[0].strip() if rest else ""
