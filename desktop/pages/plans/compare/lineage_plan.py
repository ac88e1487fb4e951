"""Where the dots of a lineage lie: the line of what was agreed on, and its branches; no Qt here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.queries.plan_lineage import LineageNode
from desktop.pages.plans.compare.sides import PlanRef
from desktop.words import _

LANES = 2  # branches drawn at once; what is compared comes first
BESIDE = 0.16  # how far right of its beginning a branch's dot lies, in columns


@dataclass(frozen=True, slots=True)
class Dot:
    """One plan or version of the drawing.

    Attributes:
        column: How far right, in columns.
        lane: 0 on the line, then one below another.
        begins: Where the line that leads to it begins: a column of the main line, or nothing.
        here: Whether it is on this laptop; another one is drawn dashed.
    """

    ref: PlanRef
    name: str
    note: str
    agreed: bool
    mine: bool
    column: float
    lane: int
    begins: float | None
    here: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """All dots, how many columns they take, and how many plans found no room."""

    dots: tuple[Dot, ...]
    columns: int
    left_out: int

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return 1 + max((dot.lane for dot in self.dots), default=0)


def ref_of(node: LineageNode) -> PlanRef:
    """Return what a node is compared as."""
    return PlanRef(node.plan, node.id if node.kind == "version" else "")


def node_name(node: LineageNode, *, has_versions: bool) -> str:
    """Return what a node is called."""
    if node.kind == "version":
        return _("Agreed plan, version {number}").format(number=node.number)
    if has_versions:
        return _("Agreed plan, in work")
    if not node.parent:
        return _("First draft")
    if node.mine:
        return _("My plan")
    name = node.person_name
    return _("Plan of {name}").format(name=name) if name else node.title


def drawing_of(
    nodes: Sequence[LineageNode], compared: Collection[PlanRef], columns: int
) -> Drawing:
    """Return where each dot lies.

    Args:
        nodes: The whole family.
        compared: What must be seen.
        columns: How many dots fit on the line side by side.
    """
    plans = {node.id: node for node in nodes if node.kind == "plan"}
    versions: dict[str, list[LineageNode]] = {}
    for node in nodes:
        if node.kind == "version":
            versions.setdefault(node.plan, []).append(node)
    root = _root(plans, versions)
    every = {node.id: node for node in nodes}
    line = [*sorted(versions.get(root, ()), key=_number), *([plans[root]] if root else ())]
    begun = {
        _beginning(node, every, root) for node in nodes
        if node.plan != root and ref_of(node) in compared
    }  # fmt: skip
    shown = _fitting(line, {*compared, *begun}, max(columns, 2))
    year = max((node.on[:4] for node in nodes), default="")
    column = {ref_of(node): float(at) for at, node in enumerate(shown)}
    dots = [
        _dot(node, float(at), 0, at - 1.0 if at else None, versions, year)
        for at, node in enumerate(shown)
    ]
    branches = sorted(
        (node for node in nodes if node.plan != root),
        key=lambda node: (ref_of(node) not in compared, not node.mine, node.on),
    )
    for lane, node in enumerate(branches[:LANES], 1):
        begins = column.get(_beginning(node, every, root), 0.0)
        dots.append(_dot(node, begins + BESIDE, lane, begins, versions, year))
    left_out = len(line) - len(shown) + len(branches[LANES:])
    return Drawing(tuple(dots), len(shown), left_out)


def _root(plans: dict[str, LineageNode], versions: dict[str, list[LineageNode]]) -> str:
    """Return the plan whose versions are the line: the first that has some, else the first."""
    first = [id for id, node in plans.items() if node.parent not in plans]
    agreed = [id for id in (*first, *plans) if versions.get(id)]
    return next(iter((*agreed, *first, *plans)), "")


def _number(node: LineageNode) -> int:
    return node.number or 0


def _fitting(
    line: Sequence[LineageNode], compared: Collection[PlanRef], columns: int
) -> list[LineageNode]:
    """Return what fits: what is compared, and the newest of the rest."""
    wanted = [node for node in line if ref_of(node) in compared]
    for node in reversed(line):
        if len(wanted) >= columns:
            break
        if node not in wanted:
            wanted.append(node)
    return [node for node in line if node in wanted]


def _beginning(node: LineageNode, every: Mapping[str, LineageNode], root: str) -> PlanRef:
    """Return the dot of the line that a branch goes out from."""
    seen = {node.id}
    above = every.get(node.parent)
    while above is not None and above.plan != root and above.id not in seen:
        seen.add(above.id)
        above = every.get(above.parent)
    return ref_of(above) if above is not None else PlanRef(root)


def _dot(
    node: LineageNode,
    at: float,
    lane: int,
    begins: float | None,
    versions: Mapping[str, Sequence[LineageNode]],
    year: str,
) -> Dot:
    day = node.on.removeprefix(f"{year}-")  # the newest year goes without saying
    note = "·".join(part for part in (node.person_name, node.school_name, day) if part)
    name = node_name(node, has_versions=bool(versions.get(node.plan)))
    return Dot(
        ref_of(node), name, note, node.kind == "version", node.mine, at, lane, begins, node.here
    )
