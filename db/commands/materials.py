"""Shared materials: put in with their files, used, linked; each file is kept or is not, never half.

A file's bytes come first, then in one transaction its material and its attachment. So a disk that
fills up, a program that is killed or a person who stops leaves what was put in before, and no more.
"""

import datetime
import errno
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
from db.keeping import Kept
from db.keeping_many import keep_files
from db.material_files import Known, find_same
from db.material_guess import Guess
from db.models.activities import Attachment
from db.models.people import Person
from db.progress import Progress, Work
from db.record import Value
from db.store import Store

_AHEAD = 8  # files whose words are read while others are kept


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
) -> Work[Added]:
    """Put files in; each is kept even if a later one fails or a person stops.

    Args:
        store: The store; no session may be open in this thread.
        sitting: Who puts them in, in which sitting.
        files: The files, with what their materials say.
        today: The date to take.
        circle: Who may read them, for ever.
    """
    adding = _Adding(store, sitting, today, circle, files)
    while adding.rest:
        try:
            yield from adding.run()
        except AttachmentError as error:
            if error.reason == "no_room":
                adding.stop(error)
                break
            adding.pass_over(error)
        except StoreFullError as error:
            adding.stop(error)
            break
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            adding.stop(StoreFullError(store.folder))
            break
    return adding.added


class _Adding:
    """Files on their way in, and what became of those before.

    Attributes:
        rest: Those that are still to be put in.
        added: What became of the others.
    """

    def __init__(
        self,
        store: Store,
        sitting: Sitting,
        today: datetime.date,
        circle: str,
        files: Sequence[Intake],
    ) -> None:
        self._store, self._sitting, self._today, self._circle = store, sitting, today, circle
        self._total = len(files)
        self.added = Added()
        self.rest: list[Intake] = []
        self._texts: deque[tuple[Path, Future[FileText]]] = deque()
        for one in files:
            if is_program(one.path.name):
                self.added.failed.append(AttachmentError(one.path, "program"))
            else:
                self.rest.append(one)

    def run(self) -> Work[None]:
        """Put in what is left, until one cannot be.

        Raises:
            AttachmentError: It cannot be read, changes meanwhile, or finds no room.
            StoreFullError: The disk is full.
        """
        paths, asked = [one.path for one in self.rest], 0
        self._texts.clear()
        work = keep_files(
            self._store,
            paths,
            self._write,
            circle=self._circle,
            home=self._sitting.member.school if self._circle == "school" else "",
        )
        count = number = len(self.rest)
        with ThreadPoolExecutor(1) as reading:
            try:
                for progress in work:
                    if progress.total == count:  # else it tells of the pieces of a long file
                        number = count - progress.done
                        for path in paths[asked : progress.done + _AHEAD]:
                            words = reading.submit(file_texts.read, path.name, path)
                            self._texts.append((path, words))
                        asked = max(asked, progress.done + _AHEAD)
                    yield Progress(self._total - number, self._total, progress.words)
            finally:
                work.close()
                reading.shutdown(cancel_futures=True)
        self.rest = []

    def pass_over(self, error: AttachmentError) -> None:
        """Go on behind a file that cannot be kept."""
        self.added.failed.append(error)
        at = next((n for n, one in enumerate(self.rest) if one.path == error.path), 0)
        del self.rest[: at + 1]

    def stop(self, error: AttachmentError | StoreFullError) -> None:
        """Try none of the rest."""
        self.added.stopped, self.added.left = error, len(self.rest)

    def _write(self, safe: Sequence[tuple[Path, Kept]]) -> None:
        """Write the records of files whose bytes are safe: of all of them, or of none.

        Raises:
            StoreFullError: The disk is full; their bytes are taken back.
        """
        try:
            with writing(self._store, self._sitting) as writer:
                here = find_same(writer.session, [kept.sha256 for _, kept in safe])
                new = [
                    New(path, kept, one.values, self._text_of(path))
                    for (path, kept), one in zip(safe, self.rest, strict=False)
                    if kept.sha256 not in here
                ]
                made = add_kept(writer, new, today=self._today, circle=self._circle)
        except StoreFullError:
            for _, kept in safe:
                _forget(self._store, kept)
            raise
        self.added.made += made
        self.added.same += [
            Same(path, here[kept.sha256]) for path, kept in safe if kept.sha256 in here
        ]
        del self.rest[: len(safe)]

    def _text_of(self, path: Path) -> FileText:
        while self._texts:
            of, reading = self._texts.popleft()
            if of == path:
                return reading.result()
            reading.cancel()
        return file_texts.read(path.name, path)


def _forget(store: Store, kept: Kept) -> None:
    """Take back a file's bytes whose record found no room, unless another record names them."""
    with store.read() as session:
        if session.scalar(select(Attachment.id).where(Attachment.sha256 == kept.sha256).limit(1)):
            return
    store.blobs.wholes.drop(kept.sha256)
    for piece in pieces_of(kept.pieces):
        store.blobs.drop_piece(piece.id)


@dataclass(frozen=True, slots=True)
class New:
    """A file whose bytes are here, and what its material will say.

    Attributes:
        text: What stands in it.
    """

    path: Path
    kept: Kept
    values: Mapping[str, Value]
    text: FileText


def add_kept(
    writer: Writer, files: Sequence[New], *, today: datetime.date, circle: str = "alliance"
) -> list[Made]:
    """Write a material for each file, then the records of the files: few statements for many."""
    person = writer.sitting.person
    school = writer.session.scalar(select(Person.school).where(Person.id == person))
    usual: dict[str, Value] = {"author": person, "added_on": today.isoformat()}
    if school:
        usual["school"] = school
    added: list[tuple[New, str, str]] = []
    for one in files:
        said = {name: value for name, value in one.values.items() if value not in (None, "")}
        words = {"words": one.text.words} if one.text.words else {}
        filled = {"title": Path(one.kept.name).stem, **usual, **words, **said}
        id = records.add(writer, "material", filled, circle=circle)
        added.append((one, id, str(filled["title"])))
    return [
        Made(one.path, id, attach_kept(writer, id, one.kept, today=today, caption=title), one.text)
        for one, id, title in added
    ]


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
