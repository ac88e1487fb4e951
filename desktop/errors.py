"""The only place that turns an error into words, for window and command line; no Qt in here.

How to add an error: a class in `db/errors.py` or `sync/errors.py` with its facts, a case in the
module of its family here; a test walks every class and demands words.
"""

import errno
from pathlib import Path

from db.errors import LiankeError
from desktop.exchange_errors import exchange_words
from desktop.file_errors import file_words
from desktop.notice import Notice
from desktop.store_errors import store_words
from desktop.words import _


def describe(error: BaseException) -> Notice:
    """Return the words for an error; unknown errors are bugs and say so."""
    found = None
    if isinstance(error, LiankeError):
        found = store_words(error) or file_words(error) or exchange_words(error)
    elif isinstance(error, OSError):
        found = _system_words(error)
    return found or Notice(
        _("Something went wrong. What you saved is safe."),
        _("Please send us the report, and carry on."),
        expected=False,
    )


def _system_words(error: OSError) -> Notice | None:
    name = Path(str(error.filename)).name if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Notice(
                _("The disk is full. What was saved before is safe."),
                _("Make some room, then try again."),
            )
        case errno.EFBIG:
            return Notice(
                _("This file is longer than 4 GB: the disk or stick takes none so long (FAT32)."),
                _("Take a stick formatted as exFAT, or exchange: that carries it in parts."),
            )
        case errno.EROFS | errno.EACCES | errno.EPERM if name:
            return Notice(
                _("“{name}” cannot be written.").format(name=name),
                _("Choose another folder, or close the program that has it open."),
            )
        case errno.ENOENT | errno.ENOTDIR if name:
            return Notice(
                _("“{name}” is not there.").format(name=name),
                _("Check the name and the folder."),
            )
        case errno.EIO | errno.ENODEV | errno.ENXIO:
            return Notice(
                _("The disk or stick cannot be read."),
                _("Put it in again, or try another one."),
            )
        case _:
            return None
