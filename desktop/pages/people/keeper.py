"""Keeps what the form of a person or a school says, as the form of an activity is kept."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject
from typing_extensions import override

from db.commands import records
from db.journal import Sitting, Writer, writing
from db.queries.activities import ActivityForm
from db.queries.records import show
from db.record import Value
from desktop.context import Desk
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.form_draft import PARTS, FormDraft, Kept, Leaving
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.keeper import Saved
from desktop.pages.people.form_plan import NAME


class RecordKeeper(FormKeeper):
    """One open form of a person or a school; a new one comes to be with its name."""

    def __init__(self, desk: Desk, parent: QObject, kind: str) -> None:
        super().__init__(desk, parent)
        self.kind = kind
        self.created.connect(self._know)

    def _know(self, id: str) -> None:
        """Read what became of a new record, without showing it under somebody's fingers."""
        self.form = self._read(id)

    @override
    def open_new(self, values: Mapping[str, Value]) -> None:
        self.close()
        draft = Draft(self.kind, shown=dict(values))
        self._begin(FormDraft(draft, {part: [] for part in PARTS}), None)

    def named(self) -> bool:
        """Return whether there is a name: without one nothing of a new record is kept."""
        return bool(self.id or str(self.draft.record.value(NAME) or "").strip())

    @override
    def save(self) -> None:
        if self.named():
            super().save()

    @override
    def flush(self) -> bool:
        return super().flush() or not self.named()

    @override
    def _write(self, sitting: Sitting, id: str, leaving: Sequence[Leaving]) -> Saved:
        with writing(self._desk.store, sitting) as writer:
            return leaving, [self._keep(writer, one) for one in leaving]

    def _keep(self, writer: Writer, one: Leaving) -> Kept:
        if one.id:
            return Kept(one.id, records.change(writer, one.id, one.values, one.seen))
        values = {name: value for name, value in one.values.items() if value is not None}
        id = records.add(writer, self.kind, values)
        if self.kind == "school" and values.get("type") != "bureau":
            joined = self._desk.today().isoformat()
            records.add(writer, "membership", {"school": id, "role": "member", "joined_on": joined})
        writer.flush()
        return Kept(id, show(writer.session, id).version)

    @override
    def _read(self, id: str) -> ActivityForm:
        with self._desk.store.read() as session:
            return ActivityForm(show(session, id), (), (), (), ())
