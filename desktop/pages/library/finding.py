"""What the library shows, found by a job: the ids of all, and the rows that are seen first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.progress import Progress, Work
from db.queries.library import (
    LibraryFilter,
    MaterialRow,
    count_materials,
    find_materials,
    material_rows,
)
from db.queries.library_detail import MaterialDetail, material_detail
from db.store import Store

TOGETHER = 64  # rows read at once: some four screens, 5 ms


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks.

    Attributes:
        chosen: The material that is shown whole.
        ids: What stands in the grid now.
        top: The first line that is seen of it.
        greets: Whether the first one found is to be shown whole.
    """

    wanted: LibraryFilter
    chosen: str
    ids: Sequence[str]
    top: int
    greets: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        ids: All that the filter lets through, in their order.
        total: How many materials there are.
        ready: The rows that are looked at first, by the number of their window.
        first: The first one whole, where that is to be shown.
    """

    question: Question
    ids: Sequence[str]
    total: int
    ready: Mapping[int, Sequence[MaterialRow]]
    first: MaterialDetail | None = None


def finding(store: Store, asked: Question) -> Work[Answer]:
    """Find what a filter lets through, and read what will be seen of it."""
    yield Progress(0, 1)
    with store.read() as session:
        ids = find_materials(session, store.blobs, asked.wanted)
        total = count_materials(session)
        ready = {
            number: material_rows(session, store.blobs, ids[number * TOGETHER :][:TOGETHER])
            for number in _looked_at(asked, ids)
        }
        greets = asked.greets and ids
        first = material_detail(session, store.blobs, ids[0]) if greets else None
    return Answer(asked, ids, total, ready, first)


def _looked_at(asked: Question, ids: Sequence[str]) -> set[int]:
    """Return the windows that are seen when the answer is shown, and that of what is chosen."""
    lines = [asked.top, asked.top + TOGETHER // 2] if ids == asked.ids else [0]
    if asked.chosen in ids:
        lines.append(ids.index(asked.chosen))
    return {line // TOGETHER for line in lines if 0 <= line < len(ids)}
