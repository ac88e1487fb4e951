"""What a teacher does with the steps of a plan: add one, split one, move one.

Deleting and restoring are those of every record: ``db.commands.records``.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.commands import records
from db.errors import UnknownRecordError
from db.journal import Writer
from db.models.plans import PlanStep
from db.positions import between
from db.queries.plan_sheet import positions_of
from db.queries.records import RecordRow, show
from db.record import Value

_WITH_BOTH = ("phase", "mode_a", "mode_b", "mode_c")


def add_step(
    writer: Writer, plan: str, *, after: str = "", values: Mapping[str, Value] | None = None
) -> str:
    """Add a step behind another one, or at the end when none is named; return its id.

    Raises:
        UnknownRecordError: There is no such plan, or no such step in it.
    """
    said: dict[str, Value] = {**(values or {}), "plan": plan}
    if after:
        writer.flush()
        said["position"] = _behind(writer.session, plan, after, besides="")
    return records.add(writer, PlanStep.KIND, said)


def split_step(writer: Writer, step: str, part: str, at: int) -> str:
    """Split a step in two where a text of it is cut; minutes and other texts stay with the first.

    Args:
        writer: The transaction.
        step: The step.
        part: The text's wire name.
        at: How many characters of it stay.

    Returns:
        The second step's id.

    Raises:
        UnknownRecordError: There is no such step.
    """
    found = _step(writer, step)
    words = str(found.values[part] or "")
    second = {name: found.values[name] for name in _WITH_BOTH if found.values[name]}
    records.change(writer, step, {part: words[:at].rstrip("\n")})
    return add_step(
        writer,
        str(found.values["plan"]),
        after=step,
        values={**second, part: words[at:].lstrip("\n")},
    )


def move_step(writer: Writer, step: str, after: str) -> bytes:
    """Move a step behind another one of its plan; empty moves it to the top.

    Returns:
        The version the form now shows.

    Raises:
        UnknownRecordError: There is no such step in the plan.
    """
    plan = str(_step(writer, step).values["plan"])
    position = _behind(writer.session, plan, after, besides=step)
    return records.change(writer, step, {"position": position})


def _step(writer: Writer, id: str) -> RecordRow:
    writer.flush()
    found = show(writer.session, id)
    if found.kind != PlanStep.KIND:
        raise UnknownRecordError(id)
    return found


def _behind(session: Session, plan: str, after: str, *, besides: str) -> str:
    """Return a position behind a step; at the top when none is named."""
    order = [(id, position) for id, position in positions_of(session, plan) if id != besides]
    at = 0
    if after:
        at = next((n for n, (id, _) in enumerate(order, 1) if id == after), 0)
        if not at:
            raise UnknownRecordError(after)
    above = order[at - 1][1] if at else None
    below = next((p for _, p in order[at:] if p is None or above is None or p > above), None)
    return between(above, below)
