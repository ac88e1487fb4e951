"""What a material belongs to: a plan or an activity."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.circles import is_wider
from db.commands import records
from db.errors import NotAllowedError
from db.journal import Writer
from db.models.shared import MaterialLink
from db.positions import between
from db.queries.library_detail import linked_materials
from db.queries.records import label_of, show
from db.record import DELETED, Value


def link(writer: Writer, material: str, record: str) -> str:
    """Say that a material belongs to a plan or an activity; saying it twice is saying it once.

    Who reads the material reads the link. So a plan or an activity that fewer people read is not
    named in it.

    Returns:
        The link's id.

    Raises:
        UnknownRecordError: One of both is not here.
    """
    writer.flush()
    whole, of = show(writer.session, record), show(writer.session, material)
    standing, last = _links(writer.session, material, record)
    if standing:
        return standing
    values: dict[str, Value] = {
        "material": material,
        "record": record,
        "record_kind": whole.kind,
        "position": between(last, None),  # behind the others of the record, not of the material
    }
    if not is_wider(of.circle, whole.circle):
        values["record_name"] = label_of(writer.session, whole.kind, record)
    return records.add(writer, "material_link", values)


def _links(session: Session, material: str, record: str) -> tuple[str, str | None]:
    """Return the link between both that stands already, and the last position of the record's."""
    standing, last = "", None
    query = select(MaterialLink.id, MaterialLink.material, MaterialLink.position).where(
        MaterialLink.record == record, MaterialLink.deletion < DELETED
    )
    for id, of, position in session.execute(query):
        standing = id if of == material else standing
        last = max(last or "", position or "") or None
    return standing, last


def take_links(writer: Writer, source: str, record: str) -> None:
    """Let what belongs to one plan belong to another one too, in the same order.

    What is not here, lies in the bin, or may not be said by who is recording, is left out.
    """
    for _link, material in writer.session.execute(linked_materials(source)).all():
        try:
            link(writer, str(material), record)
        except NotAllowedError:
            continue
