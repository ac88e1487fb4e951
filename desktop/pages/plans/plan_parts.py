"""The parts of a plan in the order of the paper form, and what can be counted of them; no Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.record import Value
from desktop.labels import field_label
from desktop.words import _

LESSON_MINUTES = 40
AIDS, STEPS, HOMEWORK = "aids", "steps", "homework"
TIERS = ("homework_basic", "homework_improve", "homework_extend")
STEP_TEXTS = ("teacher", "student", "intent", "second", "track_a", "track_b", "track_c")
HEADER = (
    "title", "edition", "subject", "grade", "volume", "unit", "period_no", "period_count",
    "lesson_type", "class_name", "pupil_count", "prepared_on", "taught_on", "author",
    "lead_preparer", "group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its key, the texts of the plan in it, and a number; the steps have none."""

    key: str
    fields: tuple[str, ...]
    number: str = ""

    @property
    def lines(self) -> int:
        """How tall its box is while it is empty."""
        return 4 if self.key in ("board_plan", "reflection") else 2

    def words(self) -> str:
        """Return what the paper form calls it."""
        if self.key == STEPS:
            return _("Procedure")
        return _("Homework") if self.key == HOMEWORK else field_label("lesson_plan", self.key)


def _plain(*keys: str) -> tuple[Part, ...]:
    return tuple(Part(key, (key,)) for key in keys)


PARTS: tuple[Part, ...] = (
    *_plain("standard", "text_analysis", "learner_analysis", "objectives", "key_points"),
    *_plain("difficult_points", "methods", AIDS),
    Part(STEPS, ()),
    *_plain("board_plan"),
    Part(HOMEWORK, TIERS, "homework_minutes"),
    *_plain("reflection", "adaptation_note"),
)
TEXTS = tuple(name for part in PARTS for name in part.fields)


def part_of(name: str) -> str:
    """Return the key of the part that a field of the plan stands in; of a step's the steps."""
    return next((part.key for part in PARTS if name in part.fields), STEPS)


def part_words(key: str) -> str:
    """Return what people call a part by its key."""
    return next((part.words() for part in PARTS if part.key == key), "")


def written(part: Part, plan: Mapping[str, Value], steps: Sequence[Mapping[str, Value]]) -> bool:
    """Tell whether anything stands in a part."""
    if part.key == STEPS:
        return any(step.get(name) for step in steps for name in STEP_TEXTS)
    return any(str(plan.get(name) or "").strip() for name in part.fields)


def minutes_of(steps: Sequence[Mapping[str, Value]]) -> float:
    """Return what the minutes of all steps come to."""
    return sum(float(m) for step in steps if isinstance(m := step.get("minutes"), int | float))


def minutes_due(plan: Mapping[str, Value]) -> int:
    """Return how long the lessons of a plan are together."""
    count = plan.get("period_count")
    return LESSON_MINUTES * (count if isinstance(count, int) and 0 < count < 20 else 1)


_WORD = re.compile(r"[0-9A-Za-z]+(?:[.,'’-][0-9A-Za-z]+)*|[㐀-鿿豈-﫿]|[\U00020000-\U0003134f]")


def words_in(text: str) -> int:
    """Count words as a word processor does: a Chinese sign is one, a number or Latin word too."""
    return len(_WORD.findall(text))


def words_of(plan: Mapping[str, Value], steps: Sequence[Mapping[str, Value]]) -> int:
    """Count the words of a whole plan."""
    count = sum(words_in(str(plan.get(name) or "")) for name in TEXTS)
    names = ("title", *STEP_TEXTS)
    return count + sum(words_in(str(step.get(n) or "")) for step in steps for n in names)


def step_name(step: Mapping[str, Value], phase: str) -> str:
    """Return what a step is called: its title, or the word of its phase."""
    return str(step.get("title") or "").strip() or phase
