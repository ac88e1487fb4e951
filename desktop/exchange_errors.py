"""Words for what can go wrong in an exchange, in founding and in joining."""

from db.errors import LiankeError
from desktop.labels import listed
from desktop.member_errors import member_words
from desktop.notice import Notice
from desktop.place_errors import place_words
from desktop.words import _, ngettext
from sync.errors import (
    AlreadyFoundedError,
    InvitationError,
    InvitingNotAllowedError,
    NewerInvitationError,
    NoKeyError,
    NotAnInvitationError,
    NotFoundedError,
    PlaceError,
    Reason,
    RecoveryCodeError,
    SecondRoundError,
    SkippedFileError,
    StoppedError,
    SyncError,
    UnknownSegmentError,
    UnknownWordsError,
    UnwritableFileError,
    WrongWordsError,
)


def exchange_words(error: LiankeError) -> Notice | None:
    """Return the words for an error of an exchange, or None."""
    match error:
        case PlaceError():
            return place_words(error)
        case InvitationError():
            return _invitation(error)
        case SkippedFileError():
            return Notice(skipped_words(error.reason), _("Everything else was used."))
        case StoppedError():
            return Notice(
                _("Stopped. What has come across is kept; the next time goes on from here."),
                _("Exchange again to finish."),
            )
        case SyncError():
            return _membership(error)
        case _:
            return None


def skipped_words(reason: Reason) -> str:
    """Return the sentence for a file that was skipped in an exchange."""
    match reason:
        case Reason.TRUNCATED:
            return _("Only a part of this file is there: it was copied by half.")
        case Reason.ALTERED:
            return _("This file was changed or damaged on the way; it was not used.")
        case Reason.FOREIGN:
            return _("This file does not belong to your alliance; it was left alone.")
        case Reason.HOSTILE:
            return _("This file breaks the rules; it was not opened.")
        case Reason.UNREADABLE:
            return _("The stick does not give this file back; it may be worn out.")
        case Reason.TOO_LARGE:
            return _("This file is larger than any of ours; it was not opened.")
        case Reason.NEWER:
            return _("This file needs a newer Lianke; it was handed on all the same.")
        case Reason.MISSING:
            return _("This file was announced but is not there; ask its sender to exchange again.")
        case Reason.STRANGER:
            return _("This file is from a laptop not known here yet; it was handed on.")
        case Reason.REVOKED:
            return _("This file is from a computer that was revoked; it was not used.")


def skipped_advice(reason: Reason) -> str:
    """Return what to do about a file that is of no use at a place."""
    match reason:
        case Reason.TRUNCATED | Reason.ALTERED:
            return _("Exchange there again with a computer that has it: it puts the file right.")
        case Reason.FOREIGN:
            return _("Nothing has to be done; ask whose stick it is if you do not know.")
        case Reason.HOSTILE | Reason.TOO_LARGE:
            return _("Do not open it by hand. Save a report and send it to us.")
        case Reason.UNREADABLE:
            return _("Take another stick; everything is put on it again.")
        case Reason.NEWER:
            return _("Update Lianke on this computer.")
        case Reason.MISSING:
            return _("Ask whoever wrote it to exchange there again.")
        case Reason.STRANGER:
            return _("Exchange once with your coordinator.")
        case Reason.REVOKED:
            return _("If it was revoked by mistake, a coordinator can invite its person again.")


def _invitation(error: InvitationError) -> Notice:
    match error:
        case NotAnInvitationError(problem="missing"):
            return Notice(_("The invitation is not there."), _("Check the name and the folder."))
        case NotAnInvitationError(problem="unreadable"):
            return Notice(
                _("The invitation cannot be read."), _("Copy it again from where you got it.")
            )
        case NotAnInvitationError(problem="not_one"):
            return Notice(
                _("This file is no invitation."), _("Choose the file your school gave you.")
            )
        case NotAnInvitationError(problem="hostile"):
            return Notice(
                _("This file only looks like an invitation; it was not used."),
                _("Ask where it came from."),
            )
        case NotAnInvitationError():
            return Notice(
                _("The invitation is damaged."), _("Ask for a new one; nothing was changed.")
            )
        case NewerInvitationError():
            return Notice(
                _("The invitation was made by a newer version of Lianke."),
                _("Update Lianke on this computer, then join."),
            )
        case UnknownWordsError():
            return _unknown_words(error)
        case WrongWordsError():
            return Notice(
                _("These are six words, but not those of this invitation."),
                _("Check them with whoever gave them to you."),
            )
        case UnwritableFileError():
            return Notice(_("The invitation cannot be written there."), _("Choose another folder."))
        case _:
            return Notice(_("The invitation cannot be used."), _("Ask for a new one."))


def _unknown_words(error: UnknownWordsError) -> Notice:
    if error.count != 6:
        title = ngettext(
            "That is {count} word; an invitation has six.",
            "Those are {count} words; an invitation has six.",
            error.count,
        )
        return Notice(title.format(count=error.count), _("Type them in their order."))
    places = listed([str(place) for place in error.places])
    return Notice(
        _("Not one of our words: number {places}.").format(places=places),
        _("Look at the slip again."),
    )


def _membership(error: SyncError) -> Notice:
    match error:
        case NotFoundedError():
            return Notice(
                _("This computer belongs to no alliance yet."),
                _("Found one, or join with an invitation."),
            )
        case AlreadyFoundedError():
            return Notice(
                _("This computer already belongs to “{alliance}”.").format(
                    alliance=error.alliance_name
                ),
                _("Choose another data folder for a new alliance."),
            )
        case InvitingNotAllowedError():
            return Notice(
                _("This computer may not invite others in that role."),
                _("Ask a coordinator to make the invitation."),
            )
        case RecoveryCodeError():
            return _recovery(error)
        case NoKeyError():
            return Notice(
                _("This computer has not been given what it needs to write here."),
                _("Exchange once with your coordinator, then try again."),
            )
        case UnknownSegmentError():
            return Notice(
                _("This computer sent nothing that is called “{name}”.").format(name=error.given),
                _("Leave out --since to see what it sent."),
            )
        case SecondRoundError():
            return Notice(_("An exchange is already running."), _("Wait until it is done."))
        case _:
            return member_words(error) or Notice(
                _("The exchange was not finished."), _("Try it again.")
            )


def _recovery(error: RecoveryCodeError) -> Notice:
    match error.problem:
        case "length":
            return Notice(
                _("The recovery code is too short or too long."),
                _("It has six groups of four signs."),
            )
        case "characters":
            return Notice(
                _("The recovery code holds a sign that never occurs in one."),
                _("There is no 0, O, 1 or I in it."),
            )
        case "alliance":
            return Notice(
                _("This is the recovery code of another alliance."),
                _("Look for the slip of this one."),
            )
        case _:
            return Notice(
                _("The recovery code has a slip of the pen."), _("Compare it sign by sign.")
            )
