"""The socket to a share. Every wait has an end: smbprotocol's own would wait for ever.

A thread of smbprotocol receives while the thread of the round sends. The first failure closes the
socket and is kept, so that all later calls fail with it at once.
"""

import contextlib
import queue
import socket
import threading
import time
from typing import Any

from sync.errors import PlaceUnreachableError

_MESSAGE_BYTES = 2**24 - 1  # what the length in front of a message can say


class Wire:
    """Whole messages to and from a server; what smbprotocol takes for its transport.

    Args:
        address: The place as given, for errors.
        host, port: Where the server is.
        until: When connecting has to be done, monotonic.
        timeout_s: How long sending may make no progress.

    Attributes:
        at_end: What it means that the other side ends the connection.
    """

    def __init__(self, address: str, host: str, port: int, until: float, timeout_s: float) -> None:
        self._address, self._timeout_s = address, timeout_s
        self._until = until
        self._host, self._port = host, port
        self._problem = ""
        self.at_end = "stranger"
        self._failing = threading.Lock()
        self._socket: socket.socket | None = None

    @property
    def connected(self) -> bool:
        """Tell whether messages can still pass."""
        return self._socket is not None and not self._problem

    def fail(self, problem: str, detail: str = "") -> PlaceUnreachableError:
        """Close the socket and return the error to raise: that of the first failure."""
        with self._failing:
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
                sock.settimeout(self._timeout_s)
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

    def send(self, message: bytes) -> None:
        """Send one message."""
        if self._socket is None or self._problem:
            raise self.fail("broken")
        view = memoryview(len(message).to_bytes(4, "big") + message)
        try:
            while view:
                view = view[self._socket.send(view) :]
        except TimeoutError as error:
            raise self.fail("silent") from error
        except OSError as error:
            raise self.fail("broken", str(error)) from error

    def recv(self, _timeout: float) -> bytes:
        """Return the next message, nothing when the connection has ended.

        Waits as long as it takes: whoever awaits an answer knows how long that may be.
        """
        while True:
            head = self._exactly(4)
            if head is None:
                return b""
            if head[0] == 0x85:  # a sign of life
                continue
            if head[0] != 0:
                self.fail("stranger", "no SMB")
                return b""
            return self._exactly(int.from_bytes(head[1:], "big")) or b""

    def _exactly(self, length: int) -> bytes | None:
        buffer = bytearray(length)
        view = memoryview(buffer)
        while view:
            if self._socket is None or self._problem:
                return None
            try:
                got = self._socket.recv_into(view)
            except TimeoutError:
                continue  # nobody may be waiting for anything
            except OSError:
                got = 0
            if got == 0:
                self.fail(self.at_end)
                return None
            view = view[got:]
        return bytes(buffer)

    def close(self) -> None:
        """End the connection; whoever waits for it wakes up."""
        with self._failing:
            self._problem = self._problem or "broken"
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Give the socket back to the system, when no thread uses it any more."""
        if self._socket is not None:
            self._socket.close()
