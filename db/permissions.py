"""Who may write what: one table, asked by the window and by the journal alike.

A verdict depends on immutable things only: the record's kind, circle and home (fixed by its id),
the role, school and person in the signer's certificate, and the table of the version named in
the segment. Old tables stay, and a right once granted is never withdrawn; so laptops that meet a
change in any order, with any version of the program, judge it alike.
"""

from enum import Enum

from db.circles import NAMED, persons_of


class Verdict(Enum):
    """What becomes of a change."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    PARKED = "parked"


class Reach(Enum):
    """How far a role's right goes."""

    NOBODY = 0
    OWN_HOME = 1
    EVERYBODY = 2
    NAMED = 3


COORDINATOR, LEAD, TEACHER, OBSERVER = ROLES = ("coordinator", "lead", "teacher", "observer")

Row = dict[str, Reach]
Table = dict[tuple[str, str], Row]

_COORDINATORS: Row = {COORDINATOR: Reach.EVERYBODY}
_SCHOOLS: Row = {COORDINATOR: Reach.EVERYBODY, LEAD: Reach.OWN_HOME}
_PEOPLE: Row = {**_SCHOOLS, TEACHER: Reach.OWN_HOME}
_WORK: Row = dict.fromkeys((COORDINATOR, LEAD, TEACHER), Reach.EVERYBODY)
_WITHIN: Row = dict.fromkeys((COORDINATOR, LEAD, TEACHER), Reach.OWN_HOME)

_NAMED: Row = dict.fromkeys((COORDINATOR, LEAD, TEACHER), Reach.NAMED)

_ACTIVITY = ("activity", "agenda_item", "participant", "action_item", "attachment")
_PREPARING = (
    "prep_group", "prep_member", "lesson_plan", "plan_step", "plan_version", "plan_comment",
    "activity_plan", "material", "material_link", "material_use",
)  # fmt: skip

_FIRST: Table = {
    **{
        (kind, "alliance"): _COORDINATORS
        for kind in ("alliance", "agreement", "school_year", "term", "holiday")
    },
    ("school", "alliance"): _SCHOOLS,
    ("membership", "alliance"): _SCHOOLS,
    ("person", "alliance"): _PEOPLE,
    ("same_as", "alliance"): _WORK,
    **{(kind, "alliance"): _WORK for kind in _ACTIVITY},
    **{(kind, "school"): _WITHIN for kind in _ACTIVITY},
}
_SECOND: Table = {**_FIRST, **{(kind, NAMED): _NAMED for kind in _ACTIVITY}}
TABLES: dict[int, Table] = {
    1: _FIRST,
    2: _SECOND,
    3: {
        **_SECOND,
        ("lesson", "alliance"): _WORK,
        **{(kind, "alliance"): _WORK for kind in _PREPARING},
        **{(kind, "school"): _WITHIN for kind in _PREPARING},
        **{(kind, NAMED): _NAMED for kind in _PREPARING},
    },
}
CURRENT = max(TABLES)


def _reach(table: int, role: str, kind: str, circle: str) -> Reach:
    return TABLES[table].get((kind, circle), {}).get(role, Reach.NOBODY)


def verdict(
    table: int,
    role: str,
    signer_school: str,
    *,
    kind: str,
    circle: str,
    home: str,
    record: str,
    person: str = "",
) -> Verdict:
    """Judge one change.

    Args:
        table: Version of the table named in the segment's header.
        role: Role in the signer's certificate.
        signer_school: Id of the school in the signer's certificate.
        kind: The record's kind.
        circle: The record's circle.
        home: The record's home school, or empty; of a named circle its persons.
        record: The record's id; a school is its own home.
        person: Id of the person in the signer's certificate.

    Returns:
        ALLOWED or REFUSED, the same on every laptop for ever; PARKED when only a newer table
        than ours could tell.
    """
    judged_by = min(table, CURRENT)
    reach = _reach(judged_by, role, kind, circle) if judged_by in TABLES else Reach.NOBODY
    at_home = (record if kind == "school" else home) == signer_school != ""
    if (
        reach is Reach.EVERYBODY
        or (reach is Reach.OWN_HOME and at_home)
        or (reach is Reach.NAMED and person in persons_of(home))
    ):
        return Verdict.ALLOWED
    return Verdict.PARKED if table > CURRENT else Verdict.REFUSED


def may_write(
    role: str,
    signer_school: str,
    kind: str,
    circle: str,
    home: str,
    record: str = "",
    person: str = "",
) -> bool:
    """Tell whether this laptop may write such a record today; the same table hides a button."""
    judged = verdict(
        CURRENT,
        role,
        signer_school,
        kind=kind,
        circle=circle,
        home=home,
        record=record,
        person=person,
    )
    return judged is Verdict.ALLOWED
