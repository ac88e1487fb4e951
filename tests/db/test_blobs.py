"""Attachments' pieces: sealed, named by what they are, never believed when damaged."""

import secrets
from pathlib import Path

import pytest

from db.blobs import PIECE_BYTES, Blobs, Piece, copy_out, piece_id, pieces_of
from db.store import Store


def test_a_file_comes_back_as_it_was(store: Store) -> None:
    plain = secrets.token_bytes(100_000)

    pieces = store.blobs.keep(plain)

    assert store.blobs.open(pieces) == plain


def test_an_empty_file_comes_back_too(store: Store) -> None:
    assert store.blobs.open(store.blobs.keep(b"")) == b""


def test_a_long_file_is_cut_into_pieces(store: Store) -> None:
    plain = secrets.token_bytes(PIECE_BYTES + 1)

    pieces = store.blobs.keep(plain)

    assert len(pieces) == 2
    assert store.blobs.open(pieces) == plain


def test_what_a_record_names_reads_back(store: Store) -> None:
    pieces = store.blobs.keep(b"photo")

    assert pieces_of(" ".join(map(str, pieces))) == pieces


def test_words_that_name_no_piece_are_nothing() -> None:
    words = "no piece:at all ../../etc/passwd:aaaa " + "a" * 26 + ": " + "A" * 26 + ":" + "a" * 52

    assert pieces_of(words) == []
    assert pieces_of(None) == []


def test_a_damaged_piece_is_not_believed(store: Store) -> None:
    (piece,) = store.blobs.keep(b"photo")
    path = next(p for p in store.blobs.folder.glob("??/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert store.blobs.read_piece(piece.id) is None
    assert store.blobs.open([piece]) is None


def test_a_damaged_piece_is_replaced_by_a_good_one(store: Store) -> None:
    (piece,) = store.blobs.keep(b"photo")
    good = store.blobs.read_piece(piece.id)
    assert good is not None
    next(p for p in store.blobs.folder.glob("??/*")).write_bytes(b"")

    assert store.blobs.add_piece(piece.id, good)
    assert store.blobs.open([piece]) == b"photo"


def test_a_piece_under_a_wrong_name_is_refused(store: Store) -> None:
    assert not store.blobs.add_piece(piece_id(b"one"), b"other")
    assert not store.blobs.add_piece("../../evil", b"other")
    assert store.blobs.piece_ids() == set()


def test_a_wrong_key_opens_nothing(store: Store) -> None:
    (piece,) = store.blobs.keep(b"photo")

    assert store.blobs.open([Piece(piece.id, secrets.token_bytes(32))]) is None


def test_a_piece_that_is_not_here_opens_nothing(store: Store) -> None:
    missing = Piece(piece_id(b"elsewhere"), secrets.token_bytes(32))

    assert not store.blobs.has(missing.id)
    assert store.blobs.open([missing]) is None
    assert Blobs(store.folder).piece_ids() == set()


@pytest.mark.parametrize("whole", [True, False])
def test_a_disk_that_is_full_keeps_the_file_that_was_there_and_no_half_one(
    whole: bool, store: Store, small_disk: Path, tmp_path: Path
) -> None:
    long = tmp_path / "课堂.mp4"
    long.write_bytes(bytes(2**21))
    target = small_disk / "课堂.mp4"
    target.write_bytes(b"mine")
    pieces = [] if whole else store.blobs.keep(long.read_bytes())

    with pytest.raises(OSError, match="No space left"):
        copy_out(store.blobs, long if whole else None, pieces, target)

    assert [one.name for one in small_disk.iterdir()] == [target.name]
    assert target.read_bytes() == b"mine"
