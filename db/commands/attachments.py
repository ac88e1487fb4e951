"""Attaching a photo or a file of any size to a record: first its bytes, then its record."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from db.commands import records
from db.journal import Sitting, Writer, writing
from db.keeping import Kept, keep_file
from db.keeping_many import keep_files
from db.progress import Work
from db.queries.records import show
from db.record import Value
from db.store import Store


def attach_file(
    store: Store,
    sitting: Sitting,
    id: str,
    path: Path,
    *,
    today: datetime.date,
    caption: str = "",
) -> Work[str]:
    """Attach a photo or a file of any size; forms save meanwhile.

    Args:
        store: The store; no session may be open in this thread.
        sitting: Who attaches it, in which sitting.
        id: The activity.
        path: The file; what becomes of it afterwards does not matter.
        today: The date to take.
        caption: What it shows; the file's name when empty.

    Returns:
        The attachment's id.

    Raises:
        AttachmentError: The file cannot be read, changes meanwhile, or finds no room.
        UnknownRecordError: There is no such activity.
    """
    with store.read() as session:
        whole = show(session, id)
    kept = yield from keep_file(store, path, circle=whole.circle, home=whole.home)
    with writing(store, sitting) as writer:
        return attach_kept(writer, id, kept, today=today, caption=caption or path.stem)


def attach_files(
    store: Store, sitting: Sitting, id: str, paths: Sequence[Path], *, today: datetime.date
) -> Work[list[str]]:
    """Attach photos and files of any size; each is kept even if a later one fails.

    Args:
        store: The store; no session may be open in this thread.
        sitting: Who attaches them, in which sitting.
        id: The activity.
        paths: The files.
        today: The date to take.

    Returns:
        The attachments' ids.

    Raises:
        AttachmentError: A file cannot be read, changes meanwhile, or finds no room.
        UnknownRecordError: There is no such activity.
    """
    ids: list[str] = []

    def safe(files: Sequence[tuple[Path, Kept]]) -> None:
        with writing(store, sitting) as writer:
            ids.extend(
                attach_kept(writer, id, kept, today=today, caption=path.stem)
                for path, kept in files
            )

    with store.read() as session:
        whole = show(session, id)
    yield from keep_files(store, paths, safe, circle=whole.circle, home=whole.home)
    return ids


def attach_kept(writer: Writer, id: str, kept: Kept, *, today: datetime.date, caption: str) -> str:
    """Write the record of a file whose bytes are here; return its id."""
    values: dict[str, Value] = {
        "record": id,
        "caption": caption,
        "file_name": kept.name,
        "media_type": kept.media_type,
        "size_bytes": kept.size_bytes,
        "sha256": kept.sha256,
        "pieces": kept.pieces,
        "added_on": today.isoformat(),
    }
    return records.add(writer, "attachment", values)
