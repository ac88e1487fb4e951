"""A carrier that counts what is asked of the one behind it; changes nothing else."""

from typing_extensions import override

from sync.carriers.carrier import Carrier, CarrierLimits, Entry, Source
from sync.carriers.long_file import LongFile


class CountedCarrier(Carrier):
    """Another carrier, with its requests counted.

    Attributes:
        requests: How many calls went to the place so far.
        writes: How many of them changed something there.
    """

    def __init__(self, behind: Carrier) -> None:
        self._behind = behind
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
    def put_new(self, name: str, source: Source) -> None:
        self.requests += 1
        self.writes += 1
        self._behind.put_new(name, source)

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
