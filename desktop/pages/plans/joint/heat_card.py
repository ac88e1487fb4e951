"""什么最常被改: which steps the schools changed most when they made the plan theirs."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from db.queries.plan_changes import ADDED, CHANGED, LEFT_OUT, Change, PlanChanges, StepChanges
from desktop import theme
from desktop.labels import choice_label, field_label, listed
from desktop.widgets.basic import A, Card, clear, label
from desktop.widgets.lists import text
from desktop.words import _, ngettext

HEATS = 5
FEW = 4  # below so many plans nothing is hot yet


class HeatLine(QWidget):
    """One step: its name, how many changed it in figures and tone, and who."""

    def __init__(self, step: StepChanges, plans: int) -> None:
        super().__init__()
        self._step, self._plans = step, plans
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("\n".join(change_words(one) for one in step.changes))
        self.setAccessibleName(listed([step_words(step), *map(change_words, step.changes)]))

    @override
    def sizeHint(self) -> QSize:
        worn = theme.now()
        return QSize(200, worn.size(30 if not self._step.changes else 48))

    def people(self) -> int:
        """Return how many people changed the step."""
        return len({(one.person_name, one.school_name) for one in self._step.changes})

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter, count = theme.now(), QPainter(self), self.people()
        tall, box = worn.size(26), worn.size(34)
        level = round((HEATS - 1) * count / max(self._plans, FEW))
        level = max(level, 1) if count else 0
        ground = QRect(0, 2, box, tall - 4)
        painter.fillRect(ground, QColor(worn.c.heat[level]))
        painter.setFont(worn.shared_font("strong"))
        painter.setPen(QColor(worn.c.on_heat[level]))
        painter.drawText(ground, A.AlignCenter, str(count))
        left = box + worn.px(10)
        room = QRect(left, 0, self.width() - left, tall)
        text(painter, room, step_words(self._step), "body", "ink" if count else "ink3")
        if self._step.changes:
            under = QRect(left, tall - worn.size(4), self.width() - left, worn.size(22))
            said = listed(sorted({one.person_name or _("Somebody") for one in self._step.changes}))
            kinds = listed(_kinds(self._step.changes))
            text(painter, under, f"{kinds}·{said}", "small", "ink3")


class HeatCard(Card):
    """All steps in their order, each with how many of the personal plans changed it."""

    def __init__(self) -> None:
        super().__init__(gap=4)

    def show_changes(self, found: PlanChanges) -> None:
        """Show what was counted."""
        clear(self.body, keep=1)
        count = found.plans
        note = ngettext("{count} personal plan", "{count} personal plans", count)
        self.set_title(_("What is changed most"), note.format(count=count) if count else "")
        if not count:
            words = _("Nobody has made the plan his own yet.")
            self.body.addWidget(label(words, "small", "ink3", wrap=True))
            return
        for step in found.steps:
            self.body.addWidget(HeatLine(step, count))


def step_words(step: StepChanges) -> str:
    """Return a step's number and name."""
    phase = choice_label("plan_step", "phase", step.phase)
    name = "·".join(part for part in (phase, step.title) if part) or _("Step")
    return f"{step.number} {name}"


def change_words(one: Change) -> str:
    """Return who did what to a step."""
    who = "·".join(part for part in (one.person_name, one.school_name) if part)
    parts = listed([field_label("plan_step", part) for part in one.parts])
    what = {LEFT_OUT: _("left it out"), ADDED: _("added a step after it")}.get(one.what, parts)
    return f"{who}　{what}"


def _kinds(changes: tuple[Change, ...]) -> list[str]:
    """Return what was done to a step, each once."""
    parts = {part: None for one in changes if one.what == CHANGED for part in one.parts}
    words = [field_label("plan_step", part) for part in parts]
    done = {one.what for one in changes}
    if LEFT_OUT in done:
        words.append(_("left out"))
    if ADDED in done:
        words.append(_("a step added"))
    return words
