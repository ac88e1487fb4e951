"""What every carrier can do: a few calls and its limits. A depot needs nothing more.

A file is set aside by renaming, because what fails its hash today may only be a bad cable: the
bytes stay, and the name is free for whoever holds the right ones.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sync.carriers.long_file import LongFile
from sync.errors import SkippedFileError

Source = Callable[[], Iterable[bytes]]
"""Gives the bytes of a file from its beginning, as often as asked."""

NewFile = tuple[str, Source]
"""A name and the bytes that are to have it."""


class Wanted(NamedTuple):
    """Bytes of a file that are to be read.

    Attributes:
        name, offset, length: As for ``Carrier.read``.
        size_bytes: How many that will be, roughly; 0 when nobody knows.
    """

    name: str
    offset: int = 0
    length: int | None = None
    size_bytes: int = 0


Stopping = Callable[[], bool]
"""Tells whether a person wants the exchange to end; from any thread."""


class Entry(NamedTuple):
    """One line of a listing; whatever is neither a plain file nor a plain folder is left out."""

    name: str
    size_bytes: int
    is_folder: bool


@dataclass(frozen=True, slots=True)
class CarrierLimits:
    """What a carrier can bear.

    Attributes:
        file_bytes: Largest file, or None.
        entries: Most entries in a folder that a listing shows.
        requests: Most requests in 30 minutes, or None.
        latency_s: What one request costs at least, roughly.
    """

    file_bytes: int | None = 4 * 1024**3 - 1  # FAT32
    entries: int = 700
    requests: int | None = None
    latency_s: float = 0.0


class Carrier(Protocol):
    """How bytes reach one place. Names are relative, with slashes.

    Every call raises a :class:`sync.errors.PlaceError` when the place itself fails, and ``read``
    a :class:`sync.errors.SkippedFileError` when only this file does.
    """

    @property
    def address(self) -> str:
        """The place as given."""
        ...

    @property
    def limits(self) -> CarrierLimits:
        """What the place can bear."""
        ...

    def list(self, folder: str) -> list[Entry]:
        """Return what lies in a folder; nothing when there is no such folder."""
        ...

    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        """Return bytes of a file, fewer when it is shorter."""
        ...

    def read_several(self, wanted: Iterable[Wanted]) -> Iterator[bytes | SkippedFileError]:
        """Read several, yielding each in the order asked, or why only this one cannot be read.

        One after another as they are taken, or some ahead where every answer takes long.
        """
        for one in wanted:
            try:
                yield self.read(one.name, one.offset, one.length)
            except SkippedFileError as error:
                yield error

    def put_new(self, name: str, source: Source) -> None:
        """Write a file so that it is there whole or not at all; replaces what had the name."""
        ...

    def put_several(self, files: Iterable[NewFile]) -> Iterator[str]:
        """Write files of which none announces another; yield the name of each that is there.

        One after another, or some at once where every answer takes long: then in any order.
        """
        for name, source in files:
            self.put_new(name, source)
            yield name

    def delete(self, name: str) -> None:
        """Remove a file; nothing happens when it is not there or cannot be removed."""
        ...

    def set_aside(self, name: str) -> bool:
        """Rename a file that failed its hash to ``….bad``; tell whether that was possible."""
        ...

    def free(self) -> int | None:
        """Return how many bytes are free, or None when nobody knows."""
        ...

    def total(self) -> int | None:
        """Return how many bytes the place has in all, or None when nobody knows."""
        return None

    def lacking_folder(self) -> str:
        """Return the name of the place's own folder where that alone is not there; else nothing."""
        return ""

    def make_folder(self) -> None:
        """Make the place's own folder, which is lacking."""
        return

    def open_long(self, part: str) -> LongFile | None:
        """Begin a long file, or go on with it; None where a file cannot grow.

        Args:
            part: Name of the unfinished file, such as ``b/~x.part``, which no listing shows.
        """
        return None

    def heed(self, stopping: Stopping) -> None:
        """Let a long call end with a StoppedError soon after this tells so.

        Where a file is given away block by block nothing is to do: the blocks end.
        """
        return

    def close(self) -> None:
        """Let go of the place; never waits for it, and no call may follow."""
        ...
