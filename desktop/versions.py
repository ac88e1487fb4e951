"""The versions of one field side by side: whose, from which school, of which day; no Qt here."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.errors import UnknownRecordError
from db.queries.conflicts import Conflict, conflicts
from db.queries.history import HistoryEntry, history
from db.queries.people import list_schools
from db.queries.records import RecordRow, show
from db.queries.terms import list_terms
from db.record import Value
from desktop import dates
from desktop.labels import value_label
from desktop.words import _

TEXTS = (
    "summary", "discussion", "outcome", "decisions", "notes", "clauses", "standard",
    "text_analysis", "learner_analysis", "objectives", "key_points", "difficult_points", "methods",
    "aids", "board_plan", "homework_basic", "homework_improve", "homework_extend", "reflection",
    "adaptation_note", "teacher", "student", "intent", "second", "track_a", "track_b", "track_c",
    "body", "observation", "usable",
)  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = {
    "host_school": "school",
    "partner_schools": "school",
    "school": "school",
    "follow_up_person": "person",
    "recorder": "person",
    "person": "person",
    "owner": "person",
    "author": "person",
    "lead_preparer": "person",
    "leader": "person",
    "decided_by": "person",
    "group": "prep_group",
    "lesson": "lesson",
    "parent": "lesson_plan",
    "term": "term",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One version.

    Attributes:
        value: What choosing it writes.
        words: What it reads.
        name: Who wrote it; empty while unknown here.
        school: Short name of that person's school.
        day: The day, in short.
        shown: Whether it is the one shown everywhere now.
    """

    value: Value
    words: str
    name: str
    school: str
    day: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field of which there is more than one version.

    Attributes:
        merged: Of a text what is shown everywhere: both, put together.
    """

    kind: str
    field: str
    sides: Sequence[Side]
    merged: str = ""

    @property
    def text(self) -> bool:
        """Whether both can be kept in one."""
        return self.field in TEXTS


def disputed(session: Session, id: str) -> list[Disputed]:
    """Return the fields of a record that want a decision, with their versions.

    Raises:
        UnknownRecordError: There is no such record.
    """
    record = show(session, id)
    if not record.disputed:
        return []
    found = conflicts(session, id)
    past = history(session, id)
    return [
        _disputed(session, record, field, [c for c in found if c.field == field], past)
        for field in record.disputed
        if any(c.field == field for c in found)
    ]


def _disputed(
    session: Session,
    record: RecordRow,
    field: str,
    found: Sequence[Conflict],
    past: Sequence[HistoryEntry],
) -> Disputed:
    kind, shown = record.kind, record.values.get(field)
    others = [_side(session, kind, c, shown=False) for c in found]
    if field in TEXTS:
        return Disputed(kind, field, others, str(shown or ""))
    return Disputed(kind, field, [_shown_side(session, kind, field, shown, past), *others])


def _side(session: Session, kind: str, conflict: Conflict, *, shown: bool) -> Side:
    words = words_of(session, kind, conflict.field, conflict.other)
    school = school_of(session, conflict.person)
    return Side(conflict.other, words, conflict.person_name, school, day_of(conflict.at), shown)


def _shown_side(
    session: Session, kind: str, field: str, value: Value, past: Sequence[HistoryEntry]
) -> Side:
    words = words_of(session, kind, field, value)
    by = next((one for one in reversed(past) if one.field == field and one.new == value), None)
    if by is None:
        return Side(value, words, "", "", "", shown=True)
    school = school_of(session, by.person)
    return Side(value, words, by.person_name, school, day_of(by.at), shown=True)


def school_of(session: Session, person: str) -> str:
    """Return the short name of a person's school, or nothing while it is not here."""
    try:
        values = show(session, person).values
    except UnknownRecordError:
        return ""
    short = {s.id: s.short_name for s in list_schools(session)}
    return short.get(str(values["school"] or ""), str(values["school_name"] or ""))


def day_of(at: int) -> str:
    """Return the day of a stamp in short, with its weekday."""
    moment = datetime.datetime.fromtimestamp(at).astimezone()
    return f"{moment:%m-%d} {dates.weekday(moment.date())}"


def words_of(session: Session, kind: str, field: str, value: Value) -> str:
    """Return a value as a person reads it: names for references, words for codes."""
    if value in (None, ""):
        return _("(empty)")
    if field in _NAMES:
        names = [_name(session, id) for id in str(value).split()]
        return "、".join(names)
    if isinstance(value, str) and _DAY.fullmatch(value):
        spans = [dates.Span(t.code, t.starts_on, t.ends_on) for t in list_terms(session)]
        return dates.read(datetime.date.fromisoformat(value), spans)
    return value_label(kind, field, value)


def _name(session: Session, id: str) -> str:
    try:
        values = show(session, id).values
    except UnknownRecordError:
        return _("(not here yet)")
    return str(values.get("name") or values.get("title") or "")
