"""Real servers on loopback, and what real servers do to people: cut, refuse, hang, die."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cheroot import wsgi

Environment = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environment, Start], Iterable[bytes]]

USER, PASSWORD = "张老师", "mima-7"
KEY, SECRET, BUCKET = "AKLIANKE", "secret-7", "lianke-depot"


class Served:
    """A server on loopback, with what it is to do to those who ask.

    Attributes:
        port: Where it listens.
        asked: Method and path of each request, in order.
        entries: Most entries of a folder that it shows.
        allowed: How many more requests it answers; None is all. Then it says no for a while.
        refusals: What it answers instead, by method.
        gather: Of files whose path holds this, none is answered before so many are asked at once;
            the first in a folder is, for it makes the folder.
        most: How many such files were on their way at once.
        hangs: Whether it takes requests and answers none.
        alter: Called with method, path and body of each answer; returns the body to send.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.asked: list[tuple[str, str]] = []
        self.entries: int | None = None
        self.allowed: int | None = None
        self.refusal = "503 Service Unavailable"
        self.refusals: dict[str, str] = {}
        self.gather = ("", 0)
        self.most = self._now = 0
        self._gathered = threading.Condition()
        self._made: set[str] = set()
        self.hangs = False
        self.alter: Callable[[str, str, bytes], bytes] | None = None
        self._released = threading.Event()
        self._server = wsgi.Server(("127.0.0.1", 0), self._answer, numthreads=8, shutdown_timeout=1)
        self._server.expiration_interval = 0.05  # a quick end
        self._server.prepare()
        self.port: int = self._server.bind_addr[1]
        self._thread = threading.Thread(target=self._server.serve)
        self._thread.start()

    def _wait_for_others(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        with self._gathered:
            if folder not in self._made:
                self._made.add(folder)
                return
            self._now += 1
            self.most = max(self.most, self._now)
            self._gathered.notify_all()
            self._gathered.wait_for(lambda: self.most >= self.gather[1], 10)
            self._now -= 1

    def _answer(self, environment: Environment, start: Start) -> Iterable[bytes]:
        method, path = environment["REQUEST_METHOD"], environment["PATH_INFO"]
        self.asked.append((method, path))
        if self.hangs:
            self._released.wait(30)
        if method == "PUT" and self.gather[1] and self.gather[0] in path:
            self._wait_for_others(path)
        if self.allowed is not None:
            if self.allowed <= 0:
                start(self.refusal, [("Retry-After", "90"), ("Content-Length", "0")])
                return [b""]
            self.allowed -= 1
        if method in self.refusals:
            start(self.refusals[method], [("Content-Length", "0")])
            return [b""]
        if self.alter is None and (self.entries is None or method != "PROPFIND"):
            return self.app(environment, start)
        return self._altered(environment, start, method, path)

    def _altered(
        self, environment: Environment, start: Start, method: str, path: str
    ) -> Iterable[bytes]:
        said: list[tuple[str, list[tuple[str, str]]]] = []
        body = b"".join(
            self.app(environment, lambda status, headers, *_: said.append((status, headers)))
        )
        if self.entries is not None and method == "PROPFIND" and b"multistatus" in body:
            body = _cut(body, self.entries)
        if self.alter is not None:
            body = self.alter(method, path, body)
        status, headers = said[-1]
        kept = [(name, text) for name, text in headers if name.lower() != "content-length"]
        start(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    def count(self, method: str) -> int:
        """Return how many requests of a kind were made."""
        return sum(1 for asked, _path in self.asked if asked == method)

    def stop(self) -> None:
        """End it, as a power cut would: whoever waits hears nothing more."""
        self._released.set()
        self._server.stop()
        self._thread.join()


def _cut(body: bytes, entries: int) -> bytes:
    """Return a listing with the folder itself and so many of its entries, the last ones first."""
    ElementTree.register_namespace("", "DAV:")
    tree = ElementTree.fromstring(body)
    inside = list(tree)[1:]
    for one in inside:
        tree.remove(one)
    for one in inside[::-1][:entries]:
        tree.append(one)
    return bytes(ElementTree.tostring(tree, encoding="utf-8"))


@contextmanager
def webdav(folder: Path) -> Iterator[Served]:
    """Serve a folder by WebDAV to one user."""
    from wsgidav.wsgidav_app import WsgiDAVApp  # type: ignore[import-untyped]

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {
                "accept_basic": True, "accept_digest": False, "default_to_digest": False
            },
            "verbose": 0,
            "logging": {"enable_loggers": []},
            "dir_browser": {"enable": False},
        }
    )  # fmt: skip
    served = Served(app)
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def s3() -> Iterator[Served]:
    """Serve an object store with one empty bucket, in memory."""
    import boto3  # type: ignore[import-untyped]
    from moto.moto_api._internal.models import moto_api_backend
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    moto_api_backend.reset()  # its memory is one for the whole process
    served = Served(DomainDispatcherApplication(create_backend_app))
    try:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{served.port}",
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
        served.asked.clear()
        yield served
    finally:
        served.stop()


def fill_bucket(
    names: Iterable[str], body: Callable[[str], bytes] = lambda _name: b"", bucket: str = BUCKET
) -> None:
    """Put objects into the bucket, empty ones unless told, quicker than by asking."""
    from moto.s3.models import s3_backends

    backend = s3_backends["123456789012"]["aws"]
    for name in names:
        backend.put_object(bucket, name, body(name))


def webdav_address(port: int, folder: str = "共享/lianke", options: str = "") -> str:
    """Return the address of a folder of the WebDAV server."""
    return f"webdav://{USER}@127.0.0.1:{port}/{folder}{options}"


def s3_address(port: int, folder: str = "lianke") -> str:
    """Return the address of a folder of the bucket."""
    return f"s3://{KEY}@{BUCKET}/{folder}?endpoint=http://127.0.0.1:{port}&region=us-east-1"
