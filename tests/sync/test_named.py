"""Records for named persons: sealed for their laptops, carried by everybody, read by no other."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db import journal, permissions
from db.changes import ENCODER, Change, peer_of, record_id
from db.circles import NAMED, named_home
from db.digest import digest
from db.documents import Author, Document
from db.errors import NotAllowedError, UnknownRecordError
from db.judging import Arrival, Signer
from db.models.activities import Activity
from db.models.circles import NamedSection, SectionKey
from db.models.exchange import Certificate, MembershipFile, SealedSection, Segment
from db.models.local import Document as Stored
from db.models.local import Parked, SearchText
from db.queries.history import history
from db.queries.ledger_activities import conditions
from db.queries.records import show
from db.store import Store
from sync import keys, named
from sync.errors import MalformedError, SkippedFileError
from sync.limits import HEADER_BYTES, WRAP_BYTES
from sync.names import id_of
from sync.sealing import new_key
from sync.segment import open_section
from sync.segment_header import NAMED as NAMED_SECTION
from sync.segment_header import Header, Section, check_header
from sync.wrapping import NamedKey, lock_of, unwrap_any, wrap_for
from tests.sync.circle_laptops import (
    Made,
    add_part,
    keep_exchanging,
    make_circle_alliance,
    own_segments,
    put_segment,
    write_named,
)
from tests.sync.laptops import Laptop, invite

SECRET = "王校长听课：导入太长"
DAY = datetime.date(2025, 10, 17)


@pytest.fixture(scope="module")
def circle_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """Make the alliance once."""
    folder = tmp_path_factory.mktemp("circles")
    return folder, make_circle_alliance(folder)


@pytest.fixture
def people(circle_made: tuple[Path, Made]) -> Made:
    """Return the ids of schools and persons."""
    return circle_made[1]


@pytest.fixture
def open_one(circle_made: tuple[Path, Made], tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Return a function that opens a copy of a laptop by its letter."""
    opened: list[Laptop] = []

    def do(name: str) -> Laptop:
        shutil.copytree(circle_made[0] / name, tmp_path / name)
        opened.append(Laptop(name, Store(tmp_path / name)))
        return opened[-1]

    yield do
    for one in opened:
        one.store.close()


@pytest.fixture
def t(open_one: Callable[[str], Laptop]) -> Laptop:
    """Return the teacher's laptop."""
    return open_one("t")


@pytest.fixture
def o(open_one: Callable[[str], Laptop]) -> Laptop:
    """Return the observer's laptop, in the other school."""
    return open_one("o")


@pytest.fixture
def x(open_one: Callable[[str], Laptop]) -> Laptop:
    """Return a laptop of somebody else in the teacher's school."""
    return open_one("x")


@pytest.fixture
def replaced(open_one: Callable[[str], Laptop], tmp_path: Path, people: Made) -> Iterator[Laptop]:
    """Return the observer's new laptop, which has met nobody yet."""
    a = open_one("a")
    new = invite(a, tmp_path / "o2", "lead", people.village, people.observer, "王校长")
    yield new
    new.store.close()


def holds(one: Laptop, words: str) -> bool:
    """Tell whether these words stand anywhere in a laptop's data folder, its search index too."""
    files = [path for path in one.store.folder.rglob("*") if path.is_file()]
    return any(words.encode() in path.read_bytes() for path in files)


def test_a_third_laptop_carries_what_is_for_others_and_cannot_read_it(
    t: Laptop, o: Laptop, x: Laptop, people: Made, stick: Path, tmp_path: Path
) -> None:
    id = write_named(t, SECRET, people.observer)
    t.exchange(stick)
    other = tmp_path / "other"
    other.mkdir()
    carried = x.exchange(stick)
    x.exchange(other)
    o.exchange(other)

    assert o.title(id) == SECRET
    assert holds(t, SECRET)
    assert not holds(x, SECRET[:4])
    assert id not in x.records()
    assert (carried.received, carried.skipped, carried.parked) == (0, (), 0)
    with pytest.raises(UnknownRecordError), x.store.read() as session:
        history(session, id)


def test_what_is_for_others_is_not_called_waiting_for_a_key(
    t: Laptop, x: Laptop, people: Made, stick: Path
) -> None:
    write_named(t, SECRET, people.observer)
    keep_exchanging(stick, t, x)

    assert (x.count(NamedSection), x.count(SealedSection), x.count(Parked)) == (1, 0, 0)


def test_both_who_are_named_write_and_come_to_the_same(
    t: Laptop, o: Laptop, x: Laptop, people: Made, stick: Path
) -> None:
    id = write_named(t, SECRET, people.observer)
    keep_exchanging(stick, t, o)
    t.edit(id, place="三年级教室", outcome="学生会用拼图。")
    o.edit(id, period="第三节", outcome="导入要短。")
    part = add_part(o, "action_item", activity=id, content="下周再听一次")
    keep_exchanging(stick, t, x, o)

    for one in (t, o):
        with one.store.read() as session:
            values = show(session, id).values
            assert show(session, part).home == named_home((people.teacher, people.observer))
        assert (values["place"], values["period"]) == ("三年级教室", "第三节")
    with t.store.read() as first, o.store.read() as second:
        assert digest(first) == digest(second)
    assert part not in x.records()


def test_what_few_may_read_is_in_no_ledger_that_is_handed_in(t: Laptop, people: Made) -> None:
    private = write_named(t, SECRET, people.observer)
    public = t.write("activity", title="送课")
    t.edit(private, held_on="2025-10-17", host_school=people.core)
    t.edit(public, held_on="2025-10-17", host_school=people.core)

    with t.store.read() as session:
        for school in (None, people.core):
            wanted = conditions(DAY, DAY, school, ())
            found = session.scalars(
                select(Activity.id).join(Stored, Stored.id == Activity.id).where(*wanted)
            ).all()
            assert found == [public]


def test_a_replaced_laptop_is_given_the_keys_by_whoever_holds_them(
    t: Laptop, o: Laptop, x: Laptop, replaced: Laptop, people: Made, stick: Path
) -> None:
    id = write_named(t, SECRET, people.observer)
    keep_exchanging(stick, t, o, x)
    replaced.exchange(stick)
    before = replaced.title(id)

    t.exchange(stick)
    replaced.exchange(stick)

    assert (before, replaced.title(id)) == (None, SECRET)
    replaced.edit(id, place="新电脑上")
    keep_exchanging(stick, replaced, t, o, x)
    assert {one.title(id) for one in (t, o, replaced)} == {SECRET}
    assert id not in x.records()


def test_a_key_is_given_once_and_then_nothing_is_written(
    t: Laptop, o: Laptop, x: Laptop, replaced: Laptop, people: Made, stick: Path
) -> None:
    write_named(t, SECRET, people.observer)
    write_named(o, "另一份", people.teacher)
    keep_exchanging(stick, t, o, x, replaced)
    files = t.count(MembershipFile)

    keep_exchanging(stick, t, o, x, replaced)

    assert [one.count(MembershipFile) for one in (t, o, x, replaced)] == [files] * 4
    assert t.count(SectionKey) == o.count(SectionKey) == replaced.count(SectionKey)
    assert x.count(SectionKey) == 0


def test_a_grant_may_come_before_what_it_opens(
    t: Laptop, o: Laptop, replaced: Laptop, people: Made, stick: Path, tmp_path: Path
) -> None:
    replaced.exchange(stick)
    id = write_named(o, SECRET, people.teacher)
    before = tmp_path / "before"
    before.mkdir()
    o.exchange(before)  # sealed before the new laptop is known here
    keep_exchanging(stick, o)
    only_members = tmp_path / "members"
    shutil.copytree(stick, only_members)
    for path in [*only_members.rglob("*.seg"), *only_members.rglob("*.tip")]:
        path.unlink()
    replaced.exchange(only_members)
    assert replaced.count(SectionKey) == 1
    assert replaced.title(id) is None

    replaced.exchange(before)

    assert replaced.title(id) == SECRET


def test_laptops_that_are_not_named_cannot_write_it(x: Laptop, people: Made) -> None:
    home = named_home((people.teacher, people.observer))
    with x.store.read() as session:
        sitting = journal.begin(session, x.me.person)

    with pytest.raises(NotAllowedError), journal.writing(x.store, sitting) as writer:
        writer.create("activity", {"title": "不该有"}, circle=NAMED, home=home)


@pytest.mark.parametrize("home", ["", "b a", "a a", "a  b", " a", "a\nb", "a " * 20])
def test_a_home_that_names_nobody_lets_nobody_write(home: str) -> None:
    assert not permissions.may_write(
        "coordinator", "s", "activity", NAMED, home, person=home.split(" ")[0]
    )


def forged(signer: Laptop, home: str, key: bytes = b"k" * 16) -> bytes:
    """Return a change as a laptop would make it that has no right to."""
    nonce, person, me = bytes(16), signer.me.person, signer.me
    document = Document()
    document.write(Author(peer_of(me.laptop, nonce), person, me.laptop, 1), {"title": "假"}, {})
    return ENCODER.encode(
        Change("activity", NAMED, home, key, nonce, document.updates(), person, 1_700_000_000)
    )


def test_a_change_by_somebody_who_is_not_named_is_refused(
    t: Laptop, x: Laptop, people: Made, stick: Path
) -> None:
    home = named_home((people.teacher, people.observer))
    key = new_key()
    with t.store.read() as session:
        public = session.scalars(
            select(Certificate.exchange_public).where(Certificate.purpose == "laptop")
        ).all()
    wraps = wrap_for(public, key, b"lianke wrap 1", t.me.alliance)
    put_segment(stick, x, [(NamedKey(key, wraps), [forged(x, home)])])

    t.exchange(stick)

    with t.store.read() as session:
        assert session.scalars(select(Parked.reason)).all() == ["refused"]
    assert record_id(t.me.alliance, "activity", NAMED, home, b"k" * 16) not in t.records()


def test_a_program_with_the_first_table_waits_for_the_second(
    t: Laptop, o: Laptop, people: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = named_home((people.teacher, people.observer))
    me = o.me
    signer = Signer(me.laptop, me.role, me.school, 2, me.person)
    arrival = Arrival(forged(o, home), "segment", me.certificate, 2, signer)
    with monkeypatch.context() as older:
        older.setattr(permissions, "CURRENT", 1)
        journal.accept(t.store, [arrival])
        with t.store.read() as session:
            parked = session.scalars(select(Parked.reason)).all()

    came = journal.retry_parked(t.store, lambda _id, _table: signer)

    assert parked == ["newer_table"]
    assert came.records == (record_id(me.alliance, "activity", NAMED, home, b"k" * 16),)


# how it is sealed


@pytest.mark.parametrize(("readers", "size"), [(1, 4), (4, 4), (5, 8), (9, 16), (17, 64), (70, 64)])
def test_the_number_of_readers_is_hidden(readers: int, size: int) -> None:
    privates = [keys.new_private() for _ in range(readers)]
    key = new_key()

    wraps = wrap_for(map(keys.exchange_public, privates), key, b"label", "alliance")

    assert len(wraps) == size
    assert list(wraps) == sorted(wraps)
    assert {len(wrap) for wrap in wraps} == {WRAP_BYTES}
    assert all(wrap[31] < 0x80 for wrap in wraps)  # each begins with a point, the others' too
    for private in privates[:64]:
        assert unwrap_any(private, wraps, lock_of(key), b"label", "alliance") == key
    assert unwrap_any(keys.new_private(), wraps, lock_of(key), b"label", "alliance") is None
    assert unwrap_any(privates[0], wraps, lock_of(new_key()), b"label", "alliance") is None
    assert unwrap_any(privates[0], wraps, lock_of(key), b"other", "alliance") is None


def test_a_segment_names_no_reader(t: Laptop, o: Laptop, people: Made, stick: Path) -> None:
    write_named(t, SECRET, people.observer)
    t.exchange(stick)

    sections = [section for one in own_segments(t) for section in one.header.sections]
    (found,) = [section for section in sections if section.circle == NAMED_SECTION]

    assert (found.epoch, len(found.wraps)) == ("", 4)
    header = own_segments(t)[-1].header_bytes
    for one in (o, t):
        assert one.me.person.encode() not in header
        assert one.me.laptop.encode() not in header


def test_many_circles_fit_into_the_headers(t: Laptop, people: Made, stick: Path) -> None:
    persons = [f"{n:036}" for n in range(20)]
    for person in persons:
        write_named(t, SECRET, person)
    t.exchange(stick)

    found = [s for s in own_segments(t) if s.header.sections[0].circle == NAMED_SECTION]

    assert [len(s.header.sections) for s in found] == [8, 8, 4]
    assert all(len(s.header_bytes) < HEADER_BYTES for s in found)


@pytest.mark.parametrize(
    "wraps", [[bytes(79)], [bytes(81)], [b""], [bytes(WRAP_BYTES)] * 65], ids=len
)
def test_wraps_of_a_wrong_length_or_number_are_refused(wraps: list[bytes]) -> None:
    section = Section(NAMED_SECTION, "", wraps, bytes(32), 16)
    ids = ("a" * 13, "a" * 13, 1, "", "a" * 26)

    with pytest.raises(SkippedFileError):
        check_header(Header(1, 1, *ids, 2, 1, [section]))


def test_a_section_does_not_open_in_another_segment(
    t: Laptop, people: Made, stick: Path, tmp_path: Path
) -> None:
    write_named(t, SECRET, people.observer)
    t.exchange(stick)
    with t.store.read() as session:
        key = NamedKey(session.scalars(select(SectionKey.key)).one())
    first = next(s for s in own_segments(t) if s.header.sections[0].circle == NAMED_SECTION)
    data = put_segment(tmp_path, t, [(NamedKey(key.key, (bytes(80),)), [b"\x90"])], seq=91)

    swapped = type(first)(id_of(data), first.header, b"other header", b"", first.sections)

    assert open_section(first, 0, key)
    with pytest.raises(MalformedError):
        open_section(swapped, 0, key)
    with pytest.raises(MalformedError):
        open_section(first, 0, NamedKey(new_key()))


def test_a_wrong_key_in_a_grant_opens_nothing_and_spoils_nothing(
    t: Laptop, o: Laptop, people: Made, stick: Path
) -> None:
    id = write_named(t, SECRET, people.observer)
    t.exchange(stick)
    with o.store.write() as session:
        named.keep(session, NamedKey(new_key()), "", [])

    o.exchange(stick)

    assert o.title(id) == SECRET


def test_what_the_index_holds_of_it_is_on_the_laptops_of_the_named_only(
    t: Laptop, x: Laptop, people: Made, stick: Path
) -> None:
    write_named(t, SECRET, people.observer)
    before = x.count(SearchText)
    keep_exchanging(stick, t, x)

    assert holds(t, "导入太长")
    assert x.count(SearchText) == before
    assert x.count(Segment) == t.count(Segment)
