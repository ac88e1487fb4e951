"""What everybody in the alliance may read outside the program: files, and lesson plans."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models.activities import Activity, Attachment
from db.models.local import Document
from db.models.plans import LessonPlan, PlanStep
from db.models.shared import Material
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """One file, in a record of the alliance's circle and a thing of that circle.

    Attributes:
        id: Of the attachment.
        kind: Of what it belongs to: ``activity`` or ``material``.
        title: What that is called.
        day: The day of the activity; empty of a material.
        subject, grade, volume: Codes of the material; empty of an activity.
        file_name: With its ending.
        caption: What it shows.
        sha256: Hash of the file.
        size_bytes: How long it is.
    """

    id: str
    kind: str
    title: str
    day: str
    subject: str
    grade: str
    volume: str
    file_name: str
    caption: str
    sha256: str
    size_bytes: int


def readable_files(session: Session) -> list[ReadableFile]:
    """Return the standing files of the alliance's circle, small before large."""
    found = list(chain(_of_activities(session), _of_materials(session)))
    return sorted(found, key=lambda one: (one.size_bytes, one.id))


@dataclass(frozen=True, slots=True)
class ReadablePlan:
    """A lesson plan of the alliance's circle.

    Attributes:
        subject, grade, volume: Codes.
        stamp: Something else whenever the plan or one of its steps is.
    """

    id: str
    title: str
    author_name: str
    subject: str
    grade: str
    volume: str
    stamp: str


def readable_plans(session: Session) -> list[ReadablePlan]:
    """Return the standing lesson plans of the alliance's circle."""
    stamps: dict[str, list[tuple[str, bytes]]] = {}
    steps = (
        select(PlanStep.plan, Document.id, Document.version)
        .join(Document, Document.id == PlanStep.id)
        .where(PlanStep.deletion < DELETED)
    )
    for plan, id, version in session.execute(steps):
        stamps.setdefault(plan or "", []).append((id, version))
    plans = (
        select(
            LessonPlan.id,
            LessonPlan.title,
            LessonPlan.author_name,
            LessonPlan.subject,
            LessonPlan.grade,
            LessonPlan.volume,
            Document.version,
        )
        .join(Document, Document.id == LessonPlan.id)
        .where(LessonPlan.deletion < DELETED, Document.circle == "alliance")
        .order_by(LessonPlan.id)
    )
    found = []
    for id, title, author, subject, grade, volume, version in session.execute(plans):
        stamp = _stamp(version, stamps.get(id, []))
        words = (title or "", author or "", subject or "", grade or "", volume or "")
        found.append(ReadablePlan(id, *words, stamp=stamp))
    return found


def _stamp(version: bytes, steps: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256(version)
    for id, step in sorted(steps):
        digest.update(id.encode() + step)
    return digest.hexdigest()


def _of_activities(session: Session) -> Iterator[ReadableFile]:
    query = _FILES.add_columns(Activity.title, Activity.held_on).join(
        Activity, Activity.id == Attachment.record
    )
    for *file, title, day in session.execute(query.where(Activity.deletion < DELETED)):
        yield _file(file, "activity", title, day, "", "", "")


def _of_materials(session: Session) -> Iterator[ReadableFile]:
    columns = (Material.title, Material.subject, Material.grade, Material.volume)
    query = _FILES.add_columns(*columns).join(Material, Material.id == Attachment.record)
    for *file, title, subject, grade, volume in session.execute(
        query.where(Material.deletion < DELETED)
    ):
        yield _file(file, "material", title, "", subject, grade, volume)


def _file(file: list[object], kind: str, *of: str | None) -> ReadableFile:
    id, name, caption, sha256, size_bytes = file
    title, day, subject, grade, volume = (words or "" for words in of)
    return ReadableFile(
        str(id),
        kind,
        title,
        day,
        subject,
        grade,
        volume,
        str(name or ""),
        str(caption or ""),
        str(sha256 or ""),
        size_bytes if isinstance(size_bytes, int) else 0,
    )


_OWN, _ITS = aliased(Document), aliased(Document)
_FILES = (
    select(
        Attachment.id,
        Attachment.file_name,
        Attachment.caption,
        Attachment.sha256,
        Attachment.size_bytes,
    )
    .join(_OWN, _OWN.id == Attachment.id)
    .join(_ITS, _ITS.id == Attachment.record)
    .where(
        Attachment.deletion < DELETED,
        Attachment.pieces.is_not(None),
        _OWN.circle == "alliance",
        _ITS.circle == "alliance",
    )
)
