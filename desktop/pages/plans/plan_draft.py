"""The whole of one plan under the hands of a person: its fields, its steps in order; no Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.commands import records
from db.journal import Writer
from db.queries.plan_sheet import PlanSheet, StepRow
from db.record import Value
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.form_draft import Kept, Leaving, draft_of


@dataclass
class PlanDraft:
    """A plan and its steps, as the editor shows them; a step is in the store before it is typed."""

    record: Draft
    steps: list[Draft] = field(default_factory=list)

    @classmethod
    def none(cls) -> "PlanDraft":
        """Return the draft of no plan."""
        return cls(Draft("lesson_plan"))

    @classmethod
    def of(cls, sheet: PlanSheet) -> "PlanDraft":
        """Return the draft of a plan as it stands."""
        return cls(draft_of(sheet.record), [_step(row) for row in sheet.steps])

    def drafts(self) -> list[Draft]:
        """Return all drafts, the plan's first."""
        return [self.record, *self.steps]

    def of_id(self, id: str) -> Draft | None:
        """Return the draft of the plan or of a step."""
        return next((one for one in self.drafts() if one.id == id), None)

    def place_of(self, id: str) -> int:
        """Return the number of a step from 0; -1 if it is not here."""
        return next((at for at, one in enumerate(self.steps) if one.id == id), -1)

    def step_values(self) -> list[Mapping[str, Value]]:
        """Return what the editor shows of every step."""
        return [one.values() for one in self.steps]

    def pending(self) -> bool:
        """Return whether something is not in the store yet."""
        return any(draft.pending() for draft in self.drafts())

    def take(self) -> list[Leaving]:
        """Return what is to be written, on its way from now on."""
        return [
            Leaving(draft, draft.id, draft.kind, draft.seen, draft.take())
            for draft in self.drafts()
            if draft.pending()
        ]

    def take_new(self) -> list[Leaving]:
        """Return nothing: a plan is in the store before its editor opens."""
        return []

    def kept(self, leaving: Sequence[Leaving], kept: Sequence[Kept]) -> None:
        """Hear that all of it is in the store."""
        for one, told in zip(leaving, kept, strict=True):
            one.draft.kept(told.version, told.id, told.values)

    def not_kept(self, leaving: Sequence[Leaving]) -> None:
        """Hear that nothing of it is."""
        for one in leaving:
            one.draft.not_kept()

    def reload(self, form: PlanSheet) -> dict[str, frozenset[str]]:
        """Show all as it stands now, and return which fields of which record came.

        Raises:
            ValueError: Something is pending.
        """
        came = {form.record.id: self.record.reload(form.record.version, form.record.values)}
        before = {draft.id: draft for draft in self.steps}
        now = []
        for row in form.steps:
            known = before.get(row.id)
            if known is None:
                now.append(_step(row))
                came[row.id] = frozenset(n for n, v in row.values.items() if v is not None)
            else:
                came[row.id] = known.reload(row.version, row.values)
                now.append(known)
        self.steps = now
        return {id: names for id, names in came.items() if names}


def _step(row: StepRow) -> Draft:
    return Draft("plan_step", row.id, row.version, dict(row.values))


def write(writer: Writer, leaving: Sequence[Leaving]) -> list[Kept]:
    """Write what left the editor; the caller owns the transaction."""
    return [Kept(one.id, records.change(writer, one.id, one.values, one.seen)) for one in leaving]
