"""Which fields the form of an activity shows, by its type: data, no Qt here.

A line is a row of four columns; each field says how many of them it takes.
"""

from collections.abc import Sequence

Line = tuple[tuple[str, int], ...]

PEOPLE = "people"  # the tokens of those who took part stand at this place
TILES = (
    "outreach_lesson", "joint_preparation", "parallel_lesson", "lesson_observation",
    "open_day", "joint_meeting", "mentoring", "teacher_exchange", "donation",
    "hand_in_hand",
)  # fmt: skip
OTHERS = (
    "research_meeting", "lesson_talk", "demonstration_lesson", "report_lesson", "contest",
    "lecture", "training", "management_seminar", "shadowing", "student_exchange", "remote_class",
    "showcase", "visit", "other",
)  # fmt: skip
ICONS = {
    "outreach_lesson": "chalkboard-teacher", "joint_preparation": "users-three",
    "parallel_lesson": "columns", "lesson_observation": "headphones", "open_day": "door",
    "joint_meeting": "presentation", "mentoring": "handshake", "teacher_exchange": "swap",
    "donation": "gift", "hand_in_hand": "heart",
}  # fmt: skip

_LESSONS = frozenset(
    (
        "outreach_lesson", "parallel_lesson", "lesson_observation", "report_lesson",
        "demonstration_lesson", "remote_class", "open_day", "lesson_talk", "joint_preparation",
    )
)  # fmt: skip
_GIFTS = frozenset(("donation", "hand_in_hand"))
_STAGED = frozenset(("outreach_lesson",))
_LEVELLED = frozenset(("contest", "lecture", "training", "demonstration_lesson"))

TEXTS = ("summary", "discussion", "outcome")
WANTED = ("title", "held_on", "host_school", "own_count", "summary")
"""Fields that say in amber that they are empty, once they were left; none is compulsory."""


def basics(type: str) -> Sequence[Line]:
    """Return the lines of the first page of the form, without what is folded away."""
    lines: list[Line] = [(("title", 4),)]
    if type in _STAGED:
        lines.append((("held_on", 2), ("period", 1), ("d.stage", 1)))
    elif type in _LESSONS:
        lines.append((("held_on", 2), ("period", 1), ("class_name", 1)))
    else:
        lines.append((("held_on", 2), ("starts_at", 1), ("ends_at", 1)))
    lines.append((("host_school", 2), ("partner_schools", 2)))
    if type in _LESSONS:
        lines.append((("subject", 1), ("grade", 1), ("lesson", 2)))
    elif type in _GIFTS:
        lines.append((("d.donor", 1), ("d.amount", 1), ("d.items", 2)))
    elif type in _LEVELLED:
        lines.append((("place", 2), ("d.level", 1), ("subject", 1)))
    else:
        lines.append((("place", 2), ("organiser", 2)))
    lines.append((("own_count", 1), ("guest_count", 1), ("pupil_count", 1), ("lesson_count", 1)))
    lines.append(((PEOPLE, 4),))
    lines.append((("summary", 4),))
    lines.append((("follow_up_on", 2), ("follow_up_person", 2)))
    return lines


def folded(type: str) -> Sequence[Line]:
    """Return the lines that stand under 更多: every other field there is."""
    shown = {name for line in basics(type) for name, _span in line}
    every = (
        "type", "status", "direction", "ends_on", "starts_at", "ends_at", "period", "place",
        "organiser", "subject", "grade", "class_name", "lesson", "hours", "d.round", "recorder",
    )  # fmt: skip
    rest = [name for name in every if name not in shown]
    lines: list[Line] = [
        tuple((name, 1) for name in rest[at : at + 4]) for at in range(0, len(rest), 4)
    ]
    return [*lines, (("dimensions", 4),)]


def fit(lines: Sequence[Line], columns: int) -> list[Line]:
    """Return the same fields in lines of fewer columns, for large letters and narrow windows."""
    if columns >= 4:
        return list(lines)
    out: list[Line] = []
    for line in lines:
        now: list[tuple[str, int]] = []
        for name, span in line:
            wide = columns if span > 1 else 1
            if sum(taken for _name, taken in now) + wide > columns:
                out.append(tuple(now))
                now = []
            now.append((name, wide))
        if now:
            out.append(tuple(now))
    return out
