"""The records of the sample alliance: plain values under the wire names of docs/format.md.

References hold sample keys ("person-05", "lijia"); who loads the sample puts real ids there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What each record of the sample has beside its fields.

    Attributes:
        key: Names the record within the sample.
        laptop: Key of the school whose laptop records it.
        by: Key of the person who records it.
        on: The day it was recorded.
    """

    KIND: ClassVar[str]
    REFERENCES: ClassVar[tuple[str, ...]] = ()

    key: str
    laptop: str = "sanxiao"
    by: str = ""
    on: str = "2025-09-01"

    def values(self) -> dict[str, Value]:
        """Return the fields that are filled in, by wire name."""
        found = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in NO_FIELDS}
        details = found.pop("details", {})
        found.update({f"d.{name}": value for name, value in details.items()})
        return {name: value for name, value in found.items() if value not in (None, "")}


NO_FIELDS = frozenset({"key", "laptop", "by", "on", "picture", "at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance(Entry):
    """The alliance."""

    KIND = "alliance"
    name: str
    model: str
    county: str
    founded_on: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class School(Entry):
    """A school."""

    KIND = "school"
    name: str
    short_name: str
    code: str
    type: str
    county: str
    township: str
    classes: int | None
    pupils: int | None
    staff: int | None
    distance_km: float
    network: str
    devices: int | None
    left_behind_percent: float | None
    contact: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Entry):
    """A school's place in the alliance."""

    KIND = "membership"
    REFERENCES = ("school",)
    school: str
    role: str
    joined_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Entry):
    """What the core school and a village school signed."""

    KIND = "agreement"
    REFERENCES = ("party_a", "party_b")
    title: str
    party_a: str
    party_a_name: str
    party_b: str
    party_b_name: str
    signed_on: str
    expires_on: str
    signers: str
    clauses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entry):
    """A member of staff."""

    KIND = "person"
    REFERENCES = ("school",)
    name: str
    aliases: str
    gender: str
    born: str
    school: str
    school_name: str
    posts: str
    subjects: str
    grades: str
    title_rank: str
    honour: str
    employment: str
    teaching_since: int
    weekly_periods: int

    def teaches(self, subject: str) -> bool:
        """Tell whether the person teaches a subject."""
        return subject in self.subjects.split() or self.subjects == "all"

    def teaches_grade(self, grade: str) -> bool:
        """Tell whether the person teaches a grade."""
        return grade in self.grades.split()

    def has_post(self, post: str) -> bool:
        """Tell whether the person holds a post."""
        return post in self.posts.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear(Entry):
    """A school year."""

    KIND = "school_year"
    code: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Entry):
    """A term."""

    KIND = "term"
    REFERENCES = ("school_year",)
    code: str
    name: str
    school_year: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Entry):
    """Days without lessons."""

    KIND = "holiday"
    name: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Entry):
    """One activity of the alliance."""

    KIND = "activity"
    REFERENCES = ("host_school", "partner_schools", "recorder", "follow_up_person")
    title: str
    type: str
    status: str = "held"
    held_on: str
    ends_on: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    period: str | None = None
    place: str | None = None
    host_school: str
    host_school_name: str
    partner_schools: str
    partner_school_names: str
    direction: str
    subject: str | None = None
    grade: str | None = None
    lesson: str | None = None
    organiser: str | None = None
    recorder: str | None = None
    recorder_name: str | None = None
    own_count: int | None = None
    guest_count: int | None = None
    pupil_count: int | None = None
    hours: float | None = None
    lesson_count: int | None = None
    dimensions: str
    follow_up_on: str | None = None
    follow_up_person: str | None = None
    follow_up_person_name: str | None = None
    follow_up_done: bool | None = None
    summary: str | None = None
    outcome: str | None = None
    discussion: str | None = None
    decisions: str | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Entry):
    """One item of an agenda; ``at`` is its place among them, from 0."""

    KIND = "agenda_item"
    REFERENCES = ("activity", "person")
    activity: str
    at: int
    starts_at: str
    ends_at: str
    content: str
    person: str | None = None
    person_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Entry):
    """Who took part; ``at`` is the place in the list, from 0."""

    KIND = "participant"
    REFERENCES = ("activity", "person", "school")
    activity: str
    at: int
    person: str | None
    person_name: str
    school: str
    school_name: str
    role: str
    attendance: str = "present"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem(Entry):
    """What somebody took on; ``at`` is its place, from 0."""

    KIND = "action_item"
    REFERENCES = ("activity", "owner")
    activity: str
    at: int
    content: str
    owner: str | None
    owner_name: str
    due_on: str
    done_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Entry):
    """A picture; its bytes are drawn when it is loaded.

    Attributes:
        picture: Which drawing, and what stands on it: "corn" or "board|20 × 3 = 60".
    """

    KIND = "attachment"
    REFERENCES = ("record",)
    record: str
    at: int
    caption: str
    file_name: str
    picture: str
    added_on: str


__all__ = [
    "ActionItem", "Activity", "AgendaItem", "Agreement", "Alliance", "Attachment", "Entry",
    "Holiday", "Membership", "Participant", "Person", "School", "SchoolYear", "Term", "Value",
    "replace",
]  # fmt: skip
