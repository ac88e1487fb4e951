"""The places of a plan of which there are two versions."""

from collections.abc import Mapping, Sequence
from typing import cast

from typing_extensions import override

from db.queries.plan_sheet import CommentRow, PlanSheet
from db.record import ASKED, Value
from desktop.labels import field_label, kind_label
from desktop.pages.activities.form_versions import Asked, FormVersions
from desktop.pages.part_questions import deleted_words, versions_words
from desktop.words import _

DECIDED = ("decision", "reason", "decided_by", "decided_by_name", "decided_on")
"""What deciding on a comment writes, what a person sees of it first; chosen as one."""


class PlanVersions(FormVersions):
    """What wants a decision in a plan and its steps, and the one card that is open."""

    @override
    def _rows(self) -> Sequence[Asked]:
        sheet = cast("PlanSheet | None", self._keeper.form)
        return (sheet.record, *sheet.steps, *sheet.comments) if sheet else ()

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

    def comments(self) -> dict[str, CommentRow]:
        """Return the comments that want a decision, by their ids."""
        sheet = cast("PlanSheet | None", self._keeper.form)
        found = sheet.comments if sheet else ()
        return {one.id: one for one in found if one.disputed or one.deletion == ASKED}

    def deleted_comments(self) -> list[tuple[str, str]]:
        """Return the comments that one deleted while another worked on them, with words."""
        return [
            (id, deleted_words(_comment_words(row)))
            for id, row in self.comments().items()
            if row.deletion == ASKED
        ]

    @override
    def _together(self, id: str, field: str, value: Value) -> Mapping[str, Value]:
        """Take of who decided on a comment all that he wrote: nobody decides in another's name."""
        if id not in self.comments() or field not in DECIDED:
            return {field: value}
        found = self.named(id, field)
        sides = found.sides if found else ()
        name = next((side.name for side in sides if side.value == value), "")
        taken = {
            one.field: next((s for s in one.sides if s.name == name), one.sides[0]).value
            for one in self.of(id)
            if one.field in DECIDED
        }
        return {**taken, field: value}

    def named_places(self) -> list[tuple[str, str, str]]:
        """Return record, field and a sentence for each place."""
        sheet = cast("PlanSheet | None", self._keeper.form)
        comments = self.comments()
        number = {row.id: at for at, row in enumerate(sheet.steps, 1)} if sheet else {}
        out = []
        for id, field, words in self.places():
            if id in comments:
                continue
            said = versions_words(words)
            if id in number:
                said = _("Two versions in step {number}: {field}").format(
                    number=number[id], field=words
                )
            out.append((id, field, said))
        return out + [
            (id, field, _said_of(row, field))
            for id, row in comments.items()
            for field in _asked_of(row)
        ]


def _asked_of(row: CommentRow) -> list[str]:
    """Return the fields of a comment to ask about: of what was decided only one."""
    others = [name for name in row.disputed if name not in DECIDED]
    return others + [name for name in DECIDED if name in row.disputed][:1]


def _said_of(row: CommentRow, field: str) -> str:
    return versions_words(_comment_words(row), field_label("plan_comment", field))


def _comment_words(row: CommentRow) -> str:
    return "·".join(word for word in (kind_label("plan_comment"), row.person_name) if word)
