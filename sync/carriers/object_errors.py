"""What OpenDAL and servers say, turned into our errors; they speak in texts only.

An error's text carries the answer's status and headers, or what became of the connection.
"""

import re

from sync.errors import (
    PlaceBusyError,
    PlaceClockError,
    PlaceError,
    PlaceForbiddenError,
    PlaceFullError,
    PlaceMissingError,
    PlaceReadOnlyError,
    PlaceSignInError,
    PlaceUnreachableError,
    PlaceUnreadableError,
)

_STATUS = re.compile(r"status: (\d{3})")
_RETRY_AFTER = re.compile(r'"retry-after": "(\d{1,6})"')
_NOT_SIGNED_IN = (
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "InvalidSecurity",
)
_CLOCK = ("RequestTimeTooSkewed", "Request has expired", "Request is not yet valid")
_ELSEWHERE = (  # the bucket lies in another region than the one that was asked
    "must be addressed using the specified endpoint",
    "PermanentRedirect",
    "TemporaryRedirect",
    "AuthorizationHeaderMalformed",
)
_SLOW_DOWN = ("SlowDown", "RateLimited", "RequestLimitExceeded", "Throttling")
_NO_ROOM = ("QuotaExceeded", "EntityTooLarge", "StorageFull")
_NO_LISTING = "propfind response is empty"  # what comes of a page instead of a listing
_STRANGE = (_NO_LISTING, "corrupt message", "invalidcontenttype", "deserialize")
_NO_ANSWER = re.compile(
    r"timeout|timed out|unreachable|os error (?:110|113|101|10060|10065|10051|60|65|51)\b"
)


class Failure:
    """An error of OpenDAL, read once.

    Attributes:
        status: Of the server's answer; 0 when none came.
        text: What was said, for the log.
    """

    def __init__(self, error: BaseException) -> None:
        said = f"{error}" if not isinstance(error, TimeoutError) else "timeout"
        self._said = said.partition("Backtrace:")[0]
        found = _STATUS.search(self._said)
        self.status = int(found[1]) if found else 0
        self.text = " ".join(self._said.split())[:400]

    def _has(self, *words: str) -> bool:
        return any(word in self._said for word in words)

    @property
    def is_absent(self) -> bool:
        """Whether only this file or folder is not there."""
        if self.is_no_store or _NO_LISTING in self._said:
            return False
        return self.status in {404, 410} or self._said.startswith("NotFound")

    @property
    def is_no_store(self) -> bool:
        """Whether there is no such bucket."""
        return self._has("NoSuchBucket")

    @property
    def is_beyond_end(self) -> bool:
        """Whether a file ends before what was asked for."""
        return self.status == 416 or self._has("RangeNotSatisfied", "too little data")

    @property
    def wants_folder(self) -> bool:
        """Whether a file may have been refused because its folder is not there."""
        return self.status in {403, 404, 405, 409, 500}

    @property
    def is_passing(self) -> bool:
        """Whether the same may well go right at once when it is asked again."""
        return self.status in {500, 502, 504} or (
            self.status == 0 and self._unreachable() == "broken"
        )

    def _unreachable(self) -> str:
        said = self._said.lower()
        if "dns error" in said:
            return "name"
        if "certificate" in said:
            return "certificate"
        if "refused" in said or re.search(r"os error (?:111|10061|61)\b", said):
            return "refused"
        if _NO_ANSWER.search(said):
            return "silent"
        if any(word in said for word in _STRANGE):
            return "stranger"
        return "broken"

    @property
    def wait_s(self) -> float | None:
        """In how many seconds the server says it will answer again."""
        found = _RETRY_AFTER.search(self._said)
        return float(found[1]) if found else None

    @property
    def is_busy(self) -> bool:
        """Whether the server allows no more for the moment."""
        return self.status in {429, 503} or self._has(*_SLOW_DOWN)

    def place_error(self, address: str, *, writing: bool, size_bytes: int = 0) -> PlaceError:
        """Return what is wrong with the place.

        Args:
            address: The place.
            writing: Whether something was to be changed there.
            size_bytes: How much was to be written.
        """
        if self._has(*_CLOCK):
            return PlaceClockError(address, self.text)
        if self._has(*_ELSEWHERE):
            return PlaceUnreachableError(address, "region", self.text)
        if self.status == 401 or self._has(*_NOT_SIGNED_IN):
            return PlaceSignInError(address, self.text)
        if self.is_busy:
            return PlaceBusyError(address, self.wait_s)
        if self.status in {413, 507} or self._has(*_NO_ROOM):
            return PlaceFullError(address, size_bytes, None)
        if self.status == 403 or self._said.startswith("PermissionDenied"):
            kind = PlaceReadOnlyError if writing else PlaceForbiddenError
            return kind(address, self.text)
        if self.is_no_store or self.status in {404, 409, 410}:
            return PlaceMissingError(address, self.text)
        if self.status >= 500 and self.status not in {501, 505}:
            return PlaceUnreadableError(address, self.text)
        if self.status >= 300:
            return PlaceUnreachableError(address, "stranger", self.text)
        if self.status:  # an answer of the right kind whose contents make no sense
            return PlaceUnreachableError(address, "stranger", self.text)
        return PlaceUnreachableError(address, self._unreachable(), self.text)
