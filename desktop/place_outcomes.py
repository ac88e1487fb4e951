"""How an exchange ended, in a few words: for the list of places, the past and the doctor."""

from desktop.words import _, pgettext


def outcome_words(code: str) -> str:
    """Return in a few words how an exchange of the past ended."""
    match code:
        case "done":
            return pgettext("an exchange", "Done")
        case "stopped":
            return pgettext("an exchange", "Stopped")
        case "missing":
            return _("It was not there.")
        case "gone":
            return _("Pulled out too early.")
        case "read_only":
            return _("It could only be read.")
        case "full":
            return _("There was no room left.")
        case "unreachable":
            return _("It could not be reached.")
        case "sign_in" | "forbidden":
            return _("It did not let this computer in.")
        case "clock":
            return _("This computer's clock was wrong.")
        case "busy":
            return _("It allowed no more for a while.")
        case "unreadable":
            return _("It gave read errors.")
        case _:
            return _("Not finished.")


def outcome_note(code: str) -> str:
    """Return why the last exchange did not come to its end: a note beside others, no sentence."""
    match code:
        case "missing":
            return _("was not there")
        case "gone":
            return _("broke off in the middle")
        case "read_only":
            return _("could only be read")
        case "full":
            return _("had no room left")
        case "unreachable":
            return _("could not be reached")
        case "sign_in" | "forbidden":
            return _("did not let this computer in")
        case "clock":
            return _("did not believe this computer's clock")
        case "busy":
            return _("allowed no more for a while")
        case "unreadable":
            return _("gave read errors")
        case _:
            return _("not finished the last time")
