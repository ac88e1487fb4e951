"""Words for what can go wrong with revoking, admitting and coming back with the recovery code."""

from desktop.notice import Notice
from desktop.words import _
from sync.errors import (
    OtherInvitationError,
    OwnLaptopError,
    RecoveryPlaceError,
    RevokedError,
    RevokingNotAllowedError,
    StillMemberError,
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
        case StillMemberError():
            return Notice(
                _("This computer belongs to the alliance; nothing has to be done."),
                _("If it was revoked, exchange once: then it knows, and can come back."),
            )
        case OtherInvitationError():
            return Notice(
                _("This invitation is for {person}, not for this computer.").format(
                    person=error.person_name
                ),
                _("Ask for one for whom this computer belongs to."),
            )
        case _:
            return None
