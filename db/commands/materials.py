"""Shared materials: put in with their files, used, linked; each file is kept or is not, never half.

A file's bytes come first, then in one transaction its material and its attachment. So a disk that
fills up, a program that is killed or a person who stops leaves what was put in before, and no more.
"""

import datetime
import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from db import file_texts
from db.blobs import pieces_of
from db.commands import records
from db.commands.attachments import attach_kept
from db.errors import AttachmentError, StoreFullError
from db.file_names import is_program
from db.file_texts import FileText
from db.journal import Sitting, Writer, writing
from db.keeping import ROOM_BYTES, Kept, keep_file
from db.material_files import Known, find_same
from db.material_guess import Guess
from db.models.activities import Attachment
from db.models.people import Person
from db.progress import Progress, Work
from db.queries.records import label_of, show
from db.record import Value
from db.store import Store

LINKED = ("lesson_plan", "activity")
"""The kinds that a material may belong to."""


@dataclass(frozen=True, slots=True)
class Intake:
    """One file to put in.

    Attributes:
        path: Where it lies.
        values: What its material says, by wire name.
    """

    path: Path
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Made:
    """One material that was put in.

    Attributes:
        id, attachment: The material and its file.
        text: What the file told: whether it carries macros or asks for a password.
    """

    path: Path
    id: str
    attachment: str
    text: FileText


@dataclass(frozen=True, slots=True)
class Same:
    """A file that was here already, and was not put in again.

    Attributes:
        known: The material that it is.
    """

    path: Path
    known: Known


@dataclass(slots=True)
class Added:
    """What became of files that were to be put in.

    Attributes:
        made: New materials.
        same: Files that were here.
        failed: Files that could not be read, each with why.
        stopped: Why the rest was not tried: the disk is full; None when all were.
        left: How many were not tried.
    """

    made: list[Made] = field(default_factory=list)
    same: list[Same] = field(default_factory=list)
    failed: list[AttachmentError] = field(default_factory=list)
    stopped: AttachmentError | StoreFullError | None = None
    left: int = 0


def values_of(guess: Guess) -> dict[str, Value]:
    """Return what a guess says of a material, by wire name."""
    names = ("title", "type", "edition", "subject", "grade", "volume", "unit", "lesson")
    found = {name: getattr(guess, name) or None for name in (*names, "lesson_name", "needs")}
    return {name: value for name, value in found.items() if value}


def add_materials(
    store: Store,
    sitting: Sitting,
    files: Sequence[Intake],
    *,
    today: datetime.date,
    circle: str = "alliance",
    room_bytes: int = ROOM_BYTES,
) -> Work[Added]:
    """Put files in one by one; each is kept even if a later one fails or a person stops.

    Args:
        store: The store; no session may be open in this thread.
        sitting: Who puts them in, in which sitting.
        files: The files, with what their materials say.
        today: The date to take.
        circle: Who may read them, for ever.
        room_bytes: What must stay free on this laptop.
    """
    adding = _Adding(store, sitting, today, circle, room_bytes)
    added = Added()
    for number, one in enumerate(files):
        yield Progress(number, len(files), one.path.name)
        try:
            yield from adding.add(one, added, Progress(number, len(files), one.path.name))
        except AttachmentError as error:
            if error.reason != "no_room":
                added.failed.append(error)
                continue
            added.stopped = error
        except StoreFullError as error:
            added.stopped = error
        if added.stopped is not None:
            added.left = len(files) - number
            break
    return added


@dataclass(frozen=True, slots=True)
class _Adding:
    """How files are put in."""

    store: Store
    sitting: Sitting
    today: datetime.date
    circle: str
    room_bytes: int

    def add(self, one: Intake, added: Added, at: Progress) -> Work[None]:
        """Put one file in.

        Raises:
            AttachmentError: It is a program, cannot be read, changes meanwhile, or finds no room.
            StoreFullError: The disk is full.
        """
        if is_program(one.path.name):
            raise AttachmentError(one.path, "program")
        kept = yield from self._keep(one.path, at)
        text = file_texts.read(one.path.name, one.path)
        try:
            with writing(self.store, self.sitting) as writer:
                known = find_same(writer.session, kept.sha256)
                if known is not None:
                    added.same.append(Same(one.path, known))
                    return
                id, attachment = add_kept(
                    writer, kept, one.values, text, today=self.today, circle=self.circle
                )
        except StoreFullError:
            _forget(self.store, kept)
            raise
        added.made.append(Made(one.path, id, attachment, text))

    def _keep(self, path: Path, at: Progress) -> Work[Kept]:
        """Keep a file's bytes; what the disk says becomes a sentence."""
        work = keep_file(
            self.store,
            path,
            circle=self.circle,
            home=self.sitting.member.school if self.circle == "school" else "",
            room_bytes=self.room_bytes,
        )
        try:
            while True:
                next(work)
                yield at
        except StopIteration as end:
            kept: Kept = end.value
            return kept
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise AttachmentError(path, "no_room" if full else "unreadable") from error
        finally:
            work.close()


def _forget(store: Store, kept: Kept) -> None:
    """Take back a file's bytes whose record found no room, unless another record names them."""
    with store.read() as session:
        if session.scalar(select(Attachment.id).where(Attachment.sha256 == kept.sha256).limit(1)):
            return
    store.blobs.wholes.drop(kept.sha256)
    for piece in pieces_of(kept.pieces):
        store.blobs.drop_piece(piece.id)


def add_kept(
    writer: Writer,
    kept: Kept,
    values: Mapping[str, Value],
    text: FileText,
    *,
    today: datetime.date,
    circle: str = "alliance",
) -> tuple[str, str]:
    """Write a material and the record of its file, whose bytes are here; return both ids."""
    person = writer.sitting.person
    school = writer.session.scalar(select(Person.school).where(Person.id == person))
    filled: dict[str, Value] = {
        "title": Path(kept.name).stem,
        "author": person,
        "added_on": today.isoformat(),
        **({"school": school} if school else {}),
        **({"words": text.words} if text.words else {}),
        **{name: value for name, value in values.items() if value not in (None, "")},
    }
    id = records.add(writer, "material", filled, circle=circle)
    attachment = attach_kept(writer, id, kept, today=today, caption=str(filled["title"]))
    return id, attachment


def add_use(writer: Writer, material: str, values: Mapping[str, Value]) -> str:
    """Record that somebody taught with a material; who records, unless another one is named.

    Returns:
        The use's id.

    Raises:
        UnknownRecordError: There is no such material.
    """
    person = values.get("person") or writer.sitting.person
    school = writer.session.scalar(select(Person.school_name).where(Person.id == person))
    filled = {"material": material, "person": person, "school_name": school, **values}
    return records.add(writer, "material_use", {n: v for n, v in filled.items() if v})


def link(writer: Writer, material: str, record: str) -> str:
    """Say that a material belongs to a plan or an activity; saying it twice is saying it once.

    Returns:
        The link's id.

    Raises:
        UnknownRecordError: One of both is not here.
    """
    writer.flush()
    kind = show(writer.session, record).kind
    values: dict[str, Value] = {
        "material": material,
        "record": record,
        "record_kind": kind,
        "record_name": label_of(writer.session, kind, record),
    }
    return records.add(writer, "material_link", values)
