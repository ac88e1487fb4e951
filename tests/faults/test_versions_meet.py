"""An older program meets what a newer one wrote: carried on, kept, and applied after the update."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from loro import ExportMode, LoroDoc, VersionVector
from sqlalchemy import select

from db import permissions
from db.changes import ENCODER, Change, peer_of, record_id
from db.documents import Document
from db.models.local import Document as Stored
from db.models.local import Parked
from db.permissions import Reach
from db.store import Store
from sync import epochs, segment
from sync import laptop as laptops
from sync.names import LogName, id_of, segment_path, text_of
from tests.faults.lianke import Lianke, agree

REPLICA = text_of(bytes([7] * 8))
NEW_KIND = "assessment"
Upgrade = Callable[[], None]
NEXT = permissions.CURRENT + 1


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """Return a function that makes this program one version newer.

    It has one more permission table, in which a kind is new and teachers may write terms.
    """

    def do() -> None:
        table = {key: dict(row) for key, row in permissions.TABLES[NEXT - 1].items()}
        table[NEW_KIND, "alliance"] = dict.fromkeys(permissions.ROLES, Reach.EVERYBODY)
        table["term", "alliance"] = dict.fromkeys(permissions.ROLES, Reach.EVERYBODY)
        monkeypatch.setitem(permissions.TABLES, NEXT, table)
        monkeypatch.setattr(permissions, "CURRENT", NEXT)

    return do


class Newer:
    """A laptop's next version: it writes what this one has no name for."""

    def __init__(self, laptop: Lianke) -> None:
        self.laptop = laptop
        self._seq = 0

    def change(
        self,
        kind: str,
        key: bytes,
        values: dict[str, str | int],
        texts: dict[str, str],
        home: str = "",
    ) -> bytes:
        """Return a record of any kind with any fields, as a change."""
        store = Store(self.laptop.data)
        with store.read() as session:
            me = laptops.me(session)
        store.close()
        nonce = os.urandom(16)
        document = LoroDoc()
        document.peer_id = peer_of(me.laptop, nonce)
        for name, value in values.items():
            document.get_map("f").insert(name, value)
        for name, words in texts.items():
            document.get_text(name).insert(0, words)
        document.set_next_commit_message(f"{me.person}@{me.laptop}")
        document.commit()
        update = bytes(document.export(ExportMode.Updates(VersionVector())))
        return ENCODER.encode(
            Change(kind, "alliance", "", key, nonce, update, me.person, 1_760_000_000)
        )

    def put(self, place: Path, *changes: bytes, table: int) -> Path:
        """Seal changes as judged by a table, and put them on a stick."""
        store = Store(self.laptop.data)
        self._seq += 1
        with store.read() as session:
            me = laptops.me(session)
            data = segment.build(
                alliance=me.alliance,
                replica=REPLICA,
                seq=self._seq,
                previous="",
                signer=me.certificate,
                table=table,
                private=laptops.secrets(session).sign,
                contents=[(epochs.current(session, "alliance", ""), changes)],
            )
        store.close()
        name = segment_path(LogName(REPLICA, self._seq, id_of(data)))
        path = place / "lianke1" / me.alliance / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def id(self, kind: str, key: bytes) -> str:
        """Return the id of a record."""
        alliance = str(self.laptop.ask("status")["alliance_id"])
        return record_id(alliance, kind, "alliance", "", key)


@pytest.fixture
def newer(b: Lianke) -> Newer:
    """Return a teacher's laptop with the next version."""
    return Newer(b)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return another stick."""
    folder = tmp_path / "other stick"
    folder.mkdir()
    return folder


def document(laptop: Lianke, id: str) -> Document | None:
    """Return a record's document, or None when it is not here."""
    store = Store(laptop.data)
    with store.read() as session:
        body = session.scalar(select(Stored.body).where(Stored.id == id))
    store.close()
    return None if body is None else Document.load(body)


def parked(laptop: Lianke) -> list[str]:
    """Return the reasons for what waits."""
    store = Store(laptop.data)
    with store.read() as session:
        found = sorted(session.scalars(select(Parked.reason)))
    store.close()
    return found


@pytest.mark.parametrize("kind", [NEW_KIND, "term"])
def test_what_a_newer_table_allows_waits_and_is_handed_on(
    a: Lianke, c: Lianke, newer: Newer, stick: Path, other: Path, upgrade: Upgrade, kind: str
) -> None:
    key = b"2027-2028-1"
    file = newer.put(stick, newer.change(kind, key, {"name": "以后"}, {}), table=NEXT)
    id = newer.id(kind, key)

    answer = a.sync(stick)
    a.sync(other)

    assert answer["skipped"] == []
    assert parked(a) == ["newer_table"]
    assert document(a, id) is None
    assert a.is_sound()  # it waits, which is no problem
    assert (other / file.relative_to(stick)).read_bytes() == file.read_bytes()
    upgrade()
    c.sync(other)  # was updated before it came
    assert (document(c, id) or Document()).values() == {"name": "以后"}
    a.sync(stick)  # is updated now, and nothing new lies there
    assert (document(a, id) or Document()).values() == {"name": "以后"}
    assert parked(a) == []
    assert agree(a, c)


def test_what_this_table_forbids_stays_refused_after_the_update(
    a: Lianke, c: Lianke, newer: Newer, stick: Path, upgrade: Upgrade
) -> None:
    key = b"2027-2028-1"
    newer.put(stick, newer.change("term", key, {"name": "偷改"}, {}), table=1)

    a.sync(stick)
    upgrade()
    for laptop in (a, c, a):
        laptop.sync(stick)

    assert [document(laptop, newer.id("term", key)) for laptop in (a, c)] == [None, None]
    assert parked(a) == parked(c) == ["refused"]


def test_new_fields_texts_and_codes_survive_an_older_edit(
    a: Lianke, c: Lianke, newer: Newer, stick: Path, other: Path
) -> None:
    key = os.urandom(16)
    values: dict[str, str | int] = {
        "title": "送课",
        "mood": "愉快",
        "type": "hologram",
        "d.glasses": 12,
    }
    raw = newer.change("activity", key, values, {"reflection": "新版才有的正文。"})
    newer.put(stick, raw, table=1)
    id = newer.id("activity", key)
    a.sync(stick)
    assert a.shown(id)["title"] == "送课"

    a.change(id, title="送课（改）", summary="旧版写的。")
    a.sync(other)
    c.sync(other)

    for laptop in (a, c):
        found = document(laptop, id)
        assert found is not None
        assert found.values() == {**values, "title": "送课（改）"}
        assert found.texts(["reflection", "summary"]) == {
            "reflection": "新版才有的正文。",
            "summary": "旧版写的。",
        }
        assert laptop.is_sound()
    assert agree(a, c)


def test_a_change_nobody_here_can_read_waits_and_spoils_no_other(
    a: Lianke, newer: Newer, stick: Path, other: Path
) -> None:
    key = os.urandom(16)
    good = newer.change("activity", key, {"title": "读得懂"}, {})
    odd = b"\x81\xa3new\xa5shape"
    file = newer.put(stick, odd, good, odd, table=1)

    a.sync(stick)
    a.sync(other)

    assert "读得懂" in a.titles()
    assert parked(a) == ["undecodable"]
    assert (other / file.relative_to(stick)).read_bytes() == file.read_bytes()


def test_a_segment_of_the_next_format_is_handed_on_and_read_after_the_update(
    a: Lianke,
    c: Lianke,
    newer: Newer,
    stick: Path,
    other: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sync.segment.READER", 2)
    raw = newer.change("activity", os.urandom(16), {"title": "以后"}, {})
    file = newer.put(stick, raw, table=1)
    monkeypatch.setattr("sync.segment.READER", 1)

    answer = a.sync(stick)
    a.sync(other)

    assert [one["reason"] for one in answer["skipped"]] == ["newer"]
    assert "以后" not in a.titles()
    assert (other / file.relative_to(stick)).read_bytes() == file.read_bytes()
    monkeypatch.setattr("sync.segment.READER", 2)
    c.sync(other)
    a.sync(stick)
    assert "以后" in a.titles() & c.titles()


def test_an_older_edit_and_a_newer_one_of_the_same_record_both_stay(
    a: Lianke, newer: Newer, common: str, stick: Path, upgrade: Upgrade
) -> None:
    newer.laptop.change(common, place="新版")
    newer.laptop.sync(stick)
    a.change(common, place="旧版")
    a.sync(stick)
    upgrade()
    newer.laptop.sync(stick)

    for laptop in (a, newer.laptop):
        shown = laptop.shown(common)
        assert {shown["place"], *laptop.others(common, "place")} == {"新版", "旧版"}
