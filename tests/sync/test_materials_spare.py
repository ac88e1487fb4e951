"""Where a file is, and what may go: never what two others do not keep."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import delete

from db.blobs import PIECE_BYTES, Blobs
from db.errors import UnknownRecordError
from db.models.receipts import Receipt, ReceiptFiles
from sync import materials, receipt_body
from sync.materials import Kind, Spare, Whereabouts
from sync.names import id_of
from sync.receipt_body import Body
from sync.wire import encode
from tests.sync.laptops import Laptop
from tests.sync.test_materials import attach, choose, film, material, whole, wish

# so many that some stand before this laptop, whatever its random id
OTHERS = [id_of(number.to_bytes(2, "big")) for number in range(4000)]


def say(laptop: Laptop, other: str, hashes: Sequence[str], wishes: Sequence[str] = ()) -> None:
    """Let a laptop hear the receipt of another one."""
    files = receipt_body.pack_files(hashes)
    digest = receipt_body.hash_of(files)
    wanted = receipt_body.pack(wishes, 4096)
    body = Body(1, other, 0, b"", b"", b"", b"", 1, 1, wanted, digest, files)
    with laptop.store.write() as session:
        raw = encode(body)
        row = Receipt(
            segment=other, laptop=other, at=0, heard_at=0, body=raw, files=digest, compared=True
        )
        session.merge(row)
        session.merge(ReceiptFiles(laptop=other, digest=digest, prefixes=files))


def spare(laptop: Laptop) -> list[Spare]:
    """Return what may go."""
    with laptop.store.read() as session:
        return materials.spare(session, laptop.store.blobs)


def where(laptop: Laptop, id: str) -> list[Whereabouts]:
    """Return where a file is."""
    with laptop.store.read() as session:
        return materials.where_is(session, laptop.store.blobs, id)


def before(laptop: Laptop, sha256: str, *, after: bool = False) -> list[str]:
    """Return laptops that stand before this one in a file's order, or after it."""
    mine = materials._order(sha256, laptop.me.laptop)
    return [id for id in OTHERS if (materials._order(sha256, id) > mine) is after][:20]


def test_a_file_is_told_where_it_is(a: Laptop, b: Laptop, stick: Path, tmp_path: Path) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    b.exchange(stick)
    say(b, a.me.laptop, [material(a, id).sha256])

    found = where(b, id)

    assert [(one.kind, one.is_whole) for one in found] == [
        (Kind.LAPTOP, True),
        (Kind.PLACE, True),
    ]
    assert found[0].name == a.me.person_name
    assert found[1].id == str(stick)
    assert [one.kind for one in where(a, id)] == [Kind.HERE, Kind.PLACE]


def test_a_part_of_a_file_is_told_as_a_part(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    b.exchange(stick)
    of = material(b, id)
    of.arriving(b.store.blobs).put(0, os.urandom(PIECE_BYTES))

    (here,) = [one for one in where(b, id) if one.kind is Kind.HERE]

    assert (here.here, here.of, here.is_whole) == (1, 4, False)


def test_a_file_that_is_nowhere_known_says_so(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    b.exchange(stick)
    for pack in stick.glob("lianke1/*/b/*/*.bpk"):
        pack.unlink()

    b.exchange(stick)
    with b.store.write() as session:
        session.execute(delete(Receipt))

    assert where(b, id) == []
    with b.store.read() as session, pytest.raises(UnknownRecordError):
        materials.where_is(session, b.store.blobs, "unknown")


def test_an_original_stays_until_two_others_hold_it(a: Laptop, tmp_path: Path) -> None:
    sha256 = material(a, attach(a, film(tmp_path))).sha256
    one, two, *_ = before(a, sha256)

    assert spare(a) == []
    say(a, one, [sha256])
    assert spare(a) == []
    say(a, two, [sha256])

    (found,) = spare(a)
    assert set(found.holders) == {one, two}


def test_laptops_do_not_rely_on_each_other(a: Laptop, tmp_path: Path) -> None:
    sha256 = material(a, attach(a, film(tmp_path))).sha256
    for other in before(a, sha256, after=True):
        say(a, other, [sha256])

    assert spare(a) == []


def test_of_any_laptops_that_hold_a_file_exactly_two_keep_it() -> None:
    sha256 = "ab" * 32
    order = sorted(OTHERS[:40], key=lambda id: materials._order(sha256, id))

    keep = [
        id
        for place, id in enumerate(order)
        if sum(1 for other in order[:place] if other != id) < materials.COPIES
    ]

    assert keep == order[:2]


def test_what_lies_on_a_stick_does_not_count(a: Laptop, stick: Path, tmp_path: Path) -> None:
    attach(a, film(tmp_path))

    a.exchange(stick)

    assert spare(a) == []


def test_what_may_go_goes_and_comes_back(a: Laptop, stick: Path, tmp_path: Path) -> None:
    id = attach(a, film(tmp_path))
    data, sha256 = whole(a, id), material(a, id).sha256
    a.exchange(stick)
    for other in before(a, sha256)[:2]:
        say(a, other, [sha256])

    gained = materials.drop(a.store, [sha256])

    assert data is not None
    assert gained == len(data)
    assert whole(a, id) is None
    assert a.store.blobs.wholes.names() == set()
    wish(a, id)
    a.exchange(stick)
    assert whole(a, id) == data


def photo(laptop: Laptop, folder: Path, name: str = "课堂.bin") -> str:
    """Attach a file of one piece."""
    return attach(laptop, film(folder, 5000, name))


def let_go(laptop: Laptop, id: str) -> str:
    """Remove a small file that two others keep; return what it is proven by."""
    proof = material(laptop, id).proof
    for other in before(laptop, proof)[:2]:
        say(laptop, other, [proof])
    assert materials.drop(laptop.store, [proof]) > 0
    return proof


def is_here(laptop: Laptop, id: str) -> bool:
    return material(laptop, id).is_here(laptop.store.blobs)


def test_a_small_file_stays_until_two_others_hold_it(a: Laptop, tmp_path: Path) -> None:
    id = photo(a, tmp_path)
    proof = material(a, id).proof
    one, two, *_ = before(a, proof)
    for other in before(a, proof, after=True):
        say(a, other, [proof])

    say(a, one, [proof])
    assert spare(a) == []
    say(a, two, [proof])

    (found,) = spare(a)
    assert (found.is_small, set(found.holders)) == (True, {one, two})


def test_what_a_record_says_of_a_small_files_hash_is_not_believed(
    a: Laptop, tmp_path: Path
) -> None:
    id = photo(a, tmp_path)
    said = material(a, id).sha256
    for other in OTHERS[:200]:
        say(a, other, [said])

    assert spare(a) == []


def test_a_laptop_says_that_it_holds_a_small_file_by_what_proves_it(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = photo(a, tmp_path)
    for one in (a, b, b, a):
        one.exchange(stick)
    b.write("activity", title="研讨")
    for one in (b, a):
        one.exchange(stick)

    kinds = [(one.kind, one.id) for one in where(a, id)]

    assert (Kind.LAPTOP, b.me.laptop) in kinds


def test_a_small_file_that_was_let_go_comes_only_when_it_is_wished_for(
    a: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = photo(a, tmp_path)
    a.exchange(stick)
    let_go(a, id)

    a.exchange(stick)
    before_wish = is_here(a, id)
    wish(a, id)
    a.exchange(stick)

    assert (before_wish, is_here(a, id)) == (False, True)


def test_a_file_that_came_back_comes_by_itself_again_if_it_is_damaged(
    a: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = photo(a, tmp_path)
    a.exchange(stick)
    let_go(a, id)
    wish(a, id)
    for _ in range(2):
        a.exchange(stick)

    a.store.blobs.drop_piece(material(a, id).pieces[0].id)
    a.exchange(stick)

    assert is_here(a, id)


def test_a_small_file_for_which_this_laptop_has_no_room_is_named_and_the_records_come(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = photo(a, tmp_path)
    a.exchange(stick)
    with monkeypatch.context() as short:
        short.setattr("sync.material_rules.LEAST_ROOM_BYTES", 10**18)
        done = b.exchange(stick)

    assert done.no_room == ("课堂",)
    assert (is_here(b, id), a.records() <= b.records()) == (False, True)
    assert b.exchange(stick).no_room == ()
    assert is_here(b, id)


def test_a_disk_that_fills_up_in_the_middle_of_small_files_ends_in_names(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        photo(a, tmp_path, f"{number}.bin")
    a.exchange(stick)
    keep = Blobs.add_piece
    kept: list[str] = []

    def full(blobs: Blobs, id: str, data: bytes) -> bool:
        if len(kept) >= 3:
            raise OSError(errno.ENOSPC, "full")
        kept.append(id)
        return keep(blobs, id, data)

    with monkeypatch.context() as short:
        short.setattr(Blobs, "add_piece", full)
        done = b.exchange(stick)

    assert len(done.no_room) == 5
    assert b.exchange(stick).pieces_in == 5


def test_what_is_chosen_and_not_spare_stays(a: Laptop, tmp_path: Path) -> None:
    id = attach(a, film(tmp_path))

    assert materials.drop(a.store, [material(a, id).sha256]) == 0
    assert whole(a, id) is not None


def test_what_others_wish_for_is_carried_sealed(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    a.exchange(stick)
    choose(b)
    say(b, OTHERS[0], [], [piece.id for piece in material(a, id).pieces])

    b.exchange(stick)

    assert whole(b, id) is None
    assert len(b.store.blobs.piece_ids()) == 4
    b.exchange(other)
    choose(c, take_long=True)
    c.exchange(other)
    assert whole(c, id) == whole(a, id)


def test_what_is_carried_for_others_keeps_within_its_room(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, courier_bytes=2 * PIECE_BYTES + 100)
    say(b, OTHERS[0], [], [piece.id for piece in material(a, id).pieces])

    for _ in range(2):
        b.exchange(stick)

    assert len(b.store.blobs.piece_ids()) == 2


def test_what_was_carried_sealed_is_put_together_when_it_is_wished_for_here(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b)
    say(b, OTHERS[0], [], [piece.id for piece in material(a, id).pieces])
    b.exchange(stick)
    wish(b, id)
    empty = tmp_path / "empty"
    empty.mkdir()

    b.exchange(empty)

    assert whole(b, id) == whole(a, id)
    assert b.store.blobs.piece_ids() == set()


def test_what_is_wished_for_goes_first(a: Laptop, stick: Path, tmp_path: Path) -> None:
    from sync import packs

    small = attach(a, film(tmp_path, 1000, "小.mp4"))
    large = attach(a, film(tmp_path))
    say(a, OTHERS[0], [], [piece.id for piece in material(a, large).pieces])

    a.exchange(stick)

    (pack,) = stick.glob("lianke1/*/b/*/*.bpk")
    order = list(packs.read_index(pack.read_bytes(), a.me.alliance).spans)
    assert order == [
        *(piece.id for piece in material(a, large).pieces),
        *(piece.id for piece in material(a, small).pieces),
    ]
