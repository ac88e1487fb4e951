"""Places on a printed page that are still empty, so that the screen can point at them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """An empty cell.

    Attributes:
        page: Counted from 0.
        x: Millimetres from the left edge of the sheet; `y` from its top.
        record: Id of the record that lacks something.
        field: Wire name of the field that would fill the cell.
    """

    page: int
    x: float
    y: float
    w: float
    h: float
    record: str
    field: str
