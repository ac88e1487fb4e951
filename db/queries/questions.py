"""What wants a person's decision, over all kinds, read by plain SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.deletion import ASKED, ASKING, DELETED

LABELS = {
    "alliance": "name",
    "school": "name",
    "membership": "role",
    "agreement": "title",
    "person": "name",
    "school_year": "code",
    "term": "name",
    "holiday": "name",
    "activity": "title",
    "agenda_item": "content",
    "participant": "person_name",
    "action_item": "content",
    "attachment": "caption",
    "same_as": "one",
    "lesson": "title",
    "prep_group": "name",
    "prep_member": "person_name",
    "lesson_plan": "title",
    "plan_step": "title",
    "plan_version": "note",
    "plan_comment": "person_name",
    "activity_plan": "plan_name",
    "material": "title",
    "material_link": "record_name",
    "material_use": "person_name",
}
"""Every replicated kind, named as its table, and the field that names a record of it to a person.

The models say the same and a test holds this against them, for reading them takes 0.1 s.
"""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A record that wants a person's decision.

    Attributes:
        id, kind, label: The record, and what names it.
        fields: What there are two versions of.
        deleted: Whether somebody deleted it while another worked on it.
    """

    id: str
    kind: str
    label: str
    fields: tuple[str, ...]
    deleted: bool


def questions_of(rows: Iterable[Any]) -> list[OpenQuestion]:
    """Return the questions in what ASKING_FIRST found."""
    return [
        OpenQuestion(
            id, kind, label or "", tuple(json.loads(disputed)) if disputed else (), at == ASKED
        )
        for id, kind, label, disputed, at in rows
    ]


def _over_all_kinds() -> str:
    """Return one statement over all kinds; each reads an index that holds hardly anything."""
    kinds = " UNION ALL ".join(
        f"SELECT id, '{kind}' AS kind, \"{label}\" AS label, disputed, deletion"
        f' FROM "{kind}" WHERE {ASKING} AND deletion < {DELETED}'
        for kind, label in LABELS.items()
    )
    return (
        f"SELECT asking.* FROM ({kinds}) asking JOIN document USING (id)"
        " ORDER BY changed_at DESC, id LIMIT ?"
    )


ASKING_FIRST = _over_all_kinds()
"""The records that want a decision, the most recently changed first; takes how many at most."""
