"""Keeps what the editor of a plan says."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from typing_extensions import override

from db.journal import Sitting, writing
from db.queries.plan_sheet import PlanSheet, plan_sheet
from desktop.context import Desk
from desktop.pages.activities.form_draft import Leaving
from desktop.pages.keeper import Keeper, Saved
from desktop.pages.plans.plan_draft import PlanDraft, write
from desktop.pages.plans.plan_parts import TEXTS


class PlanKeeper(Keeper[PlanDraft, PlanSheet]):
    """One open plan with its steps."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent, PlanDraft.none())

    @override
    def _read(self, id: str) -> PlanSheet:
        with self._desk.store.read() as session:
            return plan_sheet(session, id)

    @override
    def _draft_of(self, form: PlanSheet) -> PlanDraft:
        return PlanDraft.of(form)

    @override
    def _write(self, sitting: Sitting, id: str, leaving: Sequence[Leaving]) -> Saved:
        with writing(self._desk.store, sitting) as writer:
            return leaving, write(writer, leaving)

    @override
    def _regroups(self, leaving: Sequence[Leaving]) -> bool:
        """Say so when a field of the head changed: texts and steps move no plan in the list."""
        fields = (one.values for one in leaving if one.kind == "lesson_plan")
        return any(name not in TEXTS for values in fields for name in values)
