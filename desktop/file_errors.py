"""Words for what can go wrong with files: lists to import, attachments, backups, reports."""

from db.errors import AttachmentError, BackupError, ImportFileError, LiankeError, PlanFileError
from db.file_names import shown_name
from desktop.notice import Notice
from desktop.reports.errors import ReportNotWrittenError
from desktop.words import _


def file_words(error: LiankeError) -> Notice | None:
    """Return the words for an error about a file, or None."""
    match error:
        case ImportFileError():
            return _import(error)
        case PlanFileError():
            return _plan(error)
        case AttachmentError():
            return _attachment(error)
        case BackupError():
            return _backup(error)
        case ReportNotWrittenError():
            return _report(error)
        case _:
            return None


def _import(error: ImportFileError) -> Notice:
    name = shown_name(error.path.name)
    match error.reason:
        case "missing":
            return _not_there(name)
        case "not_a_table":
            return Notice(
                _("“{name}” is not a table.").format(name=name),
                _("Save it as XLSX or CSV, then try again."),
            )
        case "empty":
            return Notice(
                _("“{name}” has no rows.").format(name=name),
                _("The first line must name the columns; a row for each under it."),
            )
        case "too_large":
            return Notice(
                _("“{name}” is too long for a list.").format(name=name),
                _("Split it into several files."),
            )
        case "no_columns":
            advice = _("The first line must name the columns, such as “name” and “school”.")
            return Notice(_("“{name}” has no column we know.").format(name=name), advice)
        case _:
            return _unreadable(name)


def _plan(error: PlanFileError) -> Notice:
    name = shown_name(error.path.name)
    match error.reason:
        case "missing":
            return _not_there(name)
        case "not_a_plan":
            return Notice(
                _("“{name}” is no Word document.").format(name=name),
                _("Save the plan as DOCX, then try again."),
            )
        case "old_word":
            return Notice(
                _("“{name}” was saved in an older Word format.").format(name=name),
                _("Open it in Word or WPS, choose “Save as” and DOCX, then import that file."),
            )
        case "password":
            return Notice(
                _("“{name}” is locked with a password.").format(name=name),
                _("Open it, take the password off, save it, then try again."),
            )
        case "packing":
            return Notice(
                _("“{name}” is packed in a way that cannot be read here.").format(name=name),
                _("Open it in Word or WPS, save it anew, then try again."),
            )
        case "damaged":
            return Notice(
                _("“{name}” is damaged.").format(name=name),
                _("Open it in Word or WPS; if that works, save it anew and try again."),
            )
        case "blank":
            return Notice(
                _("“{name}” is an empty file.").format(name=name),
                _("It was not copied whole. Copy it anew from where it came, then try again."),
            )
        case "empty":
            return Notice(
                _("“{name}” holds no words.").format(name=name),
                _("A plan that is only a picture can be attached to a plan typed by hand."),
            )
        case "too_large":
            return Notice(
                _("“{name}” is too long for one lesson plan.").format(name=name),
                _("Save each lesson as a file of its own."),
            )
        case _:
            return _unreadable(name)


def _attachment(error: AttachmentError) -> Notice:
    name = shown_name(error.path.name)
    match error.reason:
        case "missing":
            return _not_there(name)
        case "too_large":
            limit = f"{error.limit_bytes / 1024 / 1024:g}"
            return Notice(
                _("“{name}” is too large to travel.").format(name=name),
                _("Files up to {limit} MB can be attached.").format(limit=limit),
            )
        case "no_room":
            return Notice(
                _("There is not enough room on this computer for “{name}”.").format(name=name),
                _("Make some room, then attach it again."),
            )
        case "changed":
            return Notice(
                _("“{name}” was being changed while it was read.").format(name=name),
                _("Save it, close the program that has it open, and attach it again."),
            )
        case "not_here":
            return Notice(
                _("This file is not on this computer yet."),
                _("Wish for it, and exchange with a place or a person that has it."),
            )
        case "program":
            return Notice(
                _("“{name}” is a program: it is not put in.").format(name=name),
                _("Only documents, pictures, sounds and films are shared."),
            )
        case "no_picture":
            return Notice(
                _("“{name}” is not a picture we can read.").format(name=name),
                _("Use JPEG or PNG."),
            )
        case _:
            return _unreadable(name)


def _backup(error: BackupError) -> Notice:
    name = shown_name(error.path.name)
    match error.reason:
        case "wrong_passphrase":
            return Notice(
                _("This is not the passphrase of “{name}”.").format(name=name),
                _("Type it again; capitals and spaces count."),
            )
        case "not_a_backup":
            return Notice(
                _("“{name}” is not a backup of Lianke.").format(name=name),
                _("Choose another file."),
            )
        case "unwritable":
            return Notice(
                _("The backup cannot be written there."),
                _("Choose another folder, or a stick with more room."),
            )
        case "damaged":
            return Notice(
                _("“{name}” is damaged and was not used.").format(name=name),
                _("Nothing here was changed. Try an older backup."),
            )
        case "missing":
            return _not_there(name)
        case "too_new":
            return Notice(
                _("“{name}” was made by a newer version of Lianke.").format(name=name),
                _("Update Lianke on this computer, then try again."),
            )
        case "needs_passphrase":
            return Notice(
                _("A backup outside the data folder needs a passphrase."),
                _("Choose one you will still know in a year."),
            )
        case _:
            return _unreadable(name)


def _report(error: ReportNotWrittenError) -> Notice:
    name = shown_name(error.path.name)
    title = _("“{name}” was not written.").format(name=name)
    match error.reason:
        case "full":
            return Notice(title, _("The disk is full. Make some room, or choose another one."))
        case "read_only":
            return Notice(title, _("The disk can only be read. Choose another folder."))
        case "not_allowed":
            return Notice(title, _("Close it in the other program, or choose another name."))
        case "no_folder":
            return Notice(title, _("The folder is not there. Choose another one."))
        case "is_folder":
            return Notice(title, _("A folder has this name. Choose another name."))
        case "name_too_long":
            return Notice(title, _("The name is too long. Choose a shorter one."))
        case _:
            return Notice(title, _("Try again, or choose another folder."))


def _not_there(name: str) -> Notice:
    title = _("“{name}” is not there.").format(name=name)
    return Notice(title, _("Check the name and the folder."))


def _unreadable(name: str) -> Notice:
    title = _("“{name}” cannot be read.").format(name=name)
    return Notice(title, _("It may be damaged or open in another program."))
