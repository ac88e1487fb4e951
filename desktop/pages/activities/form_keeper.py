"""Keeps what the form of an activity says."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from typing_extensions import override

from db.journal import Sitting, writing
from db.queries.activities import ActivityForm, activity_form
from db.record import Value
from desktop.context import Desk
from desktop.pages.activities.form_draft import FormDraft, Leaving, write
from desktop.pages.keeper import Keeper, Saved


class FormKeeper(Keeper[FormDraft, ActivityForm]):
    """One open form of an activity."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent, FormDraft.new({}))

    def open_new(self, values: Mapping[str, Value]) -> None:
        """Open a form for an activity that comes to be with the first thing typed."""
        self.close()
        self._begin(FormDraft.new(values), None)

    @override
    def _draft_of(self, form: ActivityForm) -> FormDraft:
        return FormDraft.of(form)

    @override
    def _read(self, id: str) -> ActivityForm:
        with self._desk.store.read() as session:
            return activity_form(session, self._desk.store.blobs, id)

    @override
    def _write(self, sitting: Sitting, id: str, leaving: Sequence[Leaving]) -> Saved:
        with writing(self._desk.store, sitting) as writer:
            return leaving, write(writer, id, leaving, self._desk.today())

    @override
    def _regroups(self, leaving: Sequence[Leaving]) -> bool:
        return any("held_on" in one.values for one in leaving)
