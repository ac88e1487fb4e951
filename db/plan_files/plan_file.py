"""A plan as found in a file: what each piece is taken for, still to be agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.plan_files.labels import NOTHING

STEP_FIELDS = (
    "title", "minutes", "teacher", "student", "intent", "second",
    "track_a", "mode_a", "track_b", "mode_b", "track_c", "mode_c",
)  # fmt: skip
"""What a column of the table of steps can be taken for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a file.

    Attributes:
        number: Its place in the file, from 0.
        label: How the file calls it; empty for a text without a name.
        words: What stands there.
        field: What it is taken for: a field of the plan, one of ``labels.SEVERAL``, NOTHING for
            what a form asks of others, or empty when it was not understood.
    """

    number: int
    label: str
    words: str
    field: str


@dataclass(frozen=True, slots=True)
class StepColumn:
    """One column of the steps.

    Attributes:
        name: How the file calls it.
        field: What it is taken for: one of STEP_FIELDS, or empty.
    """

    name: str
    field: str


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What was found in a file.

    Attributes:
        sha256: Of its bytes, in hexadecimal.
        title: What the plan is called when nothing in the file says it.
        columns, rows: The steps as a table.
        grades: The grades that the columns of a plan for several grades name, in their order.
        pictures: How many pictures and drawn objects stand in the file; they stay in it.
        macros: Whether the file brings programs of its own; nothing of them is taken.
    """

    path: Path
    sha256: str
    title: str
    pieces: tuple[Piece, ...]
    columns: tuple[StepColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    grades: tuple[str, ...] = ()
    pictures: int = 0
    macros: bool = False

    @property
    def understood(self) -> int:
        """Return how many pieces are taken for a field."""
        return sum(piece.field not in ("", NOTHING) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person wants otherwise than proposed.

    Attributes:
        pieces: Field by number of the piece; empty leaves it to the attached file alone.
        columns: Field of a step by place of the column.
    """

    pieces: Mapping[int, str] = field(default_factory=dict)
    columns: Mapping[int, str] = field(default_factory=dict)
