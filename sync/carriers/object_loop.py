"""The loop OpenDAL's calls run on: when it is closed, none of OpenDAL's threads is in Python.

They come into Python to tell that a call has ended, and also of one that was given up. Python
before 3.14 ends a thread that comes while the program ends, and one that is ended in the middle of
its Rust code takes the whole program down (SIGABRT), after its right answer.
"""

import asyncio
import threading
from collections.abc import Callable
from contextvars import Context
from typing import Any

from typing_extensions import override

_WAIT_S = 2.0  # they come at once; should they ever not, nothing hangs


class _Asked(asyncio.Future[Any]):
    """What OpenDAL is to answer; before it does, it asks whether that was given up."""

    def __init__(self, loop: "ObjectLoop") -> None:
        super().__init__(loop=loop)
        self._runs_on = loop

    @override
    def cancel(self, msg: Any = None) -> bool:
        given_up = super().cancel(msg)
        if given_up:
            self._runs_on.expect(self)
        return given_up

    @override
    def cancelled(self) -> bool:
        given_up = super().cancelled()
        if given_up and threading.get_ident() != self._runs_on.thread:
            self._runs_on.told(self)  # it says no more than this
        return given_up


# a selector's on every system: Windows' own kind asks for things itself, of which nobody tells
class ObjectLoop(asyncio.SelectorEventLoop):
    """A loop that knows which threads are in it, and which are still to come.

    Attributes:
        thread: The thread it belongs to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.thread = threading.get_ident()
        self._inside = 0
        self._to_come: set[object] = set()  # of what was given up
        self._told = threading.Condition()

    @override
    def create_future(self) -> asyncio.Future[Any]:
        return _Asked(self)

    @override
    def call_soon_threadsafe(  # type: ignore[override]  # typeshed's is for any arguments
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        with self._told:
            self._inside += 1
        try:
            return super().call_soon_threadsafe(callback, *args, context=context)
        finally:
            with self._told:
                self._inside -= 1
            self.told(*(one for one in args if isinstance(one, _Asked)))

    def expect(self, asked: object) -> None:
        """Note that a call was given up: one of OpenDAL's threads comes to hear it."""
        with self._told:
            self._to_come.add(asked)

    def told(self, *asked: object) -> None:
        """Note that a thread of OpenDAL has said what it had to say."""
        with self._told:
            self._to_come.difference_update(asked)
            self._told.notify_all()

    @override
    def close(self) -> None:
        """Wait until nobody is inside or to come, then close."""
        with self._told:
            self._told.wait_for(lambda: not self._inside and not self._to_come, _WAIT_S)
        super().close()
