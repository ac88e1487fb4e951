"""What is said over the form of a person or a school."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.pages.activities.notes import Notes
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _


class RecordNotes(Notes):
    """The same sentences as over an activity, but for what is in the bin."""

    @override
    def say_deleted(self) -> None:
        back = button(_("Restore"), "", "arrow-counter-clockwise", small=True)
        back.clicked.connect(self.kept)
        self.say(_("This is in the bin."), "warn", [back])

    def say(self, words: str, kind: str = "info", actions: Sequence[QWidget] = ()) -> None:
        """Say one sentence about the record, with what can be done."""
        self._standing = self._replace(self._standing, Notice(words, kind, actions))
