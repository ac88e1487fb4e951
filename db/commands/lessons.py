"""What is done with the lessons of the catalogue beside what is done with every record."""

from collections.abc import Mapping

from sqlalchemy import select

from db.changes import natural_key
from db.commands import records
from db.journal import Writer
from db.models.local import Document
from db.models.plans import Lesson
from db.record import DELETED, Value


def add_lesson(writer: Writer, values: Mapping[str, Value]) -> str:
    """Add a lesson, or bring back the one of this name; one that was renamed keeps its new name.

    A lesson is known by the name it was made with. Where that one is called otherwise since,
    another lesson of the old name is made, known by nothing but itself.

    Args:
        writer: The transaction.
        values: Its fields by wire name.

    Returns:
        The lesson's id.
    """
    writer.flush()
    key = natural_key(*(str(values.get(name) or "") for name in Lesson.KEY))
    renamed = (
        select(Lesson.id)
        .join(Document, Document.id == Lesson.id)
        .where(Document.kind == Lesson.KIND, Document.key == key)
        .where(Lesson.deletion < DELETED, Lesson.title != values.get("title"))
    )
    if writer.session.scalar(renamed) is None:
        return records.add(writer, Lesson.KIND, values)
    part = Lesson.KEY[0]  # without all parts of the name nothing is known by it
    made = records.add(writer, Lesson.KIND, {n: v for n, v in values.items() if n != part})
    records.change(writer, made, {part: values[part]})
    return made
