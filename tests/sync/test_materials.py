"""Files of any size: kept once, carried in pieces, put together and proven, never twice."""

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.blobs import PIECE_BYTES
from db.commands.attachments import attach_file
from db.errors import AttachmentError
from db.journal import begin
from db.keeping import keep_file
from db.piece_lists import INLINE, MARK
from db.progress import finish
from db.queries.materials import Material, material_of
from sync import material_rules, wishes
from sync.material_rules import Rules
from sync.round import exchange
from sync.visit import Stage
from tests.sync.laptops import Laptop, files

TODAY = datetime.date(2025, 11, 3)
LONG = 3 * PIECE_BYTES + 1000


def film(folder: Path, size_bytes: int = LONG, name: str = "课堂.mp4") -> Path:
    """Write a file that does not compress."""
    path = folder / name
    path.write_bytes(os.urandom(size_bytes))
    return path


def attach(laptop: Laptop, path: Path, activity: str = "") -> str:
    """Attach a file to an activity, a new one when none is given; return the attachment."""
    activity = activity or laptop.write("activity", title="送课")
    with laptop.store.read() as session:
        sitting = begin(session, laptop.me.person)
    return finish(attach_file(laptop.store, sitting, activity, path, today=TODAY))


def material(laptop: Laptop, id: str) -> Material:
    """Return the file of an attachment as a laptop knows it."""
    with laptop.store.read() as session:
        found = material_of(session, laptop.store.blobs, id)
    assert found is not None
    return found


def whole(laptop: Laptop, id: str) -> bytes | None:
    """Return a long file's bytes, or None while it is not here."""
    path = material(laptop, id).whole_path(laptop.store.blobs)
    return None if path is None else path.read_bytes()


def wish(laptop: Laptop, id: str) -> None:
    """Wish for a file."""
    with laptop.store.write() as session:
        wishes.add(session, id)


def choose(laptop: Laptop, **rules: int) -> None:
    """Choose how files are taken."""
    with laptop.store.write() as session:
        material_rules.write(session, Rules(**{"room_bytes": 0, **rules}))  # type: ignore[arg-type]


def disk(laptop: Laptop) -> int:
    """Return how many bytes of files a laptop keeps."""
    return sum(
        f.stat().st_size
        for part in ("files", "pieces")
        for f in (laptop.store.folder / part).rglob("*")
        if f.is_file()
    )


def test_a_long_file_comes_when_it_is_wished_for(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    path = film(tmp_path)
    id = attach(a, path)
    a.exchange(stick)

    before = b.exchange(stick)
    wish(b, id)
    after = b.exchange(stick)

    assert (before.pieces_in, after.pieces_in) == (0, 4)
    assert whole(b, id) == path.read_bytes()
    assert material(b, id).is_here(b.store.blobs)


def test_long_files_come_by_themselves_where_somebody_chose_so(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, take_long=True)

    b.exchange(stick)

    assert whole(b, id) is not None


def test_a_long_file_lies_on_the_disk_once(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, take_long=True)
    b.exchange(stick)

    for laptop in (a, b):
        assert disk(laptop) < LONG + 10_000


def test_whoever_took_a_long_file_hands_it_on(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    for laptop in (b, c):
        choose(laptop, take_long=True)

    for laptop, place in ((a, stick), (b, stick), (b, other), (c, other)):
        laptop.exchange(place)

    assert whole(c, id) == whole(a, id)


def test_a_second_exchange_moves_nothing(a: Laptop, b: Laptop, stick: Path, tmp_path: Path) -> None:
    attach(a, film(tmp_path))
    choose(b, take_long=True)
    for laptop in (a, b, a):
        laptop.exchange(stick)

    for laptop in (a, b):
        again = laptop.exchange(stick)
        assert (again.pieces_in, again.pieces_out, again.bytes_in) == (0, 0, 0)


def test_a_file_of_many_pieces_names_a_list_of_them(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import db.piece_lists

    monkeypatch.setattr(db.piece_lists, "INLINE", 2)
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, take_long=True)

    b.exchange(stick)

    assert INLINE == 16
    assert material(b, id).listing is not None
    assert len(material(b, id).pieces) == 4
    assert whole(b, id) == whole(a, id)


def test_an_old_program_reads_no_piece_where_a_list_is_named(a: Laptop, tmp_path: Path) -> None:
    from db.blobs import pieces_of

    (piece,) = a.store.blobs.keep(b"a list")

    assert pieces_of(f"{MARK}{piece}") == []


def test_the_same_file_is_neither_kept_nor_carried_twice(
    a: Laptop, stick: Path, tmp_path: Path
) -> None:
    path = film(tmp_path)
    first = attach(a, path)
    a.exchange(stick)
    kept, packs = disk(a), files(stick, "bpk")

    second = attach(a, path)
    a.exchange(stick)

    assert material(a, first).pieces == material(a, second).pieces
    assert disk(a) == kept
    assert files(stick, "bpk") == packs


@pytest.mark.parametrize("size", [0, 1000, PIECE_BYTES, PIECE_BYTES + 1])
def test_two_laptops_that_add_one_file_make_the_same_pieces(
    a: Laptop, b: Laptop, tmp_path: Path, size: int
) -> None:
    path = film(tmp_path, size)

    ids = attach(a, path), attach(b, path)

    assert material(a, ids[0]).pieces == material(b, ids[1]).pieces


def test_pieces_of_a_schools_own_file_show_nobody_else_that_it_is_the_same(
    a: Laptop, tmp_path: Path
) -> None:
    path = film(tmp_path)
    within = a.write_within("校内")

    ids = attach(a, path, within), attach(a, path)

    own, shared = (material(a, id) for id in ids)
    assert own.sha256 == shared.sha256
    assert set(own.pieces).isdisjoint(shared.pieces)
    assert disk(a) < LONG + 10_000


def test_a_schools_own_record_repeats_what_the_alliance_already_carries(
    a: Laptop, tmp_path: Path
) -> None:
    path = film(tmp_path)
    shared = attach(a, path)

    own = attach(a, path, a.write_within("校内"))

    assert material(a, own).pieces == material(a, shared).pieces


def test_a_file_that_changes_while_it_is_added_is_told(a: Laptop, tmp_path: Path) -> None:
    path = film(tmp_path)
    work = keep_file(a.store, path)
    next(work)
    next(work)
    with path.open("ab") as file:
        file.write(b"more")

    with pytest.raises(AttachmentError) as caught:
        finish(work)

    assert caught.value.reason == "changed"
    assert disk(a) == 0


def test_a_film_that_finds_no_room_is_told(a: Laptop, tmp_path: Path) -> None:
    path = film(tmp_path)
    free = shutil.disk_usage(a.store.folder).free

    with pytest.raises(AttachmentError) as caught:
        finish(keep_file(a.store, path, room_bytes=free))

    assert caught.value.reason == "no_room"


def test_forms_save_while_a_film_is_added(a: Laptop, tmp_path: Path) -> None:
    work = keep_file(a.store, film(tmp_path))

    for _ in work:
        a.write("activity", title="同时")


def test_a_whole_file_cannot_be_written_to(a: Laptop, tmp_path: Path) -> None:
    path = material(a, attach(a, film(tmp_path))).whole_path(a.store.blobs)

    assert path is not None
    assert path.stat().st_mode & 0o222 == 0


def stop_after(laptop: Laptop, place: Path, steps: int) -> bool:
    """Begin an exchange and stop it after so many steps with files; tell whether it went on."""
    work = exchange(laptop.store, place)
    met = 0
    for progress in work:
        met += getattr(progress, "stage", None) is Stage.ATTACHMENTS
        if met > steps:
            work.close()
            return True
    return False


def packs_bytes(stick: Path) -> int:
    """Return how much of packs lies on a stick, unfinished ones too."""
    return sum(f.stat().st_size for f in stick.glob("lianke1/*/b/**/*") if f.is_file())


def test_sending_goes_on_at_every_piece(a: Laptop, stick: Path, tmp_path: Path) -> None:
    attach(a, film(tmp_path))
    a.exchange(stick)
    whole_bytes = packs_bytes(stick)

    steps = 0
    while True:
        shutil.rmtree(stick)
        stick.mkdir()
        went_on = stop_after(a, stick, steps)
        before = packs_bytes(stick)
        sent = a.exchange(stick)
        if not went_on:
            break
        assert before <= whole_bytes
        assert packs_bytes(stick) == whole_bytes
        assert files(stick, "part") == []
        assert before + sent.bytes_out - whole_bytes < 100_000  # records; no piece again
        steps += 1
    assert steps >= 5


def test_taking_goes_on_at_every_piece(
    a: Laptop, open_laptop: Callable[[str], Laptop], stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    b = open_laptop("b")
    choose(b, take_long=True)

    pieces, steps = 0, 0
    while stop_after(b, stick, 1):
        steps += 1
        arriving = material(b, id).arriving(b.store.blobs)
        assert len(arriving.have) >= pieces
        pieces = len(arriving.have)
    b.exchange(stick)

    assert steps >= 2
    assert whole(b, id) == whole(a, id)


def test_a_half_written_piece_is_cut_off_and_written_again(
    a: Laptop, stick: Path, tmp_path: Path
) -> None:
    attach(a, film(tmp_path))
    stop_after(a, stick, 3)
    (part,) = files(stick, "part")
    size = part.stat().st_size
    os.truncate(part, size - 1000)

    sent = a.exchange(stick)

    assert files(stick, "part") == []
    assert sent.bytes_out < LONG - size + PIECE_BYTES + 100_000


def test_a_spoilt_beginning_is_written_again(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    stop_after(a, stick, 3)
    (part,) = files(stick, "part")
    with part.open("rb+") as file:
        file.seek(1_000_000)
        file.write(b"spoilt")
    a.exchange(stick)
    choose(b, take_long=True)

    b.exchange(stick)

    assert whole(b, id) == whole(a, id)


def test_what_was_begun_and_is_not_wanted_any_more_is_cleared(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    stop_after(a, stick, 3)
    assert files(stick, "part")
    a.store.blobs.wholes.drop(material(a, id).sha256)

    a.exchange(stick)

    assert files(stick, "part") == []


def test_a_damaged_pack_is_named_and_asked_of_another(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    (pack,) = files(stick, "bpk")
    with pack.open("rb+") as file:
        file.seek(6_000_000)
        file.write(b"spoilt")
    choose(b, take_long=True)

    bad = b.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)

    assert [s.reason.value for s in bad.skipped] == ["altered"]
    assert bad.pieces_in == 3
    assert whole(b, id) == whole(a, id)


def test_a_record_that_lies_about_its_hash_is_refused_until_it_is_put_right(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    right = material(a, id).sha256
    a.exchange(stick)
    b.exchange(stick)
    b.edit(id, sha256="0" * 64)
    choose(b, take_long=True)

    first, second = b.exchange(stick), b.exchange(stick)
    assert [s.reason.value for s in first.skipped] == ["hostile"]
    assert second.bytes_in == 0
    b.edit(id, sha256=right)
    b.exchange(stick)

    assert whole(b, id) == whole(a, id)
