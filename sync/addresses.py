"""Addresses of places as people write them, read once and written one way; never a password.

A folder is a path: a stick, a mounted share, a UNC path. A server is a URL:

- ``smb://[user@]server[:port]/share/folder``
- ``webdavs://[user@]server[:port]/folder`` or https; webdav and http without TLS
- ``s3://[key@]bucket/folder?endpoint=…&region=…``, and ``oss``, ``cos``, ``obs`` likewise
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from sync.errors import PlaceAddressError

FOLDER, SMB, WEBDAV, WEBDAVS = "folder", "smb", "webdav", "webdavs"
STORES = ("s3", "oss", "cos", "obs")
JIANGUOYUN = "dav.jianguoyun.com"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SAME = {"http": WEBDAV, "https": WEBDAVS}
_PORTS = {SMB: 445, WEBDAV: 80, WEBDAVS: 443}
_OPTIONS = {WEBDAV: {"requests"}, WEBDAVS: {"requests"}}
_STORE_OPTIONS = {"endpoint", "region", "requests"}
_ENDPOINTS = {
    "s3": "https://s3.{region}.amazonaws.com",
    "oss": "https://oss-{region}.aliyuncs.com",
    "cos": "https://cos.{region}.myqcloud.com",
    "obs": "https://obs.{region}.myhuaweicloud.com",
}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a place.

    Attributes:
        kind: ``folder``, ``smb``, ``webdav``, ``webdavs``, ``s3``, ``oss``, ``cos`` or ``obs``.
        path: The folder there, without slashes at its ends; of a folder the path as given.
        user: Who signs in: a name, or the id of an access key.
        server: Name of the server; of an object store the bucket.
        port: Where the server listens; 0 for an object store.
        endpoint: Where an object store is reached.
        region: In which region; may be empty.
        requests: How many requests in 30 minutes the server allows, or None.
    """

    kind: str
    path: str
    user: str = ""
    server: str = ""
    port: int = 0
    endpoint: str = ""
    region: str = ""
    requests: int | None = None

    @property
    def is_folder(self) -> bool:
        """Whether the place is reached through the file system."""
        return self.kind == FOLDER

    @property
    def text(self) -> str:
        """The address in its one way of writing; what is stored, shown and logged."""
        if self.is_folder:
            return self.path
        user = f"{_quoted(self.user, '@:/')}@" if self.user else ""
        port = "" if self.port == _PORTS.get(self.kind, 0) else f":{self.port}"
        server = f"[{self.server}]" if ":" in self.server else self.server
        path = "/" + _quoted(self.path) if self.path else ""
        return f"{self.kind}://{user}{server}{port}{path}{self._query()}"

    def _query(self) -> str:
        said = {
            "endpoint": self.endpoint,
            "region": self.region,
            "requests": str(self.requests or ""),
        }
        options = [f"{name}={_quoted(value, '&=')}" for name, value in said.items() if value]
        return "?" + "&".join(options) if options else ""

    @property
    def name(self) -> str:
        """What a place is called until people call it otherwise."""
        if self.is_folder:
            return Path(self.path).name or self.path
        return self.path.rpartition("/")[2] or self.server

    @property
    def account(self) -> str:
        """Who is served by which server: what an allowance of requests is for."""
        return f"{self.user}@{self.endpoint or f'{self.server}:{self.port}'}"

    def signed_in_as(self, user: str) -> "Address":
        """Return the same address for another user."""
        return replace(self, user=user)


def jianguoyun(user: str, folder: str = "lianke") -> Address:
    """Return the address of a folder of somebody's 坚果云."""
    return Address(WEBDAVS, f"dav/{folder.strip('/')}", user, JIANGUOYUN, 443)


def read_address(given: str) -> Address:
    """Return what an address says.

    Raises:
        PlaceAddressError: It is none, or a password stands in it.
    """
    given = given.strip()
    found = _SCHEME.match(given)
    if found is None:
        if not given or "\0" in given:
            raise PlaceAddressError("", "written")
        return Address(FOLDER, given)
    kind = found[1].lower()
    kind = _SAME.get(kind, kind)
    rest = given[found.end() :]
    shown = f"{kind}://{_without_password(rest)}"
    if kind not in _PORTS and kind not in STORES:
        raise PlaceAddressError(shown, "scheme")
    if any(ord(c) < 32 or c == "\\" for c in rest):
        raise PlaceAddressError(shown, "written")
    return _store(kind, rest, shown) if kind in STORES else _server(kind, rest, shown)


def _without_password(rest: str) -> str:
    """Return what follows the scheme as it may be shown, whatever stands there."""
    signed, at, after = rest.rpartition("@")
    return f"{signed.partition(':')[0]}{at}{after}"


def _server(kind: str, rest: str, shown: str) -> Address:
    user, split = _split(rest, shown)
    try:
        server, port = split.hostname or "", split.port or _PORTS[kind]
    except ValueError as error:
        raise PlaceAddressError(shown, "written") from error
    if not server:
        raise PlaceAddressError(shown, "server")
    path = _path(split.path, shown)
    if kind == SMB and not path:
        raise PlaceAddressError(shown, "share")
    options = _options(split.query, _OPTIONS.get(kind, set()), shown)
    return Address(
        kind, path, user, server, port, requests=_count(options.get("requests", ""), shown)
    )


def _store(kind: str, rest: str, shown: str) -> Address:
    user, split = _split(rest, shown)
    bucket = split.netloc
    if not bucket:
        raise PlaceAddressError(shown, "bucket")
    options = _options(split.query, _STORE_OPTIONS, shown)
    region = options.get("region", "")
    endpoint = options.get("endpoint", "").rstrip("/")
    if not endpoint and not region:
        raise PlaceAddressError(shown, "endpoint")
    if not endpoint:
        china = ".cn" if kind == "s3" and region.startswith("cn-") else ""
        endpoint = _ENDPOINTS[kind].format(region=region) + china
    elif "://" not in endpoint:
        endpoint = f"https://{endpoint}"
    if not endpoint.startswith(("http://", "https://")) or "@" in endpoint:
        raise PlaceAddressError(shown, "written")
    requests = _count(options.get("requests", ""), shown)
    return Address(kind, _path(split.path, shown), user, bucket, 0, endpoint, region, requests)


def _split(rest: str, shown: str) -> tuple[str, SplitResult]:
    """Return who signs in, and the rest split as a URL."""
    before, slash, after = rest.partition("/")
    signed, at, server = before.rpartition("@")
    if ":" in signed:
        raise PlaceAddressError(shown, "password")
    try:
        split = urlsplit(f"//{server}{slash}{after}")
    except ValueError as error:
        raise PlaceAddressError(shown, "written") from error
    if split.fragment:
        raise PlaceAddressError(shown, "written")
    return unquote(signed) if at else "", split


def _path(quoted: str, shown: str) -> str:
    steps = [unquote(step) for step in quoted.split("/") if step]
    if any(step in {".", ".."} or "/" in step or "\\" in step for step in steps):
        raise PlaceAddressError(shown, "written")
    return "/".join(steps)


def _options(query: str, known: set[str], shown: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if options.keys() - known:
        raise PlaceAddressError(shown, "written")
    return options


def _count(text: str, shown: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 20 <= int(text) <= 1_000_000:
        raise PlaceAddressError(shown, "written")
    return int(text)


def _quoted(text: str, more: str = "") -> str:
    """Return text with what would be misread escaped; Chinese stays as people write it."""
    return "".join(quote(c, safe="") if c <= " " or c in "%?#" + more else c for c in text)
