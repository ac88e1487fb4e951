"""Laptops whose clocks stand at 2009, at 2038 or jump back: nothing waits for a clock."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.lianke import Lianke, agree

Clock = Callable[[str], dict[str, str]]

DEAD, FAR = "2009-01-01 08:00:00", "2038-01-19 03:14:00"  # the second ends 32 bits in 7 s


@pytest.mark.parametrize("moment", [DEAD, FAR, "1980-01-05 08:00:00"])
def test_saving_sealing_and_exchanging_need_no_right_clock(
    a: Lianke, b: Lianke, common: str, stick: Path, at_time: Clock, moment: str
) -> None:
    clock = at_time(moment)
    b.programs(
        ("records", "set", common, "place=红石小学"),
        ("records", "add", "activity", "title=钟不对", "held_on=2025-11-05"),
        ("sync", stick),
        environment=clock,
    )

    a.sync(stick)
    back = b.program("sync", stick, environment=clock)

    assert back.status == 0, back.err
    assert agree(a, b)
    assert "钟不对" in a.titles()
    assert a.shown(common)["place"] == "红石小学"
    assert a.is_sound()


@pytest.mark.parametrize("moment", [DEAD, FAR])
def test_no_clock_decides_which_value_stands(
    a: Lianke, b: Lianke, common: str, stick: Path, at_time: Clock, moment: str
) -> None:
    a.change(common, place="第一")
    a.sync(stick)
    second = ("records", "set", common, "place=第二")
    b.programs(("sync", stick), second, environment=at_time(moment))
    for laptop in (b, a):
        laptop.sync(stick)
    a.change(common, place="第三")
    for laptop in (a, b):
        laptop.sync(stick)

    for laptop in (a, b):
        shown = laptop.shown(common)
        assert (shown["place"], shown["conflicts"]) == ("第三", [])
        told = laptop.ask("records", "history", common)
        assert [e["new"] for e in told if e["field"] == "place"] == ["第一", "第二", "第三"]
    stamps = [e["at"] for e in a.ask("records", "history", common)]
    assert stamps == sorted(stamps)  # none is shown before what its writer knew


def test_a_clock_that_jumps_back_loses_nothing(
    a: Lianke, b: Lianke, common: str, stick: Path, at_time: Clock
) -> None:
    for moment, place in (("2026-03-01 08:00:00", "先"), ("2009-01-01 08:00:00", "后")):
        words = ("records", "set", common, f"place={place}")
        b.programs(words, ("sync", stick), environment=at_time(moment))

    a.sync(stick)

    assert (a.shown(common)["place"], a.shown(common)["conflicts"]) == ("后", [])


def test_an_absurd_stamp_never_makes_a_school_look_up_to_date(
    a: Lianke, c: Lianke, stick: Path, at_time: Clock
) -> None:
    from db.store import Store
    from sync import ages

    words = ("records", "add", "activity", "title=走访")
    c.programs(words, ("sync", stick), environment=at_time("2099-06-01 08:00:00"))

    a.sync(stick)

    store = Store(a.data)
    with store.read() as session:
        ages_found = ages.of_schools(session).values()
    store.close()
    assert all(age.changed_at <= age.received_at for age in ages_found)


@pytest.mark.parametrize("moment", [DEAD, FAR])
def test_an_alliance_is_founded_and_joined_under_wrong_clocks(
    tmp_path: Path, stick: Path, at_time: Clock, moment: str
) -> None:
    a, b, file = Lianke(tmp_path / "first"), Lianke(tmp_path / "second"), tmp_path / "invitation"
    wrong = at_time(moment)

    said = a.programs(
        ("init", "--alliance", "云岭", "--school", "三小", "--person", "李"),
        ("invite", "--school", "村小", "--person", "王", "--role", "lead", "--out", file),
        ("sync", stick),
        environment=wrong,
    )
    words = next(line for line in said.splitlines() if len(line.split()) == 6)
    b.ask("join", file, "--passphrase", words)
    b.sync(stick)
    b.record(title="走访")
    for laptop in (b, a):
        laptop.sync(stick)

    assert agree(a, b)
    assert "走访" in a.titles()
