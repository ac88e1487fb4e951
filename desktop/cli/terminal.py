"""What every command is given: the data folder, who is recording, and how to answer."""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.words import _

if TYPE_CHECKING:
    from db.journal import Sitting, Writer
    from db.store import Store


Opening = Callable[[Path, str | None, str | None], int]
"""Opens the window on a data folder, in a language, for a person; returns the exit status."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What needs Qt, given from outside: no command imports it.

    Attributes:
        open_window: Opens the window.
        take_pictures: Takes pictures of the pages of a data folder into a folder.
        smoke: Tells whether the frozen program has all it needs: 0 if so.
    """

    open_window: Opening
    take_pictures: Callable[[Path, Path], list[Path]]
    smoke: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command runs and answers.

    Attributes:
        data: The data folder.
        person: Name or id given with ``--as``; None is the last one.
        json: Whether to answer in JSON.
        language: Given with ``--lang``; None is the system's.
        screen: What needs Qt.
    """

    data: Path
    person: str | None
    json: bool
    language: str | None
    screen: Screen

    def answer(self, answer: object, *lines: str) -> None:
        """Answer: the object in JSON, or the lines for people."""
        if self.json:
            print(json.dumps(answer, ensure_ascii=False))
        else:
            for line in lines:
                print(line)

    def note(self, line: str) -> None:
        """Say something beside the answer, to a person only."""
        if not self.json:
            print(line, file=sys.stderr)

    @contextmanager
    def store(self, *, fresh: bool = False) -> Iterator["Store"]:
        """Open the data folder.

        Args:
            fresh: Whether it may be made; otherwise it must belong to an alliance.

        Raises:
            StoreError: It cannot be used.
            UnknownPersonError: Nobody goes by what was given with ``--as``.
        """
        from db.errors import NoAllianceError  # noqa: PLC0415 - SQLAlchemy takes 0.3 s
        from db.reproject import bring_up  # noqa: PLC0415
        from db.store import FILE, Store  # noqa: PLC0415

        if not fresh and not (self.data / FILE).exists() and not _unreadable(self.data):
            raise NoAllianceError(self.data)
        store = Store(self.data)
        try:
            if not fresh:
                self._check(store)
            bring_up(store)
            yield store
        finally:
            store.close()

    def _check(self, store: "Store") -> None:
        from db import local  # noqa: PLC0415
        from db.errors import NoAllianceError  # noqa: PLC0415

        with store.read() as session:
            if local.member(session) is None:
                raise NoAllianceError(self.data)
        if self.person is not None:
            self.recording(store)

    def recording(self, store: "Store") -> str:
        """Return the id of who is recording.

        Raises:
            UnknownPersonError: Nobody, or more than one, goes by what was given.
        """
        from db import local  # noqa: PLC0415
        from db.errors import UnknownPersonError  # noqa: PLC0415
        from db.queries.people import resolve_person  # noqa: PLC0415
        from sync.laptop import me  # noqa: PLC0415

        with store.read() as session:
            mine = me(session)
            if self.person is None:
                return local.read(session, local.LAST_PERSON) or mine.person
            try:
                return resolve_person(session, self.person)
            except UnknownPersonError as error:
                # before the first exchange not even one's own record is here
                if error.found or self.person not in (mine.person, mine.person_name):
                    raise
                return mine.person

    def index(self, store: "Store") -> None:
        """Index what arrived and was left behind, by a join or where an exchange was cut off."""
        from db.indexing import catching_up  # noqa: PLC0415
        from db.progress import finish  # noqa: PLC0415

        finish(catching_up(store))

    def sitting(self, store: "Store") -> "Sitting":
        """Begin a sitting of who is recording, who is the last one from now on."""
        from db import journal, local  # noqa: PLC0415

        person = self.recording(store)
        with store.write() as session:
            if local.read(session, local.LAST_PERSON) != person:
                local.write(session, local.LAST_PERSON, person)
            return journal.begin(session, person)

    @contextmanager
    def writing(self, store: "Store") -> Iterator["Writer"]:
        """Give a Writer for this one command."""
        from db.journal import writing  # noqa: PLC0415

        with writing(store, self.sitting(store)) as writer:
            yield writer


def _unreadable(folder: Path) -> bool:
    """Tell whether nobody can say what is in a folder; then opening it says why."""
    try:
        next(iter(folder.iterdir()), None)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def moment(at: int | None) -> str | None:
    """Return a stamp in seconds as ISO 8601 with this laptop's offset."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


def shown_moment(at: int | None) -> str:
    """Return a stamp as people read it."""
    iso = moment(at)
    return iso[:16].replace("T", " ") if iso else _("unknown time")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return aligned lines; a Chinese character is as wide as two letters."""
    plain = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [min(40, max(map(width, column))) for column in zip(heads, *plain, strict=True)]
    lines = []
    for row in (list(heads), *plain):
        cells = [
            _padded(cell, at) if place < len(row) - 1 else cell
            for place, (cell, at) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def pairs(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return lines of a label and its value, values below each other."""
    widest = max((width(label) for label, _value in rows), default=0)
    lines = []
    for label, value in rows:
        first, *rest = value.splitlines() or [""]
        lines.append(f"{_padded(label, widest)}  {first}".rstrip())
        lines += [" " * (widest + 2) + line for line in rest]
    return lines


def width(words: str) -> int:
    """Return how many columns of a terminal words take."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in words
    )


def _padded(words: str, to: int) -> str:
    while width(words) > to:
        words = words[:-2] + "…"
    return words + " " * (to - width(words))
