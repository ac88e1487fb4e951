"""The places of a plan of which there are two versions."""

from collections.abc import Sequence
from typing import cast

from typing_extensions import override

from db.queries.plan_sheet import PlanSheet
from db.record import ASKED
from desktop.pages.activities.form_versions import Asked, FormVersions
from desktop.words import _


class PlanVersions(FormVersions):
    """What wants a decision in a plan and its steps, and the one card that is open."""

    @override
    def _rows(self) -> Sequence[Asked]:
        sheet = cast("PlanSheet | None", self._keeper.form)
        return (sheet.record, *sheet.steps) if sheet else ()

    def steps(self) -> frozenset[str]:
        """Return the steps of which there are two versions."""
        sheet = cast("PlanSheet | None", self._keeper.form)
        return frozenset(row.id for row in sheet.steps if row.disputed) if sheet else frozenset()

    def deleted_steps(self) -> list[tuple[str, str]]:
        """Return the steps that one deleted while another worked on them, with words for each."""
        sheet = cast("PlanSheet | None", self._keeper.form)
        rows = enumerate(sheet.steps, 1) if sheet else ()
        return [
            (row.id, _("Step {number} was deleted").format(number=number))
            for number, row in rows
            if row.deletion == ASKED
        ]

    def named_places(self) -> list[tuple[str, str, str]]:
        """Return record, field and a sentence for each place."""
        sheet = cast("PlanSheet | None", self._keeper.form)
        number = {row.id: at for at, row in enumerate(sheet.steps, 1)} if sheet else {}
        out = []
        for id, field, words in self.places():
            said = _("Two versions: {field}").format(field=words)
            if id in number:
                said = _("Two versions in step {number}: {field}").format(
                    number=number[id], field=words
                )
            out.append((id, field, said))
        return out
