"""Files that were dropped, before they are put in: what each will say, changed in place; no Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.commands.materials import Intake, values_of
from db.material_files import Candidate
from db.record import Value

PLACE = ("lesson", "lesson_name", "edition", "subject", "grade", "volume", "unit")


@dataclass
class Line:
    """One file of the preview.

    Attributes:
        candidate: What was found.
        values: What its material will say.
        wanted: Whether it is to be put in.
    """

    candidate: Candidate
    values: dict[str, Value] = field(default_factory=dict)
    wanted: bool = True

    @property
    def is_new(self) -> bool:
        """Whether it can be put in."""
        return self.candidate.is_new


class Draft:
    """All files of the preview.

    Attributes:
        lines: What can be put in first, then what is refused, then what is here already.
    """

    def __init__(self, found: Iterable[Candidate], place: Mapping[str, Value]) -> None:
        """Take what was found, and what the library was narrowed to, for what names do not tell."""
        lines = [_line(one, place) for one in found]
        self.lines = sorted(lines, key=lambda line: (not line.is_new, not line.candidate.refused))

    def change(self, line: Line, values: Mapping[str, Value]) -> None:
        """Take what a person changed of one file."""
        for name, value in values.items():
            if value:
                line.values[name] = value
            else:
                line.values.pop(name, None)

    def spread(self, line: Line) -> int:
        """Let all that are put in belong where one belongs; return how many changed."""
        changed = 0
        for other in self.chosen():
            before = dict(other.values)
            for name in PLACE:
                if line.values.get(name):
                    other.values[name] = line.values[name]
                else:
                    other.values.pop(name, None)
            changed += other.values != before
        return changed

    def chosen(self) -> list[Line]:
        """Return the files that are to be put in."""
        return [line for line in self.lines if line.is_new and line.wanted]

    def intakes(self) -> list[Intake]:
        """Return what the command is given."""
        return [Intake(line.candidate.path, dict(line.values)) for line in self.chosen()]

    def size_bytes(self) -> int:
        """Return how much the files that are put in take."""
        return sum(line.candidate.size_bytes for line in self.chosen())

    def known(self) -> int:
        """Return how many are here already."""
        return sum(bool(line.candidate.known or line.candidate.twin) for line in self.lines)

    def refused(self) -> int:
        """Return how many cannot be put in."""
        return sum(bool(line.candidate.refused) for line in self.lines)


def _line(one: Candidate, place: Mapping[str, Value]) -> Line:
    values = values_of(one.guess)
    fits = all(values.get(name) in (None, value) for name, value in place.items())
    if fits and not values.get("lesson"):
        values = {**{name: value for name, value in place.items() if value}, **values}
    return Line(one, values)
