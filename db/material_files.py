"""Files and folders on their way to the shared materials: looked through before anything is kept.

Recognised by content: a file that is here already is named. Only files as long as one that is
here, and those as long as another among them that begin like it, are hashed for that, so that a
folder of films is looked through at once.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import pictures
from db.errors import AttachmentError
from db.file_names import is_litter, is_program
from db.material_guess import CatalogueLesson, Guess, guess
from db.models.activities import Attachment
from db.models.plans import Lesson
from db.models.shared import Material
from db.progress import Progress, Work
from db.record import DELETED
from db.store import Store

MOST_FILES = 5000
"""How many files are taken from what was dropped at once."""

_DEEPEST = 12
_BEGINNING_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """A material that is here already.

    Attributes:
        id, title: Which.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file, before it is kept.

    Attributes:
        path: Where it lies.
        guess: What it seems to be.
        size_bytes: Its length.
        known: The material that is the same file; None for a new one.
        twin: The path of an earlier one among these that is the same file; None for none.
        refused: Why it is not taken: ``program``, ``empty``, ``unreadable``; else nothing.
    """

    path: Path
    guess: Guess
    size_bytes: int
    known: Known | None = None
    twin: Path | None = None
    refused: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it would become a material."""
        return not (self.refused or self.known or self.twin)


@dataclass(frozen=True, slots=True)
class Looked:
    """What files and folders hold.

    Attributes:
        candidates: The files, in the order of their names.
        more: Whether there were more files than are taken at once.
    """

    candidates: tuple[Candidate, ...]
    more: bool = False


def look_through(store: Store, chosen: Sequence[Path]) -> Work[Looked]:
    """Find the files in what was dropped, what each seems to be, and which are here already.

    Args:
        store: The store; no session may be open in this thread.
        chosen: Files and folders.
    """
    yield Progress(0, 0)
    found: list[tuple[Path, tuple[str, ...]]] = []
    for one in _files(chosen):
        if len(found) > MOST_FILES:
            break
        found.append(one)
        if not len(found) % 100:
            yield Progress(0, 0, one[0].name)
    with store.read() as session:
        lessons, known = catalogue(session), _Here(session)
    out: list[Candidate] = []
    for number, (path, folders) in enumerate(found[:MOST_FILES]):
        yield Progress(number, len(found), path.name)
        out.append(_candidate(path, folders, lessons, known))
    return Looked(tuple(out), len(found) > MOST_FILES)


def catalogue(session: Session) -> list[CatalogueLesson]:
    """Return the lessons that names are compared with."""
    columns = (
        Lesson.id,
        Lesson.edition,
        Lesson.subject,
        Lesson.grade,
        Lesson.volume,
        Lesson.unit_no,
        Lesson.unit,
        Lesson.title,
    )
    rows = session.execute(
        select(*columns).where(Lesson.deletion < DELETED, Lesson.title.is_not(None))
    )
    return [
        CatalogueLesson(
            row.id,
            row.edition or "",
            row.subject or "",
            row.grade or "",
            row.volume or "",
            row.unit_no,
            row.unit or "",
            row.title or "",
        )
        for row in rows
    ]


def find_same(session: Session, hashes: Sequence[str]) -> dict[str, Known]:
    """Return the standing materials whose files have some hashes, by the hash."""
    rows = session.execute(
        select(Attachment.sha256, Material.id, Material.title)
        .join(Attachment, Attachment.record == Material.id)
        .where(
            Attachment.sha256.in_(hashes),
            Attachment.deletion < DELETED,
            Material.deletion < DELETED,
        )
        .order_by(Material.id.desc())  # of several the first counts
    )
    return {sha256 or "": Known(id, title or "") for sha256, id, title in rows}


class _Here:
    """The files that are materials here, by length, and those met so far, by hash."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(
            select(
                Attachment.size_bytes,
                Attachment.sha256,
                Material.id,
                Material.title,
                Attachment.file_name,
            )
            .join(Material, Material.id == Attachment.record)
            .where(Attachment.deletion < DELETED, Material.deletion < DELETED)
            .order_by(Material.id.desc())
        )
        self._by_size: dict[int, dict[str, Known]] = {}
        self._photos: dict[str, dict[str, Known]] = {}
        for size, sha256, id, title, name in rows:
            known = Known(id, title or "")
            self._by_size.setdefault(size or 0, {})[sha256 or ""] = known
            if pictures.is_photo(Path(name or "")):
                self._photos.setdefault(Path(name or "").stem, {})[sha256 or ""] = known
        self._met: dict[int, dict[bytes, list[tuple[Path, str]]]] = {}

    def find(self, path: Path, size: int) -> tuple[Known | None, Path | None]:
        """Return the material and the earlier file that are the same as a file, if any."""
        if pictures.is_photo(path) and (known := self._photo(path)):
            return known, None
        here, beginnings = self._by_size.get(size, {}), self._met.setdefault(size, {})
        met = beginnings.setdefault(_beginning(path), [])
        if not here and not met:
            met.append((path, ""))
            return None, None
        sha256 = hash_of(path)
        for number, (other, hashed) in enumerate(met):
            met[number] = (other, hashed or hash_of(other))
        twin = next((other for other, hashed in met if hashed == sha256), None)
        met.append((path, sha256))
        return here.get(sha256), twin

    def _photo(self, path: Path) -> Known | None:
        """Return the material that a photo is: it is scaled as it is kept, so its name is asked."""
        here = self._photos.get(path.stem)
        if not here:
            return None
        try:
            return here.get(pictures.load(path).sha256)
        except AttachmentError:
            return None


def _beginning(path: Path) -> bytes:
    """Return the hash of a file's beginning: few of one length that differ begin alike."""
    with path.open("rb", buffering=0) as file:
        return hashlib.sha256(file.read(_BEGINNING_BYTES)).digest()


def hash_of(path: Path) -> str:
    """Return the hash of a file in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _candidate(
    path: Path, folders: tuple[str, ...], lessons: Sequence[CatalogueLesson], here: _Here
) -> Candidate:
    meant = guess(path.name, folders, lessons)
    try:
        size = path.stat().st_size
        if is_program(path.name):
            return Candidate(path, meant, size, refused="program")
        if not size:
            return Candidate(path, meant, size, refused="empty")
        with path.open("rb") as file:
            file.read(1)
        known, twin = here.find(path, size)
    except OSError:
        return Candidate(path, meant, 0, refused="unreadable")
    return Candidate(path, meant, size, known, twin)


def _files(chosen: Sequence[Path]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give the files, each with the names of the folders that were dropped with it."""
    for one in chosen:
        path = Path(one)
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path, (path.name,))
        else:
            yield path, ()


def _inside(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give the files of a folder, without what systems leave there; links are not followed."""
    if len(names) > _DEEPEST:
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError:
        return
    for entry in found:
        if is_litter(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(Path(entry.path), (*names, entry.name))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path), names
