"""How a plan's content is written when it is frozen, and how little is believed when it is read."""

import pytest

from db.errors import MalformedContentError, TextTooLongError
from db.models.plans import LessonPlan, PlanStep
from db.plan_content import (
    PlanContent,
    StepContent,
    as_frozen,
    decode,
    digest_of,
    encode,
    writable,
)

CONTENT = PlanContent(
    {"title": "口算乘法", "period_no": 1},
    (StepContent("s1", {"teacher": "摆小棒。", "minutes": 5.5}), StepContent("s2", {})),
    ("c2", "c1"),
)
WRITTEN = (
    '{"comments":["c1","c2"],"plan":{"period_no":1,"title":"口算乘法"},'
    '"steps":[{"id":"s1","minutes":5.5,"teacher":"摆小棒。"},{"id":"s2"}]}'
)


def test_a_content_is_written_in_one_way() -> None:
    assert encode(CONTENT) == WRITTEN


def test_a_whole_number_is_written_alike_whatever_it_was_typed_as() -> None:
    one, other = (PlanContent({}, (StepContent("s", {"minutes": n}),)) for n in (5, 5.0))

    assert encode(one) == encode(other)


def test_what_was_written_is_read_again() -> None:
    found = decode(WRITTEN)

    assert (found.fields, found.steps) == (CONTENT.fields, CONTENT.steps)
    assert found.comments == ("c1", "c2")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "no", '{"plan":{},"steps":[{}]}', '{"plan":[],"steps":[]}',
     '{"plan":{"a":[1]},"steps":[]}', "[" * 5000, '{"plan":{"a":"\ud800"},"steps":[]}'],
)  # fmt: skip
def test_what_is_no_content_is_malformed_and_nothing_worse(text: str) -> None:
    with pytest.raises(MalformedContentError):
        decode(text)


def test_what_a_newer_version_added_is_read_over_but_kept() -> None:
    found = decode('{"new":1,"plan":{"mood":"gay"},"steps":[{"id":"s","tempo":3}]}')

    assert (found.fields, found.steps[0].values) == ({"mood": "gay"}, {"tempo": 3})


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_same_frozen_on_several_laptops_at_once_is_found_once(times: int) -> None:
    assert as_frozen(WRITTEN * times, digest_of(WRITTEN)) == WRITTEN


@pytest.mark.parametrize("altered", ["", WRITTEN + " ", WRITTEN + WRITTEN[:-1], "口算"])
def test_what_was_altered_is_told_by_its_digest(altered: str) -> None:
    assert as_frozen(altered, digest_of(WRITTEN)) is None


def test_only_what_this_version_can_write_is_written() -> None:
    values = {"mood": "gay", "stage": "polished", "title": "口算乘法"}

    assert writable(LessonPlan, values) == {"title": "口算乘法"}


def test_a_text_that_nobody_writes_is_refused() -> None:
    with pytest.raises(TextTooLongError):
        writable(PlanStep, {"teacher": "字" * 200_001})
