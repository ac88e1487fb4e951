"""One material whole: what its panel shows, and the materials of a plan or an activity."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.blobs import Blobs
from db.models.local import Document
from db.models.receipts import Wish
from db.models.shared import Material, MaterialLink
from db.projection import names_of
from db.queries.attachments import AttachmentRow, list_attachments
from db.queries.library import (
    LibraryFilter,
    MaterialRow,
    find_materials,
    material_rows,
)
from db.queries.records import RecordRow, label_of, parts_of, show
from db.record import DELETED, LIVE

LINKED = ("lesson_plan", "activity")
"""The kinds that a material may belong to."""

_BESIDE = 200


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a material belongs to.

    Attributes:
        id: Of the link.
        kind, record: Of what it belongs to.
        name: Its title when it was chosen; empty where nobody here may know it.
        here: Whether that is on this laptop, and not in the bin.
        about: Whose plan it is, or the day of the activity; empty where that is not here.
        deletion: Of the link: ``db.record.LIVE`` or ``ASKED``.
        disputed: Fields of the link of which there are two versions.
    """

    id: str
    kind: str
    record: str
    name: str
    here: bool
    about: str
    deletion: int = LIVE
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaterialDetail:
    """What the panel of a material shows.

    Attributes:
        record: Its fields, with the version a form edits.
        row: Its tile.
        files: Its files.
        wished: Ids of those that somebody here asked for.
        uses: Who taught with it, the latest first.
        links: What it belongs to.
        without_projector: How many others of its lesson need no projector and are here.
    """

    record: RecordRow
    row: MaterialRow
    files: Sequence[AttachmentRow]
    wished: frozenset[str]
    uses: Sequence[RecordRow]
    links: Sequence[LinkRow]
    without_projector: int


def material_detail(session: Session, blobs: Blobs, id: str) -> MaterialDetail:
    """Return what the panel of a material shows.

    Raises:
        UnknownRecordError: There is no such material.
    """
    record = show(session, id)
    files = list_attachments(session, blobs, id)
    asked = select(Wish.attachment).where(Wish.attachment.in_([one.id for one in files]))
    uses = parts_of(session, "material_use", id)
    uses.sort(key=lambda use: str(use.values["used_on"] or ""), reverse=True)
    (row,) = material_rows(session, blobs, [id])
    return MaterialDetail(
        record,
        row,
        files,
        frozenset(session.scalars(asked)),
        uses,
        _links(session, id),
        _without_projector(session, blobs, record),
    )


def materials_of(session: Session, blobs: Blobs, record: str) -> list[tuple[str, MaterialRow]]:
    """Return the materials of a plan or an activity in their order, each behind its link's id.

    A material that is not here yet, or lies in the bin, is left out.
    """
    links = [(id, of or "") for id, of in session.execute(linked_materials(record))]
    found = material_rows(session, blobs, [of for _id, of in links])
    rows = {row.id: row for row in found}
    return [(id, rows[of]) for id, of in links if of in rows]


def count_materials_of(session: Session, record: str) -> int:
    """Return how many materials of a plan or an activity are here."""
    links = linked_materials(record).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(links)) or 0


def linked_materials(record: str) -> Select[str, str | None]:
    """Return the query for the links of a plan or an activity and their materials, in their order.

    A material that is not here yet, or lies in the bin, is left out.
    """
    return (
        select(MaterialLink.id, MaterialLink.material)
        .join(Material, Material.id == MaterialLink.material)
        .where(
            MaterialLink.record == record,
            MaterialLink.deletion < DELETED,
            Material.deletion < DELETED,
        )
        .order_by(MaterialLink.position, MaterialLink.id)
    )


def _links(session: Session, material: str) -> list[LinkRow]:
    query = (
        select(MaterialLink, Document.deletion < DELETED)
        .outerjoin(Document, Document.id == MaterialLink.record)
        .where(MaterialLink.material == material, MaterialLink.deletion < DELETED)
        .order_by(MaterialLink.position, MaterialLink.id)
    )
    return [
        LinkRow(
            link.id,
            link.record_kind or "",
            link.record or "",
            link.record_name or _label(session, link) or "",
            bool(here),
            _about(session, link) if here else "",
            link.deletion,
            names_of(link.disputed),
        )
        for link, here in session.execute(query)
    ]


def _label(session: Session, link: MaterialLink) -> str | None:
    """Return the title of what is linked, where only those who read it may know that."""
    kind, record = link.record_kind or "", link.record or ""
    return label_of(session, kind, record) if kind in LINKED else None


def _about(session: Session, link: MaterialLink) -> str:
    """Return what tells plans or activities of one name apart."""
    field = {"lesson_plan": "author_name", "activity": "held_on"}.get(link.record_kind or "")
    return str(show(session, link.record or "").values[field] or "") if field else ""


def _without_projector(session: Session, blobs: Blobs, record: RecordRow) -> int:
    lesson, needs = record.values["lesson"], str(record.values["needs"] or "").split()
    if not lesson or "no_projector" in needs:
        return 0
    wanted = LibraryFilter(lesson=str(lesson), needs=("no_projector",))
    found = [id for id in find_materials(session, blobs, wanted) if id != record.id][:_BESIDE]
    return sum(row.here for row in material_rows(session, blobs, found))
