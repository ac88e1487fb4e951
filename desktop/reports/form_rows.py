"""What a form is made of: rows of boxes, labels beside values, texts, lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.reports.paper import ROW
from desktop.reports.terms import stands_wide
from desktop.words import CHINESE, language

BLOCK = 10.5  # mm: the least row of a text
SMALL = 7.4  # mm: the head of a list


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a row.

    Attributes:
        words: What stands in it; empty is left for the pen.
        w: Width in millimetres; 0 takes what the others leave.
    """

    words: str
    w: float = 0
    kind: str = "body"
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form.

    Attributes:
        boxes: Its cells, from the left.
        least: Millimetres it is high at least.
        side: The label at the left that it shares with its neighbours of the same label.
        head: Whether it is a list's head, which comes again on the next sheet.
        leads: Whether it names what follows: it is never the last one on a sheet.
        spare: Left out rather than put on a new sheet.
        grows: It takes space that is left on a single sheet, in this proportion; 0 never.
        flows: Its words begin at the top, and it runs on to the next sheet where it does not fit.
        of: The list whose head comes again above it, where no side label tells.
        share: How much of the width it takes; the rest of the sheet beside it is left for the pen.
    """

    boxes: tuple[Box, ...]
    least: float = ROW
    side: str = ""
    head: bool = False
    leads: bool = False
    grows: float = 0
    spare: bool = False
    flows: bool = False
    of: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a form.

    Attributes:
        title: Its name; `left` and `right` the line under it.
        code: What the square code says; `short` the words under it.
        foot: The left words of the foot; `printed` the right ones.
        signs: What is signed, from left to right, a tuple a line; "" ends with the date.
    """

    title: str
    left: str
    right: str
    code: str
    short: str
    foot: str
    printed: str
    signs: tuple[tuple[str, ...], ...] = ()


def label_width() -> float:
    """Return how wide the labels at the left are, in millimetres."""
    return 19.0 if language() == CHINESE else 27.0


def pairs(*fields: tuple[str, str, float]) -> Row:
    """Return a row of label, value, label, value …; the last number shares out the width."""
    boxes: list[Box] = []
    wide = label_width()
    room = 167.0 - wide * len(fields)
    parts = sum(share for _name, _value, share in fields)
    for name, value, share in fields:
        boxes.append(Box(stands_wide(name), wide, "label", "center"))
        boxes.append(Box(value, room * share / parts))
    return Row(tuple(boxes))


def block(name: str, words: str, *, grows: float = 10, least: float = BLOCK) -> Row:
    """Return a text beside its label; it may run on to the next sheet."""
    return Row((Box(words, align="justify"),), least, name, grows=grows)


def listing(
    name: str, heads: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]], *, least: float
) -> Iterator[Row]:
    """Give a list under its heads, its label beside it."""
    boxes = [Box(stands_wide(head), wide, "label", "center") for head, wide in heads]
    yield Row(tuple(boxes), SMALL, name, head=True)
    for values in rows:
        cells = [
            Box(words, wide, "note", "left" if not wide or wide > 30 else "center")
            for words, (_head, wide) in zip(values, heads, strict=True)
        ]
        yield Row(tuple(cells), least, name)
