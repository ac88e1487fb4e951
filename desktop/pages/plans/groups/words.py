"""What is said of a preparation group in its row; no Qt here."""

from collections.abc import Sequence

from db.queries.prep_groups import GroupRow
from desktop.labels import choice_label, listed, value_label
from desktop.words import _, ngettext


def about(group: GroupRow) -> str:
    """Return subject and grades, and who leads."""
    subject = choice_label("prep_group", "subject", group.subject)
    grades = value_label("prep_group", "grade", group.grade)
    lead = _("{name} leads").format(name=group.leader_name) if group.leader_name else ""
    return "·".join(part for part in (subject, grades, lead) if part)


def members_words(count: int) -> str:
    """Return how many members there are."""
    return ngettext("{count} member", "{count} members", count).format(count=count)


def said(group: GroupRow) -> str:
    """Return what a screen reader says of a row."""
    return listed([group.name, about(group), members_words(len(group.members))])


def title_note(groups: Sequence[GroupRow]) -> str:
    """Return what stands beside the title."""
    count = len(groups)
    return ngettext("{count} group", "{count} groups", count).format(count=count) if count else ""
