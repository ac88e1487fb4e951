"""Networks that misbehave: a relay that can be cut or made to lie, servers that answer nonsense."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


class Relay:
    """Passes bytes on to a server until it is told otherwise.

    Attributes:
        port: Where it listens.
        alter: Changes what comes from the server.
        answers: After how many pieces from the server all connections end; None is never.
        latency_s: How long everything takes on its way to the server.
        gather: What comes to the server waits until so many connections have something for it.
        most: How many connections had something for it at once.
        asked: How many pieces each connection brought to the server, in the order they came.
        bytes_per_s: How slow the line to the server is; None for as quick as it goes.
    """

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self.alter: Callable[[bytes], bytes] = lambda data: data
        self.answers: int | None = None
        self.latency_s = 0.0
        self.gather = self.most = self._now = 0
        self.asked: list[int] = []
        self._gathered = threading.Condition()
        self.bytes_per_s: int | None = None
        self._passing = threading.Event()
        self._passing.set()
        self._closed = False
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._sockets = [self._listener]
        self._start(self._accept)

    def cut(self) -> None:
        """Pull the cable: nothing passes any more, and nobody is told."""
        self._passing.clear()

    def close(self) -> None:
        """End all connections."""
        self._closed = True
        self._ended.set()
        self._passing.set()
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _start(self, work: Callable[..., None], *given: object) -> None:
        threading.Thread(target=work, args=given, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._closed:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                self.asked.append(0)
                self._start(self._pump, client, server, False, len(self.asked) - 1)
                self._start(self._pump, server, client, True)

    def _pump(
        self, source: socket.socket, sink: socket.socket, from_server: bool, number: int = -1
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._passing.wait()
                if not from_server:
                    self.asked[number] += 1
                    self._wait_for_others()
                if self.latency_s and not from_server:
                    self._ended.wait(self.latency_s)
                if self.bytes_per_s and not from_server and len(data) > 4096:
                    self._ended.wait(len(data) / self.bytes_per_s)
                if from_server and self.answers is not None:
                    self.answers -= 1
                    if self.answers < 0:
                        self.close()
                        return
                sink.sendall(self.alter(data) if from_server else data)
            sink.shutdown(socket.SHUT_WR)

    def _wait_for_others(self) -> None:
        with self._gathered:
            self._now += 1
            self.most = max(self.most, self._now)
            self._gathered.notify_all()
            self._gathered.wait_for(lambda: self.most >= self.gather, 10)
            self._now -= 1


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """Listen on a port, take connections, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@contextlib.contextmanager
def saying(*words: bytes, pause_s: float = 0.0) -> Iterator[int]:
    """Listen on a port and say some words to whoever sends something, then hang up."""
    stop = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client:
                    client.recv(65_536)
                    for word in words:
                        client.sendall(word)
                        stop.wait(pause_s)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])
        stop.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
