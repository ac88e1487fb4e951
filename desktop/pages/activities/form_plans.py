"""What is done with the plans of an activity: linked, taken away, opened, put side by side."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from db.commands import plans, records
from db.journal import Writer
from db.queries.plans import PlanFilter, PlanRow, list_plans
from db.record import Value
from desktop.context import Desk
from desktop.labels import choice_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.activities.plans_tab import PlansTab
from desktop.widgets.tokens import Token
from desktop.words import _, ngettext

MOST = 8  # proposals at once


class FormPlans(QObject):
    """Listens to the page of plans and tells the keeper."""

    toasted = Signal(str, str, object)
    opened = Signal(str)  # a plan's id
    compare_wanted = Signal()

    def __init__(self, desk: Desk, keeper: FormKeeper) -> None:
        super().__init__(keeper)
        self._desk, self._keeper = desk, keeper

    def listen_to(self, page: PlansTab) -> None:
        """Listen to the page, new."""
        page.tokens.set_proposals(self.propose)
        page.added.connect(self.link)
        page.removed.connect(self.take_away)
        page.opened.connect(self._open)
        page.edited.connect(self._edit)
        page.left.connect(self._keeper.save_soon)
        page.pressed.connect(self._keeper.touch)
        page.compare_wanted.connect(self.compare_wanted)

    def propose(self, words: str) -> list[Token]:
        """Return plans for what is typed, those of the activity's subject and grade first."""
        record = self._keeper.draft.record
        subject = str(record.value("subject") or "")
        grades = set(str(record.value("grade") or "").split())
        linked = {str(draft.value("plan") or "") for draft in self._drafts()}
        with self._desk.store.read() as session:
            found = list_plans(session, PlanFilter(words=words), limit=MOST * MOST)
        fitting = sorted(
            (row for row in found if row.id not in linked),
            key=lambda row: (row.subject != subject, not grades & set(row.grade.split())),
        )
        return [Token(row.id, row.title or _("A plan"), _note(row)) for row in fitting[:MOST]]

    def _drafts(self) -> list[Draft]:
        return self._keeper.draft.parts["activity_plan"]

    def link(self, token: Token) -> None:
        """Link a plan; of an agreed one the newest version is what was spoken of."""
        if self._keeper.ensure():
            self._keeper.act(partial(_link, activity=self._keeper.id, plan=token.key))

    def take_away(self, id: str) -> None:
        """Take a plan away from the activity, with a way back; the plan itself stays."""
        if self._keeper.act(partial(_delete, id=id)):
            said = _("Taken from the activity; the plan stays")
            self.toasted.emit(said, _("Undo"), partial(self._bring_back, id))

    def _bring_back(self, id: str) -> None:
        self._keeper.act(partial(_restore, id=id))

    def _open(self, id: str) -> None:
        draft = next((one for one in self._drafts() if one.id == id), None)
        if draft is not None and self._keeper.flush():
            self.opened.emit(str(draft.value("plan") or ""))

    def _edit(self, draft: Draft, name: str, value: Value) -> None:
        self._keeper.type(draft, {name: value})


def _note(row: PlanRow) -> str:
    stage = choice_label("lesson_plan", "stage", row.stage)
    count = row.versions
    if count:
        stage = ngettext("{count} version", "{count} versions", count).format(count=count)
    return "·".join(part for part in (row.author_name, stage) if part)


def _link(writer: Writer, activity: str, plan: str) -> None:
    plans.link_activity(writer, activity, plan)


def _delete(writer: Writer, id: str) -> None:
    records.delete(writer, id)


def _restore(writer: Writer, id: str) -> None:
    records.restore(writer, id)
