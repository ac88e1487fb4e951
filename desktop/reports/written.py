"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from desktop.reports.errors import ReportNotWrittenError


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become the file when the block ends well.

    Raises:
        ReportNotWrittenError: The place cannot be written; what was there before still is.
    """
    beside = path.parent / f".lianke-{secrets.token_hex(4)}.part"
    try:
        if path.is_dir():  # Windows would call this "not allowed"
            raise IsADirectoryError(21, "is a folder")
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise ReportNotWrittenError.of(path, error) from error
    finally:
        with suppress(OSError):  # the stick may be gone, and the half file with it
            beside.unlink(missing_ok=True)
