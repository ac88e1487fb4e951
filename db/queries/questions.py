"""What wants a person's decision, over all kinds, read by plain SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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

WHOLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "agenda_item": ("activity", ("activity",)),
    "participant": ("activity", ("activity",)),
    "action_item": ("activity", ("activity",)),
    "activity_plan": ("activity", ("activity",)),
    "prep_member": ("group", ("prep_group",)),
    "plan_step": ("plan", ("lesson_plan",)),
    "plan_version": ("plan", ("lesson_plan",)),
    "plan_comment": ("plan", ("lesson_plan",)),
    "material_link": ("material", ("material",)),
    "material_use": ("material", ("material",)),
    "attachment": ("record", ("activity", "lesson_plan", "material")),
}
"""The field by which a part names its whole, and the kinds this may be; also held by a test."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A record that wants a person's decision.

    Attributes:
        id, kind, label: The record, and what names it.
        fields: What there are two versions of.
        deleted: Whether somebody deleted it while another worked on it.
        whole, whole_kind, whole_label: What it is a part of; empty when it is none, or when that
            is not here.
    """

    id: str
    kind: str
    label: str
    fields: tuple[str, ...]
    deleted: bool
    whole: str = ""
    whole_kind: str = ""
    whole_label: str = ""

    @property
    def opens(self) -> tuple[str, str]:
        """Kind and id of the record in which it is decided."""
        return (self.whole_kind, self.whole) if self.whole else (self.kind, self.id)

    @property
    def name(self) -> str:
        """What names it to a person, with the whole that it is a part of."""
        return "·".join(word for word in (self.whole_label, self.label) if word)


def questions_of(rows: Iterable[Any]) -> list[OpenQuestion]:
    """Return the questions in what ASKING_FIRST found."""
    return [
        OpenQuestion(
            id,
            kind,
            label or "",
            tuple(json.loads(disputed)) if disputed else (),
            at == ASKED,
            (whole or "") if whole_kind else "",
            whole_kind or "",
            whole_label or "",
        )
        for id, kind, label, disputed, at, whole, whole_kind, whole_label in rows
    ]


def _over_all_kinds() -> str:
    """Return one statement over all kinds; each reads an index that holds hardly anything."""
    kinds = " UNION ALL ".join(
        f"SELECT id, '{kind}' AS kind, \"{label}\" AS label, disputed, deletion, {_whole(kind)}"
        f' FROM "{kind}" WHERE {ASKING} AND deletion < {DELETED}'
        for kind, label in LABELS.items()
    )
    return (
        "SELECT asking.id, asking.kind, label, disputed, asking.deletion, whole,"
        " (SELECT kind FROM document WHERE id = whole), whole_label"
        f" FROM ({kinds}) asking JOIN document USING (id)"
        " ORDER BY changed_at DESC, id LIMIT ?"
    )


def _whole(kind: str) -> str:
    """Return the columns that tell what a record of a kind is a part of."""
    if kind not in WHOLES:
        return "NULL AS whole, NULL AS whole_label"
    field, wholes = WHOLES[kind]
    found = ", ".join(
        f'(SELECT "{LABELS[one]}" FROM {one} w WHERE w.id = "{kind}"."{field}")' for one in wholes
    )
    return f'"{field}" AS whole, COALESCE({found}, NULL) AS whole_label'


ASKING_FIRST = _over_all_kinds()
"""The records that want a decision, the most recently changed first; takes how many at most."""
