"""The socket to a share. Every wait has an end: smbprotocol's own would wait for ever.

The first failure closes the socket and is kept, so that all later calls fail with it at once.
"""

import queue
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sync.carriers.carrier import Stopping
from sync.errors import PlaceUnreachableError, StoppedError

_SIGN_OF_LIFE = 0x85
_LOOK_S = 0.2  # between two looks whether a person stops


class Wire:
    """Whole messages to and from a server; what smbprotocol takes for its transport.

    Args:
        address: The place as given, for errors.
        host, port: Where the server is.
        until: When connecting has to be done, monotonic.
        timeout_s: How long sending may make no progress.

    Attributes:
        at_end: What it means that the other side ends the connection.
        stopping: Tells that a person stops: then nothing is waited for, and the connection ends,
            for what is under way on a slow line may take long.
    """

    def __init__(self, address: str, host: str, port: int, until: float, timeout_s: float) -> None:
        self._address, self._timeout_s = address, timeout_s
        self._until = until
        self._host, self._port = host, port
        self._problem = ""
        self.at_end = "stranger"
        self.stopping: Stopping | None = None
        self._socket: socket.socket | None = None

    @property
    def connected(self) -> bool:
        """Tell whether messages can still pass."""
        return self._socket is not None

    def fail(self, problem: str, detail: str = "") -> PlaceUnreachableError:
        """Close the socket and return the error to raise: that of the first failure."""
        self._problem = self._problem or problem
        self.close()
        return PlaceUnreachableError(self._address, self._problem, detail)

    def connect(self) -> None:
        """Connect; a name of several addresses shares the time among them."""
        found = self._addresses()
        last: OSError = TimeoutError()
        for number, (family, kind, protocol, _, address) in enumerate(found):
            left_s = (self._until - time.monotonic()) / (len(found) - number)
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(max(left_s, 0.001))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                sock.close()
                last = error
                continue
            self._socket = sock
            return
        refused = isinstance(last, ConnectionRefusedError)
        raise self.fail("refused" if refused else "silent", str(last)) from last

    def _addresses(self) -> list[Any]:
        """Return the addresses of the host's name; a resolver may hang for minutes."""
        answers: queue.SimpleQueue[list[Any] | str] = queue.SimpleQueue()

        def resolve() -> None:
            try:
                answers.put(socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                answers.put(str(error))

        threading.Thread(target=resolve, name="lianke-resolve", daemon=True).start()
        try:
            answer = answers.get(timeout=max(self._until - time.monotonic(), 0.001))
        except queue.Empty:
            answer = "no answer in time"
        if isinstance(answer, str) or not answer:
            raise self.fail("name", str(answer))
        return answer

    def send(self, message: Any) -> None:
        """Send one message, bytes or packable; a server that takes nothing in is silent."""
        sock = self._open()
        data = message if isinstance(message, bytes) else message.pack()
        view = memoryview(len(data).to_bytes(4, "big") + data)
        try:
            while view:
                until = time.monotonic() + self._timeout_s  # as long as anything goes
                view = view[self._move(sock, partial(sock.send, view), until) :]
        except TimeoutError as error:
            raise self.fail("silent") from error
        except OSError as error:
            raise self.fail("broken", str(error)) from error

    def recv(self, until: float) -> bytes:
        """Return the next message; it must be here by then, monotonic."""
        while True:
            head = self._exactly(4, until)
            if head[0] == 0:
                return self._exactly(int.from_bytes(head[1:], "big"), until)
            if head[0] != _SIGN_OF_LIFE:
                raise self.fail("stranger", "no SMB")

    def _exactly(self, length: int, until: float) -> bytes:
        sock = self._open()
        buffer = bytearray(length)
        view = memoryview(buffer)
        try:
            while view:
                got = self._move(sock, partial(sock.recv_into, view), until)
                if got == 0:
                    raise self.fail(self.at_end, "ended")
                view = view[got:]
        except TimeoutError as error:
            raise self.fail("silent") from error
        except OSError as error:
            raise self.fail(self.at_end, str(error)) from error
        return bytes(buffer)

    def _move(self, sock: socket.socket, move: Callable[[], int], until: float) -> int:
        """Send or receive something, looking now and then whether a person stops.

        Raises:
            StoppedError: A person does; the connection is closed.
            TimeoutError: Nothing moved until then.
        """
        while True:
            if self.stopping is not None and self.stopping():
                self._problem = self._problem or "broken"
                self.close()
                raise StoppedError
            left_s = until - time.monotonic()
            sock.settimeout(max(min(left_s, _LOOK_S), 0.001))
            try:
                return move()
            except TimeoutError:
                if left_s <= _LOOK_S:
                    raise

    def _open(self) -> socket.socket:
        if self._socket is None:
            raise self.fail("broken")
        return self._socket

    def close(self) -> None:
        """End the connection, without a word and without waiting."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
