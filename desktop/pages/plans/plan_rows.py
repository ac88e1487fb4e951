"""One plan as a row of the list: its title, its stage, whose it is, and what waits in it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from db.queries.plans import PlanRow
from desktop import dates, theme
from desktop.labels import choice_label, listed
from desktop.pages.plans.lineage_words import agreed
from desktop.widgets.lists import Delegate, pill, rect_of, sign, state_of, text
from desktop.words import _, ngettext, pgettext

TONES = {"agreed": "far", "personal": "accent"}
Mark = tuple[str, str, str]  # glyph, words, role


def stage_words(row: PlanRow) -> str:
    """Return what a plan is: 初案, 共案 第n版, 个案."""
    if row.stage == "agreed":
        return agreed(row.versions)
    return choice_label("lesson_plan", "stage", row.stage or "draft")


def title_of(row: PlanRow) -> str:
    """Return the title of a plan with its period."""
    title = row.title or _("No title yet")
    if not row.period_no:
        return title
    return title + "·" + _("period {number}").format(number=row.period_no)


def marks_of(row: PlanRow) -> list[Mark]:
    """Return the signs at the right of a row, the most pressing first."""
    found: list[Mark] = []
    if row.deletion == 1:
        found.append(("question", _("Deleted elsewhere"), "warn"))
    if row.disputed:
        found.append(("git-branch", _("2 versions"), "warn"))
    if row.open_comments:
        words = ngettext("{count} comment", "{count} comments", row.open_comments)
        found.append(("chat-text", words.format(count=row.open_comments), "pen"))
    if row.arrived:
        found.append(("download-simple", pgettext("plan", "From elsewhere"), "far"))
    if row.taught_on:
        day = f"{row.taught_on:%m-%d} {dates.weekday(row.taught_on)}"
        found.append(("calendar-blank", day, "ink3"))
    return found


def who_of(row: PlanRow) -> str:
    """Return who wrote a plan, of which school, for which group."""
    return "·".join(part for part in (row.author_name, row.school_name, row.group_name) if part)


def said(row: PlanRow) -> str:
    """Return what a screen reader says of a row."""
    marks = [words for _glyph, words, _role in marks_of(row)]
    return listed([title_of(row), stage_words(row), who_of(row), *marks])


class PlanDelegate(Delegate):
    """Two lines: the title; then stage and people, and at the right what waits."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PlanRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        box = rect.adjusted(worn.px(16), worn.px(8), -worn.px(16), -worn.px(8))
        half = box.height() // 2
        text(painter, QRect(box.left(), box.top(), box.width(), half), title_of(row), "strong")
        middle = box.top() + half + half // 2 + 1
        tone = TONES.get(row.stage, "")
        ink, ground = (tone, f"{tone}_soft") if tone else ("ink2", "sunken")
        if state_of(option) & QStyle.StateFlag.State_Selected and ground == "accent_soft":
            ground = "surface"
        edge = pill(painter, box.left(), middle, stage_words(row), ink, ground)
        end = box.right()
        for glyph, words, role in reversed(marks_of(row)):
            if end - edge < worn.size(150):
                break
            end = sign(painter, end, middle, glyph, words, role) - worn.px(12)
        who = QRect(edge + worn.px(8), middle - half // 2, end - edge - worn.px(10), half)
        if who.width() > worn.size(20):
            text(painter, who, who_of(row), "small", "ink2")
