"""Carriers over a folder that behave as remote places do: each request costs, listings lie."""

import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from db.progress import finish
from sync.carriers.carrier import Carrier, CarrierLimits, Entry, Source, Wanted
from sync.carriers.counted import CountedCarrier
from sync.carriers.folder import FolderCarrier
from sync.errors import SkippedFileError
from sync.result import RoundResult
from sync.round import exchange_by
from tests.sync.laptops import Laptop

CAP = 750  # what one WebDAV server shows of a folder


class Remote(CountedCarrier):
    """A place behind a network: whatever is asked costs a request.

    Attributes:
        told: Called with each listing; returns what is told instead.
        log: What was asked, in order.
    """

    def __init__(self, folder: Path, writer: str = "", latency_s: float = 0.1) -> None:
        super().__init__(FolderCarrier(folder, writer))
        self._latency_s = latency_s
        self.told: Callable[[str, list[Entry]], list[Entry]] = lambda _, entries: entries
        self.log: list[str] = []

    @property
    @override
    def limits(self) -> CarrierLimits:
        return CarrierLimits(latency_s=self._latency_s)

    @override
    def list(self, folder: str) -> list[Entry]:
        self.log.append(f"list {folder}")
        return self.told(folder, super().list(folder))

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        self.log.append(f"read {name}")
        return super().read(name, offset, length)

    @override
    def read_several(self, wanted: Iterable[Wanted]) -> Iterator[bytes | SkippedFileError]:
        return Carrier.read_several(self, wanted)  # one after another, each told

    @override
    def put_new(self, name: str, source: Source) -> None:
        self.log.append(f"put {name}")
        super().put_new(name, source)

    @override
    def delete(self, name: str) -> None:
        self.log.append(f"delete {name}")
        super().delete(name)


def cut_at_cap(_: str, entries: list[Entry]) -> list[Entry]:
    """Tell only the first of a folder, as a server does that shows no more."""
    return sorted(entries)[:CAP]


def shuffled(_: str, entries: list[Entry]) -> list[Entry]:
    """Tell everything in another order, and some of it twice."""
    twice = entries + entries[: len(entries) // 2]
    random.Random(7).shuffle(twice)
    return twice


class Stale:
    """Tells what was there at some earlier time."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Entry]] = {}
        self.is_old = False

    def __call__(self, folder: str, entries: list[Entry]) -> list[Entry]:
        if self.is_old:
            return self.kept.get(folder, [])
        self.kept[folder] = entries
        return entries


def exchange_remote(laptop: Laptop, folder: Path, carrier: Remote | None = None) -> RoundResult:
    """Exchange with a folder as if it were far away."""
    return finish(exchange_by(laptop.store, carrier or Remote(folder, laptop.me.replica)))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a place: a file put (with its bytes) or taken away."""

    name: str
    data: bytes | None

    def do(self, folder: Path) -> None:
        """Do it again in a folder."""
        path = folder / self.name
        if self.data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)


class Recorder(FolderCarrier):
    """A folder whose every change is written down, to be done again as far as one likes."""

    def __init__(self, folder: Path, steps: list[Step], writer: str = "") -> None:
        super().__init__(folder, writer)
        self._folder, self._steps_done = folder, steps

    @override
    def put_new(self, name: str, source: Source) -> None:
        super().put_new(name, source)
        self._steps_done.append(Step(name, (self._folder / name).read_bytes()))

    @override
    def delete(self, name: str) -> None:
        super().delete(name)
        self._steps_done.append(Step(name, None))

    @override
    def set_aside(self, name: str) -> bool:
        data = (self._folder / name).read_bytes()
        done = super().set_aside(name)
        self._steps_done.extend((Step(f"{name}.bad", data), Step(name, None)))
        return done


def exchange_recorded(laptop: Laptop, folder: Path, steps: list[Step]) -> RoundResult:
    """Exchange with a folder, and write down what is done to it."""
    carrier: Carrier = Recorder(folder, steps, laptop.me.replica)
    return finish(exchange_by(laptop.store, carrier))


def copy_of(folder: Path, target: Path) -> Path:
    """Return a copy of a place."""
    shutil.copytree(folder, target)
    return target
