"""A comparison as one reads it: a line a step, in it the places that differ; no Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.plan_compare import Comparison, Difference, Piece, StepPair
from db.plan_content import PlanContent, StepContent
from db.record import Value
from desktop.labels import choice_label, field_label, value_label
from desktop.pages.plans.compare.sides import Side
from desktop.words import _

PARTS = ("title", "phase", "minutes", "teacher", "student", "intent", "second",
         "mode_a", "track_a", "mode_b", "track_b", "mode_c", "track_c")  # fmt: skip
"""The fields of a step in reading order."""
SAID_IN_HEAD = ("phase", "minutes")
WHOLE = "whole"  # the place of a step that only one of the two has
MOVED = "moved"  # of one that stands elsewhere
PHASES = ("lead_in", "new", "practice", "consolidate", "summary", "homework")


@dataclass(frozen=True, slots=True)
class Words:
    """A text and where it differs: start and length of each place."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that differs, decided by itself.

    Attributes:
        key: Tells it from all others, also after the comparison was made anew.
        name: What people call the field.
        changed: By whom since both were one: left, right, both or nothing known.
        cause: What is taken over.
    """

    key: str
    name: str
    left: Words
    right: Words
    changed: str
    cause: Difference | StepPair


@dataclass(frozen=True, slots=True)
class Line:
    """One step, or one field of the plan itself.

    Attributes:
        number: Its number in the list; empty for a field.
        phase: Number of the phase, for its colour; None where there is none.
        name: The step's phase or title, or the field's name.
        minutes: Of both, in words.
        changed: By whom.
        places: What differs; none where both say the same.
        same: What both say alike: name and text.
    """

    key: str
    number: str
    phase: int | None
    name: str
    minutes: str
    changed: str
    moved: bool
    places: tuple[Place, ...]
    same: tuple[tuple[str, str], ...]


def lines_of(found: Comparison, left: PlanContent, right: PlanContent) -> tuple[Line, ...]:
    """Return the lines: the plan's own fields that differ, then every step."""
    lines = [_field_line(one) for one in found.fields]
    places = tuple({step.id: n for n, step in enumerate(c.steps, 1)} for c in (left, right))
    alike = _alike(left.fields, right.fields, {one.part for one in found.fields})
    if alike:
        lines.append(Line("alike", "", None, _("The other fields"), "", "", False, (), alike))
    for number, pair in enumerate(found.steps, 1):
        lines.append(_step_line(str(number), pair, places))
    return tuple(lines)


def _alike(
    left: Mapping[str, Value], right: Mapping[str, Value], differing: set[str]
) -> tuple[tuple[str, str], ...]:
    """Return the texts of the plan that both say alike, with their names."""
    return tuple(
        (field_label("lesson_plan", name), value_label("lesson_plan", name, value))
        for name, value in right.items()
        if name in TEXTS_OF_PLAN and value and name in left and name not in differing
    )


TEXTS_OF_PLAN = (
    "standard", "text_analysis", "learner_analysis", "objectives", "key_points",
    "difficult_points", "methods", "aids", "board_plan", "homework_basic", "homework_improve",
    "homework_extend",
)  # fmt: skip


def _field_line(one: Difference) -> Line:
    name = field_label("lesson_plan", one.part)
    place = _place("lesson_plan", one, "")
    return Line(f":{one.part}", "", None, name, "", one.changed, False, (place,), ())


def _step_line(number: str, pair: StepPair, at: tuple[Mapping[str, int], ...]) -> Line:
    step = pair.right or pair.left
    assert step is not None  # a pair has at least one of them
    code = str(step.values.get("phase") or "")
    phase = PHASES.index(code) if code in PHASES else None
    name = choice_label("plan_step", "phase", code) or str(step.values.get("title") or _("Step"))
    if pair.left is None or pair.right is None:
        places: tuple[Place, ...] = (_whole(pair),)
    else:
        places = tuple(_place("plan_step", one, step.id) for one in pair.differences)
        if pair.moved:
            places = (*places, _moved(pair, at))
    changed = _together([place.changed for place in places])
    same = () if places and places[0].key.endswith(WHOLE) else _same(pair)
    return Line(step.id, number, phase, name, _minutes(pair), changed, pair.moved, places, same)


def _place(kind: str, one: Difference, step: str) -> Place:
    name = field_label(kind, one.part)
    left = _words(kind, one.part, one.left, one.left_pieces)
    right = _words(kind, one.part, one.right, one.right_pieces)
    return Place(f"{step}:{one.part}", name, left, right, one.changed, one)


def _words(kind: str, part: str, text: str, pieces: Sequence[Piece]) -> Words:
    said = value_label(kind, part, text)
    if said != text or "".join(piece.text for piece in pieces) != text:
        return Words(said, ((0, len(said)),) if said else ())
    marks, at = [], 0
    for piece in pieces:
        if piece.differs and piece.text:
            marks.append((at, len(piece.text)))
        at += len(piece.text)
    return Words(said, tuple(marks))


def _whole(pair: StepPair) -> Place:
    """Return the one place of a step that only one of the two has."""
    step = pair.left or pair.right
    assert step is not None
    text = "\n".join(f"{name}　{said}" for name, said in _said(step, SAID_IN_HEAD))
    full = Words(text, ((0, len(text)),) if text else ())
    left, right = (full, Words("")) if pair.left else (Words(""), full)
    return Place(f"{step.id}:{WHOLE}", _("The whole step"), left, right, pair.changed, pair)


def _moved(pair: StepPair, at: tuple[Mapping[str, int], ...]) -> Place:
    """Return that a step stands at another place; adopting it moves the step and nothing else."""
    left, right = pair.left, pair.right
    assert left is not None
    assert right is not None
    said = []
    for step, numbers in ((left, at[0]), (right, at[1])):
        words = _("Step number {number}").format(number=numbers.get(step.id, 0))
        said.append(Words(words, ((0, len(words)),)))
    only = replace(pair, left=StepContent(left.id, right.values), differences=())
    key = f"{right.id}:{MOVED}"
    return Place(key, _("Where it stands"), said[0], said[1], pair.changed, only)


def _said(step: StepContent, besides: Sequence[str] = ()) -> list[tuple[str, str]]:
    return [
        (field_label("plan_step", part), value_label("plan_step", part, step.values.get(part)))
        for part in PARTS
        if part not in besides and step.values.get(part) not in (None, "")
    ]


def _same(pair: StepPair) -> tuple[tuple[str, str], ...]:
    """Return what both say alike of a step."""
    assert pair.right is not None
    differing = {one.part for one in pair.differences}
    return tuple(_said(pair.right, (*SAID_IN_HEAD, *differing)))


def _together(changed: Sequence[str]) -> str:
    """Return by whom a step was changed whose places were changed by these."""
    known = {one for one in changed if one}
    if len(known) > 1:
        return "both"
    return known.pop() if known else ""


def _minutes(pair: StepPair) -> str:
    left, right = (
        f"{value:g}′" if isinstance(value := step.values.get("minutes"), int | float) else ""
        for step in (pair.left or pair.right, pair.right or pair.left)
        if step is not None
    )
    return right if left == right else f"{left or '–'} / {right or '–'}"


def changed_words(changed: str, left: Side, right: Side) -> tuple[str, str]:
    """Return who changed it, in words, and the tone they take."""
    match changed:
        case "both":
            return _("Both changed it"), "warn"
        case "right":
            return _("You changed it") if right.mine else _by(right), "accent"
        case "left":
            if left.agreed:
                return _("New in the agreed plan"), "far"
            return _("You changed it") if left.mine else _by(left), "far"
    return "", ""


def _by(side: Side) -> str:
    if side.agreed:
        return _("New in the agreed plan")
    return _("{name} changed it").format(name=side.person or _("Somebody"))
