"""One line of the ledger, and what a line of its type should tell."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

# What a form of this type does not ask: shown as "—", never as something missing.
_NOT_ASKED: Mapping[str, frozenset[str]] = {
    "joint_meeting": frozenset({"subject"}),
    "management_seminar": frozenset({"subject"}),
    "open_day": frozenset({"subject", "leads"}),
    "contest": frozenset({"subject"}),
    "lecture": frozenset({"subject"}),
    "training": frozenset({"subject"}),
    "showcase": frozenset({"subject", "leads"}),
    "donation": frozenset({"subject", "hours", "leads"}),
    "hand_in_hand": frozenset({"subject", "hours", "leads"}),
    "student_exchange": frozenset({"subject", "hours", "leads"}),
    "visit": frozenset({"subject", "hours"}),
    "teacher_exchange": frozenset({"own_count"}),
    "shadowing": frozenset({"own_count", "subject"}),
    "other": frozenset({"subject", "hours", "leads"}),
}
# Asked only once it has been held.
_AFTERWARDS = frozenset({"own_count", "hours", "summary", "outcome"})


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One activity, as the ledger tells it.

    Attributes:
        type: A code; so are status, direction and subject. Grade and dimensions hold several.
        host: Short name of the host school; `partners` those of the others.
        everybody: Whether all schools of the alliance take part.
        leads: Who teaches, speaks or chairs, by name.
        evidence: How many files are attached.
        others: Values of another version, by field; the fields are those of this class.
    """

    id: str
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
    everybody: bool = False
    direction: str = ""
    leads: tuple[str, ...] = ()
    subject: str = ""
    grade: str = ""
    class_name: str = ""
    lesson: str = ""
    organiser: str = ""
    own_count: int | None = None
    guest_count: int | None = None
    pupil_count: int | None = None
    hours: float | None = None
    lesson_count: int | None = None
    dimensions: str = ""
    summary: str = ""
    outcome: str = ""
    follow_up_on: datetime.date | None = None
    follow_up_done: bool = False
    evidence: int = 0
    recorder: str = ""
    others: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def applies(self, name: str) -> bool:
        """Tell whether an activity of this type has this field at all."""
        return name not in _NOT_ASKED.get(self.type, frozenset())

    def is_asked(self, name: str) -> bool:
        """Tell whether this activity should have this field by now."""
        return self.applies(name) and (self.status == "held" or name not in _AFTERWARDS)

    @property
    def schools(self) -> tuple[str, ...]:
        """Return all schools that take part, the host first, each once."""
        return tuple(dict.fromkeys(name for name in (self.host, *self.partners) if name))


def day(value: str | None) -> datetime.date | None:
    """Return the day a record names; one that is none reads as empty."""
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        return None
