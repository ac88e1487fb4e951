"""What a person does to the steps of a plan: hears the table, tells the keeper, can undo it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from db.choices import PHASE
from db.commands import plan_steps, records
from db.journal import Writer
from db.record import Value
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.pasting import for_tracks, read_minutes
from desktop.pages.plans.plan_keeper import PlanKeeper
from desktop.pages.plans.plan_parts import STEP_TEXTS
from desktop.pages.plans.step_columns import MODES, MULTIGRADE, tracks_of
from desktop.pages.plans.step_history import (
    Added,
    Deleted,
    Moved,
    Split,
    StepHistory,
    Wrote,
    add_steps,
)
from desktop.pages.plans.step_source import Offered
from desktop.pages.plans.step_table import StepTable
from desktop.words import _, ngettext

Made = TypeVar("Made")


class StepActs(QObject):
    """Adds, splits, moves and deletes steps in the editor's own sitting."""

    toasted = Signal(str, str, object)

    def __init__(self, table: StepTable, keeper: PlanKeeper) -> None:
        super().__init__(table)
        self._table, self._keeper = table, keeper
        self.history = StepHistory()
        table.edited.connect(self._type)
        table.pressed.connect(keeper.touch)
        table.left.connect(keeper.save_soon)
        table.add_wanted.connect(self.add)
        table.split_wanted.connect(self.split)
        table.move_wanted.connect(self.move)
        table.delete_wanted.connect(self.delete)
        table.rows_pasted.connect(self.paste)
        table.text_left.connect(self._remember_text)
        table.undo_wanted.connect(self.undo)
        table.redo_wanted.connect(self.redo)

    def _type(self, draft: Draft, name: str, value: Value) -> None:
        self._keeper.type(draft, {name: value})

    def _do(self, act: Callable[[Writer], Made]) -> Made | None:
        """Do something in the editor's sitting; None when it could not be done, which was told."""
        made: list[Made] = []
        self._table.settle()
        if self._keeper.act(lambda writer: made.append(act(writer))):
            return made[0]
        return None

    def add(self, after: str = "") -> None:
        """Add a step below another one, or at the end, and put the caret into it."""
        at = self._keeper.draft.place_of(after)
        values = {"phase": self._next_phase(at)}
        made = self._do(partial(add_steps, plan=self._keeper.id, after=after, steps=[values]))
        if made:
            self.history.add(Added(made))
            self._table.write_in(made[0])

    def _next_phase(self, at: int) -> str:
        """Return the phase a new step most likely has: of the one above it, else the first."""
        steps = self._keeper.draft.steps
        above = steps[at] if at >= 0 else steps[-1] if steps else None
        code = str(above.value("phase") or "") if above else ""
        if not above:
            return PHASE[0]
        return PHASE[1] if code == PHASE[0] else code

    def split(self, id: str, part: str, at: int) -> None:
        """Cut a step in two where the caret stands; in a title or a time that is a new step."""
        draft = self._keeper.draft.of_id(id)
        if draft is None or part not in STEP_TEXTS:
            self.add(id)
            return
        before = draft.value(part)
        second = self._do(partial(plan_steps.split_step, step=id, part=part, at=at))
        if second:
            self.history.add(Split(id, second, part, before, draft.value(part)))
            self._table.write_in(second, part)

    def move(self, id: str, before_row: int) -> None:
        """Move a step before the row of a number, as the rows stand now."""
        steps = [one.id for one in self._keeper.draft.steps]
        at = steps.index(id)
        stood = steps[at - 1] if at else ""
        others = [one for one in steps[:before_row] if one != id]
        after = others[-1] if others else ""
        if after == stood:
            return
        version = self._do(partial(plan_steps.move_step, step=id, after=after))
        if version is not None:
            self.history.add(Moved(id, stood, after))

    def delete(self, id: str) -> None:
        """Put a step into the bin, with a way back; the keyboard goes to the one below."""
        at, column = self._keeper.draft.place_of(id), self._table.column()
        if self._do(partial(records.delete, id=id)):
            self.history.add(Deleted(id))
            self.toasted.emit(_("Step deleted"), _("Undo"), self.undo)
            steps = self._keeper.draft.steps
            if steps:
                self._table.write_in(steps[min(at, len(steps) - 1)].id, column)

    def keep(self, id: str) -> None:
        """Answer that a step shall stay which one deleted while another worked on it."""
        if self._do(partial(records.restore, id=id)):
            self.toasted.emit(_("The step stays"), "", None)

    def paste(self, after: str, steps: list[Mapping[str, Value]]) -> None:
        """Add the rows of a pasted table below a step, in the columns the plan shows."""
        plan = self._keeper.draft.record.values()
        if plan.get("layout") == MULTIGRADE:
            steps = [*for_tracks(steps, tracks_of(plan))]
        made = self._do(partial(add_steps, plan=self._keeper.id, after=after, steps=steps))
        if made:
            self.history.add(Added(made))
            count = len(made)
            words = ngettext("{count} step pasted", "{count} steps pasted", count)
            self.toasted.emit(words.format(count=count), _("Undo"), self.undo)
            self._table.write_in(made[-1])

    def set_phase(self, id: str, code: str) -> None:
        """Say which phase of the lesson a step belongs to."""
        draft = self._keeper.draft.of_id(id)
        if draft is not None:
            before = draft.value("phase")
            self._table.settle()
            self._keeper.type(draft, {"phase": code or None})
            self.history.add(Wrote(id, "phase", before, code or None))

    def drop_into(self, id: str, track: str, step: Offered) -> None:
        """Put an agreed step of one grade into a track, under what stands there."""
        draft = self._keeper.draft.of_id(id)
        if draft is None:
            return
        self._table.settle()
        before = draft.value(track)
        now = f"{before}\n{step.words}" if before else step.words
        values: dict[str, Value] = {track: now}
        if draft.value("minutes") is None and step.minutes is not None:
            values["minutes"] = step.minutes
        if draft.value(MODES[track]) is None:
            values[MODES[track]] = "direct"
        self._keeper.type(draft, values)
        self.history.add(Wrote(id, track, before, now))

    def _remember_text(self, draft: Draft, name: str, before: str, now: str) -> None:
        if name == "minutes":
            values = [read_minutes(words) for words in (before, now)]
            self.history.add(Wrote(draft.id, name, *values))
        else:
            self.history.add(Wrote(draft.id, name, before or None, now or None))

    def undo(self) -> None:
        """Undo what was done last to the steps."""
        if self.history.can_undo():
            self._do(self.history.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.history.can_redo():
            self._do(self.history.redo)
