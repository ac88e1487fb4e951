"""Schools and people as rows of lists, and how they are painted."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from db.queries.people import PersonRow
from desktop import theme
from desktop.labels import listed
from desktop.pages.people import words
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, pill, rect_of, sign, state_of, text
from desktop.words import _

NO_SCHOOL, BIN = "-", "bin"
"""Places in the list of schools that are none: people without a school, and the bin."""


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A line of the list of schools: a school, or one of the places that are none.

    Attributes:
        age: How old its data is, in words.
        tone: The tone that is said in.
        versions: How many fields there are two versions of.
    """

    id: str
    name: str
    note: str
    age: str = ""
    tone: str = "ink3"
    versions: int = 0


def school_said(line: SchoolLine) -> str:
    """Return what a screen reader says of a line."""
    age = _("data as of {age}").format(age=line.age) if line.age else ""
    return listed([line.name, line.note, age, _("2 versions") if line.versions else ""])


class SchoolDelegate(Delegate):
    """A name; under it what it is and how many people, at the right how old its data is."""

    height = 57

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: SchoolLine) -> None:
        worn, rect = theme.now(), rect_of(option)
        chosen = bool(state_of(option) & QStyle.StateFlag.State_Selected)
        inner = rect.adjusted(worn.px(16), worn.px(8), -worn.px(14), -worn.px(8))
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half)
        if row.versions:
            end = sign(painter, upper.right(), upper.center().y(), "git-branch", "", "warn")
            upper.setRight(end - worn.px(6))
        text(painter, upper, row.name, "strong")
        wide = 0
        if row.age:
            tone = row.tone if row.tone != "ink3" or not chosen else "ink2"
            wide = text(painter, lower, row.age, "small", tone, A.AlignRight | A.AlignVCenter)
        note = lower.adjusted(0, 0, -wide - worn.px(8), 0)
        text(painter, note, row.note, "small", "ink2" if chosen else "ink3")

    @override
    def underline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Leave the hairline away: there are few schools, and air between them."""


class PersonDelegate(Delegate):
    """The first sign in a circle, the name, posts and subjects; at the right tag and signs."""

    height = 58
    many_unsent = False

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PersonRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        chosen = bool(state_of(option) & QStyle.StateFlag.State_Selected)
        middle, side = rect.center().y(), worn.size(32)
        circle = QRectF(rect.left() + worn.px(16), middle - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.q("surface" if chosen else "sunken"))
        painter.drawEllipse(circle)
        painter.setPen(worn.q("accent" if chosen else "ink2"))
        painter.setFont(worn.shared_font("strong"))
        painter.drawText(circle, A.AlignCenter, row.name[:1])
        left, half = round(circle.right()) + worn.px(10), worn.size(21)
        right = rect.right() - worn.px(12)
        upper = QRect(left, middle - half, right - left, half)
        self._paint_name(painter, row, upper, chosen=chosen)
        for glyph, said, role in words.marks(row):
            if right - left < worn.size(190):
                break  # a sign without its word says little: the most pressing one has room
            said = "" if glyph == "tray" and self.many_unsent else said
            right = sign(painter, right, middle + half // 2, glyph, said, role) - worn.px(8)
        note = QRect(left, middle, right - left, half)
        text(painter, note, words.person_note(row), "small", "ink2" if chosen else "ink3")

    def _paint_name(self, painter: QPainter, row: PersonRow, rect: QRect, *, chosen: bool) -> None:
        """Paint the name and, right after it, the tag; the tag stays whole."""
        worn, name = theme.now(), row.name or _("(no name yet)")
        said, tone = words.badge(row)
        font = worn.font("small")
        font.setWeight(QFont.Weight.Medium)
        tag = QFontMetrics(font).horizontalAdvance(said) + worn.px(12 + 8) if said else 0
        wide = text(painter, rect.adjusted(0, 0, -tag, 0), name, "strong")
        if said:
            ink, ground = ("accent", "accent_soft") if tone == "accent" else ("ink2", "sunken")
            ground = "accent_soft" if chosen else ground  # no ground on the tint: else a button
            middle = rect.center().y() + 1
            pill(painter, rect.left() + wide + worn.px(8), middle, said, ink, ground)
