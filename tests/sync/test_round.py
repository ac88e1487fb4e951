"""One exchange: what goes, what comes, what is carried for others, and what is left alone."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.models.exchange import Exchange, SealedSection, Segment
from db.models.local import Parked
from db.progress import Progress, finish
from db.store import Store
from sync import ages, places, renewing, round, sticks
from sync.errors import (
    NotFoundedError,
    PlaceError,
    PlaceMissingError,
    PlaceUnusableError,
    SecondRoundError,
)
from sync.result import RoundResult
from sync.visit import RoundProgress, Stage
from tests.sync.laptops import Laptop, files, invite, tree


def test_a_record_reaches_the_other_laptop(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课到李家小学")

    sent = a.exchange(stick)
    got = b.exchange(stick)

    assert b.title(id) == "送课到李家小学"
    assert id in sent.went
    assert id in got.came
    assert got.received == len(got.came) == len(a.records())


def test_an_exchange_without_news_writes_nothing(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    for laptop in (a, b, a, b):
        laptop.exchange(stick)
    before = tree(stick)

    again = [laptop.exchange(stick) for laptop in (a, b)]

    assert tree(stick) == before
    assert all(not result.moved and not result.skipped for result in again)


def test_both_laptops_hold_the_same_after_two_visits(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="甲")
    b.write("activity", title="乙")

    for laptop in (a, b, a):
        laptop.exchange(stick)

    assert a.records() == b.records()


def test_a_third_laptop_carries_what_it_did_not_write(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = a.write("activity", title="送课")
    other = tmp_path / "other stick"
    other.mkdir()
    a.exchange(stick)
    b.exchange(stick)

    carried = b.exchange(other)
    c.exchange(other)

    assert c.title(id) == "送课"
    assert id not in carried.went
    assert carried.carried == len(a.records())


def test_a_second_stick_gets_the_same_bytes(a: Laptop, stick: Path, tmp_path: Path) -> None:
    other = tmp_path / "other stick"
    other.mkdir()
    a.write("activity", title="送课")

    a.exchange(stick)
    a.exchange(other)

    assert {p.name: p.read_bytes() for p in files(stick, "seg")} == {
        p.name: p.read_bytes() for p in files(other, "seg")
    }


def test_what_waited_is_sealed_before_any_carrier_sees_it(a: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    work = round.exchange(a.store, stick)
    for progress in work:
        assert isinstance(progress, RoundProgress)
        if progress.stage is Stage.LOOKING:
            break
    work.close()

    assert a.count(Segment) == 1
    assert files(stick, "seg") == []


def test_a_stopped_exchange_is_simply_done_again(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write_many(30)
    a.exchange(stick)
    stops = 0
    while True:
        work = round.exchange(b.store, stick)
        for step, _ in enumerate(work):
            if step >= stops:
                break
        else:
            break
        work.close()
        stops += 1

    assert b.records() == a.records()
    assert stops > 3


def test_cut_off_before_members_are_believed_the_next_exchange_believes_them(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for laptop in (a, c, a):
        laptop.write("activity", title=laptop.name)
        laptop.exchange(stick)

    def killed(_session: Session) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(renewing, "see_to", killed)
        with pytest.raises(KeyboardInterrupt):
            b.exchange(stick)
    again = b.exchange(stick)

    assert again.skipped == ()
    assert b.records() == a.records()


def stage_of(progress: Progress) -> Stage:
    assert isinstance(progress, RoundProgress)
    return progress.stage


def stopped_everywhere(
    laptop: Laptop, place: Path, folder: Path
) -> Iterator[tuple[Laptop, RoundResult]]:
    """Stop the same exchange after each step up to the files, and go on; yield how that ended."""
    for steps in count(1):
        there = shutil.copytree(place, folder / f"stick{steps}")
        once = laptop.copy(folder / f"laptop{steps}")
        work = round.exchange(once.store, there)
        done = list(islice(work, steps))
        work.close()
        if len(done) < steps or (steps > 1 and stage_of(done[-1]) is Stage.ATTACHMENTS):
            once.store.close()
            return
        yield once, once.exchange(there)
        once.store.close()


def test_what_waits_for_a_change_that_came_before_a_stop_is_tried_in_the_next(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    (first,) = files(stick, "seg")
    a.edit(id, title="送课改期")
    a.exchange(stick)
    first.rename(tmp_path / "first")
    assert b.exchange(stick).parked == 1
    (tmp_path / "first").rename(first)

    ends = [
        (once.title(id), once.count(Parked)) for once, _ in stopped_everywhere(b, stick, tmp_path)
    ]

    assert ends == [("送课改期", 0)] * len(ends)


def test_many_records_make_few_files_and_few_bytes(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write_many(2000)

    sent = a.exchange(stick)
    got = b.exchange(stick)

    assert sent.bytes_out / 2000 < 300
    assert len(tree(stick)) <= 20
    assert got.received == len(a.records())


def test_a_school_circle_is_carried_by_all_and_read_by_its_own(
    a: Laptop, c: Laptop, d: Laptop, stick: Path, tmp_path: Path
) -> None:
    for laptop in (c, d, c, d):  # each learns of the other, and gives the school's key on
        laptop.exchange(stick)
    id = c.write_within("校内研讨")
    c.exchange(stick)
    a.exchange(stick)
    other = tmp_path / "other stick"
    other.mkdir()

    a.exchange(other)
    d.exchange(other)

    assert a.title(id) is None
    assert a.count(SealedSection) == 1
    assert d.title(id) == "校内研讨"


def test_a_section_waits_for_its_key(c: Laptop, d: Laptop, stick: Path) -> None:
    id = c.write_within("校内研讨")
    c.exchange(stick)

    d.exchange(stick)
    before = d.title(id)
    c.exchange(stick)
    d.exchange(stick)

    assert before is None
    assert d.title(id) == "校内研讨"
    assert d.count(SealedSection) == 0


def test_segments_of_a_stranger_are_carried_and_read_when_known(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = c.write("activity", title="走访")
    c.exchange(stick)
    hidden = [(p, p.read_bytes()) for p in files(stick, "mem")]
    for path, _ in hidden:
        path.unlink()
    first = b.exchange(stick)
    other = tmp_path / "other stick"
    other.mkdir()
    b.exchange(other)
    for path, data in hidden:
        path.write_bytes(data)

    unread = b.title(id)
    b.exchange(stick)

    assert unread is None
    assert [s.reason.value for s in first.skipped] == ["stranger"]
    assert len(files(other, "seg")) == 1
    assert b.title(id) == "走访"


def test_the_depot_of_another_alliance_is_left_alone(a: Laptop, stick: Path) -> None:
    foreign = stick / "lianke1" / "aaaaaaaaaaaaa" / "s"
    foreign.mkdir(parents=True)
    (foreign / "file").write_bytes(b"theirs")
    before = tree(stick)

    result = a.exchange(stick)

    assert {name: seen for name, seen in tree(stick).items() if name in before} == before
    assert [(s.name, s.reason.value) for s in result.skipped] == [
        ("lianke1/aaaaaaaaaaaaa", "foreign")
    ]


def test_a_note_for_people_lies_beside_a_new_depot(a: Laptop, stick: Path) -> None:
    a.exchange(stick)

    assert "请不要删除" in (stick / "README.txt").read_text(encoding="utf-8-sig")


def test_a_note_of_somebody_else_stays(a: Laptop, stick: Path) -> None:
    (stick / "readme.TXT").write_text("mine")

    a.exchange(stick)

    assert (stick / "readme.TXT").read_text() == "mine"
    assert not (stick / "README.txt").exists() or (stick / "readme.TXT").samefile(
        stick / "README.txt"
    )


def test_two_exchanges_at_once_are_refused(a: Laptop, stick: Path) -> None:
    first = round.exchange(a.store, stick)
    next(first)

    with pytest.raises(SecondRoundError):
        a.exchange(stick)

    first.close()
    a.exchange(stick)


def test_a_missing_folder_is_said_so(a: Laptop, tmp_path: Path) -> None:
    with pytest.raises(PlaceMissingError):
        a.exchange(tmp_path / "nowhere")


@pytest.mark.parametrize("part", ["", "pieces"])
def test_the_data_folder_is_no_place(a: Laptop, part: str) -> None:
    place = a.store.folder / part
    place.mkdir(exist_ok=True)

    with pytest.raises(PlaceUnusableError):
        a.exchange(place)


def test_a_file_is_no_place(a: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")

    with pytest.raises(PlaceUnusableError):
        a.exchange(file)


def test_a_laptop_without_an_alliance_cannot_exchange(tmp_path: Path, stick: Path) -> None:
    store = Store(tmp_path / "new")

    with pytest.raises(NotFoundedError):
        finish(round.exchange(store, stick))
    store.close()


def test_a_cloned_laptop_takes_a_log_of_its_own(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    a.exchange(stick)
    clone = a.copy(tmp_path / "clone")
    one = a.write("activity", title="甲")
    two = clone.write("activity", title="乙")

    a.exchange(stick)
    clone.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)

    assert b.title(one) == "甲"
    assert b.title(two) == "乙"
    assert a.records() == clone.records() == b.records()
    assert a.me.replica != clone.me.replica
    clone.store.close()


def test_a_restored_laptop_gets_back_what_it_had_sent(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    old = a.copy(tmp_path / "old")
    id = a.write("activity", title="送课")
    a.exchange(stick)
    later = old.write("activity", title="后来")

    old.exchange(stick)
    b.exchange(stick)

    assert old.title(id) == "送课"
    assert b.records() == old.records()
    assert later in b.records()
    old.store.close()


def test_the_tip_follows_the_log(a: Laptop, stick: Path) -> None:
    a.write("activity", title="甲")
    a.exchange(stick)
    first = files(stick, "tip")
    a.write("activity", title="乙")

    a.exchange(stick)

    assert len(first) == 1
    assert len(files(stick, "tip")) == 1
    assert files(stick, "tip") != first
    newest = max(p.name for p in files(stick, "seg"))
    assert newest.removesuffix(".seg") in files(stick, "tip")[0].name


def test_an_older_end_of_a_log_is_not_announced_again(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="甲")
    a.exchange(stick)
    b.exchange(stick)
    a.write("activity", title="乙")
    a.exchange(stick)
    newest = files(stick, "seg")[-1]
    newest.write_bytes(b"")
    before = files(stick, "tip")

    b.exchange(stick)

    assert files(stick, "tip") == before


def test_places_and_history_tell_what_was_done(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    b.exchange(stick)

    with b.store.read() as session:
        place = places.known(session)[0]
        past = places.past(session)
        met = places.last_met(session)

    assert (place.address, place.name, place.outcome) == (str(stick), "stick", "done")
    assert met == place.met_at is not None
    assert b.count(Exchange) == 1
    assert id in past[0].came
    assert past[0].received == len(past[0].came)


def test_a_place_that_fails_keeps_the_day_it_was_last_met(
    a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_790_000_000.0)
    a.exchange(stick)
    monkeypatch.undo()
    (stick / "lianke1").rename(stick.parent / "away")
    (stick / "lianke1").write_bytes(b"")

    with pytest.raises(PlaceError):
        a.exchange(stick)

    with a.store.read() as session:
        (place,) = places.known(session)
        assert place.outcome not in ("", "done")
        assert place.met_at == places.last_met(session) == 1_790_000_000


def test_a_place_keeps_the_name_people_gave_it(a: Laptop, stick: Path) -> None:
    finish(round.exchange(a.store, stick, name="张老师的U盘"))
    a.exchange(stick)

    with a.store.read() as session:
        assert [row.name for row in places.known(session)] == ["张老师的U盘"]
    with a.store.write() as session:
        places.forget(session, str(stick))
    with a.store.read() as session:
        assert places.known(session) == []


def test_ages_tell_up_to_when_a_school_was_heard_of(
    a: Laptop, c: Laptop, stick: Path, ids: dict[str, str]
) -> None:
    a.exchange(stick)
    c.write("activity", title="走访")
    c.exchange(stick)
    a.exchange(stick)

    with a.store.read() as session:
        schools = ages.of_schools(session)
        laptops = ages.of_laptops(session)

    assert set(schools) == {ids["core"], ids["village"]}
    assert 0 < schools[ids["village"]].changed_at <= schools[ids["village"]].received_at
    assert set(laptops) == {a.me.laptop, c.me.laptop}


def test_a_stick_tells_whose_depot_it_holds(a: Laptop, stick: Path, tmp_path: Path) -> None:
    empty = sticks.look(stick, a.me.alliance)
    (stick / "lianke1" / "aaaaaaaaaaaaa").mkdir(parents=True)
    a.exchange(stick)

    found = sticks.look(stick, a.me.alliance)

    assert empty == sticks.StickFound(mine=False, others=())
    assert found == sticks.StickFound(mine=True, others=("aaaaaaaaaaaaa",))
    assert sticks.look(tmp_path / "nowhere", a.me.alliance) is None


def test_a_newcomer_reads_the_depot_at_once(
    a: Laptop, stick: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)

    e = invite(a, tmp_path / "e", "teacher", ids["village"], a.me.person)
    e.exchange(stick)
    mine = e.write("activity", title="新来的")
    e.exchange(stick)
    a.exchange(stick)

    assert e.title(id) == "送课"
    assert a.title(mine) == "新来的"
    e.store.close()


def test_progress_names_whose_work_it_is(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")

    seen = [p for p in round.exchange(a.store, stick) if isinstance(p, RoundProgress)]

    assert {p.stage for p in seen} >= {Stage.SEALING, Stage.LOOKING, Stage.SENDING}
    assert "李志强" in {p.words for p in seen if p.stage is Stage.SENDING}


@pytest.mark.skipif(os.name != "posix", reason="links need POSIX")
def test_a_link_on_the_stick_leads_nowhere(a: Laptop, stick: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (stick / "lianke1").symlink_to(outside)

    with pytest.raises(PlaceUnusableError):
        a.exchange(stick)

    assert list(outside.iterdir()) == []


def test_open_laptops_agree_in_any_order(open_laptop: Callable[[str], Laptop], stick: Path) -> None:
    laptops = [open_laptop(name) for name in "abcd"]
    for number, laptop in enumerate(laptops):
        laptop.write("activity", title=str(number))

    for order in ((3, 1, 0, 2), (0, 1, 2, 3)):
        for index in order:
            laptops[index].exchange(stick)

    assert len({frozenset(laptop.records()) for laptop in laptops}) == 1
