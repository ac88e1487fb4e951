"""What is told of the kinds beside the models, so that the first page needs no model."""

from db.kinds import KINDS, PARTS
from db.queries.conflicts import open_questions
from db.queries.questions import LABELS, WHOLES
from db.record import Value
from tests.db.laptops import Laptop, exchange


def alone(laptop: Laptop, kind: str, **values: Value) -> str:
    """Write a part whose whole is not here; return its id."""
    made: list[str] = []
    laptop.write(lambda writer: made.append(writer.create(kind, values)))
    return made[0]


def test_every_kind_is_asked_for_under_the_field_that_names_it() -> None:
    assert dict(LABELS) == {kind: model.LABEL for kind, model in KINDS.items()}


def test_every_kind_is_the_name_of_its_table() -> None:
    assert [model.__tablename__ for model in KINDS.values()] == list(KINDS)


def test_every_part_is_asked_for_with_its_whole() -> None:
    wholes: dict[str, tuple[str, tuple[str, ...]]] = {}
    for kind, parts in PARTS.items():
        for part in parts:
            field, known = wholes.get(part.KIND, (part.PARENT, ()))
            wholes[part.KIND] = field, (*known, kind)

    assert dict(WHOLES) == wholes


def test_a_question_about_a_step_opens_its_plan(a: Laptop, b: Laptop) -> None:
    plan = a.record("lesson_plan", title="口算乘法")
    step = a.record("plan_step", plan=plan, title="导入", minutes=5)
    exchange(a, b)
    a.edit(step, minutes=6)
    b.edit(step, minutes=7)
    exchange(a, b)

    with a.store.read() as session:
        (question,) = open_questions(session)

    assert (question.id, question.fields) == (step, ("minutes",))
    assert question.opens == ("lesson_plan", plan)
    assert question.name == "口算乘法·导入"


def test_a_part_whose_whole_never_came_opens_itself(a: Laptop, b: Laptop) -> None:
    step = alone(a, "plan_step", plan="nowhere", title="导入", minutes=5)
    exchange(a, b)
    a.edit(step, minutes=6)
    b.edit(step, minutes=7)
    exchange(a, b)

    with a.store.read() as session:
        (question,) = open_questions(session)

    assert (question.opens, question.name) == (("plan_step", step), "导入")
