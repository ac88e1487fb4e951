"""Steps that two laptops took over from one without knowing of each other."""

from collections.abc import Hashable

from db.plan_compare import STEP_COMPARED, as_text
from db.queries.plan_sheet import PlanSheet, StepRow
from db.record import LIVE


def adopted_twice(sheet: PlanSheet) -> tuple[str, ...]:
    """Return the steps of which a plan has the very same once more, taken from the same step.

    Every laptop leaves out the same one, whatever it knows of the others; one that was changed
    or spoken of is nobody's copy any more.
    """
    spoken = {comment.step for comment in sheet.comments}
    kept: dict[Hashable, str] = {}
    more = []
    for step in sorted(sheet.steps, key=lambda one: one.id):
        if not step.values.get("source") or step.deletion != LIVE or step.disputed:
            continue
        first = kept.setdefault(_says(step), step.id)
        if first != step.id and step.id not in spoken:
            more.append(step.id)
    return tuple(more)


def _says(step: StepRow) -> Hashable:
    return tuple(as_text(step.values.get(name)) for name in ("source", *STEP_COMPARED))
