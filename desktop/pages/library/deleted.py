"""What one deleted of a material while another worked on it: the whole, its links, uses, files."""

from collections.abc import Iterator

from db.queries.library_detail import MaterialDetail
from db.record import ASKED
from desktop.labels import kind_label
from desktop.words import _


def asked_about(detail: MaterialDetail) -> list[tuple[str, str]]:
    """Return what to ask about a material: id, words."""
    return [
        (id, _("“{name}” was deleted").format(name=name))
        for id, deletion, name in _standing(detail)
        if deletion == ASKED
    ]


def _standing(detail: MaterialDetail) -> Iterator[tuple[str, int, str]]:
    """Return the material and its parts: id, whether it was deleted, what names it to a person."""
    record = detail.record
    yield record.id, record.deletion, detail.row.title or kind_label(record.kind)
    for file in detail.files:
        yield file.id, file.deletion, file.caption or file.file_name or kind_label("attachment")
    for link in detail.links:
        yield link.id, link.deletion, _parted(kind_label("material_link"), link.name)
    for use in detail.uses:
        name = str(use.values["person_name"] or "")
        yield use.id, use.deletion, _parted(kind_label(use.kind), name)


def _parted(kind: str, name: str) -> str:
    return "·".join(part for part in (kind, name) if part)
