"""Arrivals in any order and again; what is parked, what is refused, and that neighbours survive."""

import random
import threading
from collections.abc import Callable

import pytest
from loro import ExportMode, LoroDoc, LoroList, LoroMap, VersionVector

from db import journal, permissions
from db.arrivals import accept
from db.changes import ENCODER, Change
from db.documents import Document
from db.journal import Sitting
from db.judging import Arrival, Signer
from db.permissions import Reach, Verdict
from db.queries.records import list_records
from db.record import LIVE
from tests.db.laptops import (
    HOME,
    OTHER_HOME,
    Laptop,
    arrival,
    author,
    exchange,
    forged,
    forged_id,
    written,
)


def honest(laptop: Laptop, **values: object) -> bytes:
    """Return a change that a sitting on another laptop made lawfully."""
    document = written(laptop.sitting, **(values or {"title": "送教下乡"}))  # type: ignore[arg-type]
    return forged(document.updates(), laptop.sitting)


def foreign(make: Callable[[LoroDoc], object], laptop: Laptop, key: bytes = b"x" * 16) -> bytes:
    """Return a change whose document was made by other hands, signed by the right peer."""
    doc = LoroDoc()
    doc.peer_id = laptop.sitting.peer
    make(doc)
    sign = author(laptop.sitting)
    doc.commit_with(None, sign.at, None, sign.message)
    update = bytes(doc.export(ExportMode.Updates(VersionVector())))
    return forged(update, laptop.sitting, key=key)


def test_the_same_arrivals_again_change_nothing(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    a.edit(id, place="青山小学")
    arrivals = a.seal()
    b.take(arrivals)
    before = b.stored()[id].body

    again = b.take(arrivals)

    assert again.records == ()
    assert b.stored()[id].body == before


def test_any_order_comes_to_the_same(laptop: Callable[..., Laptop]) -> None:
    laptops = [laptop(name) for name in "abc"]
    a, b, *_ = laptops
    id = a.record(place="红石小学", summary="开头。")
    exchange(*laptops)
    for turn in range(4):
        for one in laptops:
            one.sit_down()
            one.edit(id, place=f"{one.name}{turn}", summary=f"{one.value(id, 'summary')}{turn}。")
            one.seal()
        exchange(a, b)
    for seed, one in enumerate((laptop("d"), laptop("e"), laptop("f"))):
        random.Random(seed).shuffle(arrivals := list(a.air.all))
        one.take(arrivals)
        laptops.append(one)
    exchange(*laptops)

    assert len({one.digest() for one in laptops}) == 1
    assert len({one.shown(id).disputed for one in laptops}) == 1
    assert len({str(one.conflicts(id)) for one in laptops}) == 1


def test_a_later_part_waits_for_the_earlier(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    first = a.seal()
    a.edit(id, place="青山小学")
    second = a.seal()

    waits = accept(b.store, second)
    parked = b.parked()
    b.take(first)

    assert (waits.parked, parked) == (1, ["pending"])
    assert b.value(id, "place") == "青山小学"
    assert b.parked() == []


def test_a_segment_is_about_its_records_also_when_nothing_of_it_is_new(
    a: Laptop, b: Laptop
) -> None:
    """Else it would count as a receipt alone, and laptops that lack it would seem to differ."""
    id = a.record(place="红石小学")
    first = a.seal()
    a.edit(id, place="青山小学")
    second = a.seal()
    about = {second[0].segment: [id]}

    waits = accept(b.store, second)
    b.take(first)
    again = accept(b.store, second)

    assert (waits.by_segment, again.by_segment) == (about, about)
    assert again.records == ()


def test_what_waits_in_part_is_kept_whole(a: Laptop, b: Laptop) -> None:
    """A span of which Loro could apply a part is not applied in part."""
    id = a.record(place="红石小学")
    first = a.seal()
    a.edit(id, hours=1)
    second = a.seal()
    a.edit(id, hours=2)
    third = a.seal()

    accept(b.store, [*third, *first])
    applied_in_part = b.value(id, "hours")
    b.take(second)

    assert applied_in_part is None
    assert (b.value(id, "hours"), b.parked()) == (2, [])


def test_another_laptops_peer_is_refused(a: Laptop, b: Laptop) -> None:
    theirs = Sitting(b.sitting.member, "somebody", b.sitting.nonce)
    update = written(theirs, title="假").updates()
    stolen = Sitting(a.sitting.member, "somebody", b.sitting.nonce)

    came = b.take([arrival(forged(update, stolen), a.signer)])

    assert (came.refused, b.parked()) == (1, ["foreign_peer"])


def test_a_forged_author_is_refused(a: Laptop, b: Laptop) -> None:
    document = Document()
    document.write(
        author(Sitting(a.sitting.member, "somebody", a.sitting.nonce)), {"title": "假"}, {}
    )
    raw = forged(document.updates(), a.sitting)

    came = b.take([arrival(raw, a.signer)])

    assert (came.refused, b.parked()) == (1, ["foreign_author"])


def test_operations_of_two_peers_in_one_update_are_refused(a: Laptop, b: Laptop) -> None:
    document = written(a.sitting, title="一")
    a.sit_down()
    document.write(author(a.sitting), {"title": "二"}, {})

    came = b.take([arrival(forged(document.updates(), a.sitting), a.signer)])

    assert (came.refused, b.parked()) == (1, ["foreign_peer"])


def test_a_snapshot_is_refused(a: Laptop, b: Laptop) -> None:
    document = written(a.sitting, title="一")
    snapshot = bytes(document.doc.export(ExportMode.Snapshot()))

    came = b.take([arrival(forged(snapshot, a.sitting), a.signer)])

    assert (came.refused, b.parked()) == (1, ["not_updates"])


def test_an_update_over_the_bound_is_refused(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = honest(a)
    monkeypatch.setattr("db.judging.UPDATE_BYTES", len(raw) // 2)

    assert b.take([arrival(raw, a.signer)]).refused == 1
    assert b.parked() == ["too_large"]


def test_more_operations_than_the_bound_are_refused_in_one_change_only(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session may come to more; what counts is what one change brings."""
    monkeypatch.setattr("db.merging.OPERATIONS", 10)
    monkeypatch.setattr("db.first.OPERATIONS", 10)
    document = Document()
    for number in range(8):
        document.write(author(a.sitting), {"hours": number, "title": str(number)}, {})
    peer, end = a.sitting.peer, document.end_of(a.sitting.peer)
    long = arrival(forged(document.updates(), a.sitting), a.signer)
    short = [
        arrival(forged(document.export_span(peer, at, at + 8), a.sitting), a.signer)
        for at in range(0, end, 8)
    ]

    refused, came = b.take([long]), b.take(short)

    assert (refused.refused, b.parked()) == (1, ["too_large"])
    assert came.records == (forged_id(),)
    assert b.value(forged_id(), "hours") == 7


def _child(doc: LoroDoc) -> None:
    doc.get_map("f").insert_container("place", LoroMap())


def _hidden_child(doc: LoroDoc) -> None:
    cells = doc.get_map("f")
    cells.insert_container("place", LoroList())
    cells.insert("place", "红石小学")


def _root_list(doc: LoroDoc) -> None:
    doc.get_list("g").insert(0, "x")


def _other_root_map(doc: LoroDoc) -> None:
    doc.get_map("g").insert("x", 1)


def _text_named_as_the_map(doc: LoroDoc) -> None:
    doc.get_text("f").insert(0, "x")


def _list_value(doc: LoroDoc) -> None:
    doc.get_map("f").insert("place", [1, 2])


def _map_value(doc: LoroDoc) -> None:
    doc.get_map("f").insert("place", {"type": "insert"})


def _bytes_value(doc: LoroDoc) -> None:
    doc.get_map("f").insert("place", b"x")


def _marked_text(doc: LoroDoc) -> None:
    text = doc.get_text("summary")
    text.insert(0, "上午听课")
    text.mark(0, 2, "bold", True)


@pytest.mark.parametrize(
    "make",
    [
        _child, _hidden_child, _root_list, _other_root_map, _text_named_as_the_map,
        _list_value, _map_value, _bytes_value, _marked_text,
    ],
)  # fmt: skip
def test_what_a_document_must_not_hold_is_refused(
    a: Laptop, b: Laptop, make: Callable[[LoroDoc], object]
) -> None:
    came = b.take([arrival(foreign(make, a), a.signer)])

    assert (came.refused, b.parked()) == (1, ["containers"])


def test_a_hidden_container_is_refused_also_where_another_write_covers_it(
    a: Laptop, b: Laptop
) -> None:
    """Both laptops must judge alike, whichever change they met first."""
    cover = written(b.sitting, place="一", title="二", hours=3)
    good = arrival(forged(cover.updates(), b.sitting), b.signer)
    bad = arrival(foreign(_child, a, key=b"k" * 16), a.signer)

    a.take([good, bad])
    b.take([bad, good])

    assert a.parked() == b.parked() == ["containers"]
    assert a.digest() == b.digest()


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused_and_ends_nothing(a: Laptop, b: Laptop, depth: int) -> None:
    raw = forged(nested(depth, a), a.sitting, key=b"d" * 16)

    came = b.take([arrival(raw, a.signer), arrival(honest(a), a.signer)])

    assert came.records == (forged_id(),)
    assert b.parked() == ["containers"]


def nested(depth: int, laptop: Laptop) -> bytes:
    """Return an update with lists in lists, made from a flat one: no stack here is deep enough."""
    doc = LoroDoc()
    doc.peer_id = laptop.sitting.peer
    doc.get_map("f").insert("place", [1])
    sign = author(laptop.sitting)
    doc.commit_with(None, sign.at, None, sign.message)
    found: list[bytes] = []

    def make() -> None:
        value: object = 1
        for _ in range(depth):
            value = [value]
        doc.get_map("f").insert("place", value)  # type: ignore[arg-type]
        doc.commit_with(None, sign.at, None, sign.message)
        found.append(bytes(doc.export(ExportMode.Updates(VersionVector()))))

    before = threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=make)
    thread.start()
    threading.stack_size(before)
    thread.join()
    return found[0]


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x93\x01\x02\x03", b"\x91" * 5000, b"hello"])
def test_what_is_no_change_is_kept_and_hurts_nobody(a: Laptop, b: Laptop, raw: bytes) -> None:
    came = b.take([arrival(raw, a.signer), arrival(honest(a), a.signer)])

    assert (came.received, b.parked()) == (1, ["undecodable"])


def test_an_update_that_loro_cannot_read_is_kept_and_hurts_nobody(a: Laptop, b: Laptop) -> None:
    update = written(a.sitting, title="一").updates()
    chance = random.Random(1)
    bad = []
    for number in range(60):
        mutated = bytearray(update)
        for _ in range(3):
            mutated[chance.randrange(22, len(mutated))] ^= 1 << chance.randrange(8)
        raw = forged(bytes(mutated), a.sitting, key=f"bad{number:013}".encode())
        bad.append(arrival(raw, a.signer))

    came = b.take([*bad, arrival(honest(a), a.signer)])

    assert forged_id() in came.records
    assert b.shown(forged_id()).deletion == LIVE


def test_an_absurd_stamp_does_not_stop_its_batch(a: Laptop, b: Laptop) -> None:
    update = written(a.sitting, title="一").updates()
    stamps = (2**64 - 1, -(2**63), 0)
    raws = [forged(update, a.sitting, key=bytes([n]) * 16, at=at) for n, at in enumerate(stamps)]

    came = b.take([arrival(raw, a.signer) for raw in raws])

    assert came.received == 3


@pytest.mark.parametrize(
    "value", [2**62, 1e308, float("nan"), float("inf"), "x" * 20_000, "9999-99-99", True]
)
def test_an_unusable_value_reads_as_empty_and_stays(a: Laptop, b: Laptop, value: object) -> None:
    raw = honest(a, held_on=value, own_count=value, title=value)

    b.take([arrival(raw, a.signer)])

    row = b.shown(forged_id())
    assert row.values["held_on"] is None
    assert row.values["own_count"] is None
    assert set(b.document(forged_id()).values()) == {"held_on", "own_count", "title"}


def test_odd_details_read_as_empty_and_break_no_query(a: Laptop, b: Laptop) -> None:
    values = {"title": "一", "d.round": float("nan"), "d.donor": "红石", "d.amount": 3}
    b.take([arrival(honest(a, **values), a.signer)])

    with b.store.read() as session:
        (row,) = list_records(session, "activity", {"d.donor": "红石"})
    assert row.values["d.amount"] == 3
    assert row.values.get("d.round") is None


def test_a_field_nobody_knows_stays_and_is_never_written_back(a: Laptop, b: Laptop) -> None:
    id = forged_id()
    b.take([arrival(honest(a, title="一", invention="新"), a.signer)])

    b.edit(id, title="二")
    (change,) = b.seal()
    b.air.all.clear()

    assert b.document(id).values() == {"title": "二", "invention": "新"}
    assert "invention" not in str(change.raw)


def test_a_code_nobody_knows_is_kept_and_not_written_back(a: Laptop, b: Laptop) -> None:
    b.take([arrival(honest(a, title="一", type="hologram"), a.signer)])

    b.edit(forged_id(), title="二")

    assert b.value(forged_id(), "type") == "hologram"
    assert b.document(forged_id()).values()["type"] == "hologram"


def test_a_value_under_a_texts_name_is_not_its_text(a: Laptop, b: Laptop) -> None:
    b.take([arrival(honest(a, title="一", summary="不是正文"), a.signer)])

    assert b.value(forged_id(), "summary") is None


def test_a_circle_nobody_knows_is_parked(a: Laptop, b: Laptop) -> None:
    update = written(a.sitting, title="一").updates()

    b.take([arrival(forged(update, a.sitting, circle="county"), a.signer)])

    assert b.parked() == ["unknown_circle"]


def test_an_unknown_certificate_is_parked_until_it_is_known(a: Laptop, b: Laptop) -> None:
    id = a.record()
    (known,) = a.seal()
    stranger = Arrival(known.raw, known.segment, known.certificate, 1, None)

    came = accept(b.store, [stranger])
    parked = b.parked()
    later = journal.retry_parked(b.store, lambda _id, _table: a.signer)

    assert (came.parked, parked) == (1, ["unknown_certificate"])
    assert (later.records, later.parked, b.parked()) == ((id,), 0, [])


def test_who_may_not_is_refused_for_ever(laptop: Callable[..., Laptop]) -> None:
    observer, b = laptop("o", role="observer"), laptop("b")
    raw = honest(observer)

    came = b.take([arrival(raw, observer.signer)])
    again = journal.retry_parked(b.store, lambda _id, _table: b.signer)

    assert (came.refused, b.parked()) == (1, ["refused"])
    assert again.records == ()


def test_a_lead_writes_the_school_of_his_own_home_only(laptop: Callable[..., Laptop]) -> None:
    lead, b = laptop("l", role="lead", school=OTHER_HOME), laptop("b")
    update = written(lead.sitting, name="张晓梅").updates()
    own = forged(update, lead.sitting, kind="person", home=OTHER_HOME)
    other = forged(update, lead.sitting, kind="person", home=HOME)

    came = b.take([arrival(raw, lead.signer) for raw in (own, other)])

    assert came.records == (forged_id(kind="person", home=OTHER_HOME),)
    assert b.parked() == ["refused"]


NEXT = permissions.CURRENT + 1
"""The permission table that the next version of the program brings."""


def newer_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this program one version newer: observers may write activities, and a kind is new."""
    table = {key: dict(row) for key, row in permissions.TABLES[NEXT - 1].items()}
    table["activity", "alliance"]["observer"] = Reach.EVERYBODY
    table["plan", "alliance"] = dict.fromkeys(permissions.ROLES, Reach.EVERYBODY)
    monkeypatch.setitem(permissions.TABLES, NEXT, table)
    monkeypatch.setattr(permissions, "CURRENT", NEXT)


def test_two_versions_of_the_table_judge_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [
        (table, role, kind, circle, home)
        for table in range(1, NEXT + 1)
        for role in (*permissions.ROLES, "inventor")
        for kind in ("activity", "term", "person", "school", "plan", "nonsense")
        for circle in ("alliance", "school", "named")
        for home in (HOME, OTHER_HOME, "", "a b")
    ]

    def judge() -> list[Verdict]:
        return [
            permissions.verdict(
                table,
                role,
                HOME,
                kind=kind,
                circle=circle,
                home=home,
                record="r" * 36,
                person="b",
            )
            for table, role, kind, circle, home in cases
        ]

    old = judge()
    newer_table(monkeypatch)
    new = judge()

    for case, before, after in zip(cases, old, new, strict=True):
        assert before in (after, Verdict.PARKED), case
        if case[0] < NEXT:
            assert before is after is not Verdict.PARKED, case


def test_a_newer_table_is_waited_for(
    laptop: Callable[..., Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    observer, b = laptop("o", role="observer"), laptop("b")
    signer = Signer(observer.id, "observer", HOME, NEXT)
    came = b.take([arrival(honest(observer), signer)])
    parked = b.parked()

    newer_table(monkeypatch)
    later = journal.retry_parked(b.store, lambda _id, _table: signer)

    assert (came.parked, parked) == (1, ["newer_table"])
    assert later.records == (forged_id(),)


def test_a_kind_nobody_knows_waits_when_its_table_is_newer_and_is_refused_when_not(
    a: Laptop, b: Laptop
) -> None:
    update = written(a.sitting, title="一").updates()
    raw = forged(update, a.sitting, kind="plan")
    newer = Signer(a.id, a.role, HOME, NEXT)

    b.take([arrival(raw, newer, "one"), arrival(raw, a.signer, "other")])

    assert b.parked() == ["newer_table", "refused"]


def test_a_kind_without_a_model_is_kept_when_it_is_allowed(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_table(monkeypatch)
    raw = forged(written(a.sitting, title="一").updates(), a.sitting, kind="plan")

    came = b.take([arrival(raw, Signer(a.id, a.role, HOME, NEXT))])

    assert came.records == (forged_id(kind="plan"),)
    assert b.document(forged_id(kind="plan")).values() == {"title": "一"}


def test_one_bad_change_of_a_record_spares_the_good_ones(a: Laptop, b: Laptop) -> None:
    good = arrival(honest(a, title="一", place="红石"), a.signer)
    bad = arrival(foreign(_root_list, b, key=b"k" * 16), b.signer)

    came = b.take([bad, good, bad])

    assert came.records == (forged_id(),)
    assert b.value(forged_id(), "place") == "红石"
    assert b.parked() == ["containers"]


def test_conflicts_are_counted_once(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    a.edit(id, place="中心小学")
    b.edit(id, place="青山小学")
    first = b.take(a.seal())
    a.edit(id, hours=2)

    second = b.take(a.seal())

    assert (first.conflicts, second.conflicts) == (1, 0)


def test_a_raw_of_a_later_version_with_more_fields_is_read(a: Laptop, b: Laptop) -> None:
    update = written(a.sitting, title="一").updates()
    nonce, person = a.sitting.nonce, a.sitting.person
    longer = ("activity", "alliance", HOME, b"k" * 16, nonce, update, person, 0, "news", 5)

    came = b.take([arrival(ENCODER.encode(longer), a.signer)])

    assert came.records == (forged_id(),)
    assert len(Change.__struct_fields__) == 8
