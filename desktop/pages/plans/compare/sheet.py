"""Two sides read and compared in one go; no Qt here."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.errors import UnknownRecordError
from db.local import Member
from db.plan_compare import Comparison, compare
from db.queries.plan_lineage import LineageNode, lineage
from db.record import Value
from db.store import Store
from desktop.labels import value_label
from desktop.pages.plans.compare.lineage_plan import node_name, ref_of
from desktop.pages.plans.compare.lines import Line, lines_of
from desktop.pages.plans.compare.sides import PlanRef, Side, base_of, read_side
from desktop.words import _


@dataclass(frozen=True, slots=True)
class CompareSheet:
    """What the page shows."""

    left: Side
    right: Side
    found: Comparison
    lines: tuple[Line, ...]
    nodes: tuple[LineageNode, ...]
    choices: tuple[tuple[PlanRef, str], ...]

    @property
    def takes_over(self) -> str:
        """The version that the right one will have been looked through against; or nothing."""
        fits = self.right.parent == self.left.ref.plan and self.right.writable
        return self.left.ref.version if fits else ""


def read_sheet(
    store: Store,
    left: PlanRef,
    right: PlanRef,
    member: Member,
    person: str,
    today: datetime.date,
) -> CompareSheet:
    """Return two plans or versions beside one another.

    Raises:
        UnknownRecordError: One of them is not here.
        MalformedContentError: A frozen version cannot be read.
    """
    one = read_side(store, left, member, person, today)
    other = read_side(store, right, member, person, today)
    found = compare(one.content, other.content, base_of(store, one, other))
    lines = lines_of(found, one.content, other.content)
    with store.read() as session:
        family = {node.id: node for node in lineage(session, right.plan, person=person)}
        if left.plan not in family:
            family |= {node.id: node for node in lineage(session, left.plan, person=person)}
    return CompareSheet(one, other, found, lines, tuple(family.values()), _choices(family.values()))


def place_words(fields: Mapping[str, Value]) -> str:
    """Return where a lesson stands: subject, grade and volume, unit, period."""
    names = ("subject", "grade", "volume", "unit")
    parts = [value_label("lesson_plan", name, fields.get(name)) for name in names]
    if isinstance(period := fields.get("period_no"), int):
        parts.append(_("Period {number}").format(number=period))
    return "·".join(part for part in parts if part)


def _choices(nodes: Iterable[LineageNode]) -> tuple[tuple[PlanRef, str], ...]:
    """Return what could stand in a column, with its words."""
    found = [node for node in nodes if node.here]
    agreed = {node.plan for node in found if node.kind == "version"}
    out = []
    for node in found:
        name = node_name(node, has_versions=node.kind == "plan" and node.id in agreed)
        person = "" if node.person_name in name else node.person_name
        out.append((ref_of(node), "·".join(part for part in (name, person) if part)))
    return tuple(out)


def parallel_sheet(
    store: Store,
    refs: Sequence[PlanRef],
    shown: tuple[PlanRef, PlanRef],
    member: Member,
    person: str,
    today: datetime.date,
) -> CompareSheet:
    """Return two of some plans of one lesson beside one another, to look at only.

    Raises:
        UnknownRecordError: One of the two is not here.
        MalformedContentError: A frozen version cannot be read.
    """
    sides = {}
    for ref in refs:
        try:
            sides[ref] = _taught(read_side(store, ref, member, person, today))
        except UnknownRecordError:
            if ref in shown:
                raise
    left, right = sides[shown[0]], sides[shown[1]]
    found = compare(left.content, right.content)  # nobody changed the other one's
    choices = tuple((ref, side.name) for ref, side in sides.items())
    lines = lines_of(found, left.content, right.content)
    return CompareSheet(left, right, found, lines, (), choices)


def _taught(side: Side) -> Side:
    """Return a side as who taught it: of parallel lessons that is what tells them apart."""
    name = _("Plan of {name}").format(name=side.person) if side.person else side.name
    return replace(side, writable=False, name=name, note=side.note if side.agreed else "")
