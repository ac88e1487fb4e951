"""What two laptops that knew nothing of each other make of one record."""

import pytest

from db.errors import FrozenRecordError
from db.queries.carried import belongings
from db.record import ASKED, DELETED, LIVE
from tests.db.laptops import Laptop, exchange


def test_different_fields_both_survive(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学", hours=1)
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, hours=2)

    exchange(a, b)

    for laptop in (a, b):
        assert (laptop.value(id, "place"), laptop.value(id, "hours")) == ("中心小学", 2)
        assert laptop.shown(id).disputed == ()


def test_same_field_keeps_both_values_on_both_laptops(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, place="青山小学")

    exchange(a, b)

    for laptop in (a, b):
        (other,) = laptop.conflicts(id)
        assert {other.shown, other.other} == {"中心小学", "青山小学"}
    assert a.value(id, "place") == b.value(id, "place")


def test_same_value_written_twice_is_no_conflict(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, place="中心小学")

    exchange(a, b)

    assert a.shown(id).disputed == b.shown(id).disputed == ()


def test_settling_for_the_value_shown_settles_everywhere(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, place="青山小学")
    exchange(a, b)
    shown = a.value(id, "place")

    a.settle(id, place=shown)
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).disputed == ()
        assert laptop.value(id, "place") == shown


def test_settling_for_the_other_value_settles_everywhere(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, place="青山小学")
    exchange(a, b)
    (conflict,) = b.conflicts(id)

    b.settle(id, place=conflict.other)
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).disputed == ()
        assert laptop.value(id, "place") == conflict.other


def test_a_cleared_field_against_a_changed_one_is_a_conflict(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place=None)
    b.edit(id, place="青山小学")

    exchange(a, b)

    assert a.shown(id).disputed == b.shown(id).disputed == ("place",)


def test_texts_merge_letter_by_letter(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="上午听课。下午评课。")
    exchange(a, b)
    a.edit(id, summary="上午听课两节。下午评课。")
    b.edit(id, summary="上午听课。下午评课,气氛热烈。")

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.value(id, "summary") == "上午听课两节。下午评课,气氛热烈。"
        assert laptop.shown(id).disputed == ()


def test_a_sentence_both_changed_is_shown_with_both_whole_versions(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="上午听课。下午评课。")
    exchange(a, b)
    a.edit(id, summary="上午听数学课。下午评课。")
    b.edit(id, summary="上午开会。下午评课。")

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).disputed == ("summary",)
        versions = {c.other for c in laptop.conflicts(id)}
        assert versions == {"上午听数学课。下午评课。", "上午开会。下午评课。"}


def test_a_settled_text_stays_settled(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="上午听课。")
    exchange(a, b)
    a.edit(id, summary="上午听数学课。")
    b.edit(id, summary="上午开会。")
    exchange(a, b)

    a.settle(id, summary="上午听数学课,后开会。")
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).disputed == ()
        assert laptop.value(id, "summary") == "上午听数学课,后开会。"


def test_deleted_and_edited_comes_back_with_a_question(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.delete(id)
    b.edit(id, place="青山小学")

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).deletion == ASKED
        assert laptop.value(id, "place") == "青山小学"


def test_deleted_and_untouched_is_deleted_everywhere(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.delete(id)

    exchange(a, b)

    assert a.shown(id).deletion == b.shown(id).deletion == DELETED


def test_answering_keep_ends_the_question(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.delete(id)
    b.edit(id, place="青山小学")
    exchange(a, b)

    b.restore(id)
    exchange(a, b)

    assert a.shown(id).deletion == b.shown(id).deletion == LIVE


def test_answering_delete_ends_the_question(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.delete(id)
    b.edit(id, place="青山小学")
    exchange(a, b)

    a.delete(id)
    exchange(a, b)

    assert a.shown(id).deletion == b.shown(id).deletion == DELETED


def test_restored_here_and_deleted_again_there_asks(a: Laptop, b: Laptop) -> None:
    id = a.record()
    a.delete(id)
    exchange(a, b)
    a.restore(id)
    b.edit(id, place="青山小学")
    b.delete(id)

    exchange(a, b)

    assert a.shown(id).deletion == b.shown(id).deletion == ASKED


def test_a_deleted_parent_is_kept_by_a_part_added_elsewhere(a: Laptop, b: Laptop) -> None:
    parent = a.record()
    exchange(a, b)
    a.delete(parent)
    b.record("action_item", activity=parent, content="整理教案")

    exchange(a, b)

    assert a.shown(parent).deletion == b.shown(parent).deletion == ASKED


def test_a_part_deleted_too_lets_its_parent_go(a: Laptop, b: Laptop) -> None:
    parent = a.record()
    exchange(a, b)
    a.delete(parent)
    part = b.record("action_item", activity=parent, content="整理教案")
    exchange(a, b)

    b.delete(part)
    exchange(a, b)

    assert a.shown(parent).deletion == b.shown(parent).deletion == DELETED


def test_a_part_that_arrives_before_its_parent_finds_it(a: Laptop, b: Laptop) -> None:
    parent = a.record()
    part = a.record("action_item", activity=parent, content="整理教案")
    first, second = a.seal()

    b.take([second])
    b.take([first])

    assert b.value(part, "activity") == b.shown(parent).id


def test_one_deletion_comes_back_whole(a: Laptop, b: Laptop) -> None:
    parent = a.record()
    parts = [a.record("action_item", activity=parent, content=words) for words in ("一", "二")]
    lone = a.record("action_item", activity=parent, content="三")
    a.delete(lone)
    a.delete(parent)
    exchange(a, b)

    b.restore(parent)
    exchange(a, b)

    for laptop in (a, b):
        assert [laptop.shown(id).deletion for id in (parent, *parts)] == [LIVE] * 3
        assert laptop.shown(lone).deletion == DELETED


def test_an_answer_brings_back_the_parts_that_went_with_the_parent(a: Laptop, b: Laptop) -> None:
    parent = a.record()
    part = a.record("action_item", activity=parent, content="整理教案")
    exchange(a, b)
    a.delete(parent)
    b.edit(parent, place="青山小学")
    exchange(a, b)

    b.restore(parent)
    exchange(a, b)

    assert a.shown(parent).deletion == a.shown(part).deletion == LIVE


def test_adding_on_a_natural_key_again_restores_it(a: Laptop, b: Laptop) -> None:
    id = a.record("term", code="2025-2026-1", name="上学期")
    exchange(a, b)
    a.delete(id)
    exchange(a, b)

    again = b.record("term", code="2025-2026-1", name="第一学期")
    exchange(a, b)

    assert again == id
    for laptop in (a, b):
        assert laptop.shown(id).deletion == LIVE
        assert laptop.value(id, "name") == "第一学期"


def test_adding_again_answers_an_open_question(a: Laptop, b: Laptop) -> None:
    id = a.record("term", code="2025-2026-1", name="上学期")
    exchange(a, b)
    a.delete(id)
    b.edit(id, name="第一学期")
    exchange(a, b)

    b.record("term", code="2025-2026-1", name="第一学期")
    exchange(a, b)

    assert a.shown(id).deletion == b.shown(id).deletion == LIVE


def test_adding_again_answers_also_where_a_restoring_is_shown(a: Laptop, b: Laptop) -> None:
    """Deleted here, deleted and restored there: the deletion here still stands beside it."""
    id = a.record("term", code="2025-2026-1", name="上学期")
    exchange(a, b)
    a.delete(id)
    b.delete(id)
    b.restore(id)
    exchange(a, b)
    asked = b.shown(id).deletion

    b.record("term", code="2025-2026-1", name="上学期")
    exchange(a, b)

    assert asked == ASKED
    assert b.document(id).values()["deleted_at"] is None
    assert a.shown(id).deletion == b.shown(id).deletion == LIVE


def test_the_same_link_made_on_two_laptops_is_one(a: Laptop, b: Laptop) -> None:
    activity = a.record()
    person = a.record("person")
    exchange(a, b)
    one = a.record("participant", activity=activity, person=person, attendance="present")
    other = b.record("participant", activity=activity, person=person, attendance="present")

    exchange(a, b)

    assert one == other
    assert a.shown(one).disputed == ()


def test_the_alliance_is_never_made_twice(a: Laptop) -> None:
    id = a.record("alliance", name="红石联盟", county="红石县")

    again = a.record("alliance", name="青山联盟")

    assert again == id
    assert (a.value(id, "name"), a.value(id, "county")) == ("青山联盟", "红石县")


def test_a_frozen_version_is_never_changed(a: Laptop) -> None:
    plan = a.record("lesson_plan", title="口算乘法")
    version = a.record("plan_version", plan=plan, digest="00", number=1, content="{}")

    for change in (a.edit, a.settle):
        with pytest.raises(FrozenRecordError):
            change(version, note="改一改")

    assert a.value(version, "note") is None


@pytest.mark.parametrize("kind", ["lesson_plan", "material"])
def test_a_file_keeps_what_it_belongs_to_when_that_was_deleted_elsewhere(
    a: Laptop, b: Laptop, kind: str
) -> None:
    whole = a.record(kind, title="倍的认识")
    exchange(a, b)
    a.delete(whole)
    file = b.record("attachment", record=whole, caption="课件")

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(whole).deletion == ASKED
        assert laptop.shown(file).deletion == LIVE
        with laptop.store.read() as session:
            assert belongings(session, [file]) == {file: (kind, whole)}
