"""OSS, COS and OBS as far as they can be met here: OpenDAL's own requests, to a stand-in.

The stand-in is a proxy, so the requests go to the vendors' own host names, bucket before it. It
notes what was asked, and answers as an S3 store does, which all three imitate. Whether a signature
is right, only the vendor can tell. It runs in a process of its own: who is asked by way of which
proxy is settled when OpenDAL is read in::

    python -m tests.sync.vendor_stores
"""

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from cheroot import wsgi
from cheroot.server import HTTPConnection, HTTPRequest, HTTPServer

from sync.carriers.carrier import Carrier
from sync.errors import PlaceError
from sync.passwords import Passwords
from tests.sync import carrier_contract, servers
from tests.sync.servers import App, Environment, Start

_SIGNED_FOR_S3 = (
    "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request,"
    " SignedHeaders=host, Signature=0"
)
KEY, SECRET, BUCKET = "AKIDEXAMPLE", "secret", "lianke-1250000000"


@dataclass(frozen=True, slots=True)
class Vendor:
    """What a vendor's documentation says of requests.

    Attributes:
        endpoint: Of one region.
        copies: The header that names what is copied.
        signed: How the header with the signature begins.
    """

    endpoint: str
    copies: str
    signed: str


VENDORS = {
    "oss": Vendor("oss-cn-hangzhou.aliyuncs.com", "HTTP_X_OSS_COPY_SOURCE", f"OSS {KEY}:"),
    "cos": Vendor(
        "cos.ap-guangzhou.myqcloud.com", "HTTP_X_COS_COPY_SOURCE", "q-sign-algorithm=sha1&"
    ),
    "obs": Vendor("obs.cn-north-4.myhuaweicloud.com", "HTTP_X_OBS_COPY_SOURCE", f"OBS {KEY}:"),
}

REFUSALS = (
    ("403 Forbidden", "InvalidAccessKeyId", "sign_in"),
    ("403 Forbidden", "SignatureDoesNotMatch", "sign_in"),
    ("403 Forbidden", "RequestTimeTooSkewed", "clock"),
    ("403 Forbidden", "AccessDenied", "forbidden"),
    ("404 Not Found", "NoSuchBucket", "missing"),
    ("301 Moved Permanently", "PermanentRedirect", "unreachable"),
    ("500 Internal Server Error", "InternalError", "unreadable"),
    ("503 Service Unavailable", "SlowDown", "busy"),  # last: then nothing is asked for a while
)
"""What each vendor's refusal means for a place: status, code, and ours."""

ENVIRONMENT = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "other",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "other",
    "TENCENTCLOUD_SECRET_ID": "other",
    "TENCENTCLOUD_SECRET_KEY": "other",
    "HUAWEI_CLOUD_ACCESS_KEY_ID": "other",
    "HUAWEI_CLOUD_SECRET_ACCESS_KEY": "other",
}
"""Keys that nobody meant: what was typed counts."""

MANY = 1100


@dataclass
class StandIn:
    """The proxy.

    Attributes:
        vendor: Whose requests come.
        app: What answers them.
        hosts: Which hosts were asked.
        wrong: Requests that the vendor would not take.
        refusal: Status and code that everything is answered with; empty for answers.
        pages: The queries of listings.
    """

    vendor: Vendor
    app: App
    hosts: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    refusal: tuple[str, str] = ("", "")
    pages: list[str] = field(default_factory=list)

    def __call__(self, environment: Environment, start: Start) -> Iterable[bytes]:
        """Answer a request."""
        host, path = str(environment["HTTP_HOST"]), str(environment["PATH_INFO"])
        method = environment["REQUEST_METHOD"]
        self.hosts.add(host)
        signed = str(environment.get("HTTP_AUTHORIZATION", ""))
        if not signed.startswith(self.vendor.signed) or KEY not in signed:
            self.wrong.append(f"{method} {path}: {signed}")
        if "prefix=" in environment["QUERY_STRING"]:
            self.pages.append(str(environment["QUERY_STRING"]))
        status, code = self.refusal
        if status:
            body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
            start(status, [("Content-Length", str(len(body)))])
            return [] if method == "HEAD" else [body]
        return self.app(self._as_s3(environment, host, path), start)

    def _as_s3(self, environment: Environment, host: str, path: str) -> Environment:
        """Return a request as S3 knows it, the bucket before the name."""
        bucket = host.removesuffix(f".{self.vendor.endpoint}")
        passed = {**environment, "HTTP_HOST": "127.0.0.1", "PATH_INFO": f"/{bucket}{path}"}
        passed["HTTP_AUTHORIZATION"] = _SIGNED_FOR_S3
        source = str(passed.pop(self.vendor.copies, ""))
        if source:  # "/bucket/name", or "bucket.host/name"
            name = source.lstrip("/").partition("/")[2]
            passed["HTTP_X_AMZ_COPY_SOURCE"] = f"/{bucket}/{name}"
        for name in ("REQUEST_URI", "RAW_URI"):
            passed.pop(name, None)
        return passed


class _Request(HTTPRequest):
    """A request to a proxy: it names the server that is meant."""

    def __init__(self, server: HTTPServer, conn: HTTPConnection) -> None:
        super().__init__(server, conn, proxy_mode=True, strict_mode=False)


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request


@contextmanager
def standing_in() -> Iterator[dict[str, StandIn]]:
    """Let requests to the vendors come to a store in this process."""
    with servers.s3() as plain:
        from moto.s3.models import s3_backends

        s3_backends["123456789012"]["aws"].create_bucket(BUCKET, "us-east-1")
        found = {kind: StandIn(vendor, plain.app) for kind, vendor in VENDORS.items()}

        def answer(environment: Environment, start: Start) -> Iterable[bytes]:
            host = environment["HTTP_HOST"]
            meant = (one for one in found.values() if host.endswith(one.vendor.endpoint))
            return next(meant)(environment, start)

        proxy = wsgi.Server(("127.0.0.1", 0), answer, numthreads=8, shutdown_timeout=1)
        proxy.ConnectionClass = _Connection
        proxy.expiration_interval = 0.05
        proxy.prepare()
        thread = threading.Thread(target=proxy.serve)
        thread.start()
        os.environ.update(ENVIRONMENT)
        os.environ["http_proxy"] = f"http://127.0.0.1:{proxy.bind_addr[1]}"
        try:
            yield found
        finally:
            proxy.stop()
            thread.join()


def main() -> None:
    """Run the contract of carriers at each vendor's, then its long listings and its refusals."""
    with standing_in() as found, tempfile.TemporaryDirectory() as folder:
        for kind, stand_in in found.items():
            _meet(kind, stand_in, Passwords(Path(folder)))


def _meet(kind: str, stand_in: StandIn, passwords: Passwords) -> None:
    from sync.carriers.opening import open_place

    def make(writer: str, at: str) -> Carrier:
        address = f"{kind}://{KEY}@{BUCKET}/{kind}/{at}?endpoint=http://{VENDORS[kind].endpoint}"
        return open_place(address, writer, passwords, SECRET)

    for number, rule in enumerate(carrier_contract.RULES):
        rule(partial(make, at=f"联课/{number}"))
    carrier = make("me", "联课")
    _list_many(kind, stand_in, carrier)
    for *refusal, code in REFUSALS:
        stand_in.refusal = (refusal[0], refusal[1])
        with pytest.raises(PlaceError) as told:
            carrier.list("lianke1")
        assert told.value.code == code, (kind, refusal, told.value)
    assert stand_in.hosts == {f"{BUCKET}.{VENDORS[kind].endpoint}"}
    assert not stand_in.wrong, stand_in.wrong[:3]


def _list_many(kind: str, stand_in: StandIn, carrier: Carrier) -> None:
    """List a folder of more entries than a vendor shows at once."""
    names = [f"{number:08}.tip" for number in range(MANY)]
    servers.fill_bucket((f"{kind}/联课/t/{name}" for name in names), bucket=BUCKET)
    stand_in.pages.clear()

    assert [one.name for one in carrier.list("t")] == names

    assert len(stand_in.pages) == 2, stand_in.pages
    if kind == "oss":  # which shows a hundred unless asked for more
        assert all("max-keys=1000" in page for page in stand_in.pages), stand_in.pages


if __name__ == "__main__":
    main()
