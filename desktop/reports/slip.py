"""交接单: what came and what went in one exchange, twice on a sheet of A4, to be signed.

One half stays here, the other goes with the stick; between them one cuts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.reports.paper import PAD, Paper
from desktop.reports.setting import MM, TYPE, cut, set_lines, width
from desktop.reports.terms import listed, stands_wide
from desktop.reports.written import written
from desktop.words import CHINESE, _, language, ngettext, pgettext

_HALF = 148.5  # mm: half a sheet
_NAMES = 11  # lines of what came, and of what went
_STEP = 5.4  # mm a line of a list takes
_ROW = 8.0
_NOTE = 0.55  # of a list's width, for what a thing is and whose: its end, how many, is not cut


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One thing that came or went.

    Attributes:
        name: What people call it.
        note: What it is, and whose.
    """

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One exchange, in words.

    Attributes:
        place: With what.
        when: Day and minute.
        school, person: Whose laptop this is, and who recorded on it.
        ended: How it ended.
        received, sent, carried: Counts in records.
        came, went: By name.
        left_behind: Files for which the place had no room.
        no_room: Files for which this laptop had no room.
        skipped: How many files on the place were of no use.
        fitted: Whether it is known that every file was tried; else nothing is said of those that
            are not named.
        printed: The day it is printed; empty is when it was done.
    """

    place: str
    when: str
    school: str
    person: str
    ended: str
    received: int
    sent: int
    carried: int
    came: Sequence[SlipLine]
    went: Sequence[SlipLine]
    left_behind: Sequence[str] = ()
    no_room: Sequence[str] = ()
    skipped: int = 0
    fitted: bool = True
    printed: str = ""


def write_slip(slip: Slip, path: Path, *, invariant: bool = False) -> int:
    """Print the slip of an exchange into a PDF file.

    Args:
        slip: The exchange.
        path: The file; replaced whole or not at all.
        invariant: Leave the time out, so that equal slips make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        title = pgettext("form", "Exchange slip")
        paper = Paper(stream, "portrait", f"{title} {slip.place}", invariant=invariant)
        _Half(paper, slip, 0.0, pgettext("form", "Stays here")).draw()
        _cut_line(paper)
        _Half(paper, slip, _HALF, pgettext("form", "For the other side")).draw()
        paper.save()
    return 1


def _cut_line(paper: Paper) -> None:
    """Draw where one cuts: dashes, and the word."""
    words = pgettext("form", "cut here")
    middle = paper.left + paper.w / 2
    for x in range(6, 204, 4):
        if abs(x + 1 - middle) > 12:
            paper.line(x, _HALF, x + 2, _HALF, "hair")
    paper.one(middle, _HALF - 1.9, words, "foot", "center")


class _Half:
    """One copy; y grows from the upper edge of its half."""

    def __init__(self, paper: Paper, slip: Slip, top: float, copy: str) -> None:
        self._paper, self._slip, self._top, self._copy = paper, slip, top, copy
        self._left, self._wide = paper.left, paper.w
        self._label = 19.0 if language() == CHINESE else 27.0

    def draw(self) -> None:
        """Draw it."""
        y = self._head(self._top + 9.0)
        begin = y
        y = self._facts(y)
        y = self._lists(y)
        for name, words in _remarks(self._slip):
            y = self._remark(y, name, words)
        self._paper.box(self._left, begin, self._wide, y - begin, "frame")
        self._signs(self._top + _HALF - 19.0)
        foot = _("Lianke, printed on {date}").format(date=self._slip.printed or self._slip.when)
        y = self._top + _HALF - 8.5
        self._paper.one(self._left, y, self._copy, "foot")
        self._paper.one(self._left + self._wide, y, foot, "foot", "right")

    def _head(self, y: float) -> float:
        title = pgettext("form", "Exchange slip")
        self._paper.one(self._left + self._wide / 2, y, title, "title-wide", "center")
        y += 10.5
        self._paper.one(self._left, y, self._slip.school, "sub")
        self._paper.one(self._left + self._wide, y, self._slip.when, "sub", "right")
        return y + 7.0

    def _facts(self, y: float) -> float:
        x = self._left
        fields = (
            (pgettext("form", "Place"), self._slip.place, 1.2),
            (pgettext("form", "Done by"), self._slip.person, 0.8),
            (pgettext("form", "Ended"), self._slip.ended, 1.0),
        )
        room = self._wide - self._label * len(fields)
        for n, (name, value, share) in enumerate(fields):
            wide = room * share / 3.0
            self._cell(x, y, self._label, stands_wide(name), "label")
            self._cell(x + self._label, y, wide, value, "dense")
            if n:
                self._paper.line(x, y, x, y + _ROW, "hair")
            self._paper.line(x + self._label, y, x + self._label, y + _ROW, "hair")
            x += self._label + wide
        self._paper.line(self._left, y + _ROW, self._left + self._wide, y + _ROW)
        return y + _ROW

    def _cell(self, x: float, y: float, wide: float, words: str, kind: str) -> None:
        """Draw words in the middle of a cell; two lines of them are small, to have room."""
        room = (wide - 1.6) * MM
        lines = set_lines(words, kind, room, "center")
        if len(lines) > 1:
            kind = "foot"
            lines = cut(set_lines(words, kind, room, "center"), 2)
        tall = len(lines) * TYPE[kind].leading / MM
        self._paper.lines(x + 0.8, y + (_ROW - tall) / 2, lines, kind)

    def _lists(self, y: float) -> float:
        slip, half = self._slip, self._wide / 2
        heads = (
            pgettext("form", "Came {count}").format(count=slip.received),
            _went(slip),
        )
        tall = 7.0 + _NAMES * _STEP + 1.6
        for n, (head, things) in enumerate(zip(heads, (slip.came, slip.went), strict=True)):
            x = self._left + n * half
            self._paper.one(x + PAD[0], y + 1.3, head, "label")
            self._names(x, y + 7.4, half, things)
        self._paper.line(self._left, y + 7.0, self._left + self._wide, y + 7.0, "hair")
        self._paper.line(self._left + half, y, self._left + half, y + tall, "hair")
        self._paper.line(self._left, y + tall, self._left + self._wide, y + tall)
        return y + tall

    def _names(self, x: float, y: float, wide: float, things: Sequence[SlipLine]) -> None:
        if not things:
            self._paper.one(x + PAD[0], y, pgettext("form", "Nothing"), "dense")
            return
        fits = len(things) <= _NAMES
        shown = things if fits else things[: _NAMES - 1]
        for one in shown:
            note = cut(set_lines(one.note, "foot", wide * _NOTE * MM), 1)
            taken = note[0].width / MM if note else 0.0
            self._paper.lines(x + wide - PAD[0] - taken, y + 0.5, note, "foot")
            name = _fit(one.name, (wide - taken - 3 * PAD[0]) * MM)
            self._paper.one(x + PAD[0], y, name, "dense")
            y += _STEP
        if not fits:
            more = len(things) - len(shown)
            rest = ngettext("and {count} more", "and {count} more", more).format(count=more)
            self._paper.one(x + PAD[0], y, rest, "dense")

    def _remark(self, y: float, name: str, words: str) -> float:
        self._cell(self._left, y, self._label, stands_wide(name), "label")
        room = self._wide - self._label - 2 * PAD[0]
        lines = cut(set_lines(words, "dense", room * MM), 1)
        tall = TYPE["dense"].leading / MM
        self._paper.lines(self._left + self._label + PAD[0], y + (_ROW - tall) / 2, lines, "dense")
        self._paper.line(self._left + self._label, y, self._left + self._label, y + _ROW, "hair")
        self._paper.line(self._left, y + _ROW, self._left + self._wide, y + _ROW, "hair")
        return y + _ROW

    def _signs(self, y: float) -> None:
        """Draw the lines to sign on."""
        names = (
            pgettext("form", "Handed over by:"),
            pgettext("form", "Received by:"),
            pgettext("form", "Date:"),
        )
        x, part = self._left, self._wide / len(names)
        for name in names:
            wide = self._paper.one(x, y, name, "label")
            self._paper.line(x + wide + 1.5, y + 5.0, x + part - 4.0, y + 5.0, "hair")
            x += part


def _fit(words: str, room: float) -> str:
    """Return words that take one line of a list, shortened if they must be."""
    type = TYPE["dense"]
    if width(words, type) <= room:
        return words
    while words and width(words + "…", type) > room:
        words = words[:-1]
    return words + "…"


def _went(slip: Slip) -> str:
    went = pgettext("form", "Went {count}").format(count=slip.sent)
    if not slip.carried:
        return went
    return went + pgettext("form", ", carried for others {count}").format(count=slip.carried)


def _remarks(slip: Slip) -> list[tuple[str, str]]:
    """Return what did not fit and what was of no use; one line that all did, if that is known."""
    lines = []
    if slip.left_behind:
        said = pgettext("form", "No room there, next time: {names}")
        lines.append((pgettext("form", "Files"), said.format(names=listed(slip.left_behind))))
    if slip.no_room:
        said = pgettext("form", "No room on this computer: {names}")
        lines.append((pgettext("form", "Files"), said.format(names=listed(slip.no_room))))
    if slip.skipped:
        said = ngettext(
            "{count} file was not used, all others were.",
            "{count} files were not used, all others were.",
            slip.skipped,
        )
        lines.append((pgettext("form", "Left out"), said.format(count=slip.skipped)))
    if not lines and slip.fitted:
        lines.append((pgettext("form", "Files"), pgettext("form", "All of them fitted.")))
    return lines
