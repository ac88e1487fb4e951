"""The comments of a plan in the order they are read: by part and step, numbered; no Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.plan_sheet import CommentRow
from desktop.pages.plans.plan_parts import PARTS, STEPS, part_of


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment, its number, the part it stands in, and what was answered."""

    number: int
    row: CommentRow
    part: str
    answers: tuple[CommentRow, ...]


def threads(comments: Sequence[CommentRow], steps: Sequence[str]) -> tuple[Thread, ...]:
    """Return the comments in the order of the form; what is late stands behind.

    Args:
        comments: In the order they came.
        steps: Ids of the steps in their order.
    """
    known = {one.id for one in comments}
    tops = [one for one in comments if not one.answers or one.answers not in known]
    place = {id: at for at, id in enumerate(steps)}
    order = {part.key: at for at, part in enumerate(PARTS)}

    def key(row: CommentRow) -> tuple[bool, int, int]:
        part = _part(row)
        return row.late, order.get(part, -1), place.get(row.step, len(steps))

    found = sorted(tops, key=key)
    return tuple(
        Thread(number, row, _part(row), _answers(row.id, comments))
        for number, row in enumerate(found, 1)
    )


def _part(row: CommentRow) -> str:
    """Return the key of the part a comment speaks of; empty for the whole plan."""
    if row.step:
        return STEPS
    return part_of(row.part) if row.part else ""


def _answers(id: str, comments: Sequence[CommentRow]) -> tuple[CommentRow, ...]:
    """Return what answers a comment, and what answers that, in the order they came."""
    found, ids = [], {id}
    for one in comments:
        if one.answers in ids:
            found.append(one)
            ids.add(one.id)
    return tuple(found)


def numbers(found: Sequence[Thread]) -> dict[str, list[int]]:
    """Return the numbers of the comments on each step."""
    out: dict[str, list[int]] = {}
    for thread in found:
        if thread.row.step:
            out.setdefault(thread.row.step, []).append(thread.number)
    return out


def open_in(found: Sequence[Thread], part: str) -> int:
    """Return how many comments on a part wait for a decision."""
    return sum(1 for thread in found if thread.part == part and not thread.row.decision)
