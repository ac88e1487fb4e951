"""What is typed into a text: kept letter for letter, and as little of it as was typed."""

from hypothesis import given
from hypothesis import strategies as st

from db.documents import Author, Document, typed

LETTERS = st.text(alphabet="量算a👩🏽‍🏫\n", max_size=12)
ME = Author(77, "p", "l", 5)


@given(LETTERS, LETTERS)
def test_a_text_is_afterwards_what_was_typed(before: str, after: str) -> None:
    document = Document()
    document.write(ME, {}, {"summary": before})

    document.write(ME, {}, {"summary": after})

    assert document.texts(("summary",)) == ({"summary": after} if after else {})


@given(LETTERS, LETTERS, LETTERS)
def test_a_word_typed_into_a_text_is_written_alone(left: str, word: str, right: str) -> None:
    document = Document()
    document.write(ME, {}, {"summary": left + right})
    before = document.end_of(77)

    document.write(ME, {}, {"summary": left + word + right})

    assert document.end_of(77) == before + len(word)


@given(LETTERS, LETTERS)
def test_what_differs_lies_between_what_is_alike(before: str, after: str) -> None:
    at, gone, come = typed(before, after)
    rest = before[at + len(gone) :]

    assert before == before[:at] + gone + rest
    assert after == before[:at] + come + rest
    assert not gone or not come or (gone[0] != come[0] and gone[-1] != come[-1])
