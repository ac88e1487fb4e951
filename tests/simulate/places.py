"""Places in memory that fail as sticks, shares and servers do, at a chosen moment."""

import random
from dataclasses import dataclass, field

from typing_extensions import override

from sync.carriers.carrier import Carrier, CarrierLimits, Entry, Source
from sync.carriers.long_file import LongFile
from sync.errors import PlaceFullError, PlaceGoneError, Reason, SkippedFileError


class KilledError(BaseException):
    """The power goes: nothing of the program may catch this."""


@dataclass
class Place:
    """What lies at a place.

    Attributes:
        name: What a laptop takes it for.
        latency_s: What a request costs, as far as laptops are told: some look only where they must.
        files: By path.
        changes: How often something was written there or taken away.
        earlier: What lay there at some moment, for who puts an old copy back.
    """

    name: str
    latency_s: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)
    changes: int = 0
    earlier: dict[str, bytes] = field(default_factory=dict)

    def spoil(self, how: str, dice: random.Random) -> None:
        """Let happen to a place what happens to sticks between two visits."""
        self.changes += 1
        if how == "keep":
            self.earlier = dict(self.files)
        elif how == "roll_back":
            self.files = dict(self.earlier)
        elif how == "wipe":
            self.files = {}
        elif how == "lose_half":
            names = sorted(self.files)
            for name in dice.sample(names, len(names) // 2):
                del self.files[name]
        elif how == "damage" and self.files:
            for name in dice.sample(sorted(self.files), min(3, len(self.files))):
                self.files[name] = _damaged(self.files[name], dice)


def _damaged(data: bytes, dice: random.Random) -> bytes:
    if not data or dice.random() < 0.3:
        return data[: len(data) // 2]
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


@dataclass
class Fault:
    """What goes wrong during one exchange.

    Attributes:
        kind: ``gone``, ``full``, ``kill`` at a call of the place, ``die`` at a transaction of the
            laptop, ``stop``, or how listings lie: ``cut``, ``stale``, ``shuffled``; empty for
            nothing.
        after: At which call, which transaction, or which step of the exchange.
        seed: For what is left to chance.
    """

    kind: str = ""
    after: int = 0
    seed: int = 0


class SimulatedCarrier(Carrier):
    """A place as one laptop reaches it during one exchange."""

    def __init__(self, place: Place, fault: Fault) -> None:
        self._place, self._fault = place, fault
        self._calls = 0
        self._dice = random.Random(fault.seed)

    @property
    @override
    def address(self) -> str:
        return self._place.name

    @property
    @override
    def limits(self) -> CarrierLimits:
        return CarrierLimits(latency_s=self._place.latency_s)

    def _called(self, *, writes: bool = False) -> None:
        self._calls += 1
        if self._calls <= self._fault.after:
            return
        if self._fault.kind == "kill":
            raise KilledError
        if self._fault.kind == "gone":
            raise PlaceGoneError(self.address)
        if self._fault.kind == "full" and writes:
            raise PlaceFullError(self.address, 1, 0)

    @override
    def list(self, folder: str) -> list[Entry]:
        self._called()
        files = self._place.files
        if self._fault.kind == "stale":
            files = {name: data for name, data in files.items() if name in self._place.earlier}
        found: dict[str, Entry] = {}
        prefix = f"{folder}/" if folder else ""
        for path, data in files.items():
            if path.startswith(prefix) and "/~" not in path:
                name, rest, _ = path.removeprefix(prefix).partition("/")
                found[name] = Entry(name, 0 if rest else len(data), is_folder=bool(rest))
        entries = sorted(found.values())
        if self._fault.kind == "cut":
            return entries[: self._dice.randint(0, len(entries))]
        if self._fault.kind == "shuffled":
            self._dice.shuffle(entries)
            entries += entries[: len(entries) // 2]
        return entries

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        self._called()
        data = self._place.files.get(name)
        if data is None:
            raise SkippedFileError(Reason.UNREADABLE, name)
        return data[offset:] if length is None else data[offset : offset + length]

    @override
    def put_new(self, name: str, source: Source) -> None:
        self._called(writes=True)
        self._place.changes += 1
        self._place.files[name] = b"".join(source())
        self._called()  # the stick may go just after

    @override
    def delete(self, name: str) -> None:
        self._called()
        self._place.changes += self._place.files.pop(name, None) is not None

    @override
    def set_aside(self, name: str) -> bool:
        self._called()
        data = self._place.files.pop(name, None)
        if data is not None:
            self._place.changes += 1
            self._place.files[f"{name}.bad"] = data
        return data is not None

    @override
    def free(self) -> int | None:
        return None

    @override
    def open_long(self, part: str) -> LongFile | None:
        self._called()
        return None if self._place.latency_s else _GrowingFile(self, part)

    @override
    def close(self) -> None:
        return None


class _GrowingFile(LongFile):
    """An unfinished file at a place, which no listing shows; what was appended stays."""

    def __init__(self, carrier: SimulatedCarrier, part: str) -> None:
        self._carrier, self._part = carrier, part
        self._files = carrier._place.files

    @override
    def size_bytes(self) -> int:
        return len(self._files.get(self._part, b""))

    @override
    def read(self, offset: int, length: int) -> bytes:
        return self._files.get(self._part, b"")[offset : offset + length]

    @override
    def append(self, data: bytes) -> None:
        self._carrier._called(writes=True)
        self._files[self._part] = self._files.get(self._part, b"") + data
        self._carrier._place.changes += 1

    @override
    def holds(self, offset: int, data: bytes) -> bool:
        return self.read(offset, len(data)) == data

    @override
    def force(self) -> None:
        self._carrier._called()

    @override
    def cut(self, length: int) -> None:
        self._files[self._part] = self._files.get(self._part, b"")[:length]

    @override
    def finish(self, name: str) -> None:
        self._carrier._called(writes=True)
        self._files[name] = self._files.pop(self._part, b"")
        self._carrier._place.changes += 1

    @override
    def drop(self) -> None:
        self._files.pop(self._part, None)

    @override
    def close(self) -> None:
        return None
