"""What one school or a few read is compared among them, and nobody else learns anything of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db import digest, local
from db.models.circles import SectionKey
from db.models.local import Document, Local
from db.models.receipts import Receipt, RecordDigest
from db.progress import finish
from db.store import Store
from sync import alarms, inner_digests, receipt_body
from sync.errors import MalformedError
from sync.limits import RECEIPT_INNER
from sync.receipt_body import ID_BYTES, INNER_BYTES, Body, hash_of
from sync.wire import encode
from tests.sync.circle_laptops import Made, make_circle_alliance, write_named
from tests.sync.laptops import Laptop
from tests.sync.members_apart import seal
from tests.sync.test_doctor import codes, spoil


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
def open_laptop(
    circle_made: tuple[Path, Made], tmp_path: Path
) -> Iterator[Callable[[str], Laptop]]:
    """Return a function that opens a copy of a laptop by its letter."""
    opened: list[Laptop] = []

    def open_one(name: str) -> Laptop:
        shutil.copytree(circle_made[0] / name, tmp_path / name)
        opened.append(Laptop(name, Store(tmp_path / name)))
        return opened[-1]

    yield open_one
    for laptop in opened:
        laptop.store.close()


@pytest.fixture
def t(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return the laptop of a teacher of the core school."""
    return open_laptop("t")


@pytest.fixture
def x(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return another one of the core school."""
    return open_laptop("x")


@pytest.fixture
def o(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return the observer's laptop, of the village school."""
    return open_laptop("o")


@pytest.fixture
def met(circle_made: tuple[Path, Made], tmp_path: Path) -> Path:
    """Return the stick on which all have met."""
    shutil.copytree(circle_made[0] / "stick", tmp_path / "stick")
    return tmp_path / "stick"


def standing(one: Laptop) -> list[tuple[str, str]]:
    """Return circle and laptop of the alarms of a laptop."""
    with one.store.read() as session:
        return [(row.circle, row.laptop) for row in alarms.standing(session)]


def last_inner(one: Laptop, of: Laptop) -> bytes:
    """Return what the newest receipt of another laptop says of inner circles."""
    with one.store.read() as session:
        query = select(Receipt.body).where(Receipt.laptop == of.me.laptop)
        bodies = [receipt_body.read(body) for body in session.scalars(query)]
    return max(bodies, key=lambda body: len(body.tips)).inner


def entries(inner: bytes) -> set[bytes]:
    """Return the digests in a receipt."""
    rest = inner[ID_BYTES:]
    return {rest[at : at + INNER_BYTES] for at in range(0, len(rest), INNER_BYTES)}


def answer(one: Laptop, place: Path) -> None:
    """Let a laptop take in what is there, and tell of it with its next work."""
    one.exchange(place)
    one.write("activity", title="送课")
    one.exchange(place)


def test_what_a_school_shows_otherwise_raises_an_alarm_in_that_school_only(
    t: Laptop, x: Laptop, o: Laptop, met: Path
) -> None:
    id = t.write_within("校内研讨")
    t.exchange(met)
    spoil(t, id)
    answer(x, met)
    for one in (o, t, o):
        one.exchange(met)

    assert standing(t) == [("school", x.me.laptop)]
    assert standing(o) == []
    assert "digest_differs" in codes(t)


def test_an_alarm_ends_when_both_show_the_same_again(t: Laptop, x: Laptop, met: Path) -> None:
    id = t.write_within("校内研讨")
    t.exchange(met)
    spoil(t, id)
    answer(x, met)
    t.exchange(met)
    before = standing(t)
    spoil(x, id)  # the same fault there: both show the same now

    answer(t, met)
    answer(x, met)
    t.exchange(met)

    assert before == [("school", x.me.laptop)]
    assert standing(t) == []


def test_what_a_few_read_raises_an_alarm_among_them_only(
    t: Laptop, x: Laptop, o: Laptop, met: Path, people: Made
) -> None:
    id = write_named(t, "听课意见", people.observer)
    t.exchange(met)
    spoil(t, id)
    answer(o, met)
    for one in (x, t, x):
        one.exchange(met)

    assert standing(t) == [("named", o.me.laptop)]
    assert standing(x) == []


def test_those_who_show_the_same_are_not_alarmed(
    t: Laptop, x: Laptop, o: Laptop, met: Path, people: Made
) -> None:
    for _ in range(2):
        t.write_within("校内研讨")
        x.write_within("又一次")
        write_named(t, "听课意见", people.observer)
        write_named(o, "回话", people.teacher)
        for one in (t, x, o, t, x, o):
            one.exchange(met)

    assert [standing(one) for one in (t, x, o)] == [[], [], []]


def test_who_lacks_a_key_is_not_compared(t: Laptop, o: Laptop, met: Path, people: Made) -> None:
    first = write_named(t, "听课意见", people.observer)
    t.exchange(met)
    write_named(t, "又一次", people.observer)
    t.exchange(met)
    with t.store.write() as session:
        one = session.scalars(select(SectionKey.lock).order_by(SectionKey.lock)).first()
        session.execute(delete(SectionKey).where(SectionKey.lock == one))
    spoil(t, first)
    answer(o, met)

    t.exchange(met)

    assert standing(t) == []


def test_receipts_show_outsiders_neither_circles_nor_that_something_changed_there(
    t: Laptop, x: Laptop, o: Laptop, met: Path, people: Made
) -> None:
    write_named(x, "听课意见", people.teacher)
    x.write_within("校内")
    x.exchange(met)
    told = []
    for _ in range(2):
        o.write("activity", title="村里的活动")
        o.exchange(met)
        t.exchange(met)
        t.write("activity", title="送课")
        t.exchange(met)
        o.exchange(met)
        told.append(last_inner(o, t))

    with o.store.read() as session, t.store.read() as theirs:
        keys, known = inner_digests.circle_keys(session, o.me), digest.inner(session)
        read = inner_digests.circle_keys(theirs, t.me)
    assert {circle for circle, _home in read} == {"school", "named"}
    assert [len(one) for one in told] == [ID_BYTES + 4 * INNER_BYTES] * 2
    assert not entries(told[0]) & entries(told[1])
    assert [inner_digests.compare(one, known, keys) for one in told] == [{}, {}]


def test_a_named_section_that_leaves_with_the_receipt_is_told_of_in_the_next_one(
    t: Laptop, people: Made
) -> None:
    write_named(t, "听课意见", people.observer)
    finish(digest.catching_up(t.store))
    seal(t)
    with t.store.read() as session:
        keys, known = inner_digests.circle_keys(session, t.me), digest.inner(session)
        (circle,) = (one for one in known if one[0] == "named")

        now = inner_digests.tell(session, t.me, {circle})
        later = inner_digests.tell(session, t.me)

    assert circle not in inner_digests.compare(now, known, keys)
    assert circle in inner_digests.compare(later, known, keys)


def test_what_an_older_program_left_out_is_worked_out_once(t: Laptop, met: Path) -> None:
    t.write_within("校内研讨")
    t.exchange(met)
    finish(digest.catching_up(t.store))
    with t.store.write() as session:
        before = digest.inner(session)
        session.execute(delete(Local).where(Local.name.startswith("digest_has_inner")))
        session.execute(delete(Local).where(Local.name.startswith("digest ")))
        session.execute(update(RecordDigest).values(digest=b"").where(RecordDigest.n.in_(
            select(RecordDigest.n).where(RecordDigest.digest.in_(_inner_of(session)))
        )))  # fmt: skip
        assert digest.inner(session) == {}

    finish(digest.catching_up(t.store))

    with t.store.read() as session:
        assert digest.inner(session) == before
        assert local.read(session, "digest_has_inner") == "1"


def _inner_of(session: Session) -> list[bytes]:
    query = select(RecordDigest.digest).join(Document, Document.n == RecordDigest.n)
    return list(session.scalars(query.where(Document.circle != "alliance")))


def test_a_receipt_of_an_older_program_is_read(t: Laptop) -> None:
    body = Body(1, t.me.laptop, 5, b"", b"", b"", b"", 1, 1, b"", hash_of(b""), b"")
    twelve = encode(list(_fields(body))[:12])

    assert receipt_body.read(twelve).inner == b""
    assert inner_digests.compare(b"", {("school", "s"): b"d"}, {("school", "s"): b"k"}) == {}


def _fields(body: Body) -> Iterator[object]:
    for name in body.__struct_fields__:
        yield getattr(body, name)


def test_more_digests_than_the_bound_are_refused(t: Laptop) -> None:
    most = bytes(ID_BYTES + RECEIPT_INNER * INNER_BYTES)
    body = Body(1, t.me.laptop, 5, b"", b"", b"", b"", 1, 1, b"", hash_of(b""), b"", most)

    assert receipt_body.read(encode(body)).inner == most
    with pytest.raises(MalformedError):
        receipt_body.read(encode(msgspec.structs.replace(body, inner=most + b"x")))
