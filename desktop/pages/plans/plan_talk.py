"""What is said of the open plan: shown in its margin and in its table, written, decided."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands import plans, records
from desktop.context import Desk
from desktop.labels import choice_label
from desktop.pages.plans.comment_order import Thread, numbers, threads
from desktop.pages.plans.comments_panel import CommentsPanel
from desktop.pages.plans.plan_form import PlanForm
from desktop.pages.plans.plan_keeper import PlanKeeper
from desktop.pages.plans.plan_parts import step_name
from desktop.words import _


class PlanTalk(QObject):
    """Listens to the margin and tells the keeper; new comments are about where the caret is."""

    said = Signal()
    toasted = Signal(str, str, object)

    def __init__(
        self, desk: Desk, keeper: PlanKeeper, form: PlanForm, panel: CommentsPanel
    ) -> None:
        super().__init__(keeper)
        self._desk, self._keeper, self._form, self._panel = desk, keeper, form, panel
        self.threads: tuple[Thread, ...] = ()
        panel.written.connect(self._comment)
        panel.decided.connect(self._decide)
        panel.answered.connect(self._answer)
        form.table.chosen.connect(self.aim_at_step)

    def show(self, disputed: frozenset[str], *, may_write: bool) -> None:
        """Show the comments of the plan as it was read last, and mark the steps."""
        sheet, steps = self._keeper.form, [one.id for one in self._keeper.draft.steps]
        self.threads = threads(sheet.comments, steps) if sheet else ()
        self._form.table.set_marks(numbers(self.threads), disputed)
        spoken = {one.row.step for one in self.threads if one.row.step}
        names = {id: self.step_words(id) for id in spoken}
        self._panel.show_threads(self.threads, names, may_write=may_write)
        for key, text in self._form.texts.items():
            text.set_comments(sum(1 for one in self.threads if one.part == key))

    def step_words(self, id: str) -> str:
        """Return what a step is called in a sentence; nothing for one that is not here."""
        at = self._keeper.draft.place_of(id)
        if at < 0:
            return ""
        values = self._keeper.draft.steps[at].values()
        phase = choice_label("plan_step", "phase", str(values.get("phase") or ""))
        said = _("Step {number} {name}")
        return said.format(number=at + 1, name=step_name(values, phase)).strip()

    def aim_at_step(self, id: str) -> None:
        """Hear that a new comment would be about a step."""
        self._panel.aim(id, "", self.step_words(id))

    def begin(self, step: str) -> None:
        """Open the box for a comment on a step."""
        self._panel.begin(step, "", self.step_words(step))

    def _comment(self, words: str, step: str, field: str) -> None:
        plan = self._keeper.id
        self._say(partial(plans.comment, plan=plan, body=words, step=step, part=field))

    def _answer(self, comment: str, words: str) -> None:
        self._say(partial(plans.comment, plan=self._keeper.id, body=words, answers=comment))

    def _decide(self, comment: str, decision: str, reason: str) -> None:
        found = [one.row for one in self.threads if one.row.id == comment]
        seen = found[0].version if found else None
        self._say(
            partial(plans.decide, comment=comment, decision=decision, reason=reason, seen=seen)
        )

    def keep(self, comment: str) -> None:
        """Answer that a comment shall stay which one deleted while another worked on it."""
        if self._restore(comment):
            self.toasted.emit(_("It stays"), "", None)

    def delete(self, comment: str) -> None:
        """Put a comment into the bin, with a way back."""
        if self._keeper.act(partial(records.delete, id=comment)):
            undo = partial(self._restore, comment)
            self.toasted.emit(_("Moved to the bin"), _("Undo"), undo)
            self.said.emit()

    def _restore(self, comment: str) -> bool:
        done = self._keeper.act(partial(records.restore, id=comment))
        if done:
            self.said.emit()
        return done

    def _say(self, act: Callable[..., object]) -> None:
        today = self._desk.today()
        if self._keeper.act(lambda writer: act(writer, today=today)):
            self._panel.retell()
            self.said.emit()
