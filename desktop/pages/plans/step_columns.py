"""The columns of the step table, by layout; which are texts, how wide they are; no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.record import Value
from desktop.labels import choice_label, field_label
from desktop.words import CHINESE, _, language

MULTIGRADE = "multigrade"
TRACKS = ("track_a", "track_b", "track_c")
GRADES = {"track_a": "grade_a", "track_b": "grade_b", "track_c": "grade_c"}
MODES = {"track_a": "mode_a", "track_b": "mode_b", "track_c": "mode_c"}
FIXED = {"title": 82, "minutes": 64}  # pixels at usual letters
TITLE_IN_ENGLISH = 112  # a phase is a word of two signs in Chinese, and "Consolidation"
SHARES = {"teacher": 204, "student": 174, "intent": 128, "second": 140}
TRACK_SHARE = 200
CARDS_UNDER = 560  # pixels at usual letters: under them a row becomes a sheet


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it shows, its head, how much of the width it takes."""

    name: str
    words: str
    fixed: int = 0
    share: int = 0

    @property
    def text(self) -> bool:
        """Whether it holds a text that people write together."""
        return self.name not in FIXED


def columns_of(plan: Mapping[str, Value], *, intent: bool = True) -> tuple[Column, ...]:
    """Return the columns of a plan's step table.

    Args:
        plan: The plan's fields.
        intent: Whether the column of intents is unfolded.
    """
    names: Sequence[str]
    if plan.get("layout") == MULTIGRADE:
        names = ("title", "minutes", *tracks_of(plan), "second")
    else:
        names = ("title", "minutes", "teacher", "student", "intent", "second")
        names = [name for name in names if intent or name != "intent"]
    fixed = FIXED if language() == CHINESE else {**FIXED, "title": TITLE_IN_ENGLISH}
    return tuple(
        Column(name, _head(plan, name), fixed.get(name, 0), SHARES.get(name, TRACK_SHARE))
        for name in names
    )


def tracks_of(plan: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the tracks of a plan for several grades: two, and a third once its grade is chosen."""
    return TRACKS if plan.get("grade_c") else TRACKS[:2]


def _head(plan: Mapping[str, Value], name: str) -> str:
    if name in GRADES:
        code = str(plan.get(GRADES[name]) or "")
        return choice_label("lesson_plan", "grade", code) or field_label("plan_step", name)
    return _("Time") if name == "minutes" else field_label("plan_step", name)


def widths(columns: Sequence[Column], whole: int, scale: float) -> list[int]:
    """Share a width among columns: the fixed ones take theirs, the others what is left."""
    fixed = [round(column.fixed * scale) for column in columns]
    rest = max(whole - sum(fixed), 0)
    shares = sum(column.share for column in columns if not column.fixed)
    out = [
        wide if wide else rest * column.share // shares
        for column, wide in zip(columns, fixed, strict=True)
    ]
    if out:
        out[-1] += whole - sum(out)
    return out
