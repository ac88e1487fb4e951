"""`kill -9` between a sitting's first write, an autosave, the seal and the publication.

What was saved until then leaves later, sealed by another process, and a third laptop shows it.
"""

from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from db import journal, local
from db.commands import records
from db.queries.records import show
from db.store import Store
from sync.round import exchange
from sync.visit import RoundProgress, Stage
from tests.faults.apart import Apart
from tests.faults.lianke import Lianke, agree, litter

FIRST, MORE, NEVER = "上午听课。", "上午听课。下午评课。", "上午听课。下午评课。没有写完"

MOMENTS = {
    "first write": FIRST,
    "autosave": MORE,
    "half an autosave": FIRST,
    "seal": MORE,
    "half a seal": MORE,
    "publication": MORE,
    "half a publication": MORE,
}


def sit(pipe: Connection, data: str, place: str, moment: str) -> None:
    """Write as a form does, then exchange; wait at the moment to be killed."""

    def reached(here: str) -> None:
        if here == moment:
            pipe.send(here)
            pipe.recv()

    store = Store(Path(data))
    with store.read() as session:
        sitting = journal.begin(session, local.read(session, local.LAST_PERSON) or "")
    with journal.writing(store, sitting) as writer:
        id = records.add(writer, "activity", {"title": "送课", "summary": FIRST})
    reached("first write")
    with store.read() as session:
        seen = show(session, id).version
    with journal.writing(store, sitting) as writer:
        records.change(writer, id, {"summary": MORE}, seen)
        writer.flush()
        reached("half an autosave")
    reached("autosave")
    with store.write() as session:
        if moment == "half a seal":
            journal.seal(session, 1_000_000)
            reached("half a seal")
    stages = {Stage.LOOKING: "seal", Stage.SENDING: "half a publication"}
    for progress in exchange(store, place):
        if isinstance(progress, RoundProgress) and progress.stage in stages:
            reached(stages[progress.stage])
    reached("publication")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_third_laptop_shows_the_text_later(
    a: Lianke, b: Lianke, c: Lianke, stick: Path, tmp_path: Path, moment: str
) -> None:
    process = Apart(sit, str(a.data), str(stick), moment)
    assert process.next() == moment
    process.kill()

    assert a.is_sound()
    other = tmp_path / "other stick"
    other.mkdir()
    for laptop, place in ((a, stick), (b, stick), (b, other), (c, other)):
        laptop.sync(place)

    (row,) = c.ask("records", "list", "activity", "--where", "title=送课")
    assert row["summary"] == MOMENTS[moment]
    assert agree(a, b, c)
    assert litter(stick, a.data) == []


def test_a_form_on_an_older_record_loses_nothing_either(
    a: Lianke, c: Lianke, common: str, stick: Path
) -> None:
    process = Apart(type_on, str(a.data), common)
    assert process.next() == "typed"
    process.kill()
    c.change(common, place="李家小学")

    for laptop in (a, c, a):
        laptop.sync(stick)

    for laptop in (a, c):
        shown = laptop.shown(common)
        assert (shown["summary"], shown["place"]) == ("上午听课。下午评课。家访。", "李家小学")


def type_on(pipe: Connection, data: str, id: str) -> None:
    """Type at the end of a text, saved letter by letter, and never close the form."""
    store = Store(Path(data))
    with store.read() as session:
        sitting = journal.begin(session, local.read(session, local.LAST_PERSON) or "")
        seen = show(session, id).version
    text = "上午听课。下午评课。"
    for letter in "家访。":
        text += letter
        with journal.writing(store, sitting) as writer:
            seen = records.change(writer, id, {"summary": text}, seen)
    pipe.send("typed")
    pipe.recv()


def test_a_copy_of_a_folder_with_an_open_form_doubles_nothing(
    a: Lianke, b: Lianke, common: str, stick: Path, tmp_path: Path
) -> None:
    process = Apart(type_on, str(a.data), common)
    assert process.next() == "typed"
    clone = a.copy(tmp_path / "clone")  # as it lies there, the write-ahead log with it
    process.kill()

    for laptop in (clone, a, b, clone, a):
        laptop.sync(stick)

    assert agree(a, b, clone)
    assert b.shown(common)["summary"] == "上午听课。下午评课。家访。"
    assert b.shown(common)["conflicts"] == []


def saves_while_killed(pipe: Connection, data: str) -> None:
    """Hold the door of the store open in the middle of a save."""
    store = Store(Path(data))
    with store.read() as session:
        sitting = journal.begin(session, "")
    with journal.writing(store, sitting) as writer:
        records.add(writer, "activity", {"title": "没有存完"})
        writer.flush()
        pipe.send("saving")
        pipe.recv()


@pytest.mark.parametrize("how", ["start", "exchange"])
def test_a_killed_save_keeps_nobody_out(a: Lianke, stick: Path, how: str) -> None:
    process = Apart(saves_while_killed, str(a.data))
    assert process.next() == "saving"
    process.kill()

    if how == "start":
        a.record(title="之后")
    a.sync(stick)

    assert "没有存完" not in a.titles()
    assert a.is_sound()
