"""What is done with the people and rows of a form: added, changed, moved, taken away."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands import records
from db.commands.activities import last_with_people, take_people
from db.journal import Writer
from db.positions import between
from db.record import Value
from desktop.context import Desk
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.activities.parts_tab import PartsTab
from desktop.pages.activities.people_tokens import PeopleTokens
from desktop.widgets.tokens import Token
from desktop.words import _


class FormParts(QObject):
    """Listens to the tokens and to the pages of rows, and tells the keeper."""

    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done

    def __init__(
        self,
        desk: Desk,
        directory: Directory,
        keeper: FormKeeper,
        tokens: PeopleTokens,
        page_of: Callable[[str], PartsTab | None],
    ) -> None:
        """Take whom to listen to, and what gives the page of a kind once it is made."""
        super().__init__(keeper)
        self._desk, self._directory, self._keeper = desk, directory, keeper
        self._tokens, self._page_of = tokens, page_of
        tokens.added.connect(self._add_person)
        tokens.typed.connect(self._add_name)
        tokens.removed.connect(self.take_away)
        tokens.chosen.connect(self._set_participant)

    def listen_to(self, page: PartsTab) -> None:
        """Listen to a page of rows, new."""
        page.edited.connect(self._edit)
        page.met.connect(self._meet)
        page.pressed.connect(self._keeper.touch)
        page.moved.connect(self.move)
        page.removed.connect(self._remove)
        page.wanted.connect(self.add)

    # people

    def _add_person(self, token: Token) -> None:
        found = [p for p in self._directory.people(token.name) if p.id == token.key]
        values: dict[str, Value] = {"person": token.key, "role": "participant"}
        if found and found[0].school:
            values["school"] = found[0].school
        self._add_participant(values)

    def _add_name(self, name: str) -> None:
        self._add_participant({"person_name": name, "role": "participant"})

    def _add_participant(self, values: Mapping[str, Value]) -> None:
        if self._keeper.ensure():
            made = {**values, "activity": self._keeper.id}
            self._keeper.act(partial(_add, kind="participant", values=made))

    def _set_participant(self, id: str, field: str, code: str) -> None:
        drafts = self._keeper.draft.parts["participant"]
        draft = next((one for one in drafts if one.id == id), None)
        if draft is not None:
            self._keeper.type(draft, {field: code})
            self._tokens.set_drafts(drafts)
            page = self._page_of("participant")
            if page is not None:
                page.set_drafts(drafts)

    def take_same_people(self) -> None:
        """Take the people of the last activity of this type."""
        record = self._keeper.draft.record
        type = str(record.value("type") or "") or None
        with self._desk.store.read() as session:
            source = last_with_people(session, self._desk.person, type, record.id)
        if source is None:
            self.warned.emit(_("There is no earlier activity with people yet"), "", None)
        elif self._keeper.ensure():
            self._keeper.act(partial(_take_people, id=self._keeper.id, source=source))

    # rows

    def _edit(self, draft: Draft, name: str, value: Value) -> None:
        self._keeper.type(draft, {name: value})
        self._show_tokens(draft)

    def _meet(self, draft: Draft, name: str, id: Value, called: Value) -> None:
        """Take a person into a row; who took part is his record, so another one is another."""
        if draft.kind == "participant" and draft.id:
            return
        self._keeper.type(draft, {name: id, BESIDE[name]: called})
        self._show_tokens(draft)

    def _show_tokens(self, draft: Draft) -> None:
        if draft.kind == "participant":
            self._tokens.set_drafts(self._keeper.draft.parts["participant"])

    def add(self, kind: str) -> None:
        """Add an empty row, which becomes a record with the first thing typed."""
        drafts = self._keeper.draft.parts[kind]
        drafts.append(Draft(kind))
        page = self._page_of(kind)
        if page is not None:
            page.set_drafts(drafts)
            page.focus_last()

    def move(self, draft: Draft, step: int) -> None:
        """Move a row up (-1) or down (1); only this one is written."""
        drafts = self._keeper.draft.parts[draft.kind]
        at = drafts.index(draft)
        to = at + step
        if not 0 <= to < len(drafts):
            return
        drafts.insert(to, drafts.pop(at))
        places = [str(one.value("position") or "") or None for one in drafts]
        before = places[to - 1] if to else None
        after = places[to + 1] if to + 1 < len(drafts) else None
        self._keeper.type(draft, {"position": between(before, after)})
        self._show_rows(draft.kind)

    def _remove(self, draft: Draft) -> None:
        if draft.id or (draft.pending() and self._keeper.flush()):
            self.take_away(draft.id)
        else:
            self._keeper.draft.parts[draft.kind].remove(draft)
            self._show_rows(draft.kind)

    def _show_rows(self, kind: str) -> None:
        page = self._page_of(kind)
        if page is not None:
            page.set_drafts(self._keeper.draft.parts[kind])

    def take_away(self, id: str) -> None:
        """Put a person, row or file into the bin, with a way back."""
        if self._keeper.act(partial(_delete, id=id)):
            self.toasted.emit(_("Taken from the list"), _("Undo"), partial(self._bring_back, id))

    def _bring_back(self, id: str) -> None:
        self._keeper.act(partial(_restore, id=id))


def _add(writer: Writer, kind: str, values: Mapping[str, Value]) -> None:
    records.add(writer, kind, values)


def _delete(writer: Writer, id: str) -> None:
    records.delete(writer, id)


def _restore(writer: Writer, id: str) -> None:
    records.restore(writer, id)


def _take_people(writer: Writer, id: str, source: str) -> None:
    take_people(writer, id, source)
