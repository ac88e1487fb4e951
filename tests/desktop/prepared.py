"""Plans for the tests of what several people do with them: agreed on in town, made mine here."""

from dataclasses import dataclass

from db.commands import plan_steps, plans, records
from db.journal import writing
from db.queries.plan_sheet import steps_of
from db.queries.records import show
from db.record import Value
from tests.desktop.office import TODAY, Office

STEPS: tuple[tuple[str, int, str, str], ...] = (
    ("lead_in", 5, "出示贴纸图：3 个小朋友各买 20 张。", "列式 20×3。"),
    ("new", 14, "摆 3 个 20，再说为什么先算 2×3。", "摆一摆，说一说。"),
    ("new", 8, "把 20×3 推到 200×3：“这次是几个百？”", "先用小棒摆 2 个百，再口算。"),
    ("practice", 10, "完成练一练第 1、2 题。", "独立完成，小组订正。"),
)


@dataclass(frozen=True)
class Prepared:
    """Ids: the plan in town with its steps and its two versions, and mine with its steps."""

    plan: str
    steps: tuple[str, ...]
    first: str
    second: str
    mine: str
    my_steps: tuple[str, ...]


def town_plan(office: Office, **values: Value) -> tuple[str, tuple[str, ...]]:
    """Let the colleague in town write a plan of four steps."""
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        said: dict[str, Value] = {
            "title": "口算乘法", "subject": "maths", "grade": "3", "objectives": "会口算。",
            "aids": "小棒、格子板",
        }  # fmt: skip
        plan = plans.add_plan(writer, {**said, **values}, today=TODAY)
        made: list[str] = []
        for phase, minutes, teacher, student in STEPS:
            step: dict[str, Value] = {
                "phase": phase, "minutes": minutes, "teacher": teacher, "student": student,
            }  # fmt: skip
            after = made[-1] if made else ""
            made.append(plan_steps.add_step(writer, plan, after=after, values=step))
    return plan, tuple(made)


def prepare(office: Office) -> Prepared:
    """Let both change the agreed plan: I the first and third step, town the third and fourth."""
    plan, steps = town_plan(office)
    store = office.desk.store
    with writing(store, office.sit(office.colleague)) as writer:
        first = plans.freeze(writer, plan, today=TODAY)
    with writing(store, office.sit()) as writer:
        mine = plans.derive(writer, plan, today=TODAY, version=first)
        writer.flush()
        my_steps = tuple(step.id for step in steps_of(writer.session, mine))
        records.change(writer, my_steps[0], {"teacher": "出示三叠贴纸：3 个小朋友各买 20 张。"})
        records.change(writer, my_steps[2], {"student": "先用玉米粒摆 2 个百，再口算。"})
    with writing(store, office.sit(office.colleague)) as writer:
        records.change(writer, steps[2], {"student": "先用计数器拨 2 个百，再口算。"})
        records.change(writer, steps[3], {"teacher": "完成练一练第 1 题。"})
        writer.flush()
        second = plans.freeze(writer, plan, today=TODAY)
    return Prepared(plan, steps, first, second, mine, my_steps)


def value_of(office: Office, id: str, name: str) -> Value:
    """Return what a field of a record holds."""
    with office.desk.store.read() as session:
        return show(session, id).values[name]
