"""OpenDAL's calls, one at a time: each has an end, takes its requests off the allowance, says why.

Only the calls of its asyncio face are used: the others hold Python's lock while they list.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from sync.carriers.budget import RequestBudget
from sync.carriers.carrier import Entry, Stopping
from sync.carriers.object_errors import Failure
from sync.carriers.object_loop import ObjectLoop
from sync.errors import PlaceBusyError, StoppedError
from sync.limits import FOLDER_ENTRIES

if TYPE_CHECKING:
    from opendal import AsyncOperator

T = TypeVar("T")

_BYTES_PER_S = 16 * 1024
"""A line that is slower than this for long counts as silent."""
_BLOCK = 1024 * 1024
_PAGE = 1000  # entries a request: the most that stores show
_LOOK_S = 0.2  # between two looks whether a person stops


class CallError(Exception):
    """A call failed; what that means depends on what was asked.

    Attributes:
        failure: What was said.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class ObjectCalls:
    """The calls of one OpenDAL operator.

    Args:
        address: The place, for errors.
        operator: Made with no layers.
        budget: What may be asked.
        timeout_s: How long the server may be silent.
    """

    def __init__(
        self, address: str, operator: "AsyncOperator", budget: RequestBudget, timeout_s: float
    ) -> None:
        # imported when needed: 40 MB that most starts never use
        from opendal import exceptions  # noqa: PLC0415
        from opendal.layers import TimeoutLayer  # noqa: PLC0415

        named = [one for one in vars(exceptions).values() if isinstance(one, type)]
        self._errors: tuple[type[Exception], ...] = (*named, OSError, TimeoutError)
        self._address, self._operator, self._budget = address, operator, budget
        self._timeout_s = timeout_s
        self._timed = operator.layer(TimeoutLayer(timeout=timeout_s, io_timeout=timeout_s))
        capability = operator.capability()
        self.can_rename: bool = capability.rename
        # OSS shows a hundred entries a request unless asked for more
        self._page: int | None = _PAGE if capability.list_with_limit else None
        self.stopping: Stopping | None = None
        self._has_answered = False

    def _slow(self, size_bytes: int) -> float:
        """Return how long so many bytes may take."""
        return self._timeout_s + size_bytes / _BYTES_PER_S

    def _long(self) -> float:
        """Return how long a call of a few requests may take."""
        return 4 * self._timeout_s

    def _run(
        self,
        call: Callable[[], Awaitable[T]],
        requests: int,
        within_s: float | None,
        *,
        ends: bool = False,
    ) -> T:
        """Make a call; once more when it failed in passing, for all of them may be repeated.

        Args:
            call: What to ask.
            requests: How many requests that takes.
            within_s: How long it may take.
            ends: Whether it ends when a person stops; what tidies up does not.

        Raises:
            StoppedError: A person stopped.
        """
        for again in (True, False):
            wait_s = self._budget.take(requests)
            if wait_s > 0:
                raise PlaceBusyError(self._address, wait_s)
            try:
                with asyncio.Runner(loop_factory=ObjectLoop) as runner:
                    return runner.run(self._bounded(call, within_s, ends=ends))
            except self._errors as error:
                failure = Failure(error)
                if failure.is_busy:
                    wait_s = self._budget.refused(failure.wait_s)
                    raise PlaceBusyError(self._address, wait_s) from error
                if not (again and failure.is_passing):
                    raise CallError(failure) from error
        raise AssertionError

    async def _bounded(
        self, call: Callable[[], Awaitable[T]], within_s: float | None, *, ends: bool
    ) -> T:
        loop, until = asyncio.get_running_loop(), asyncio.timeout(None)
        looking: asyncio.TimerHandle | None = None

        def look() -> None:
            nonlocal looking
            if self.stopping is not None and self.stopping():
                until.reschedule(loop.time())
            else:
                looking = loop.call_later(_LOOK_S, look)

        if ends:
            looking = loop.call_later(_LOOK_S, look)
        try:
            async with until, asyncio.timeout(within_s):
                return await call()
        except TimeoutError:
            if until.expired():
                raise StoppedError from None
            raise
        finally:
            if looking is not None:
                looking.cancel()

    def list(self, folder: str) -> list[Entry]:
        """Return what lies in a folder, the folder itself left out, each entry once.

        Nothing at all may mean that there is no such folder, or that something else answered,
        such as the page of a network that first wants a sign-in: then the folder is asked for, as
        long as the server has not shown one folder yet.
        """

        async def call() -> list[Entry] | None:
            found: dict[str, Entry] = {}
            answered = False
            async for entry in await self._timed.list(folder, limit=self._page):
                answered = True
                name = entry.path.removeprefix(folder).rstrip("/")
                if not name or "/" in name or len(found) >= FOLDER_ENTRIES:
                    continue
                if entry.metadata.is_dir:
                    found[name] = Entry(name, 0, is_folder=True)
                elif entry.metadata.is_file:
                    found[name] = Entry(name, entry.metadata.content_length, is_folder=False)
            return list(found.values()) if answered else None

        # a store that shows a thousand entries a request may have many to show
        entries = self._run(call, 1, 10 * self._timeout_s)
        if entries is not None:
            self._has_answered = True
        elif self.can_rename and not self._has_answered:
            self._run(lambda: self._timed.stat(folder), 1, self._long())
        return entries or []

    def has_own_folder(self) -> bool:
        """Tell whether the folder that all names begin in is there.

        OpenDAL believes that unasked, but a folder that is there shows itself in its listing.
        Where nothing shows, something is asked for that no folder has: the page of a network that
        first wants a sign-in answers this, too, with itself.
        """

        async def call() -> bool:
            async for _ in await self._timed.list(""):
                return True
            return False

        if self._run(call, 1, self._long()):
            return True
        try:
            self._run(lambda: self._timed.stat("~/"), 1, self._long())
        except CallError as error:
            if error.failure.is_absent:
                return False
            raise
        return True

    def read_range(self, path: str, offset: int, length: int) -> bytes:
        """Return exactly these bytes of a file."""
        operator = self._patient(length)
        return self._run(
            lambda: operator.read(path, offset=offset, size=length),
            1,
            self._slow(length),
            ends=True,
        )

    def read_on(self, path: str, offset: int, length: int | None) -> bytes:
        """Return what follows in a file, fewer bytes when it ends before."""
        found = bytearray()

        async def call() -> None:
            found.clear()
            await self._stream(path, offset, length, found.extend)

        self._run(call, 1, within_s=None, ends=True)  # bounded as it comes
        return bytes(found)

    def digest(self, path: str) -> bytes:
        """Return the SHA-256 of a file, read back from the server."""
        made = hashlib.sha256()

        async def call() -> None:
            nonlocal made
            made = hashlib.sha256()
            await self._stream(path, 0, None, made.update)

        self._run(call, 1, within_s=None, ends=True)  # bounded as it comes
        return made.digest()

    async def _stream(
        self, path: str, offset: int, length: int | None, take: Callable[[bytes], object]
    ) -> None:
        """Hand on a file as it comes; a server that drips bytes is silent, too."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(self._timeout_s) as deadline:
            file = await self._timed.open(path, "rb")
            try:
                if offset:
                    await file.seek(offset)
                done = 0
                while length is None or done < length:
                    block = await file.read(_BLOCK if length is None else length - done)
                    if not block:
                        return
                    take(block)
                    done += len(block)
                    deadline.reschedule(began + self._slow(done))
            finally:
                with contextlib.suppress(*self._errors):
                    await file.close()

    def write(self, path: str, body: bytes) -> None:
        """Write a file under its name."""
        operator = self._patient(len(body))
        self._run(lambda: operator.write(path, body), 1, self._slow(len(body)), ends=True)

    def make_folder(self, folder: str) -> None:
        """Make a folder with all that is above it."""
        self._run(lambda: self._timed.create_dir(folder), 2 * (folder.count("/") + 2), self._long())

    def rename(self, path: str, to: str) -> None:
        """Rename a file over another; asks for it and its folder before."""
        self._run(lambda: self._timed.rename(path, to), 3, self._long())

    def copy(self, path: str, to: str) -> None:
        """Copy a file on the server."""
        self._run(lambda: self._timed.copy(path, to), 2, self._long())

    def delete(self, path: str) -> None:
        """Remove a file, if it is there."""
        self._run(lambda: self._timed.delete(path), 1, self._long())

    def size(self, path: str) -> int:
        """Return the length of a file."""

        async def call() -> int:
            return (await self._timed.stat(path)).content_length

        return self._run(call, 1, self._long())

    def _patient(self, size_bytes: int) -> "AsyncOperator":
        """Return the operator with as much time for one answer as so many bytes need."""
        if size_bytes <= 64 * 1024:
            return self._timed
        from opendal.layers import TimeoutLayer  # noqa: PLC0415

        slow = TimeoutLayer(timeout=self._timeout_s, io_timeout=self._slow(size_bytes))
        return self._operator.layer(slow)

    def close(self) -> None:
        """Give back the requests that were not used."""
        self._budget.close()
