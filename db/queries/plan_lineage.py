"""Where a plan comes from and what came of it; and what changed there since it was taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from db.errors import MalformedContentError, UnknownRecordError
from db.models.plans import LessonPlan, PlanVersion
from db.plan_compare import Comparison, compare
from db.plan_content import PlanContent
from db.queries.people import same_persons
from db.queries.plan_sheet import VersionRow, content_of, content_of_version, versions_of
from db.record import DELETED

_MOST = 2_000  # plans of one family


@dataclass(frozen=True, slots=True)
class LineageNode:
    """A plan, or a frozen version of one, in the family of a plan.

    Attributes:
        id: The plan's or the version's.
        plan: The plan it is, or is a version of.
        number: Of a version; 0 of a plan.
        person_name: Who wrote it, or agreed on it.
        on: The day of that, or empty.
        parent: The node it comes from; empty for the first.
        mine: Whether it is a person's own, or without a person, of the plan asked for.
        here: Whether its record is here and not in the bin.
    """

    kind: Literal["plan", "version"]
    id: str
    plan: str
    title: str
    number: int
    person_name: str
    school_name: str
    on: str
    parent: str
    mine: bool
    here: bool = True


@dataclass(frozen=True, slots=True)
class PlanNews:
    """A version of the parent that is newer than what a plan was taken from.

    Attributes:
        version: The newest one.
        base: The one that was taken over; None when the plan was taken as it stood then.
        differences: At how many places it has changed and says otherwise than the plan.
    """

    version: VersionRow
    base: VersionRow | None
    differences: int


def lineage(session: Session, plan: str, *, person: str = "") -> tuple[LineageNode, ...]:
    """Return the whole family of a plan, each node behind the one it comes from.

    Args:
        session: A reading session.
        plan: Any plan of the family.
        person: Whose plans are ``mine``; empty marks the plan asked for.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    if session.scalar(select(LessonPlan.id).where(LessonPlan.id == plan)) is None:
        raise UnknownRecordError(plan)
    same = same_persons(session, person) if person else set()
    first = _first(session, plan)
    plans = {row.id: row for row in _family(session, first)}
    frozen = _frozen(session, plans)
    nodes: list[LineageNode] = [] if first in plans else [_absent(plans.values())]
    known = {first, *plans, *(version.id for rows in frozen.values() for version in rows)}
    for row in plans.values():
        mine = row.author in same if person else row.id == plan
        above = next((id for id in (row.base, row.parent) if id in known), "")
        nodes += _nodes(row, frozen.get(row.id, ()), "" if row.id == first else above, mine=mine)
    return _in_order(nodes)


def news_for(session: Session, plan: str) -> PlanNews | None:
    """Return the newest version of the plan's parent, when it says what this one does not yet.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    content = content_of(session, plan)
    parent, taken = content.fields.get("parent"), content.fields.get("base")
    if not isinstance(parent, str):
        return None
    versions = [row for row in versions_of(session, parent) if not row.altered]
    base = next((row for row in versions if row.id == taken), None)
    if not versions or (taken and base is None) or versions[-1] is base:
        return None
    newest = versions[-1]
    found = _unseen(session, newest.id, base.id if base else "", content)
    return PlanNews(newest, base, found) if found else None


def adapted(session: Session, plan: str) -> Comparison | None:
    """Compare a derived plan with what it was taken from (本土化改编): its count marks it.

    Returns:
        The parent's version or, without one, the parent as it stands on the left; None where the
        plan derives from nothing, or that is not here.
    """
    content = content_of(session, plan)
    parent, base = content.fields.get("parent"), content.fields.get("base")
    try:
        if isinstance(base, str):
            past = content_of_version(session, base)
        elif isinstance(parent, str):
            past = content_of(session, parent)
        else:
            return None
    except (UnknownRecordError, MalformedContentError):
        return None
    return compare(past, content, past)


def _unseen(session: Session, newest: str, base: str, mine: PlanContent) -> int:
    """Return at how many places the newest version has changed and says otherwise than mine."""
    try:
        theirs = content_of_version(session, newest)
        past = content_of_version(session, base) if base else None
    except MalformedContentError:
        return 0
    found = compare(theirs, mine, past)
    if past is None:
        return found.count
    theirs_too = ("left", "both")
    count = sum(place.changed in theirs_too for place in found.fields)
    for pair in found.steps:
        count += sum(place.changed in theirs_too for place in pair.differences)
        count += pair.changed in theirs_too
    return count


_COLUMNS = tuple(
    LessonPlan.__table__.c[name]
    for name in (
        "id", "title", "parent", "parent_name", "base", "author", "author_name", "school_name",
        "prepared_on", "deletion",
    )
)  # fmt: skip


def _first(session: Session, plan: str) -> str:
    """Return the plan at the head of the family, be it here or not."""
    seen = [plan]
    while True:
        above = session.scalar(select(LessonPlan.parent).where(LessonPlan.id == seen[-1]))
        if not above or above in seen or len(seen) >= _MOST:
            return seen[-1]
        seen.append(above)


def _family(session: Session, first: str) -> Iterable[Row[Any]]:
    """Yield a plan and all that derive from it, those in the bin only where something does."""
    found: dict[str, Row[Any]] = {}
    head = session.execute(select(*_COLUMNS).where(LessonPlan.id == first)).first()
    if head is not None:
        found[first] = head
    level = {first}
    while level and len(found) < _MOST:
        below = session.execute(select(*_COLUMNS).where(LessonPlan.parent.in_(level))).all()
        level = {row.id for row in below} - found.keys()
        found |= {row.id: row for row in below if row.id in level}
    needed = {row.parent for row in found.values() if row.deletion < DELETED}
    return [r for r in found.values() if r.deletion < DELETED or r.id in needed or r.id == first]


def _frozen(session: Session, plans: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return the versions of plans, oldest first, without what stands in them."""
    query: Select[*tuple[Any, ...]] = select(
        PlanVersion.id, PlanVersion.plan, PlanVersion.number, PlanVersion.frozen_on,
        PlanVersion.frozen_by_name,
    ).where(PlanVersion.plan.in_(list(plans)), PlanVersion.deletion < DELETED)  # fmt: skip
    found: dict[str, list[Row[Any]]] = {}
    rows: list[Row[Any]] = list(session.execute(query))
    for row in sorted(rows, key=lambda row: (row.number or 0, row.frozen_on or "", row.id)):
        found.setdefault(row.plan, []).append(row)
    return found


def _absent(children: Iterable[Row[Any]]) -> LineageNode:
    """Return the node of a parent that is not here, by what its children say."""
    child = next(iter(children))
    id, name = child.parent, child.parent_name or ""
    return LineageNode("plan", id, id, name, 0, "", "", "", "", mine=False, here=False)


def _nodes(
    row: Row[Any], frozen: Sequence[Row[Any]], above: str, *, mine: bool
) -> list[LineageNode]:
    """Return the nodes of one plan: itself and its versions."""
    title, school, here = row.title or "", row.school_name or "", row.deletion < DELETED
    author, on = row.author_name or "", row.prepared_on or ""
    out = [LineageNode("plan", row.id, row.id, title, 0, author, school, on, above, mine, here)]
    for version in frozen:
        out.append(
            LineageNode(
                "version", version.id, row.id, title, version.number or 0,
                version.frozen_by_name or "", school, version.frozen_on or "", out[-1].id, mine,
            )
        )  # fmt: skip
    return out


def _in_order(nodes: Sequence[LineageNode]) -> tuple[LineageNode, ...]:
    """Return nodes behind the one they come from, the next version before what was taken."""
    below: dict[str, list[LineageNode]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    out: list[LineageNode] = []
    waiting = below.pop("", [])
    while waiting:
        node = waiting.pop()
        out.append(node)
        waiting += sorted(below.pop(node.id, ()), key=_place, reverse=True)
    return tuple(out)


def _place(node: LineageNode) -> tuple[object, ...]:
    return node.kind == "plan", node.on, node.number, node.id
