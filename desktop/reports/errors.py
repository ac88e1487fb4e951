"""What can go wrong while a report is written: facts only (desktop/errors.py finds the words)."""

import errno
from pathlib import Path

from db.errors import LiankeError

_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "not_allowed",  # on Windows also: another program has the file open
    errno.EPERM: "not_allowed",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "is_folder",
    errno.ENAMETOOLONG: "name_too_long",
}


class ReportNotWrittenError(LiankeError):
    """A report cannot be put where it was asked for; what stood there before is untouched.

    Attributes:
        path: Where it should have gone.
        reason: A short code: ``full``, ``read_only``, ``not_allowed`` (or open in another
            program), ``no_folder``, ``is_folder``, ``name_too_long``, ``other``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason

    @classmethod
    def of(cls, path: Path, error: OSError) -> "ReportNotWrittenError":
        """Return the error that says which of the reasons the system gave."""
        return cls(path, _REASONS.get(error.errno or 0, "other"))
