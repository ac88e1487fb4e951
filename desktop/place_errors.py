"""Words for what can be wrong with a place: a stick, a share, a server."""

import math

from desktop.notice import Notice
from desktop.words import _, ngettext
from sync.errors import (
    PlaceAddressError,
    PlaceBusyError,
    PlaceClockError,
    PlaceError,
    PlaceForbiddenError,
    PlaceFullError,
    PlaceGoneError,
    PlaceMissingError,
    PlaceNewFolderError,
    PlaceNoFolderError,
    PlaceReadOnlyError,
    PlaceSignInError,
    PlaceUnreachableError,
    PlaceUnreadableError,
    PlaceUnusableError,
)


def place_words(error: PlaceError) -> Notice:
    """Return the words for what a place does or is; sticks and servers are told apart."""
    match error:
        case PlaceAddressError():
            return _address(error)
        case PlaceUnreachableError():
            return _unreachable(error)
        case PlaceSignInError(has_password=False, keyring="locked" | "silent"):
            return Notice(
                _("The password may be in the system's keyring, which is locked or silent."),
                _("Unlock it (sign in to this computer anew), or type the password again."),
            )
        case PlaceSignInError(has_password=False):
            return Notice(
                _("The server wants a password, and none is kept on this computer."),
                _("Press “Change” under the place, or use {command}.").format(
                    command=f"lianke places add {error.place}"
                ),
            )
        case PlaceSignInError():
            return Notice(
                _("The server does not accept this user name or this password."),
                _("Type both again. Some servers want a password made for programs."),
            )
        case PlaceClockError():
            return Notice(
                _("This computer's clock is wrong, so the store does not believe it."),
                _("Set date and time of this computer, then try again. Nothing was lost."),
            )
        case PlaceForbiddenError():
            return Notice(
                _("The server does not let this user name into this place."),
                _("Ask whoever looks after the server to allow it."),
            )
        case PlaceBusyError():
            return _busy(error)
        case PlaceNoFolderError():
            return Notice(
                _("Readable copies go to sticks and folders only."),
                _("Choose a stick, or a folder of this computer."),
            )
        case _ if "://" in error.place:
            return _server(error)
        case _:
            return _stick(error)


def _kept() -> str:
    return _("What had come across is kept; exchange again to finish.")


def _stick(error: PlaceError) -> Notice:
    match error:
        case PlaceMissingError():
            return Notice(
                _("The place to exchange with is not there."),
                _("Put the stick in, or connect to the share, then try again."),
            )
        case PlaceUnusableError():
            return Notice(
                _("This cannot be a place to exchange with."),
                _("Choose a folder on a stick or on a share, outside the data folder."),
            )
        case PlaceGoneError():
            return Notice(_("The stick was pulled out too early."), _kept())
        case PlaceReadOnlyError():
            return Notice(
                _("This stick can be read but not written."),
                _("Its switch may be on “lock”. What is on it has been read."),
            )
        case PlaceFullError():
            return Notice(
                _("There is no room left on the stick."),
                _("Delete something on it, or take another one. Nothing was lost."),
            )
        case PlaceUnreadableError():
            return Notice(
                _("The stick gives read errors; it may be worn out."),
                _("Use another stick. Nothing on this computer was changed."),
            )
        case _:
            return Notice(_("The exchange was not finished."), _kept())


def _server(error: PlaceError) -> Notice:
    match error:
        case PlaceNewFolderError():
            return Notice(
                _("There is no folder “{name}” there yet.").format(name=error.name),
                _("It is made when you add the place. Or look at how the address ends."),
            )
        case PlaceMissingError():
            return Notice(
                _("This server has no such folder or store."),
                _("Check how the address ends."),
            )
        case PlaceUnusableError():
            return Notice(
                _("This cannot be a place to exchange with."),
                _("Check the address letter by letter."),
            )
        case PlaceGoneError():
            return Notice(_("The connection broke off."), _kept())
        case PlaceReadOnlyError():
            return Notice(
                _("Nothing may be written in this place with this user name."),
                _("Ask whoever looks after the server. What lies there has been read."),
            )
        case PlaceFullError():
            return Notice(
                _("There is no room left on the server."),
                _("Ask whoever looks after it to make room. Nothing was lost."),
            )
        case PlaceUnreadableError():
            return Notice(
                _("The server reports a fault of its own."),
                _("Try again later. Nothing on this computer was changed."),
            )
        case _:
            return Notice(_("The exchange was not finished."), _kept())


def _address(error: PlaceAddressError) -> Notice:
    match error.problem:
        case "scheme":
            return Notice(
                _("This kind of address is not known."),
                _("It can begin with {kinds}, or be a folder.").format(
                    kinds="smb://, webdavs://, s3://, oss://, cos://, obs://"
                ),
            )
        case "server":
            return Notice(
                _("The server is missing in the address."),
                _("It stands after the two slashes, such as {example}.").format(
                    example="webdavs://dav.example.cn/lianke"
                ),
            )
        case "bucket":
            return Notice(
                _("The name of the store (bucket) is missing in the address."),
                _("It stands after the two slashes, such as {example}.").format(
                    example="s3://bucket/lianke?endpoint=…"
                ),
            )
        case "share":
            return Notice(
                _("The name of the share is missing in the address."),
                _("It stands after the server, such as {example}.").format(
                    example="smb://server/share"
                ),
            )
        case "endpoint":
            return Notice(
                _("The address does not say where the store is."),
                _("Put {option} at its end.").format(option="?endpoint=https://…"),
            )
        case "password":
            return Notice(
                _("A password must not stand in the address: it would be kept and shown."),
                _("Leave it out; you will be asked for it."),
            )
        case _:
            return Notice(
                _("This cannot be read as an address."), _("Check the address letter by letter.")
            )


def _unreachable(error: PlaceUnreachableError) -> Notice:
    match error.problem:
        case "name":
            return Notice(
                _("No server of this name is found."),
                _("Check the address and whether this computer is on the network."),
            )
        case "refused":
            return Notice(
                _("The server is not running, or does not listen there."),
                _("Check the address, or ask whoever looks after the server."),
            )
        case "broken":
            return Notice(_("The connection broke off."), _kept())
        case "certificate":
            return Notice(
                _("The server cannot prove that it is the one you mean; nothing was sent to it."),
                _("Check this computer's date and the address, or ask whoever looks after it."),
            )
        case "old":
            return Notice(
                _("The server speaks only a very old language, which is not safe."),
                _("Ask whoever looks after it to switch on SMB 2 or newer, or use a stick."),
            )
        case "region":
            return Notice(
                _("The store (bucket) lies in another region."),
                _("Look in its console in which one, and put that into the address."),
            )
        case "stranger":
            return Notice(
                _("Something else answers at this address."),
                _("Check the address; some networks first want you to sign in with a browser."),
            )
        case _:
            return Notice(
                _("The server does not answer."),
                _("Check the network, then try again. Nothing was lost."),
            )


def _busy(error: PlaceBusyError) -> Notice:
    if error.wait_s is None:
        return Notice(_("The server allows no more for the moment."), _kept())
    minutes = max(1, math.ceil(error.wait_s / 60))
    title = ngettext(
        "The server allows no more for the moment; in {count} minute it will.",
        "The server allows no more for the moment; in {count} minutes it will.",
        minutes,
    )
    return Notice(title.format(count=minutes), _kept())
