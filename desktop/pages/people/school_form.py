"""The form of a school."""

from collections.abc import Sequence

from typing_extensions import override

from desktop.context import Desk
from desktop.labels import choice_label
from desktop.pages.activities.directory import Directory
from desktop.pages.people import words
from desktop.pages.people.record_form import RecordForm
from desktop.words import _


class SchoolForm(RecordForm):
    """One school."""

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__(desk, directory, "school")

    @override
    def new_words(self) -> str:
        return _("A new school")

    @override
    def about(self) -> tuple[str, Sequence[words.Tone]]:
        row = next((one for one in self._directory.schools if one.id == self.id), None)
        role = choice_label("membership", "role", row.role) if row and row.role else ""
        line = words.school_line(self.keeper.draft.record.values(), row.people if row else 0)
        return line, [(role, "accent")] if role else []

    @override
    def may_delete(self) -> bool:
        """Return whether it may go into the bin: not one's own school, nor one with people."""
        row = next((one for one in self._directory.schools if one.id == self.id), None)
        mine = self.id == self._desk.member.school
        return super().may_delete() and not mine and (row is None or row.people == 0)
