"""Plans for tests of their page: one with steps, and a colleague who speaks of it."""

from collections.abc import Sequence

from db.commands import plan_steps, plans
from db.journal import writing
from db.queries.plan_sheet import PlanSheet, plan_sheet
from db.record import Value
from tests.desktop.office import TODAY, Office

STEPS = (
    ("lead_in", 5.0, "出示三叠贴纸。", "读题，列式。"),
    ("new", 25.0, "指导摆小棒。", "摆一摆，说一说。"),
    ("homework", 10.0, "布置作业。", "记录。"),
)


def add_plan(office: Office, **values: Value) -> str:
    """Begin a plan, as another command would."""
    said = {"title": "口算乘法", "subject": "maths", "grade": "3", "volume": "1", **values}
    with writing(office.desk.store, office.sit()) as writer:
        return plans.add_plan(writer, said, today=TODAY)


def add_steps(office: Office, plan: str, steps: Sequence[tuple[object, ...]] = STEPS) -> list[str]:
    """Give a plan steps: phase, minutes, teacher, pupils."""
    names = ("phase", "minutes", "teacher", "student")
    with writing(office.desk.store, office.sit()) as writer:
        return [
            plan_steps.add_step(writer, plan, values=dict(zip(names, step, strict=True)))  # type: ignore[arg-type]
            for step in steps
        ]


def plan_with_steps(office: Office, **values: Value) -> tuple[str, list[str]]:
    """Make a plan of three steps and return both ids."""
    plan = add_plan(office, **values)
    return plan, add_steps(office, plan)


def say(office: Office, plan: str, body: str, *, step: str = "", part: str = "") -> str:
    """Let the colleague comment on a plan."""
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        return plans.comment(writer, plan, body, today=TODAY, step=step, part=part)


def sheet(office: Office, plan: str) -> PlanSheet:
    """Return a plan as it stands."""
    with office.desk.store.read() as session:
        return plan_sheet(session, plan)


def texts(office: Office, plan: str, name: str = "teacher") -> list[str]:
    """Return one text of all steps, in their order."""
    return [str(step.values[name] or "") for step in sheet(office, plan).steps]
