"""Equal sets with unequal digests raise an alarm; wishes travel; the doctor names what it finds."""

import datetime
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import select, update

from db.commands.attachments import attach_file
from db.documents import Author, Document
from db.journal import begin
from db.models.exchange import Certificate, MissingSegment, Segment
from db.models.local import Document as Stored
from db.models.local import Parked
from db.models.receipts import Receipt, RecordDigest
from db.progress import finish
from db.queries.materials import material_of
from sync import alarms, doctor, places, receipts, skipped_files, telling, wishes
from sync.doctor import Finding, Health, examining
from sync.errors import Reason
from sync.limits import VISITS
from sync.log import WAITING
from sync.result import Skipped
from sync.standing import REVOKED
from tests.sync.laptops import Laptop, files
from tests.sync.members_apart import files_of, hand


def health(laptop: Laptop) -> Health:
    """Return what the doctor says."""
    return finish(examining(laptop.store))


def codes(laptop: Laptop) -> set[str]:
    """Return the codes of what the doctor found."""
    return {finding.code for finding in health(laptop).findings}


def spoil(laptop: Laptop, id: str) -> None:
    """Change a record behind the journal's back, as only a fault of the program could."""
    with laptop.store.write() as session:
        row = session.scalars(select(Stored).where(Stored.id == id)).one()
        document = Document.load(row.body)
        forked = document.fork(document.version, 99)
        forked.write(Author(99, "p", "l", 1), {"title": "otherwise"}, {})
        row.body, row.version = forked.body(), forked.version
        session.execute(update(RecordDigest).where(RecordDigest.n == row.n).values(stale=True))


def standing(laptop: Laptop) -> list[alarms.AlarmRow]:
    """Return the alarms of a laptop."""
    with laptop.store.read() as session:
        return alarms.standing(session)


def test_equal_sets_with_equal_digests_raise_no_alarm(
    a: Laptop, b: Laptop, c: Laptop, stick: Path
) -> None:
    c.write_within("校内研讨")
    for one in (a, b, c, a, b, c):
        one.write("activity", title="送课")
        one.exchange(stick)
    for one in (a, b, c, a):
        one.exchange(stick)

    assert [standing(one) for one in (a, b, c)] == [[], [], []]


def test_equal_sets_with_unequal_digests_raise_an_alarm(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    spoil(a, id)
    b.exchange(stick)

    a.exchange(stick)

    (alarm,) = standing(a)
    assert alarm.laptop == b.me.laptop
    assert alarm.mine != alarm.theirs
    assert not health(a).well
    assert health(a).findings[0].code == "digest_differs"


def test_laptops_that_hold_more_or_less_are_not_compared(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    spoil(a, id)
    b.exchange(stick)
    a.write("activity", title="研讨")

    a.exchange(stick)

    assert standing(a) == []


def test_who_lacks_one_in_the_middle_of_a_log_is_not_compared(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    for one in (a, c):  # the first segment of c holds no record
        one.exchange(stick)
    for title in ("送课", "研讨"):
        c.write("activity", title=title)
        c.exchange(stick)
    b.exchange(stick)  # says that it holds all of that
    _, middle, _ = files_of_log(stick, c)
    hidden = middle.rename(tmp_path / middle.name)

    a.exchange(stick)
    lacking, at_first = standing(a), compared(a)
    hidden.rename(middle)
    a.exchange(stick)

    assert lacking == standing(a) == []
    assert compared(a) - at_first == {b.me.laptop}


def compared(laptop: Laptop) -> set[str]:
    """Return whose receipts were compared."""
    with laptop.store.read() as session:
        return set(session.scalars(select(Receipt.laptop).where(Receipt.compared)))


def files_of_log(stick: Path, laptop: Laptop) -> list[Path]:
    """Return the segments that a laptop has sealed and put there."""
    return [file for file in files(stick, "seg") if laptop.me.replica in str(file)]


def test_who_lacks_a_part_that_waited_here_at_first_is_not_compared(
    a: Laptop, b: Laptop, c: Laptop, stick: Path
) -> None:
    id = a.write("activity", title="送课")
    before = files_of(a)
    hand(c, before.values())
    c.exchange(stick)
    a.edit(id, title="研讨")
    later = {file: data for file, data in files_of(a).items() if file not in before}
    hand(b, later.values())
    hand(b, before.values())

    b.exchange(stick)

    assert standing(b) == []


def test_who_cannot_read_all_tells_no_digest(a: Laptop, stick: Path) -> None:
    a.exchange(stick)
    with a.store.write() as session:
        session.add(
            Parked(
                digest=b"d",
                raw=b"",
                segment="",
                certificate="",
                authority=1,
                record="",
                reason="unknown_certificate",
            )
        )
        assert not telling.reads_all(session)

    assert not telling.look(a.store).whole


def test_a_wish_travels_and_ends_when_the_file_is_here(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = a.write("activity", title="送课")
    photo = tmp_path / "课堂.bin"
    photo.write_bytes(b"x" * 5000)
    attachment = _attach(a, id, photo)
    a.exchange(stick)
    shutil.rmtree(next(stick.rglob("b")))
    b.exchange(stick)
    with b.store.write() as session:
        wishes.add(session, attachment)
        wishes.add(session, attachment)
    b.exchange(stick)
    with a.store.read() as session:
        before = receipts.wished(session)

    a.exchange(stick)
    with a.store.read() as session:
        wished = receipts.wished(session)
    b.exchange(stick)
    b.exchange(stick)

    assert before == {}
    assert list(wished.values()) == [1]
    with b.store.read() as session:
        assert wishes.mine(session) == []


def test_an_untold_wish_goes_out_at_once_and_once(a: Laptop, b: Laptop, stick: Path) -> None:
    for one in (a, b, a):
        one.exchange(stick)
    attachment = b.write("attachment", file_name="film.mp4")
    b.exchange(stick)
    with b.store.write() as session:
        wishes.add(session, attachment)
    count = b.count(Segment)

    b.exchange(stick)
    b.exchange(stick)

    assert b.count(Segment) == count + 1


def test_the_files_that_are_here_are_told(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = a.write("activity", title="送课")
    photo = tmp_path / "课堂.bin"
    photo.write_bytes(b"y" * 5000)
    attachment = _attach(a, id, photo)
    for one in (a, b, b):
        one.exchange(stick)
    b.write("activity", title="研讨")
    b.exchange(stick)

    a.exchange(stick)

    with a.store.read() as session:
        found = material_of(session, a.store.blobs, attachment)
        assert found is not None
        assert receipts.FileHolders(session).of(found.proof) == [b.me.laptop]


def _attach(laptop: Laptop, activity: str, file: Path) -> str:
    with laptop.store.read() as session:
        sitting = begin(session, laptop.me.person)
    day = datetime.date(2026, 3, 2)
    return finish(attach_file(laptop.store, sitting, activity, file, today=day))


def test_a_sound_laptop_is_well(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    for one in (a, b, a):
        one.exchange(stick)

    found = health(a)

    assert found.well
    assert found.findings == ()
    assert found.digest == health(b).digest


def test_what_is_not_sent_and_who_is_silent_is_named(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (a, b, a):
        one.exchange(stick)
    a.write("activity", title="送课")
    soon = codes(a)
    later = time.time() + 50 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)

    assert soon == {"unsent"}
    assert codes(a) == {"unsent", "silent"}


@pytest.mark.parametrize("clock", [315_532_800, 1_300_000_000])
def test_a_clock_that_cannot_be_right_is_serious(
    a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch, clock: int
) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    monkeypatch.setattr(time, "time", lambda: clock)

    found = health(a)

    assert not found.well
    assert "clock" in {finding.code for finding in found.findings}


def test_a_clock_that_was_wrong_once_is_forgotten_with_the_next_work(
    a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: 2_150_000_000)  # 2038
        a.write("activity", title="送课")
        a.exchange(stick)
    at_once = codes(a)
    a.write("activity", title="听课")
    a.exchange(stick)

    assert "clock" in at_once
    assert "clock" not in codes(a)


def test_little_room_is_serious(a: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.doctor.ROOM_BYTES", 2**60)

    assert Finding("room").serious
    assert "room" in codes(a)


def test_what_waits_and_what_is_missing_is_named(a: Laptop, stick: Path) -> None:
    a.exchange(stick)
    with a.store.write() as session:
        for number, reason in enumerate(("pending", "refused")):
            session.add(
                Parked(
                    digest=bytes([number]),
                    raw=b"",
                    segment="",
                    certificate="",
                    authority=1,
                    record="",
                    reason=reason,
                )
            )
        skipped_files.note(session, str(stick), [Skipped("s/a/b.seg", Reason.HOSTILE)], whole=True)
        session.add(MissingSegment(place=str(stick), id="y", visits=VISITS))
        session.add(MissingSegment(place=str(stick), id="z", visits=VISITS - 1))

    found = {finding.code: finding for finding in health(a).findings}

    assert found.keys() == {"parked", "refused", "refused_file", "missing_file"}
    refused = found["refused_file"]
    assert (refused.place, refused.subject, refused.files) == ("stick", "hostile", ("s/a/b.seg",))
    assert (found["parked"].subject, found["refused"].subject) == ("pending", "refused")
    assert (found["missing_file"].subject, found["missing_file"].count) == ("stick", 1)
    assert [finding.code for finding in health(a).findings if finding.serious] == ["missing_file"]


def test_what_waits_is_told_once_and_no_laptop_that_is_out_is_sent_for_strangers(
    a: Laptop, stick: Path
) -> None:
    a.exchange(stick)
    with a.store.write() as session:
        session.execute(update(Segment).values(state=WAITING))

    with a.store.read() as session:
        alone = [one.code for one in doctor.waiting(session)]
        with_files = doctor.waiting(session, {Reason.STRANGER})
    with a.store.write() as session:
        session.execute(update(Certificate).values(standing=REVOKED))
    with a.store.read() as session:
        out = doctor.waiting(session)

    assert (alone, with_files, out) == (["stranger"], (), ())


def refused_at(laptop: Laptop) -> list[tuple[str, str, int]]:
    """Return place, reason and number of the files that the doctor names."""
    return [
        (one.place, one.subject, one.count)
        for one in health(laptop).findings
        if one.code == "refused_file"
    ]


def test_files_of_no_use_are_named_at_the_place_where_they_lie_until_they_are_well(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    sound = tmp_path / "sound"
    sound.mkdir()
    a.write("activity", title="送课")
    a.exchange(stick)
    a.exchange(sound)
    (segment,) = stick.rglob("*.seg")
    segment.write_bytes(segment.read_bytes()[:-1])
    b.exchange(stick)
    b.exchange(sound)

    cut = refused_at(b)
    a.exchange(stick)
    b.exchange(stick)

    assert cut == [("stick", "truncated", 1)]
    assert refused_at(b) == []


def test_what_is_of_no_use_is_kept_when_an_exchange_breaks_off_and_bounded(
    a: Laptop, stick: Path
) -> None:
    a.exchange(stick)
    many = [Skipped(f"s/{number}.seg", Reason.ALTERED) for number in range(1000)]
    with a.store.write() as session:
        skipped_files.note(session, str(stick), many, whole=True)
        skipped_files.note(session, str(stick), [], whole=False)
        (one,) = skipped_files.there(session)
        places.forget(session, str(stick))
        forgotten = skipped_files.there(session)

    assert len(one.files) == 200
    assert forgotten == []
