"""Taking over what another plan has: one place, or a whole step, its place, or that it is gone."""

from collections.abc import Mapping

from sqlalchemy import or_, select

from db.commands import plan_steps, records
from db.errors import UnknownRecordError
from db.journal import Writer
from db.models.plans import LessonPlan, PlanStep
from db.plan_compare import STEP_COMPARED, Difference, StepPair, as_text
from db.plan_content import PlanContent, StepContent, writable
from db.queries.adopted_twice import adopted_twice
from db.queries.plan_sheet import content_of, plan_sheet
from db.queries.records import show
from db.record import DELETED, Value, fields_of, parse
from db.step_matching import match


def adopt(writer: Writer, plan: str, what: Difference | StepPair, source: PlanContent) -> str:
    """Take over from another plan one difference, or all in which a pair of steps differs.

    Adopting twice is adopting once.

    Args:
        writer: The transaction.
        plan: The plan that takes over: the right one of the comparison.
        what: A difference or a pair of the comparison.
        source: The left one.

    Returns:
        The id of what changed: the plan, or a step of it.

    Raises:
        UnknownRecordError: The plan or the step is no longer there.
    """
    writer.flush()
    if isinstance(what, Difference):
        return _place(writer, plan, what, source)
    if what.left is None:
        return _without(writer, plan, what.right)
    if what.right is None:
        return _added(writer, plan, what.left, source)
    _own(writer, plan, what.right.id)
    _say(writer, what.right.id, what.left)
    if what.moved:
        plan_steps.move_step(writer, what.right.id, _above(writer, plan, what.left, source))
    return what.right.id


def keep_one(writer: Writer, plan: str) -> None:
    """Delete the steps of a plan that two laptops took over at once, but for one of each."""
    writer.flush()
    for step in adopted_twice(plan_sheet(writer.session, plan)):
        records.delete(writer, step)


def _place(writer: Writer, plan: str, what: Difference, source: PlanContent) -> str:
    model = PlanStep if what.step else LessonPlan
    field = fields_of(model)[what.part]
    value: Value = parse(model.KIND, field, what.left)
    if what.step:
        _own(writer, plan, what.step)
    elif what.part in source.fields:
        value = source.fields[what.part]
    id = what.step or plan
    if as_text(show(writer.session, id).values[what.part]) != what.left:
        records.change(writer, id, {what.part: value})
    return id


def _without(writer: Writer, plan: str, step: StepContent | None) -> str:
    if step is None:
        raise UnknownRecordError(plan)
    if _own(writer, plan, step.id, gone=True) < DELETED:
        records.delete(writer, step.id)
    return step.id


def _added(writer: Writer, plan: str, step: StepContent, source: PlanContent) -> str:
    """Add a step, or bring back the one that was taken from it before."""
    before = writer.session.execute(
        select(PlanStep.id, PlanStep.deletion)
        .where(PlanStep.plan == plan, or_(PlanStep.id == step.id, PlanStep.source == step.id))
        .order_by(PlanStep.deletion, PlanStep.id)
    ).first()
    above = _above(writer, plan, step, source)
    if before is None:
        said = {**writable(PlanStep, step.values), "source": step.id}
        made = plan_steps.add_step(writer, plan, after=above, values=said)
        if not above:
            writer.flush()
            plan_steps.move_step(writer, made, "")
        return made
    id, deletion = before
    if deletion == DELETED:
        records.restore(writer, id)
        _say(writer, id, step)
        plan_steps.move_step(writer, id, above)
    return str(id)


def _say(writer: Writer, id: str, step: StepContent) -> None:
    """Let a step say what another one says, and nothing else."""
    writer.flush()
    now = show(writer.session, id).values
    wanted = _wanted(step)
    changed = {n: v for n, v in wanted.items() if as_text(now[n]) != as_text(v)}
    if changed:
        records.change(writer, id, changed)


def _wanted(step: StepContent) -> Mapping[str, Value]:
    said = writable(PlanStep, step.values)
    unknown = step.values.keys() - said.keys()
    return {name: said.get(name) for name in STEP_COMPARED if name not in unknown}


def _above(writer: Writer, plan: str, step: StepContent, source: PlanContent) -> str:
    """Return the step of a plan behind which another plan's step belongs; empty for the top."""
    mine = content_of(writer.session, plan).steps
    places = match(source.steps, mine)
    at = next((n for n, one in enumerate(source.steps) if one.id == step.id), 0)
    return next((mine[places[n]].id for n in range(at - 1, -1, -1) if n in places), "")


def _own(writer: Writer, plan: str, step: str, *, gone: bool = False) -> int:
    """Demand that a step is one of a plan's; return how it stands."""
    found = writer.session.execute(
        select(PlanStep.plan, PlanStep.deletion).where(PlanStep.id == step)
    ).first()
    if found is None or found.plan != plan or (found.deletion == DELETED and not gone):
        raise UnknownRecordError(step)
    return int(found.deletion)
