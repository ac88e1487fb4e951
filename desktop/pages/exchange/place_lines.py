"""The places one can exchange with, as the list at the left shows them.  No Qt in here."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.pages.exchange.words import day_words, size_words
from desktop.place_outcomes import outcome_note, outcome_words
from desktop.sticks import Stick
from desktop.words import _
from sync.addresses import SMB, STORES
from sync.places import PlaceRow
from sync.sticks import StickFound, look
from sync.suspects import NONE, Suspects

Found = Mapping[str, StickFound | None]
"""What lies in each folder that was looked at; None where it cannot be read."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place.

    Attributes:
        folder: Where it is.
        name: What people call it.
        note: What is known about it.
        tone, glyph: How the note is shown.
        stick: Whether it can be pulled out.
        ready: Whether an exchange can begin.
        foreign: Whether only other alliances have their work there.
        read_only: Whether nothing can be put there.
        icon: What it is, as a glyph.
        known: Whether it stands in the list of places, from which it can be taken.
        result: What came of the last exchange; empty before the first.
        suspects: Programs in its root.
        readable: Whether readable copies are put there.
    """

    folder: str
    name: str
    note: str
    tone: str = "ink3"
    glyph: str = ""
    stick: bool = False
    ready: bool = True
    foreign: bool = False
    read_only: bool = False
    icon: str = "folder"
    known: bool = True
    result: str = ""
    suspects: Suspects = NONE
    readable: bool = False


def is_server(address: str) -> bool:
    """Return whether a place is reached over the network by the program itself."""
    return "://" in address


def icon_of(address: str) -> str:
    """Return the glyph for a kind of place."""
    scheme = address.partition("://")[0]
    if not is_server(address):
        return "folder"
    if scheme == SMB:
        return "hard-drives"
    return "database" if scheme in STORES else "cloud"


def look_at(folders: Sequence[str], alliance: str) -> Found:
    """Return what lies in folders; may wait for a share that does not answer."""
    return {folder: look(Path(folder), alliance) for folder in folders if not is_server(folder)}


class Looker:
    """What a thread looks at again and again; it holds no widget, which only ours may destroy.

    Attributes:
        folders: The places, set by the page.
    """

    def __init__(self, alliance: str) -> None:
        self._alliance = alliance
        self.folders: tuple[str, ...] = ()

    def look(self) -> Found:
        """Return what lies in the folders."""
        return look_at(self.folders, self._alliance)


def place_lines(
    sticks: Sequence[Stick],
    known: Sequence[PlaceRow],
    found: Found,
    today: datetime.date,
    readable: Collection[str] = (),
) -> list[PlaceLine]:
    """Return the places: sticks that are there first, then those of before, the last one first."""
    rows = {row.address: row for row in known}
    lines = [_stick_line(stick, found, rows.get(str(stick.folder))) for stick in sticks]
    shown = {line.folder for line in lines}
    for row in known:
        if row.address not in shown:
            lines.append(_known_line(row, found, today))
    return [replace(line, readable=line.folder in readable) for line in lines]


def _stick_line(stick: Stick, found: Found, row: PlaceRow | None) -> PlaceLine:
    there = found.get(str(stick.folder))
    foreign = there is not None and bool(there.others) and not there.mine
    free = _("{size} free").format(size=size_words(stick.free_bytes))
    tone, glyph = "ink3", ""
    if stick.read_only:
        said, tone, glyph = _("can only be read"), "warn", "lock-simple"
    elif foreign:
        said, tone, glyph = _("another alliance's"), "warn", "warning"
    elif there is not None and there.mine:
        said, tone, glyph = _("ours"), "accent", "check"
    else:
        said = _("not used yet")
    return PlaceLine(
        str(stick.folder),
        stick.name,
        f"{said}·{free}",
        tone,
        glyph,
        stick=True,
        foreign=foreign,
        read_only=stick.read_only,
        icon="usb-stick",
        known=row is not None,
        result=_result(row),
        suspects=there.suspects if there is not None else NONE,
    )


def _known_line(row: PlaceRow, found: Found, today: datetime.date) -> PlaceLine:
    there = found.get(row.address)
    icon, result = icon_of(row.address), _result(row)
    used = _("used {day}").format(day=day_words(row.met_at, today)) if row.met_at else ""
    if is_server(row.address):
        note, tone, glyph = used or _("not used yet"), "ink3", ""
        if row.outcome not in ("", "done", "stopped"):
            note, tone, glyph = outcome_note(row.outcome), "warn", "warning"
            note = f"{note}·{used}" if used else note
        return PlaceLine(row.address, row.name, note, tone, glyph, icon=icon, result=result)
    if row.address in found and there is None:
        note = "·".join(part for part in (_("not here now"), used) if part)
        return PlaceLine(
            row.address, row.name, note, glyph="cloud-slash", ready=False, icon=icon, result=result
        )
    if there is not None and there.others and not there.mine:
        note = _("another alliance's")
        return PlaceLine(
            row.address, row.name, note, "warn", "warning", foreign=True, icon=icon, result=result
        )
    note, ready = used or _("not used yet"), row.address in found
    programs = there.suspects if there is not None else NONE
    return PlaceLine(
        row.address, row.name, note, ready=ready, icon=icon, result=result, suspects=programs
    )


def _result(row: PlaceRow | None) -> str:
    """Return what came of the last exchange with a place."""
    if row is None or not row.outcome:
        return ""
    if row.outcome != "done":
        return outcome_words(row.outcome)
    if not (row.sent or row.received):
        return _("nothing new on either side")
    numbers = _("Came {count}").format(count=row.received), _("Went {count}").format(count=row.sent)
    return "·".join(numbers)
