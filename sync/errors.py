"""What can go wrong in an exchange: facts only, no words (desktop/errors.py finds those)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import LiankeError

if TYPE_CHECKING:
    from sync.result import RoundResult


class Reason(StrEnum):
    """Why a file was skipped; the codes are part of the command line's contract."""

    TRUNCATED = "truncated"  # shorter than it says, or empty
    ALTERED = "altered"  # its bytes are not those its name was made of
    FOREIGN = "foreign"  # of another alliance, or not ours at all
    HOSTILE = "hostile"  # intact, but breaks a rule no honest program breaks
    UNREADABLE = "unreadable"  # the storage fails to give the bytes
    TOO_LARGE = "too_large"
    NEWER = "newer"  # for a newer program; handed on all the same
    MISSING = "missing"  # announced, and not there on three visits
    STRANGER = "stranger"  # signed by a laptop whose certificate has not come yet; handed on
    REVOKED = "revoked"  # signed by a revoked laptop, and beyond what its revocation leaves


class SyncError(LiankeError):
    """The root of what an exchange raises on purpose."""


class SkippedFileError(SyncError):
    """One file cannot be used; the exchange goes on without it.

    Attributes:
        reason: Why.
        detail: For the log and the tests, never for people.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason, self.detail = reason, detail


class MalformedError(SkippedFileError):
    """Bytes that do not hold to the format though they are whole."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.HOSTILE, detail)


class NewerFormatError(SkippedFileError):
    """Bytes that only a newer program can read."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Reason.NEWER, detail)


class NoKeyError(SyncError):
    """This laptop holds no key of a circle it is to write to.

    Attributes:
        circle, home: The circle.
    """

    def __init__(self, circle: str, home: str) -> None:
        super().__init__(f"no key for {circle} {home}")
        self.circle, self.home = circle, home


class NotFoundedError(SyncError):
    """This data folder belongs to no alliance yet."""


class AlreadyFoundedError(SyncError):
    """This data folder already belongs to an alliance.

    Attributes:
        alliance_name: Which.
    """

    def __init__(self, alliance_name: str) -> None:
        super().__init__(alliance_name)
        self.alliance_name = alliance_name


class InvitingNotAllowedError(SyncError):
    """This laptop's certificate does not allow it to invite so.

    Attributes:
        own_role: What this laptop is.
        role: What it tried to make somebody.
    """

    def __init__(self, own_role: str, role: str) -> None:
        super().__init__(f"{own_role} may not invite {role}")
        self.own_role, self.role = own_role, role


class RevokingNotAllowedError(SyncError):
    """This laptop may not revoke that one.

    Attributes:
        own_role: What this laptop is.
        role: What the other one is.
    """

    def __init__(self, own_role: str, role: str) -> None:
        super().__init__(f"{own_role} may not revoke {role}")
        self.own_role, self.role = own_role, role


class OwnLaptopError(SyncError):
    """A laptop cannot revoke itself."""


class StillMemberError(SyncError):
    """This laptop is a member as far as it knows: it needs no invitation to come back."""


class OtherInvitationError(SyncError):
    """An invitation to come back with is for another alliance, or for somebody else.

    Attributes:
        person_name: Whom it is for.
    """

    def __init__(self, person_name: str) -> None:
        super().__init__(f"the invitation is for {person_name}")
        self.person_name = person_name


class RevokedError(SyncError):
    """This laptop was revoked, or let in by one that was: it can do nothing for others."""


class UnknownLaptopError(SyncError):
    """No laptop, or more than one, goes by what was given.

    Attributes:
        given: What was given.
        found: How many it could be.
    """

    def __init__(self, given: str, found: int) -> None:
        super().__init__(f"{given}: {found}")
        self.given, self.found = given, found


class UnknownSegmentError(SyncError):
    """No segment of a laptop, or more than one, goes by what was given.

    Attributes:
        given: What was given.
        found: How many it could be.
    """

    def __init__(self, given: str, found: int) -> None:
        super().__init__(f"{given}: {found}")
        self.given, self.found = given, found


class RecoveryPlaceError(SyncError):
    """A place holds nothing of the alliance that a recovery code stands for."""


class RecoveryCodeError(SyncError):
    """A recovery code is not right.

    Attributes:
        problem: ``length``, ``characters``, ``check``, or ``alliance`` when it is the code of
            another alliance.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class InvitationError(SyncError):
    """The root of what can be wrong with an invitation."""


class NotAnInvitationError(InvitationError):
    """The file is no invitation, or is damaged.

    Attributes:
        problem: ``missing``, ``unreadable``, ``not_one``, ``damaged``, ``hostile``.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class NewerInvitationError(InvitationError):
    """The invitation was made by a newer program."""


class UnknownWordsError(InvitationError):
    """Some of the words typed are in no list, or there are not six.

    Attributes:
        places: Numbers (from 1) of the words that are wrong.
        count: How many words were found.
    """

    def __init__(self, places: tuple[int, ...], count: int) -> None:
        super().__init__(f"words {places} of {count}")
        self.places, self.count = places, count


class WrongWordsError(InvitationError):
    """Six words of the list, but not those of this invitation."""


class UnwritableFileError(InvitationError):
    """The invitation cannot be written there.

    Attributes:
        path: Where.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class SecondRoundError(SyncError):
    """Another exchange runs on this data folder at this moment."""


class StoppedError(SyncError):
    """A person stopped the exchange in the middle of a file; nothing of that file counts."""


class PlaceError(SyncError):
    """A place cannot be read or written; what was good up to then is kept.

    Attributes:
        place: The place as given.
        result: What was done all the same; None when nothing was begun.
    """

    code = "failed"

    def __init__(self, place: str, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {place} {detail}".strip())
        self.place = place
        self.result: RoundResult | None = None


class PlaceMissingError(PlaceError):
    """There is no such folder."""

    code = "missing"


class PlaceNewFolderError(PlaceMissingError):
    """The server is there and lets us in; only the folder is not there, and can be made.

    Attributes:
        name: Of the folder.
    """

    def __init__(self, place: str, name: str) -> None:
        super().__init__(place, f"no folder {name!r}")
        self.name = name


class PlaceUnusableError(PlaceError):
    """The place is a file, or the data folder itself, or leads elsewhere."""

    code = "unusable"


class PlaceNoFolderError(PlaceUnusableError):
    """The place is no folder that people open: nobody would read copies there."""

    code = "no_folder"


class PlaceGoneError(PlaceError):
    """The place went away during the exchange: the stick was pulled out."""

    code = "gone"


class PlaceReadOnlyError(PlaceError):
    """The place can be read but not written."""

    code = "read_only"


class PlaceFullError(PlaceError):
    """The place has no room left.

    Attributes:
        needed_bytes: Size of the file that did not fit.
        free_bytes: What is free; None when unknown.
    """

    code = "full"

    def __init__(self, place: str, needed_bytes: int, free_bytes: int | None) -> None:
        super().__init__(place, f"{needed_bytes} needed, {free_bytes} free")
        self.needed_bytes, self.free_bytes = needed_bytes, free_bytes


class PlaceUnreadableError(PlaceError):
    """The storage reports errors."""

    code = "unreadable"


class PlaceAddressError(PlaceUnusableError):
    """What was given is no address of a place.

    Attributes:
        problem: ``scheme`` (of a kind that is not known), ``server`` or ``bucket`` or ``share`` or
            ``endpoint`` (it is missing), ``password`` (it stands in the address, where it would be
            kept and shown), ``written`` (it cannot be read as an address).
    """

    code = "address"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.problem = problem


class PlaceUnreachableError(PlaceError):
    """A server does not answer, or not as it must.

    Attributes:
        problem: ``name`` (no server of that name is known), ``refused`` (nothing listens there),
            ``silent`` (it did not answer in time), ``broken`` (the connection broke off),
            ``certificate`` (it cannot prove who it is), ``stranger`` (what answers is not such a
            server), ``old`` (it knows only a language that is no longer safe),
            ``region`` (the bucket lies in another one).
    """

    code = "unreachable"

    def __init__(self, place: str, problem: str, detail: str = "") -> None:
        super().__init__(place, f"{problem} {detail}".strip())
        self.problem = problem


class PlaceSignInError(PlaceError):
    """A server does not accept the user name or the password.

    Attributes:
        has_password: Whether there was a password to try.
        keyring: ``locked`` or ``silent`` where the system's keyring, which may have it, is so.
    """

    code = "sign_in"
    has_password = True
    keyring = ""


class PlaceClockError(PlaceError):
    """A store signs with the time, and this laptop's clock is too far from its own."""

    code = "clock"


class PlaceForbiddenError(PlaceError):
    """A server accepts the user, but not into this place."""

    code = "forbidden"


class PlaceBusyError(PlaceError):
    """A server allows no more requests for a while.

    Attributes:
        wait_s: In how many seconds it will; None when it did not say.
    """

    code = "busy"

    def __init__(self, place: str, wait_s: float | None = None) -> None:
        super().__init__(place, f"wait {wait_s} s" if wait_s is not None else "wait")
        self.wait_s = wait_s
