"""Parts of an activity that one deleted while another worked on them: found, asked, answered."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands import records
from db.queries.activities import ActivityForm
from db.queries.questions import LABELS
from db.record import ASKED
from desktop.labels import kind_label
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.part_questions import PartQuestions, deleted_words
from desktop.words import _


class DeletedParts(QObject):
    """Tells each tab what to ask, and the keeper what was answered."""

    toasted = Signal(str, str, object)

    def __init__(self, keeper: FormKeeper) -> None:
        super().__init__(keeper)
        self._keeper = keeper

    def listen_to(self, questions: PartQuestions, take_away: Callable[[str], None]) -> None:
        """Listen to the questions of a tab, new, in which parts are taken away like this."""
        questions.kept.connect(self.keep)
        questions.deleted.connect(take_away)

    def of(self, tab: str) -> list[tuple[str, str]]:
        """Return the parts to ask about in a tab: id, words."""
        form = self._keeper.form
        return [
            (id, deleted_words(name))
            for of, id, name in (_asked(form) if form else ())
            if of == tab
        ]

    def keep(self, id: str) -> None:
        """Answer that a part shall stay."""
        if self._keeper.act(partial(records.restore, id=id)):
            self.toasted.emit(_("It stays"), "", None)


def _asked(form: ActivityForm) -> Iterator[tuple[str, str, str]]:
    """Find what asks: its tab, its id, and what names it to a person."""
    rows = {"agenda": form.agenda, "people": form.participants, "actions": form.actions}
    for tab, parts in {**rows, "plans": form.plans}.items():
        for part in parts:
            if part.deletion == ASKED:
                name = part.values.get(LABELS[part.kind])
                yield tab, part.id, str(name or kind_label(part.kind))
    for file in form.attachments:
        if file.deletion == ASKED:
            yield "files", file.id, file.caption or file.file_name or kind_label("attachment")
