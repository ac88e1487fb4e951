"""Words for what can go wrong with the data folder and its records."""

from db.errors import (
    FrozenRecordError,
    LiankeError,
    MalformedChangeError,
    MalformedContentError,
    MissingFieldError,
    NoAllianceError,
    NotAllowedError,
    NotSharedError,
    NotWiderError,
    RecordError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreOnNetworkError,
    StoreReadOnlyError,
    StoreTooNewError,
    StoreUsedError,
    TextTooLongError,
    UnknownFieldError,
    UnknownKindError,
    UnknownPersonError,
    UnknownRecordError,
    UnknownTermError,
    UnknownVersionError,
    UnsettledError,
    UnusableValueError,
)
from desktop.labels import choice_label, field_label, kind_label, listed
from desktop.notice import Notice
from desktop.words import _, ngettext

_TERMS = 6  # that are named to somebody who asked for another


def store_words(error: LiankeError) -> Notice | None:
    """Return the words for an error of the store or of a record, or None."""
    match error:
        case StoreError():
            return _folder(error)
        case UnusableValueError():
            return _unusable(error)
        case UnknownPersonError():
            return _person(error)
        case TextTooLongError():
            return _too_long(error)
        case MalformedContentError() | FrozenRecordError():
            return _frozen(error)
        case RecordError():
            return _record(error)
        case MalformedChangeError():
            return Notice(
                _("Something that came from elsewhere cannot be read."),
                _("It was put aside; everything else is here. Ask its sender to exchange again."),
            )
        case _:
            return None


def _folder(error: StoreError) -> Notice:
    match error:
        case StoreTooNewError():
            return Notice(
                _("This data was written by a newer version of Lianke."),
                _("Update Lianke on this computer, then open it again. Nothing was changed."),
            )
        case StoreReadOnlyError():
            return Notice(
                _("The data folder cannot be written to."),
                _("Choose a folder of your own, or ask whoever set up this computer."),
            )
        case StoreOnNetworkError():
            return Notice(
                _("The data folder lies on a network share, where it could be damaged."),
                _("Keep it on this computer, and use the share as a place to exchange."),
            )
        case StoreDamagedError():
            return Notice(
                _("The data on this computer is damaged."),
                _("Restore the last backup, or fetch everything from what the others hold."),
            )
        case StoreFullError():
            return Notice(
                _("The disk is full. What was saved before is safe."),
                _("Make some room, then try again."),
            )
        case StoreBusyError():
            return Notice(
                _("Another program is using the data at this moment."),
                _("Wait a little, then try again."),
            )
        case StoreUsedError():
            return Notice(
                _("This data folder already belongs to an alliance."),
                _("Choose another folder for a new one."),
            )
        case NoAllianceError():
            return Notice(
                _("This data folder belongs to no alliance yet."),
                _("Found one, or join with an invitation."),
            )
        case _:
            return Notice(
                _("The data folder cannot be opened."),
                _("Check that the disk is there and has room."),
            )


def _record(error: RecordError) -> Notice:
    match error:
        case UnknownKindError():
            return Notice(_("There is no kind of record called “{name}”.").format(name=error.kind))
        case UnknownFieldError():
            return Notice(
                _("“{kind}” has no field called “{name}”.").format(
                    kind=kind_label(error.kind), name=error.field
                )
            )
        case UnknownRecordError():
            return Notice(
                _("This record is not here, or has been deleted."),
                _("Look in the bin, or exchange with whoever wrote it."),
            )
        case UnknownTermError():
            if not error.code:
                return Notice(_("There is no term yet."), _("Add one in Settings."))
            return Notice(
                _("There is no term “{code}”.").format(code=error.code),
                _("There are: {codes}.").format(codes=listed(list(error.known[:_TERMS])))
                if error.known
                else _("Terms are written like 2025-2026-1."),
            )
        case UnknownVersionError():
            return Notice(
                _("This form shows something the data no longer knows."),
                _("Open the record again; copy what you typed first."),
            )
        case NotAllowedError():
            return Notice(
                _("You may not change “{kind}” on this computer.").format(
                    kind=kind_label(error.kind)
                ),
                _("Ask your coordinator to do it, or to give you more rights."),
            )
        case NotWiderError():
            return Notice(
                _("This can only be shared with more people than read it now."),
                _("Choose your school or the whole alliance."),
            )
        case NotSharedError():
            return Notice(
                _("More people would read this than read the plan it names."),
                _("Share the plan with them first."),
            )
        case UnsettledError():
            words = ngettext(
                "{count} place of this plan still stands in two versions.",
                "{count} places of this plan still stand in two versions.",
                error.count,
            )
            return Notice(
                words.format(count=error.count),
                _("Choose what shall stand there, then agree on the plan."),
            )
        case MissingFieldError():
            return Notice(
                _("“{field}” is still missing.").format(field=field_label(error.kind, error.field)),
                _("Fill it in, then save again."),
            )
        case _:
            return Notice(_("This cannot be done with this record."))


def _frozen(error: MalformedContentError | FrozenRecordError) -> Notice:
    if isinstance(error, FrozenRecordError):
        return Notice(
            _("What was agreed on stays as it is."),
            _("Change the plan itself, then agree on a new version."),
        )
    return Notice(
        _("This version of the plan cannot be read."),
        _("It was altered, or not all of it is here yet. The plan itself is not affected."),
    )


def _too_long(error: TextTooLongError) -> Notice:
    return Notice(
        _("“{field}” would have {count} characters; {limit} are the most.").format(
            field=field_label(error.kind, error.field), count=error.characters, limit=error.limit
        ),
        _("Shorten what you put in, or add it as a file. What was there before stays."),
    )


def _unusable(error: UnusableValueError) -> Notice:
    title = _("“{value}” does not fit “{field}”.").format(
        value=error.value, field=field_label(error.kind, error.field)
    )
    if error.choices:
        names = [
            f"{code} ({choice_label(error.kind, error.field, code)})" for code in error.choices
        ]
        return Notice(title, _("It can be: {choices}.").format(choices=listed(names)))
    match error.type:
        case "date":
            return Notice(title, _("Write a date such as 2025-10-17."))
        case "time":
            return Notice(title, _("Write a time such as 09:30."))
        case "integer":
            return Notice(title, _("Write a whole number, such as 2."))
        case "number":
            return Notice(title, _("Write a number, such as 2.5."))
        case "boolean":
            return Notice(title, _("Write true or false."))
        case "ref" | "refs":
            return Notice(title, _("Choose a record that is here."))
        case _:
            return Notice(title)


def _person(error: UnknownPersonError) -> Notice:
    if error.found:
        return Notice(
            ngettext(
                "{count} person is called “{name}”.", "{count} people are called “{name}”.",
                error.found,
            ).format(count=error.found, name=error.name),
            _("Say which one you mean."),
        )  # fmt: skip
    if not error.name:
        return Notice(
            _("It is not known who is recording."), _("Choose yourself among the people.")
        )
    return Notice(
        _("Nobody here is called “{name}”.").format(name=error.name),
        _("Check the name, or add the person first."),
    )
