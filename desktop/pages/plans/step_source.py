"""复式: the steps of agreed plans of each grade, to be dragged or pressed into a track."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QToolButton
from typing_extensions import override

from db.queries.plan_sheet import steps_of
from db.queries.plans import PlanFilter, PlanRow, list_plans
from db.record import Value
from desktop.context import Desk
from desktop.labels import choice_label
from desktop.pages.plans.plan_parts import step_name
from desktop.pages.plans.step_columns import GRADES
from desktop.widgets.basic import column, label, row
from desktop.widgets.fields import Combo
from desktop.widgets.filters import Chips
from desktop.words import _

MIME = "application/x-lianke-step"
MOST = 40  # plans of a grade that are offered


@dataclass(frozen=True, slots=True)
class Offered:
    """A step of another plan, as it goes into a track."""

    name: str
    words: str
    minutes: float | None

    def packed(self) -> bytes:
        """Return it as it is dragged."""
        return json.dumps([self.name, self.words, self.minutes]).encode()


def unpacked(data: bytes) -> Offered | None:
    """Return what was dragged; None for what another program put there."""
    try:
        name, words, minutes = json.loads(data)
    except ValueError:
        return None
    if not isinstance(name, str) or not isinstance(words, str):
        return None
    return Offered(name, words, minutes if isinstance(minutes, int | float) else None)


def offered(values: Mapping[str, Value]) -> Offered:
    """Return a step as a track takes it: what the teacher does, then what the pupils do."""
    phase = choice_label("plan_step", "phase", str(values.get("phase") or ""))
    both = (str(values.get(name) or "").strip() for name in ("teacher", "student"))
    minutes = values.get("minutes")
    return Offered(
        step_name(values, phase),
        "\n".join(words for words in both if words),
        minutes if isinstance(minutes, int | float) else None,
    )


class StepChip(QToolButton):
    """One step: pressed it goes into the track one is in, dragged where it is dropped."""

    wanted = Signal(object)  # an Offered

    def __init__(self, step: Offered) -> None:
        super().__init__()
        self.step = step
        self.setProperty("kind", "token")
        minutes = f" {step.minutes:g}′" if step.minutes is not None else ""
        name = step.name or _("Step")
        self.setText(f"{name}{minutes}")
        self.setToolTip(step.words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._pressed_at: QPoint | None = None
        self.clicked.connect(self._want)

    def _want(self) -> None:
        self.wanted.emit(self.step)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        began, now = self._pressed_at, event.position().toPoint()
        far = began is not None and (now - began).manhattanLength() >= _drag_distance()
        if not far:
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        data = QMimeData()
        data.setData(MIME, self.step.packed())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def _drag_distance() -> int:
    return QApplication.startDragDistance()


class StepSource(QFrame):
    """Over the table: choose an agreed plan of one of the grades, take its steps."""

    wanted = Signal(object)  # an Offered

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._codes: tuple[str, ...] = ()
        self._own = ""
        layout = column(self, 6, (16, 4, 16, 8))
        line = row(gap=8)
        self._name = label("", "small", "ink2")
        self.plans = Combo()
        self.plans.setMinimumContentsLength(16)
        self.plans.chosen.connect(self._show_steps)
        line.addWidget(self._name)
        line.addWidget(self.plans, 2)
        line.addStretch(1)
        layout.addLayout(line)
        self.chips = Chips()
        layout.addWidget(self.chips)
        self._retranslate()

    def show_plan(self, plan: Mapping[str, Value], id: str) -> None:
        """Offer the plans of the grades of a plan for several grades."""
        codes = tuple(str(plan[name]) for name in GRADES.values() if plan.get(name))
        if (codes, id) == (self._codes, self._own):
            return
        self._codes, self._own = codes, id
        chosen = self.plans.code()
        self.plans.set_items([("", _("Choose a plan")), *self._offers(codes)])
        self.plans.set_code(chosen if self.plans.findData(chosen) >= 0 else "")
        self._show_steps(self.plans.code())

    def _offers(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        found: list[PlanRow] = []
        with self._desk.store.read() as session:
            for code in codes:
                wanted = PlanFilter(grades=(code,))
                found += list_plans(session, wanted, limit=MOST)
        rows = {row.id: row for row in found if row.id != self._own and row.layout != "multigrade"}
        agreed_first = sorted(rows.values(), key=lambda row: row.stage != "agreed")
        return [(row.id, _offer_words(row)) for row in agreed_first]

    def _show_steps(self, id: str) -> None:
        self.chips.clear()
        if not id:
            return
        with self._desk.store.read() as session:
            steps = [offered(step.values) for step in steps_of(session, id)]
        for step in steps:
            made = StepChip(step)
            made.wanted.connect(self.wanted)
            self.chips.add(made)

    def _retranslate(self) -> None:
        self._name.setText(_("Steps to drag into a track"))
        self.plans.setAccessibleName(_("Steps to drag into a track"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _offer_words(row: PlanRow) -> str:
    grades = [choice_label("lesson_plan", "grade", code) for code in row.grade.split()]
    stage = choice_label("lesson_plan", "stage", row.stage)
    return "·".join(part for part in (*grades, row.title, stage) if part)
