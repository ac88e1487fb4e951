"""What is done to a plan from beside another, each with its way back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from db.commands import plans, records
from db.journal import Writer
from db.plan_compare import Difference, StepPair
from db.plan_content import PlanContent
from db.queries.plan_sheet import content_of, positions_of
from db.record import Value
from desktop.context import Desk

Back = Callable[[], None]


def adopt(desk: Desk, plan: str, cause: Difference | StepPair, source: PlanContent) -> Back:
    """Take one place over into a plan and return what undoes exactly that."""
    return adopt_all(desk, plan, [cause], source)


def adopt_all(
    desk: Desk, plan: str, causes: Sequence[Difference | StepPair], source: PlanContent
) -> Back:
    """Take several places over in one transaction and return what undoes exactly that."""
    with desk.store.read() as session:
        before, places = content_of(session, plan), dict(positions_of(session, plan))
    with desk.write() as writer:
        for cause in causes:
            plans.adopt(writer, plan, cause, source)
    with desk.store.read() as session:
        after = content_of(session, plan)
    return partial(_put_back, desk, plan, before, after, places)


def _put_back(
    desk: Desk,
    plan: str,
    before: PlanContent,
    after: PlanContent,
    places: Mapping[str, str | None],
) -> None:
    """Undo what lies between two contents, and nothing that was written since."""
    were = {step.id: step.values for step in before.steps}
    are = {step.id: step.values for step in after.steps}
    with desk.write() as writer:
        _change(writer, plan, before.fields, after.fields)
        for id, values in were.items():
            if id in are:
                _change(writer, id, values, are[id])
            else:
                records.restore(writer, id)
        for id in are.keys() - were.keys():
            records.delete(writer, id)
        writer.flush()
        for id, place in positions_of(writer.session, plan):
            if id in places and places[id] != place:
                records.change(writer, id, {"position": places[id]})


def _change(
    writer: Writer, id: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> None:
    names = {*before, *after}
    changed = {n: before.get(n) for n in names if before.get(n) != after.get(n)}
    if changed:
        records.change(writer, id, changed)


def set_base(desk: Desk, plan: str, version: str) -> None:
    """Say that a plan has been looked through against a version, or against none."""
    with desk.write() as writer:
        if version:
            plans.keep_mine(writer, plan, version)
        else:
            records.change(writer, plan, {"base": None})
