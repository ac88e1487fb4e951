"""The plan of the sample year: what year.csv says, row by row."""

from dataclasses import dataclass
from typing import Any

from desktop.demo import source
from desktop.demo.year import Week

SUBJECTS = {
    "chinese": "语文", "maths": "数学", "english": "英语", "science": "科学",
    "ethics": "道德与法治", "music": "音乐", "art": "美术", "pe": "体育", "it": "信息科技",
}  # fmt: skip
GRADES = {
    "1": "一年级", "2": "二年级", "3": "三年级", "4": "四年级", "5": "五年级", "6": "六年级",
}  # fmt: skip
LESSON_TYPES = frozenset(
    {"outreach_lesson", "joint_preparation", "parallel_lesson", "lesson_observation", "mentoring"}
)
CITY_TRAVELS = frozenset({"city_to_rural"})


@dataclass(frozen=True, slots=True)
class Plan:
    """One row of the plan.

    Attributes:
        number: From 1.
        lead: Name of who teaches or leads; "mentor>mentee" for mentoring; parts may be empty.
        recorded_at: Key of the school whose laptop records it.
        lesson: The row of lessons.csv, if a lesson stands behind it.
        story: Its own words in stories.toml, or nothing.
        marks: Anything else year.csv says: twin, clock=…, stage=…, round=….
    """

    number: int
    week: Week
    weekday: str
    type: str
    host: str
    partners: tuple[str, ...]
    direction: str
    subject: str
    grade: str
    topic: str
    lead: str
    recorded_at: str
    lesson: dict[str, str] | None
    story: dict[str, Any]
    marks: dict[str, str]

    @property
    def is_twin(self) -> bool:
        """Tell whether this is the row before it, recorded by a second school."""
        return "twin" in self.marks

    @property
    def is_outing(self) -> bool:
        """Tell whether anybody has to travel."""
        return bool(self.partners)


def rows() -> list[Plan]:
    """Return the plan in its order."""
    return [_row(number, row) for number, row in enumerate(source.table("year"), start=1)]


def _row(number: int, row: dict[str, str]) -> Plan:
    marks = dict(mark.partition("=")[::2] for mark in row["marks"].split())
    return Plan(
        number=number,
        week=Week(int(row["term"]), int(row["week"])),
        weekday=row["weekday"],
        type=row["type"],
        host=row["host"],
        partners=tuple(row["partners"].split()),
        direction=row["direction"],
        subject=row["subject"],
        grade=row["grade"],
        topic=row["topic"],
        lead=row["lead"],
        recorded_at=row["recorded_at"],
        lesson=_lesson(row["subject"], row["grade"], row["topic"]),
        story=source.words("stories").get(marks.pop("story", ""), {}),
        marks=marks,
    )


def _lesson(subject: str, grade: str, title: str) -> dict[str, str] | None:
    for row in source.table("lessons"):
        if (row["subject"], row["grade"], row["title"]) == (subject, grade, title):
            return row
    return None
