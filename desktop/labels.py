"""The words of kinds, fields and codes, for pages, reports and the command line; no Qt in here."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from desktop.choice_labels import CHOICES
from desktop.field_labels import FIELDS
from desktop.words import _, language, pgettext

if TYPE_CHECKING:  # the models take 0.3 s to import, and a label needs none of them
    from db.record import Value


def kind_label(kind: str) -> str:
    """Return what people call a kind of record."""
    return _kinds(language()).get(kind, kind)


def field_label(kind: str, field: str) -> str:
    """Return what people call a field; one of a newer version keeps its wire name."""
    return _fields(language(), kind).get(field, field.removeprefix("d."))


def choice_label(kind: str, field: str, code: str) -> str:
    """Return the word for a code; one of a newer version is said to be one."""
    if not code:
        return ""
    return _codes(language(), kind, field).get(code) or _("Other (newer version)")


def choice_labels(kind: str, field: str) -> Mapping[str, str]:
    """Return the codes of a choice field with their words, in their order."""
    return _codes(language(), kind, field)


def value_label(kind: str, field: str, value: "Value") -> str:
    """Return a field's value in words: codes named, numbers without a tail, nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if (kind, field) in CHOICES:
        return listed([choice_label(kind, field, code) for code in value.split()])
    return value


def listed(words: list[str]) -> str:
    """Return words joined the way this language lists them, the empty ones left out."""
    return pgettext("between the items of a list", ", ").join(word for word in words if word)


def volume_words(*words: str) -> str:
    """Return the words for a grade and its volume side by side, the empty ones left out."""
    return pgettext("between grade and volume", ", ").join(word for word in words if word)


# One dictionary a language, not one a cell: a long list asks for its words often.
@cache
def _fields(_language: str, kind: str) -> Mapping[str, str]:
    return FIELDS[kind]() if kind in FIELDS else {}


@cache
def _codes(_language: str, kind: str, field: str) -> Mapping[str, str]:
    return CHOICES[kind, field]() if (kind, field) in CHOICES else {}


@cache
def _kinds(_language: str) -> Mapping[str, str]:
    return {
        "alliance": pgettext("kind of record", "Alliance"),
        "school": pgettext("kind of record", "School"),
        "membership": pgettext("kind of record", "Membership"),
        "agreement": pgettext("kind of record", "Agreement"),
        "person": pgettext("kind of record", "Person"),
        "school_year": pgettext("kind of record", "School year"),
        "term": pgettext("kind of record", "Term"),
        "holiday": pgettext("kind of record", "Holiday"),
        "activity": pgettext("kind of record", "Activity"),
        "agenda_item": pgettext("kind of record", "Agenda item"),
        "participant": pgettext("kind of record", "Participant"),
        "action_item": pgettext("kind of record", "Action item"),
        "attachment": pgettext("kind of record", "Attachment"),
        "same_as": pgettext("kind of record", "Same as"),
        "lesson": pgettext("kind of record", "Lesson"),
        "prep_group": pgettext("kind of record", "Preparation group"),
        "prep_member": pgettext("kind of record", "Group member"),
        "lesson_plan": pgettext("kind of record", "Lesson plan"),
        "plan_step": pgettext("kind of record", "Step of a plan"),
        "plan_version": pgettext("kind of record", "Agreed version"),
        "plan_comment": pgettext("kind of record", "Comment on a plan"),
        "activity_plan": pgettext("kind of record", "Plan of an activity"),
        "material": pgettext("kind of record", "Material"),
        "material_link": pgettext("kind of record", "Material's place"),
        "material_use": pgettext("kind of record", "Use of a material"),
    }
