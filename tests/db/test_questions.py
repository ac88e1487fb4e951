"""What is told of the kinds beside the models, so that the first page needs no model."""

from db.kinds import KINDS
from db.queries.questions import LABELS


def test_every_kind_is_asked_for_under_the_field_that_names_it() -> None:
    assert dict(LABELS) == {kind: model.LABEL for kind, model in KINDS.items()}


def test_every_kind_is_the_name_of_its_table() -> None:
    assert [model.__tablename__ for model in KINDS.values()] == list(KINDS)
