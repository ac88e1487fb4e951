"""Words for what can go wrong with revoking, admitting and coming back with the recovery code."""

from desktop.notice import Notice
from desktop.words import _
from sync.errors import (
    OwnLaptopError,
    RecoveryPlaceError,
    RevokedError,
    RevokingNotAllowedError,
    SyncError,
    UnknownLaptopError,
)


def member_words(error: SyncError) -> Notice | None:
    """Return the words for an error about members, or None."""
    match error:
        case RevokingNotAllowedError():
            return Notice(
                _("This computer may not revoke that one."), _("Ask a coordinator to do it.")
            )
        case OwnLaptopError():
            return Notice(
                _("A computer cannot revoke itself."), _("Do it on another coordinator's computer.")
            )
        case RevokedError():
            return Notice(
                _("This computer was revoked: it takes part in nothing new."),
                _("What is here can still be read. Ask a coordinator for an invitation."),
            )
        case UnknownLaptopError(found=0):
            return Notice(
                _("No computer is known as “{name}”.").format(name=error.given),
                _("`lianke members` shows them all."),
            )
        case UnknownLaptopError():
            return Notice(
                _("More than one computer is known as “{name}”.").format(name=error.given),
                _("Give the first signs of its id; `lianke members` shows them."),
            )
        case RecoveryPlaceError():
            return Notice(
                _("Nothing of the alliance this recovery code belongs to is there."),
                _("Take a stick or share on which the alliance has exchanged."),
            )
        case _:
            return None
