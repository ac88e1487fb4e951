"""The whole of one activity under the hands of a person: its record, its parts; no Qt here."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.commands import records
from db.commands.activities import record_activity
from db.journal import Writer
from db.queries.activities import ActivityForm
from db.queries.records import RecordRow, show
from db.record import Value
from desktop.pages.activities.activity_draft import Draft

PARTS = ("participant", "agenda_item", "action_item", "activity_plan")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is on its way to the store of one record.

    Attributes:
        draft: Where it came from; the thread that writes only reads the rest.
        values: The changed fields; of a new activity all that is shown.
    """

    draft: Draft
    id: str
    kind: str
    seen: bytes | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store says of it.

    Attributes:
        version: The one that the form now shows.
        values: All fields of a new record: more than was typed is filled in.
    """

    id: str
    version: bytes
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass
class FormDraft:
    """An activity and its parts, as one form shows them."""

    record: Draft
    parts: dict[str, list[Draft]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: ActivityForm) -> "FormDraft":
        """Return the draft of an activity as it stands."""
        rows = {"participant": form.participants, "agenda_item": form.agenda}
        rows |= {"action_item": form.actions, "activity_plan": form.plans}
        return cls(draft_of(form.record), {k: [draft_of(r) for r in v] for k, v in rows.items()})

    @classmethod
    def new(cls, values: Mapping[str, Value]) -> "FormDraft":
        """Return the draft of a new activity with what is filled in beforehand."""
        return cls(Draft("activity", shown=dict(values)), {kind: [] for kind in PARTS})

    def drafts(self) -> list[Draft]:
        """Return all drafts, the activity's first: its parts need its id."""
        return [self.record, *(one for kind in PARTS for one in self.parts.get(kind, ()))]

    def pending(self) -> bool:
        """Return whether something is not in the store yet."""
        return any(draft.pending() for draft in self.drafts())

    def take(self) -> list[Leaving]:
        """Return what is to be written, on its way from now on."""
        waiting = [draft for draft in self.drafts() if draft.pending()]
        if not self.record.id and waiting and self.record not in waiting:
            waiting.insert(0, self.record)  # the parts of a new one bring it into being
        return [self._leaving(draft) for draft in waiting]

    def take_new(self) -> list[Leaving]:
        """Return a new activity as it stands, though nobody has typed anything."""
        return [self._leaving(self.record)]

    def _leaving(self, draft: Draft) -> Leaving:
        changed = draft.take()
        values = draft.values() if not draft.id else changed
        if draft is self.record and not draft.id and "status" not in changed:
            values = {name: value for name, value in values.items() if name != "status"}
        return Leaving(draft, draft.id, draft.kind, draft.seen, values)

    def kept(self, leaving: Sequence[Leaving], kept: Sequence[Kept]) -> None:
        """Hear that all of it is in the store."""
        for one, told in zip(leaving, kept, strict=True):
            one.draft.kept(told.version, told.id, told.values)

    def not_kept(self, leaving: Sequence[Leaving]) -> None:
        """Hear that nothing of it is."""
        for one in leaving:
            one.draft.not_kept()

    def reload(self, form: ActivityForm) -> dict[str, frozenset[str]]:
        """Show all as it stands now, and return which fields of which record came.

        New rows that nobody has typed into yet stay at the end.

        Raises:
            ValueError: Something is pending.
        """
        came = {form.record.id: self.record.reload(form.record.version, form.record.values)}
        fresh = FormDraft.of(form)
        for kind in PARTS:
            before = {draft.id: draft for draft in self.parts[kind] if draft.id}
            now: list[Draft] = []
            for draft in fresh.parts[kind]:
                known = before.get(draft.id)
                if known is not None:
                    came[draft.id] = known.reload(draft.seen or b"", draft.shown)
                    now.append(known)
                else:
                    came[draft.id] = frozenset(n for n, v in draft.shown.items() if v is not None)
                    now.append(draft)
            now += [draft for draft in self.parts[kind] if not draft.id]
            self.parts[kind] = now
        return {id: names for id, names in came.items() if names}


def draft_of(row: RecordRow) -> Draft:
    """Return the draft of a record as it stands."""
    return Draft(row.kind, row.id, row.version, dict(row.values))


def write(
    writer: Writer, activity: str, leaving: Sequence[Leaving], today: datetime.date
) -> list[Kept]:
    """Write what left a form; the caller owns the transaction.

    Args:
        writer: The form's.
        activity: Id of the activity, or empty if it comes to be now.
        leaving: What to write, the activity first.
        today: The date a new one takes where it has none.
    """
    kept = []
    for one in leaving:
        if one.id:
            kept.append(Kept(one.id, records.change(writer, one.id, one.values, one.seen)))
            continue
        if one.kind == "activity":
            # a topic may come later: what is here already must not wait for it
            activity = id = record_activity(writer, {"title": None, **one.values}, today=today)
        else:
            parent = {"activity": activity}
            values = {name: value for name, value in one.values.items() if value is not None}
            id = records.add(writer, one.kind, {**parent, **values})
        writer.flush()
        made = show(writer.session, id)
        kept.append(Kept(id, made.version, made.values))
    return kept
