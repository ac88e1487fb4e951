"""One activity with all its parts, as its record sheet prints it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda."""

    starts_at: str = ""
    ends_at: str = ""
    content: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One who took part.

    Attributes:
        role: A code; so is attendance. Posts and subjects hold several codes.
        reason: Why he was not there.
    """

    name: str
    school: str = ""
    role: str = ""
    attendance: str = ""
    reason: str = ""
    posts: str = ""
    subjects: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """What was decided: who does it, by when."""

    content: str = ""
    owner: str = ""
    due_on: datetime.date | None = None
    done_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A photo or file that belongs to the activity."""

    caption: str = ""
    file_name: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """An activity, its parts in order, and the facts for the head of its sheet.

    Attributes:
        school: Full name of the school whose head the sheet carries.
        term_name: What people call the term; empty when the day lies in none.
        week: Week of the term.
        own_circle: Whether only its own school sees it.
        made_on: The day it is printed.
        type: A code; so are status, direction and subject. Grade and dimensions hold several.
        host: Name of the host school; `partners` those of the others.
        details: Type-specific values by their wire names, without the ``d.``.
        others: Values of another version, by field; the fields are those of this class.
    """

    id: str
    school: str
    made_on: datetime.date
    term_name: str = ""
    week: int | None = None
    own_circle: bool = False
    title: str = ""
    type: str = ""
    status: str = "held"
    held_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    starts_at: str = ""
    ends_at: str = ""
    period: str = ""
    place: str = ""
    host: str = ""
    partners: tuple[str, ...] = ()
    direction: str = ""
    subject: str = ""
    grade: str = ""
    class_name: str = ""
    lesson: str = ""
    organiser: str = ""
    recorder: str = ""
    own_count: int | None = None
    guest_count: int | None = None
    pupil_count: int | None = None
    hours: float | None = None
    lesson_count: int | None = None
    dimensions: str = ""
    follow_up_on: datetime.date | None = None
    follow_up_person: str = ""
    follow_up_done: bool = False
    summary: str = ""
    outcome: str = ""
    discussion: str = ""
    decisions: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    agenda: tuple[AgendaLine, ...] = ()
    participants: tuple[ParticipantLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    others: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """Return the names of those who took part in one of these roles."""
        return tuple(p.name for p in self.participants if p.role in roles)

    @property
    def present(self) -> int:
        """Return how many of those listed came."""
        return sum(p.attendance in ("", "present", "late") for p in self.participants)

    @property
    def away(self) -> tuple[ParticipantLine, ...]:
        """Return those listed who did not come."""
        return tuple(p for p in self.participants if p.attendance in ("excused", "absent"))
