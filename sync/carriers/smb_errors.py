"""What a server's refusal means for a place; only the numbers are read, never its words."""

from sync.carriers import smb_status
from sync.carriers.smb_status import StatusError
from sync.errors import (
    PlaceBusyError,
    PlaceError,
    PlaceForbiddenError,
    PlaceFullError,
    PlaceMissingError,
    PlaceReadOnlyError,
    PlaceSignInError,
    PlaceUnreachableError,
    PlaceUnreadableError,
    PlaceUnusableError,
)


def _at_any_time(address: str, status: int) -> PlaceError | None:
    if status in smb_status.SIGNED_OUT:  # the server was started anew, or lost patience
        return PlaceUnreachableError(address, "broken", f"status {status:#010x}")
    return PlaceBusyError(address) if status in smb_status.CROWDED else None


def signing_in(address: str, status: int) -> PlaceError:
    """Return the error for a user who is not accepted."""
    wrong = PlaceSignInError(address, f"status {status:#010x}")
    return _at_any_time(address, status) or wrong


def entering(address: str, status: int) -> PlaceError:
    """Return the error for a share, or a folder of it, that cannot be entered."""
    detail = f"status {status:#010x}"
    if (known := _at_any_time(address, status)) is not None:
        return known
    if status == smb_status.ACCESS_DENIED:
        return PlaceForbiddenError(address, detail)
    if status in smb_status.NO_FOLDER:
        return PlaceUnusableError(address, detail)
    if status in smb_status.ABSENT:
        return PlaceMissingError(address, detail)
    return PlaceUnreadableError(address, detail)


def listing(address: str, error: StatusError) -> PlaceError:
    """Return the error for a folder that cannot be listed though it is there."""
    known = _at_any_time(address, error.status)
    if known is None and error.status == smb_status.ACCESS_DENIED:
        return PlaceForbiddenError(address, str(error))
    return known or PlaceUnreadableError(address, str(error))


def writing(
    address: str, error: StatusError, size_bytes: int, free_bytes: int | None
) -> PlaceError:
    """Return the error for a file that could not be written.

    Args:
        address: The place.
        error: What the server said.
        size_bytes: How much of the file was written.
        free_bytes: What is free; None when unknown.
    """
    if (known := _at_any_time(address, error.status)) is not None:
        return known
    if error.status in smb_status.FULL:
        return PlaceFullError(address, size_bytes, free_bytes)
    if error.status in smb_status.READ_ONLY:
        return PlaceReadOnlyError(address, str(error))
    return PlaceUnreadableError(address, str(error))


def raise_if_signed_out(address: str, error: StatusError) -> None:
    """Raise the error for a connection that is of no use any more, if that is what was said."""
    if (known := _at_any_time(address, error.status)) is not None:
        raise known from error
