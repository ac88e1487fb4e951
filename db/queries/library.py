"""The library: which materials a filter shows, and the rows of those that are looked at."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from db.blobs import Blobs
from db.models.activities import Attachment
from db.models.local import Document
from db.models.receipts import Wish
from db.models.shared import Material, MaterialLink, MaterialUse
from db.projection import names_of
from db.queries.materials import FileRow, material
from db.queries.search import holding, holds
from db.record import ASKED, DELETED

Scope = Literal["mine", "school", "alliance"]
Place = Literal["", "here", "away"]

_MANY = 1000
"""From so many hits on, each material is asked in the order of the list."""


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the library shows; empty means all.

    Attributes:
        words: What a person typed: characters or pinyin initials, also of the text in the files.
        scope: Added by me, of my school, or of the whole alliance.
        person, school: Who ``mine`` and ``school`` mean.
        subjects, grades, volumes, types: Codes, any of which must match.
        needs: Codes, all of which must match.
        place: Only files that are here, or only those that are not.
        lesson: Id of a lesson of the catalogue.
        record: Id of a plan or an activity that they belong to.
        deleted: Whether to show the bin instead.
    """

    words: str = ""
    scope: Scope = "alliance"
    person: str = ""
    school: str = ""
    subjects: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    place: Place = ""
    lesson: str = ""
    record: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One tile.

    Attributes:
        grade, needs: Codes, separated by spaces.
        attachment: Id of its first file's record; empty while none has come.
        files: How many files it has.
        size_bytes: Of all of them.
        here: Whether all of them are on this laptop.
        wished: Whether somebody here asked for one.
        uses: How often somebody taught with it.
        versions: How many fields there are two versions of.
        asked: Whether somebody deleted it while another worked on it.
    """

    id: str
    title: str
    type: str
    edition: str
    subject: str
    grade: str
    volume: str
    unit: str
    lesson_name: str
    needs: str
    author_name: str
    school_name: str
    added_on: str
    attachment: str
    file_name: str
    media_type: str
    sha256: str
    files: int
    size_bytes: int
    here: bool
    wished: bool
    uses: int
    versions: int
    asked: bool


def find_materials(session: Session, blobs: Blobs, wanted: LibraryFilter) -> list[str]:
    """Return the ids of all materials that a filter shows, the newest first.

    A list of ten thousand ids takes a moment; rows are read for those that are looked at.
    """
    query = (
        select(Material.id)
        .where(*_conditions(session, wanted))
        .order_by(Material.added_on.desc(), Material.title, Material.id)
    )
    found = list(session.scalars(query))
    if not wanted.place:
        return found
    here = _here(session, blobs, found)
    return [id for id in found if (id in here) == (wanted.place == "here")]


def count_materials(session: Session) -> int:
    """Return how many materials stand here."""
    query = select(func.count()).select_from(Material).where(Material.deletion < DELETED)
    return session.scalar(query) or 0


def material_rows(session: Session, blobs: Blobs, ids: Sequence[str]) -> list[MaterialRow]:
    """Return the rows of some materials, in the order asked for; those that are gone are left out.

    Args:
        session: A reading session.
        blobs: The data folder's files.
        ids: At most some hundreds.
    """
    shown = {row.id: row for row in session.execute(_SHOWN.where(Material.id.in_(ids)))}
    files = _files(session, blobs, ids)
    uses = _counts(session, MaterialUse, ids)
    return [_row(shown[id], files.get(id, _File()), uses.get(id, 0)) for id in ids if id in shown]


@dataclass(slots=True)
class _File:
    """The files of one material."""

    attachment: str = ""
    name: str = ""
    media_type: str = ""
    sha256: str = ""
    count: int = 0
    size_bytes: int = 0
    here: bool = True
    wished: bool = False


def _files(session: Session, blobs: Blobs, ids: Sequence[str]) -> dict[str, _File]:
    query = (
        select(
            Attachment.record,
            Attachment.id,
            Attachment.caption,
            Attachment.file_name,
            Attachment.sha256,
            Attachment.size_bytes,
            Attachment.pieces,
            Attachment.deletion,
            Attachment.media_type,
            Wish.attachment.is_not(None).label("wished"),
        )
        .outerjoin(Wish, Wish.attachment == Attachment.id)
        .where(Attachment.record.in_(ids), Attachment.deletion < DELETED)
        .order_by(Attachment.record, Attachment.position, Attachment.id)
    )
    found: dict[str, _File] = {}
    for row in session.execute(query):
        file = found.setdefault(row.record, _File())
        if not file.count:
            file.attachment, file.name = row.id, row.file_name or ""
            file.media_type, file.sha256 = row.media_type or "", row.sha256 or ""
        file.count += 1
        file.size_bytes += row.size_bytes or 0
        file.wished = file.wished or row.wished
        file.here = file.here and _is_here(blobs, FileRow(*row[1:8]))
    return found


def _is_here(blobs: Blobs, row: FileRow) -> bool:
    field = row.pieces or ""
    if " " not in field and not field.startswith("+"):  # most files: one sealed piece
        return blobs.has(field.partition(":")[0])
    return material(blobs, field, [row]).is_here(blobs)


def _here(session: Session, blobs: Blobs, ids: Iterable[str]) -> set[str]:
    """Return which of many materials have all their files here; the folders are listed once."""
    wanted = set(ids)
    sealed, whole = _names(blobs.folder), _names(blobs.wholes.folder)
    query = select(Attachment.record, Attachment.sha256, Attachment.pieces).where(
        Attachment.record.in_(select(Material.id)), Attachment.deletion < DELETED
    )
    here: dict[str, bool] = {}
    for record, sha256, field in session.execute(query):
        words = (field or "").split()
        if len(words) == 1 and not words[0].startswith("+"):
            is_here = words[0].partition(":")[0] in sealed
        else:
            is_here = sha256 in whole or (
                len(words) > 1 and all(word.partition(":")[0] in sealed for word in words)
            )
        here[record or ""] = here.get(record or "", True) and is_here
    return {id for id, is_here in here.items() if is_here and id in wanted}


def _names(folder: Path) -> set[str]:
    """Return what lies in the folders of a folder; ten thousand names in some milliseconds."""
    found: set[str] = set()
    with suppress(FileNotFoundError), os.scandir(folder) as folders:
        for inner in folders:
            with suppress(NotADirectoryError, FileNotFoundError), os.scandir(inner) as entries:
                found.update(entry.name for entry in entries)
    return found


def _counts(session: Session, model: type[MaterialUse], ids: Sequence[str]) -> dict[str, int]:
    query = (
        select(model.material, func.count())
        .where(model.material.in_(ids), model.deletion < DELETED)
        .group_by(model.material)
    )
    return {id or "": count for id, count in session.execute(query)}


_SHOWN = select(
    Material.id,
    Material.title,
    Material.type,
    Material.edition,
    Material.subject,
    Material.grade,
    Material.volume,
    Material.unit,
    Material.lesson_name,
    Material.needs,
    Material.author_name,
    Material.school_name,
    Material.added_on,
    Material.disputed,
    Material.deletion,
)
_TEXTS = [column.name for column in _SHOWN.selected_columns][:13]


def _row(found: Any, file: _File, uses: int) -> MaterialRow:
    texts: dict[str, Any] = {name: getattr(found, name) or "" for name in _TEXTS}
    return MaterialRow(
        **texts,
        attachment=file.attachment,
        file_name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        files=file.count,
        size_bytes=file.size_bytes,
        here=file.here and file.count > 0,
        wished=file.wished,
        uses=uses,
        versions=len(names_of(found.disputed)),
        asked=found.deletion == ASKED,
    )


def _conditions(session: Session, wanted: LibraryFilter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = [
        Material.deletion == DELETED if wanted.deleted else Material.deletion < DELETED
    ]
    if wanted.scope == "mine":
        made = select(Document.id).where(
            Document.kind == "material", Document.created_by == wanted.person
        )
        out.append(or_(Material.author == wanted.person, Material.id.in_(made)))
    elif wanted.scope == "school":
        out.append(Material.school == wanted.school)
    for column, codes in (
        (Material.subject, wanted.subjects),
        (Material.volume, wanted.volumes),
        (Material.type, wanted.types),
    ):
        if codes:
            out.append(column.in_(codes))
    if wanted.grades:
        out.append(or_(*(_has(Material.grade, code) for code in wanted.grades)))
    out += [_has(Material.needs, code) for code in wanted.needs]
    if wanted.lesson:
        out.append(Material.lesson == wanted.lesson)
    if wanted.record:
        linked = select(MaterialLink.material).where(
            MaterialLink.record == wanted.record, MaterialLink.deletion < DELETED
        )
        out.append(Material.id.in_(linked))
    if wanted.words.strip():
        out.append(_holding(session, wanted.words))
    return out


def _holding(session: Session, words: str) -> ColumnElement[bool]:
    """Return the condition that a material holds what was typed, as it is found soonest."""
    found = holding(words, Material.KIND)
    first = select(func.count()).select_from(found.limit(_MANY).subquery())
    if (session.scalar(first) or 0) < _MANY:
        return Material.id.in_(found)
    return holds(words, Material.__table__.c.id)


def _has(column: Any, code: str) -> ColumnElement[bool]:
    """Tell whether a list of codes holds one: codes never hold a blank."""
    found: ColumnElement[bool] = (" " + column + " ").contains(f" {code} ", autoescape=True)
    return found
