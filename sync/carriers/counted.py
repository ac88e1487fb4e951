"""A carrier that counts what is asked of the one behind it, and ends a file that is stopped."""

from collections.abc import Iterable, Iterator
from functools import partial

from typing_extensions import override

from sync.carriers.carrier import (
    Carrier,
    CarrierLimits,
    Entry,
    NewFile,
    Source,
    Stopping,
    Wanted,
)
from sync.carriers.long_file import LongFile
from sync.errors import SkippedFileError, StoppedError

_BLOCK = 256 * 1024


def _never() -> bool:
    return False


class CountedCarrier(Carrier):
    """Another carrier, with its requests counted.

    Attributes:
        requests: How many calls went to the place so far.
        writes: How many of them changed something there.
    """

    def __init__(self, behind: Carrier) -> None:
        self._behind = behind
        self._stopping: Stopping = _never
        self.requests = 0
        self.writes = 0

    @property
    @override
    def address(self) -> str:
        return self._behind.address

    @property
    @override
    def limits(self) -> CarrierLimits:
        return self._behind.limits

    @override
    def list(self, folder: str) -> list[Entry]:
        self.requests += 1
        return self._behind.list(folder)

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        self.requests += 1
        return self._behind.read(name, offset, length)

    @override
    def read_several(self, wanted: Iterable[Wanted]) -> Iterator[bytes | SkippedFileError]:
        return self._behind.read_several(self._asked(wanted))

    def _asked(self, wanted: Iterable[Wanted]) -> Iterator[Wanted]:
        for one in wanted:
            self.requests += 1
            yield one

    @override
    def put_new(self, name: str, source: Source) -> None:
        self.requests += 1
        self.writes += 1
        self._behind.put_new(name, lambda: self._blocks(source))

    @override
    def put_several(self, files: Iterable[NewFile]) -> Iterator[str]:
        return self._behind.put_several(self._counted(files))

    def _counted(self, files: Iterable[NewFile]) -> Iterator[NewFile]:
        for name, source in files:
            self.requests += 1
            self.writes += 1
            yield name, partial(self._blocks, source)

    def _blocks(self, source: Source) -> Iterator[bytes]:
        """Give a file in small blocks, so that stopping need not wait for its end.

        Raises:
            StoppedError: A person stopped; whoever writes removes what is unfinished.
        """
        for data in source():
            for at in range(0, len(data), _BLOCK):
                if self._stopping():
                    raise StoppedError
                yield data if len(data) <= _BLOCK else data[at : at + _BLOCK]

    @override
    def heed(self, stopping: Stopping) -> None:
        self._stopping = stopping
        self._behind.heed(stopping)

    @override
    def delete(self, name: str) -> None:
        self.requests += 1
        self.writes += 1
        self._behind.delete(name)

    @override
    def set_aside(self, name: str) -> bool:
        self.requests += 1
        self.writes += 1
        return self._behind.set_aside(name)

    @override
    def free(self) -> int | None:
        self.requests += 1
        return self._behind.free()

    @override
    def total(self) -> int | None:
        self.requests += 1
        return self._behind.total()

    @override
    def open_long(self, part: str) -> LongFile | None:
        self.requests += 1
        found = self._behind.open_long(part)
        self.writes += found is not None
        return found

    @override
    def close(self) -> None:
        self._behind.close()
