"""Files that may become plans: read, corrected by a person, taken in one after another; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.commands.plan_files import ImportedPlan, import_plan
from db.errors import LiankeError
from db.plan_files.plan_file import Choices, PlanFile
from db.plan_files.reading import read_plan
from db.progress import Progress, Work
from desktop.context import Desk
from desktop.pages.plans.importing.words import LEAVE


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file.

    Attributes:
        found: What was found in it; None where it cannot be read, or was not read yet.
        problem: Why it cannot be read, or could not be taken in.
        chosen: What a person wants otherwise.
        skipped: Whether he leaves it.
        made: What became of it.
    """

    path: Path
    found: PlanFile | None = None
    problem: LiankeError | None = None
    chosen: Choices = field(default_factory=Choices)
    skipped: bool = False
    made: ImportedPlan | None = None

    @property
    def waits(self) -> bool:
        """Return whether it will be taken in."""
        return self.found is not None and not self.skipped and self.made is None

    def with_piece(self, number: int, code: str) -> "Candidate":
        """Return it with a piece taken for something else."""
        pieces = {**self.chosen.pieces, number: "" if code == LEAVE else code}
        return replace(self, chosen=replace(self.chosen, pieces=pieces))

    def with_column(self, at: int, code: str) -> "Candidate":
        """Return it with a column of its steps taken for something else."""
        columns = {**self.chosen.columns, at: "" if code == LEAVE else code}
        return replace(self, chosen=replace(self.chosen, columns=columns))


def reading(paths: Sequence[Path]) -> Work[list[Candidate]]:
    """Read files one after another; one that cannot be read says why and keeps no other back."""
    out = []
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), path.name)
        try:
            out.append(Candidate(path, read_plan(path)))
        except LiankeError as error:
            out.append(Candidate(path, problem=error))
    return out


def taking(desk: Desk, candidates: Sequence[Candidate]) -> Work[list[Candidate]]:
    """Take in what waits, a plan a transaction; stopped early, the plans so far stay."""
    out = list(candidates)
    sitting = desk.sit_down()
    for number, one in enumerate(candidates):
        if one.found is None or not one.waits:
            continue
        yield Progress(number, len(candidates), one.path.name)
        try:
            work = import_plan(desk.store, sitting, one.found, one.chosen, today=desk.today())
            made = yield from work
            out[number] = replace(one, made=made)
        except LiankeError as error:
            out[number] = replace(one, problem=error)
    return out
