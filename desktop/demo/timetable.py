"""When things happen in the sample: the day of an activity, its hours, the lesson of the day."""

from dataclasses import dataclass
from datetime import date

from desktop.demo.dice import Dice
from desktop.demo.year import Week

OUTING_DAYS = (1, 2, 4)  # Tuesday, Wednesday, Friday: as the first joint meeting decided
PERIODS = {
    "1": ("08:30", "09:10"), "2": ("09:20", "10:00"), "3": ("10:30", "11:10"),
    "4": ("11:20", "12:00"), "5": ("14:30", "15:10"), "6": ("15:20", "16:00"),
}  # fmt: skip
STARTS = {
    "outreach_lesson": ("09:00", "09:20"), "joint_preparation": ("14:30", "14:00", "15:00"),
    "parallel_lesson": ("09:20",), "open_day": ("08:30", "09:00"), "lecture": ("09:30", "14:00"),
    "joint_meeting": ("10:00", "09:30"), "management_seminar": ("09:30", "14:00"),
    "research_meeting": ("14:00", "09:30"), "contest": ("08:30",), "donation": ("10:20", "14:30"),
    "hand_in_hand": ("14:30", "10:20"), "visit": ("10:00",), "teacher_exchange": ("08:30",),
    "shadowing": ("08:30",), "mentoring": ("09:20", "10:30", "14:30"),
}  # fmt: skip
MINUTES = {
    "outreach_lesson": 150, "joint_preparation": 90, "parallel_lesson": 150, "open_day": 180,
    "lecture": 120, "joint_meeting": 130, "management_seminar": 120, "research_meeting": 100,
    "contest": 220, "donation": 50, "hand_in_hand": 90, "visit": 240, "teacher_exchange": 60,
    "shadowing": 420, "mentoring": 80,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when, as HH:MM, and in which lesson of the day."""

    starts_at: str
    ends_at: str
    period: str | None = None


class Diary:
    """Which people and schools are taken on which day."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._people: set[tuple[date, str]] = set()
        self._hosts: set[tuple[date, str]] = set()

    def day(self, week: Week, weekday: str, *, outing: bool, host: str, needed: list[str]) -> date:
        """Return a day of the week on which the host, and those who are needed, are free.

        Args:
            week: The week.
            weekday: "1" for Monday to "5", or empty for any.
            outing: Whether people travel; these days were agreed on.
            host: Key of the host school.
            needed: Keys of the people without whom it cannot happen.
        """
        days = week.days()
        if weekday:
            return days[int(weekday) - 1]

        def trouble(day: date) -> int:
            busy = sum(not self.is_free(day, person) for person in needed)
            unusual = outing and day.weekday() not in OUTING_DAYS
            return busy * 8 + unusual * 4 + ((day, host) in self._hosts)

        return min(self._dice.shuffled(days), key=trouble)

    def is_free(self, day: date, person: str) -> bool:
        """Tell whether a person has nothing else on that day."""
        return (day, person) not in self._people

    def take(self, day: date, host: str, people: list[str]) -> None:
        """Note that a school and these people have something on that day."""
        self._hosts.add((day, host))
        self._people.update((day, person) for person in people)


def hours(dice: Dice, kind: str) -> Hours:
    """Return usual hours for a type of activity."""
    if kind == "lesson_observation":
        period = str(dice.between(2, 6))  # the first is over before visitors can be there
        starts_at, ends_at = PERIODS[period]
        return Hours(starts_at, ends_at, period)
    starts_at = dice.pick(STARTS[kind])
    ends_at = later(starts_at, MINUTES[kind])
    at_bell = next((p for p, (start, _) in PERIODS.items() if start == starts_at), None)
    with_lesson = kind in {"outreach_lesson", "parallel_lesson", "mentoring"}
    return Hours(starts_at, ends_at, at_bell if with_lesson else None)


def later(time: str, minutes: int) -> str:
    """Return the time that many minutes after HH:MM."""
    hour, minute = divmod(int(time[:2]) * 60 + int(time[3:]) + minutes, 60)
    return f"{hour:02}:{minute:02}"
