"""The recovery code: forgiven what a hand writes, told apart from any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import recovery
from sync.errors import RecoveryCodeError
from sync.keys import alliance_id, sign_public

SECRET = bytes(range(14))
ALLIANCE = alliance_id(sign_public(recovery.root_private(SECRET)))
CODE = recovery.write_code(SECRET)


def test_a_code_is_six_groups_of_four_without_look_alikes() -> None:
    assert [len(group) for group in CODE.split()] == [4] * 6
    assert not set("01OI") & set(recovery.ALPHABET)
    assert len(set(recovery.ALPHABET)) == 32


@given(st.binary(min_size=14, max_size=14))
def test_every_code_leads_back_to_its_root_key(secret: bytes) -> None:
    private = recovery.root_private(secret)
    alliance = alliance_id(sign_public(private))

    assert recovery.read_code(recovery.write_code(secret), alliance) == private


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), CODE.replace(" ", ""), CODE.replace(" ", "-"), f"  {CODE}\n"],
)
def test_case_and_spaces_are_forgiven(typed: str) -> None:
    assert recovery.read_code(typed, ALLIANCE) == recovery.root_private(SECRET)


def test_full_width_letters_are_forgiven() -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in CODE)

    assert recovery.read_code(wide, ALLIANCE) == recovery.root_private(SECRET)


@pytest.mark.parametrize(("meant", "typed"), [("L", "1"), ("L", "I"), ("Q", "0"), ("D", "O")])
def test_look_alikes_are_forgiven(meant: str, typed: str) -> None:
    secret = next(
        bytes([n]) * 14 for n in range(256) if meant in recovery.write_code(bytes([n]) * 14)
    )
    code = recovery.write_code(secret).replace(meant, typed, 1)
    private = recovery.root_private(secret)

    assert recovery.read_code(code, alliance_id(sign_public(private))) == private


@given(st.integers(0, 23), st.sampled_from(recovery.ALPHABET))
def test_a_wrong_letter_is_noticed(place: int, letter: str) -> None:
    letters = list(CODE.replace(" ", ""))
    if letters[place] == letter:
        return
    letters[place] = letter

    with pytest.raises(RecoveryCodeError) as caught:
        recovery.read_code("".join(letters), ALLIANCE)

    assert caught.value.problem in {"check", "alliance"}


def test_the_code_of_another_alliance_is_told() -> None:
    other = recovery.write_code(bytes(14))

    with pytest.raises(RecoveryCodeError) as caught:
        recovery.read_code(other, ALLIANCE)

    assert caught.value.problem == "alliance"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", "length"), (CODE[:-1], "length"), (CODE + "2", "length"), ("青" * 24, "characters"),
     ("0" * 24, "characters")],
)  # fmt: skip
def test_what_is_no_code_is_told(typed: str, problem: str) -> None:
    with pytest.raises(RecoveryCodeError) as caught:
        recovery.read_code(typed, ALLIANCE)

    assert caught.value.problem == problem


@given(st.text(max_size=40))
def test_any_text_is_refused_in_order(typed: str) -> None:
    with pytest.raises(RecoveryCodeError):
        recovery.read_code(typed, ALLIANCE)
