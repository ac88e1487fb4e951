"""Writing one pack piece by piece at a place where files can grow, and going on with it.

Three things run beside each other: the next pieces are sealed, one is written, and those before
it are read back. So the place is what one waits for, and never more than a few pieces are in
memory.
"""

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from db.blobs import piece_id
from db.supply import Supply
from sync import packs
from sync.carriers.long_file import LongFile
from sync.errors import PlaceUnreadableError, SkippedFileError
from sync.limits import HEADER_BYTES, PIECE_BYTES
from sync.names import text_of

Run = list[tuple[str, int]]
"""Pieces of one pack: id and length of each, in order."""

_AHEAD = 2  # pieces that are sealed while one is written
_UNPROVEN = 2  # pieces that are written and not read back yet


def begun(file: LongFile, alliance: str) -> Run:
    """Return the pieces of a pack that was cut off; nothing when it cannot be gone on with."""
    if not file.size_bytes():
        return []
    try:
        index = packs.read_index(file.read(0, packs.PREFIX_BYTES + HEADER_BYTES), alliance)
    except SkippedFileError:
        return []
    return [(id, span.length) for id, span in index.spans.items()]


class LongPack:
    """A pack that grows at a place.

    Attributes:
        index: Its first bytes.
        id: What it is called; empty until it is whole.
        size_bytes: How long it will be.
        sent_bytes: What was written this time.
        lost: Pieces that turned out damaged on this laptop; then it cannot be written.
    """

    def __init__(self, file: LongFile, alliance: str, run: Run, supply: Supply, place: str) -> None:
        self.index = packs.index_of(alliance, run)
        self.size_bytes = len(self.index) + sum(length for _, length in run)
        self.id, self.sent_bytes, self.lost = "", 0, list[str]()
        self._file, self._run, self._supply, self._place = file, run, supply, place
        self._digest = hashlib.sha256()

    def write(self) -> Iterator[int]:
        """Write what is not there yet; yield how many pieces are, after each.

        Raises:
            PlaceError: The place fails, or gives back other bytes than were written.
        """
        done, offset = self._beginning()
        self._file.cut(offset)
        if not offset:
            self._digest.update(self.index)
        yield done
        with ThreadPoolExecutor(3) as aside:
            yield from self._pieces(aside, done, offset)
        if not self.lost:
            self.id = text_of(self._digest.digest()[:16])

    def _beginning(self) -> tuple[int, int]:
        """Read what stands there already; return how many pieces are right, and where they end."""
        if self._file.read(0, len(self.index)) != self.index:
            return 0, 0
        self._digest.update(self.index)
        offset, there = len(self.index), self._file.size_bytes()
        for done, (id, length) in enumerate(self._run):
            data = self._file.read(offset, length) if offset + length <= there else b""
            if piece_id(data) != id:
                return done, offset
            self._digest.update(data)
            offset += length
        return len(self._run), offset

    def _pieces(self, aside: ThreadPoolExecutor, done: int, offset: int) -> Iterator[int]:
        ahead: deque[Future[bytes | None]] = deque()
        unforced: list[tuple[int, bytes]] = []
        unproven: deque[Future[bool]] = deque()
        hashed: Future[None] | None = None
        for number in range(done, len(self._run)):
            id, length = self._run[number]
            for next_id, _ in self._run[number + len(ahead) : number + 1 + _AHEAD]:
                ahead.append(aside.submit(self._supply.read, next_id))
            data = ahead.popleft().result()
            if data is None or len(data) != length:
                self.lost.append(id)
                return
            self._append(data if offset else self.index + data)
            offset = offset or len(self.index)
            if hashed is not None:
                hashed.result()
            hashed = aside.submit(self._digest.update, data)
            unforced.append((offset, data))
            offset += length
            if self._is_enough(unforced, number + 1):
                self._file.force()
                unproven.extend(aside.submit(self._file.holds, *one) for one in unforced)
                unforced.clear()
            self._prove(unproven, _UNPROVEN)
            yield number + 1
        self._prove(unproven, 0)
        if hashed is not None:
            hashed.result()

    def _append(self, data: bytes) -> None:
        self._file.append(data)
        self.sent_bytes += len(data)

    def _is_enough(self, unforced: list[tuple[int, bytes]], following: int) -> bool:
        """Tell whether one more piece would make more than what a pull-out may cost."""
        size = sum(len(data) for _, data in unforced)
        coming = [length for _, length in self._run[following : following + 1]]
        return not coming or size + coming[0] > PIECE_BYTES

    def _prove(self, unproven: deque[Future[bool]], leave: int) -> None:
        """Wait until at most so many pieces are unproven.

        Raises:
            PlaceUnreadableError: One reads back otherwise than it was written.
        """
        while len(unproven) > leave:
            if not unproven.popleft().result():
                raise PlaceUnreadableError(self._place, "a piece reads back otherwise")
