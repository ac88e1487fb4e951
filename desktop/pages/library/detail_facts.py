"""What the panel says of a material beside its fields: where it is, read by a job.  No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.progress import Progress, Work
from db.queries.library_detail import MaterialDetail
from db.record import Value
from db.store import Store
from desktop.labels import choice_label, listed
from desktop.pages.library.words import needs_words, place_words
from desktop.sizes import size_words
from desktop.words import _, pgettext
from sync.materials import Kind, Whereabouts, where_is


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of a material are.

    Attributes:
        material: Whose.
        at: What holds its first file, as far as is known here.
    """

    material: str
    at: tuple[Whereabouts, ...]


def reading(store: Store, material: str, attachment: str) -> Work[Place]:
    """Read what holds a file: others' receipts are gone through for it."""
    yield Progress(0, 1)
    with store.read() as session:
        at = where_is(session, store.blobs, attachment) if attachment else []
    return Place(material, tuple(at))


def place_lines(at: Sequence[Whereabouts]) -> list[str]:
    """Return where a file is, a line for each that holds it."""
    lines = []
    for one in at:
        name = one.name or pgettext("where", "another computer")
        if one.kind is Kind.HERE:
            name = pgettext("where", "this computer")
        words = "{name}" if one.is_whole else _("{name}: {here} of {of} parts")
        lines.append(words.format(name=name, here=one.here, of=one.of))
    return lines


def lacking_words(detail: MaterialDetail, at: Sequence[Whereabouts]) -> str:
    """Return the sentence for a file that is not here: how large it is, and who has it."""
    size = size_words(detail.row.size_bytes)
    if not detail.row.files:
        return _("Its file has not been heard of yet.")
    holders = [one.name for one in at if one.kind is not Kind.HERE and one.is_whole and one.name]
    if not holders:
        return _("Not on this computer yet. {size}.").format(size=size)
    return _("Not on this computer yet. {size}, at {names}.").format(
        size=size, names=listed(holders[:3])
    )


def facts(detail: MaterialDetail) -> list[tuple[str, str]]:
    """Return names and values, in their order; those that are empty are left out."""
    row, values = detail.row, detail.record.values
    author = row.author_name
    if author and row.school_name:
        author = pgettext("person and school", "{person} ({school})").format(
            person=author, school=row.school_name
        )
    found = [
        (pgettext("material", "Textbook"), place_words(row)),
        (pgettext("material", "Edition"), row.edition),
        (pgettext("material", "Author"), author),
        (pgettext("material", "Added on"), row.added_on),
        (pgettext("material", "Conditions"), needs_words(row.needs)),
        (pgettext("material", "Source"), _said(values.get("source"))),
        (pgettext("material", "Place"), _said(values.get("locality"))),
        (pgettext("material", "Tags"), _said(values.get("tags"))),
    ]
    return [(name, value) for name, value in found if value]


def _said(value: Value) -> str:
    return str(value) if value else ""


def type_word(detail: MaterialDetail) -> str:
    """Return the word for its type."""
    return choice_label("material", "type", detail.row.type)
