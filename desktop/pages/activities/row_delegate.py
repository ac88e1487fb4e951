"""One activity as a row of the list: day, title, kind, schools, and what it still wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from db.queries.activities import ActivityRow
from db.queries.people import SchoolRow
from desktop import dates, theme
from desktop.labels import choice_label, listed
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, pill, rect_of, sign, state_of, text
from desktop.words import _

TONES = {"outreach_lesson": "accent", "joint_preparation": "far"}
ARROWS = {"city_to_rural": " → ", "rural_to_city": " → ", "mutual": " ⇄ "}
Mark = tuple[str, str, str]  # glyph, words, role


@dataclass(frozen=True)
class Schools:
    """What a row needs to know of schools: short names by names, and which are in town."""

    short: Mapping[str, str] = field(default_factory=dict)
    town: frozenset[str] = frozenset()

    def told(self, row: ActivityRow) -> str:
        """Return who was with whom: the arrow points from who gives to who takes."""
        partners = row.partners.split("、") if row.partners else []
        if len(partners) > 1:
            host = self.short.get(row.host, row.host)
            return _("{school} and {count} more").format(school=host, count=len(partners))
        names = [name for name in (row.host, *partners) if name]
        gives_town = row.direction == "city_to_rural"
        if row.direction in ("city_to_rural", "rural_to_city") and len(names) == 2:
            names.sort(key=lambda name: (name in self.town) != gives_town)
        shown = [self.short.get(name, name) for name in names]
        return ARROWS.get(row.direction, "、").join(shown)


def schools_from(rows: Sequence[SchoolRow]) -> Schools:
    """Return what rows need to know of the alliance's schools."""
    town = [s for s in rows if s.role == "core" or s.type == "county_primary"]
    names = frozenset(name for s in town for name in (s.name, s.short_name))
    return Schools({s.name: s.short_name for s in rows}, names)


def marks_of(row: ActivityRow, schools: str = "") -> list[Mark]:
    """Return the signs at the right of a row, the most pressing first.

    Where the schools already name the one it came from, that is not said again.
    """
    found: list[Mark] = []
    if row.asked:
        found.append(("question", _("Deleted elsewhere"), "warn"))
    if row.versions:
        found.append(("git-branch", _("2 versions"), "warn"))
    if row.missing and row.status != "planned":
        found.append(("warning", lacking(row.missing), "warn"))
    if row.unsent:
        found.append(("tray", _("Unsent"), "far"))
    elif row.arrived_from and row.arrived_from not in schools:
        words = _("From {school}").format(school=row.arrived_from)
        found.append(("download-simple", words, "far"))
    if row.attachments:
        found.append(("paperclip", str(row.attachments), "ink3"))
    return found


def lacking(name: str) -> str:
    """Return what is said of a wanted field that is empty."""
    words = {
        "title": _("No topic"),
        "held_on": _("No date"),
        "host_school_name": _("No school"),
        "own_count": _("No head count"),
        "summary": _("No notes"),
    }
    return words.get(name, _("Something is missing"))


def said(row: ActivityRow, schools: Schools) -> str:
    """Return what a screen reader says of a row."""
    day = f"{row.held_on} {dates.weekday(row.held_on)}" if row.held_on else _("No date yet")
    kind = choice_label("activity", "type", row.type)
    marks = [words for _glyph, words, _role in marks_of(row)]
    parts = (day, row.title or _("No topic yet"), kind, schools.told(row), *marks)
    return listed(list(parts))


class ActivityDelegate(Delegate):
    """Two lines: the topic; then kind, schools, and at the right what it wants."""

    height = 60
    schools = Schools()
    many_unsent = False

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ActivityRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        box = QRect(
            rect.left() + worn.px(16),
            rect.top() + worn.px(8),
            worn.size(38),
            rect.height() - worn.px(16),
        )
        half = box.height() // 2
        self._paint_day(painter, box, half, row)
        x, right = box.right() + worn.px(12), rect.right() - worn.px(16)
        planned = row.status == "cancelled"
        title = QRect(x, box.top(), right - x, half)
        text(painter, title, row.title or _("No topic yet"), "strong", "ink3" if planned else "ink")
        middle = box.top() + half + half // 2 + 1
        tone = TONES.get(row.type, "")
        ink, ground = (tone, f"{tone}_soft") if tone else ("ink2", "sunken")
        if state_of(option) & QStyle.StateFlag.State_Selected and ground == "accent_soft":
            ground = "surface"
        kind = choice_label("activity", "type", row.type)
        edge = pill(painter, x, middle, kind, ink, ground) if kind else x
        end, schools = right, self.schools.told(row)
        for glyph, words, role in reversed(marks_of(row, schools)):
            if end - edge < worn.size(90):
                break
            words = "" if glyph == "tray" and self.many_unsent else words
            end = sign(painter, end, middle, glyph, words, role) - worn.px(12)
        who = QRect(edge + worn.px(8), middle - half // 2, end - edge - worn.px(10), half)
        if who.width() > worn.size(20):
            text(painter, who, schools, "small", "ink2")

    def _paint_day(self, painter: QPainter, box: QRect, half: int, row: ActivityRow) -> None:
        if row.held_on is None:
            text(painter, QRect(box.left(), box.top(), box.width(), half), "–", "heading", "ink3")
            return
        upper = QRect(box.left(), box.top(), box.width(), half)
        text(painter, upper, str(row.held_on.day), "heading", "ink", A.AlignLeft | A.AlignVCenter)
        lower = QRect(box.left(), box.top() + half + 1, box.width(), half)
        text(painter, lower, dates.weekday(row.held_on), "small", "ink3")
