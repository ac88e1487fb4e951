"""Ids and names: one way to write each, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import names
from sync.limits import NAME_CHARACTERS
from sync.names import LogName

ID, REPLICA = names.id_of(b"x"), names.short_id_of(b"x")
LOG = LogName(REPLICA, 12, ID)


@given(st.binary(min_size=1, max_size=40))
def test_ids_lead_back_to_their_bytes(data: bytes) -> None:
    assert names.bytes_of(names.text_of(data)) == data


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26))
def test_there_is_one_way_to_write_an_id(text: str) -> None:
    data = names.bytes_of(text)

    assert data is None or names.text_of(data) == text
    assert names.is_id(text) is (data is not None)
    assert names.is_short_id(text[13:]) is (names.bytes_of(text[13:]) is not None)


@pytest.mark.parametrize(
    "text", ["", "A" * 26, "a" * 25, "a" * 27, "b" * 26, "1" * 26, "a" * 25 + "="]
)
def test_other_text_is_no_id(text: str) -> None:
    assert not names.is_id(text)


def test_paths_are_short_and_plain() -> None:
    paths = [
        names.segment_path(LOG),
        names.tip_path(LOG),
        names.membership_path(ID),
        names.pack_path(ID),
    ]

    for path in paths:
        whole = f"lianke1/{REPLICA}/{path}"
        assert len(whole) <= 120
        for part in whole.split("/"):
            assert len(part) <= 60
            assert set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_names_are_read_back() -> None:
    segment = names.segment_path(LOG).split("/")[-1]
    pack = names.pack_path(ID).split("/")

    assert names.read_segment_name(REPLICA, segment) == (LOG, False)
    assert names.read_segment_name(REPLICA, segment + ".bad") == (LOG, True)
    assert names.read_tip_name(names.tip_path(LOG).split("/")[-1]) == LOG
    assert names.read_membership_name(f"{ID}.mem") == (ID, False)
    assert names.read_pack_name(pack[1], pack[2]) == (ID, False)
    assert names.read_pack_name("zz", pack[2]) is None


@given(st.text(max_size=80))
def test_any_name_is_read_or_refused(name: str) -> None:
    names.read_segment_name(REPLICA, name)
    names.read_tip_name(name)
    names.read_membership_name(name)
    names.read_pack_name(name[:2], name)
    assert len(names.shown(name)) <= NAME_CHARACTERS


@pytest.mark.parametrize("evil", ["a\u202eb", "a\nb", "a\0b", "a\u200bb", "a\x1b[31mb", "a\u2066b"])
def test_shown_names_hold_no_control_and_no_bidi_characters(evil: str) -> None:
    shown = names.shown(evil)

    assert shown.startswith("a\ufffd")
    assert shown.isprintable()


def test_names_of_people_are_shown_as_they_are() -> None:
    assert names.shown("李志强（𬭎）.seg") == "李志强（𬭎）.seg"
    assert names.shown("长" * 70) == "长" * 59 + "…"


def test_packs_of_segments_belong_to_a_newer_program() -> None:
    assert names.is_segment_pack(f"00000001-00000016-{ID}.p1")
    assert not names.is_segment_pack("x.p1")
