"""Faults that only a tampered program of a member makes, and programs that lie on a stick."""

import os
from pathlib import Path

from loro import ExportMode, LoroDoc, VersionVector

from db.changes import ENCODER, Change, peer_of
from sync import alarms
from tests.sync.laptops import Laptop, tree
from tests.sync.test_authority import put, seal

NONCE, KEY = bytes(range(16)), bytes(range(16, 32))


def said(by: Laptop, title: str) -> bytes:
    """Return a change that is always the first operation of one and the same sitting."""
    doc = LoroDoc()
    doc.peer_id = peer_of(by.me.laptop, NONCE)
    doc.get_map("f").insert("title", title)
    doc.set_next_commit_message(f"p@{by.me.laptop}")
    doc.commit()
    update = bytes(doc.export(ExportMode.Updates(VersionVector())))
    return ENCODER.encode(
        Change("activity", "alliance", by.me.school, KEY, NONCE, update, "p", 1_760_000_000)
    )


def test_one_operation_id_with_two_contents_raises_the_alarm(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    """Nobody can forge another's; a member's own tampered program can say two things at once."""
    for laptop in (a, b, c, a):
        laptop.exchange(stick)
    apart = tmp_path / "apart"
    apart.mkdir()
    a.exchange(apart)
    work = a.write("activity", title="送课")
    for place, seq, title in ((stick, 1, "甲"), (apart, 2, "乙")):
        put(place, b, seal(b, [said(b, title)], seq=seq), seq)
    a.exchange(stick)
    c.exchange(apart)

    for place in (stick, apart, stick):
        for laptop in (a, c):
            laptop.exchange(place)
    a.write("activity", title="研讨")  # with it goes what it holds, and the digest
    for laptop in (a, c, a, c):
        laptop.exchange(stick)

    with a.store.read() as here, c.store.read() as there:
        assert alarms.standing(here) or alarms.standing(there)
    assert c.title(work) == a.title(work) == "送课"
    assert a.records() == c.records()


def test_programs_on_a_stick_are_neither_opened_nor_touched(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    depot = stick / "lianke1" / a.me.alliance
    names = ("autorun.inf", "setup.exe", "教案.docx.lnk", "照片.scr", "lianke1.exe")
    for folder in (stick, stick / "lianke1", depot, depot / "s", depot / "m", depot / "b"):
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / name).write_bytes(b"MZ" + os.urandom(50))
            os.utime(folder / name, ns=(0, 0))
    before = {name: found for name, found in tree(stick).items() if name.endswith(names)}
    read = {path: path.stat().st_atime_ns for path in stick.rglob("*") if path.name in names}

    result = b.exchange(stick)

    assert b.records() == a.records()
    after = {name: found for name, found in tree(stick).items() if name.endswith(names)}
    assert after == before
    assert {path: path.stat().st_atime_ns for path in read} == read
    told = [skipped.name for skipped in result.skipped]
    assert any("setup.exe" in name for name in told)
    assert all(skipped.reason.value == "foreign" for skipped in result.skipped)
