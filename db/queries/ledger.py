"""活动台账: the facts of a term's ledger, for paper, sheets and the screen."""

import datetime
from collections import Counter
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


@dataclass(frozen=True, slots=True)
class SchoolAge:
    """How old the data of one school is.

    Attributes:
        name: Short name of the school.
        seen_on: Day of its newest change here; None when nothing of it ever came.
        missing: Batches that are known to exist and have not come yet.
    """

    name: str
    seen_on: datetime.date | None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class SchoolTotal:
    """What one school did in the ledger's time."""

    name: str
    hosted: int
    joined: int
    hours: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: its title facts, its rows in order, and how old the data is.

    Attributes:
        alliance: Full name of the alliance.
        school: Full name of the school it is for; empty for the whole alliance.
        term: Code of the term; `term_name` what people call it.
        term_starts_on: First day of the term; its week is week 1.
        starts_on: First day the ledger covers; `ends_on` the last one.
        made_on: The day it is printed.
        ages: One for each school of the alliance.
    """

    alliance: str
    school: str
    term: str
    term_name: str
    term_starts_on: datetime.date | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    made_on: datetime.date
    rows: tuple[LedgerRow, ...] = ()
    ages: tuple[SchoolAge, ...] = ()

    def week(self, day: datetime.date | None) -> int | None:
        """Return the week of the term a day lies in; None outside it."""
        if day is None or self.term_starts_on is None:
            return None
        monday = self.term_starts_on - datetime.timedelta(days=self.term_starts_on.weekday())
        week = (day - monday).days // 7 + 1
        return week if week > 0 else None

    @property
    def held(self) -> int:
        """Return how many activities were held."""
        return sum(row.status == "held" for row in self.rows)

    @property
    def hours(self) -> float:
        """Return the hours of all activities that were held."""
        return sum(row.hours or 0 for row in self.rows if row.status == "held")

    @property
    def by_type(self) -> Mapping[str, int]:
        """Return how many activities there are of each type, most first."""
        return dict(Counter(row.type for row in self.rows).most_common())

    @property
    def by_school(self) -> tuple[SchoolTotal, ...]:
        """Return what each school hosted and joined; planned and cancelled ones do not count."""
        held = [row for row in self.rows if row.status == "held"]
        names = dict.fromkeys([age.name for age in self.ages])
        names.update(dict.fromkeys(name for row in held for name in row.schools))
        return tuple(
            SchoolTotal(
                name,
                sum(row.host == name for row in held),
                sum(row.host != name and name in row.schools for row in held),
                sum(row.hours or 0 for row in held if name in row.schools),
            )
            for name in names
        )
