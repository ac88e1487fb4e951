"""What was done to the steps of the open plan, so that it can be undone and done again; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from db.commands import plan_steps, records
from db.journal import Writer
from db.queries.records import show
from db.record import Value

MOST = 200


class Act(Protocol):
    """One thing a person did; both ways are said to return whether there was anything to do."""

    def undo(self, writer: Writer) -> bool:
        """Take it back."""

    def redo(self, writer: Writer) -> bool:
        """Do it again."""


@dataclass(frozen=True, slots=True)
class Added:
    """Steps that came to be together."""

    ids: tuple[str, ...]

    def undo(self, writer: Writer) -> bool:
        """Put them into the bin."""
        for id in self.ids:
            records.delete(writer, id)
        return True

    def redo(self, writer: Writer) -> bool:
        """Take them out of it."""
        for id in self.ids:
            records.restore(writer, id)
        return True


@dataclass(frozen=True, slots=True)
class Deleted:
    """A step that went into the bin."""

    id: str

    def undo(self, writer: Writer) -> bool:
        """Take it out."""
        records.restore(writer, self.id)
        return True

    def redo(self, writer: Writer) -> bool:
        """Put it back."""
        records.delete(writer, self.id)
        return True


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that stood behind one and stands behind another now; empty is the top."""

    id: str
    before: str
    now: str

    def undo(self, writer: Writer) -> bool:
        """Move it back."""
        plan_steps.move_step(writer, self.id, self.before)
        return True

    def redo(self, writer: Writer) -> bool:
        """Move it again."""
        plan_steps.move_step(writer, self.id, self.now)
        return True


@dataclass(frozen=True, slots=True)
class Wrote:
    """A field of a step that read otherwise before."""

    id: str
    name: str
    before: Value
    now: Value

    def undo(self, writer: Writer) -> bool:
        """Write what stood there, unless somebody has written there since."""
        return self._write(writer, self.now, self.before)

    def redo(self, writer: Writer) -> bool:
        """Write it again, unless somebody has."""
        return self._write(writer, self.before, self.now)

    def _write(self, writer: Writer, expected: Value, value: Value) -> bool:
        writer.flush()
        stands = show(writer.session, self.id).values.get(self.name)
        if (stands or None) != (expected or None):
            return False
        records.change(writer, self.id, {self.name: value})
        return True


@dataclass(frozen=True, slots=True)
class Split:
    """A step cut in two: the text before, and what is left of it."""

    first: str
    second: str
    part: str
    before: Value
    now: Value

    def undo(self, writer: Writer) -> bool:
        """Make one of them again; what was written into either since is kept."""
        writer.flush()
        one, other = (show(writer.session, id).values for id in (self.first, self.second))
        whole = self.before
        if (one.get(self.part) or None) != (self.now or None) or _cut(self) != other.get(self.part):
            both = (str(step.get(self.part) or "") for step in (one, other))
            whole = "\n".join(words for words in both if words) or None
        records.change(writer, self.first, {self.part: whole})
        records.delete(writer, self.second)
        return True

    def redo(self, writer: Writer) -> bool:
        """Cut it again."""
        records.restore(writer, self.second)
        return Wrote(self.first, self.part, self.before, self.now).redo(writer)


def _cut(split: Split) -> Value:
    rest = str(split.before or "")[len(str(split.now or "")) :]
    return rest.lstrip("\n") or None


@dataclass
class StepHistory:
    """What can be undone and done again, the newest last."""

    _done: list[Act] = field(default_factory=list)
    _undone: list[Act] = field(default_factory=list)

    def add(self, act: Act) -> None:
        """Remember something done."""
        self._done = [*self._done[-MOST + 1 :], act]
        self._undone.clear()

    def clear(self) -> None:
        """Forget all: another plan is open."""
        self._done.clear()
        self._undone.clear()

    def can_undo(self) -> bool:
        """Tell whether there is something to undo."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Tell whether there is something to do again."""
        return bool(self._undone)

    def undo(self, writer: Writer) -> bool:
        """Undo the newest that still can be; return whether there was one."""
        while self._done:
            act = self._done.pop()
            if act.undo(writer):
                self._undone.append(act)
                return True
        return False

    def redo(self, writer: Writer) -> bool:
        """Do again what was undone last; return whether there was something."""
        while self._undone:
            act = self._undone.pop()
            if act.redo(writer):
                self._done.append(act)
                return True
        return False


def add_steps(
    writer: Writer, plan: str, after: str, steps: list[Mapping[str, Value]]
) -> tuple[str, ...]:
    """Add several steps one behind the other; return their ids."""
    made: list[str] = []
    for values in steps:
        after = plan_steps.add_step(writer, plan, after=after, values=values)
        made.append(after)
    return tuple(made)
