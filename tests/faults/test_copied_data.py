"""A data folder cloned, or put back from an old copy, and both go on: nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import Store
from tests.faults.lianke import Lianke, agree


def replica(laptop: Lianke) -> str:
    """Return the id of a laptop's log."""
    from sync.laptop import me

    store = Store(laptop.data)
    with store.read() as session:
        found = me(session).replica
    store.close()
    return found


def carry_round(stick: Path, *laptops: Lianke) -> None:
    """Carry a stick round until everybody has everything."""
    for _ in range(2):
        for laptop in laptops:
            laptop.sync(stick)
    assert agree(*laptops)


def test_both_copies_of_a_folder_go_on(
    a: Lianke, b: Lianke, common: str, stick: Path, tmp_path: Path
) -> None:
    a.record(title="未封")
    clone = a.copy(tmp_path / "clone")
    for laptop, word in ((a, "原"), (clone, "本")):
        laptop.record(title=word)
        laptop.change(common, summary=f"上午听课。下午评课。{word}来的。")
        laptop.change(common, place=word)

    carry_round(stick, a, clone, b)

    assert {"原", "本", "未封"} <= b.titles()
    assert len(b.ask("records", "list", "activity", "--where", "title=未封")) == 1
    shown = b.shown(common)
    assert {shown["place"], *b.others(common, "place")} == {"原", "本"}
    assert all(f"{word}来的。" in shown["summary"] for word in "原本")
    assert replica(a) != replica(clone)
    for laptop in (a, clone):
        assert laptop.is_sound()


def test_copies_that_never_meet_at_one_stick_agree_by_others(
    a: Lianke, b: Lianke, c: Lianke, stick: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other stick"
    other.mkdir()
    clone = a.copy(tmp_path / "clone")
    for number in range(3):
        a.record(title=f"原{number}")
        clone.record(title=f"本{number}")
        a.sync(stick)
        clone.sync(other)

    for laptop, place in (
        (b, stick),
        (b, other),
        (c, other),
        (b, stick),
        (a, stick),
        (clone, other),
    ):
        laptop.sync(place)

    assert agree(a, b, c, clone)
    assert c.titles() == {f"{w}{n}" for w in "原本" for n in range(3)} | {"第一次送课"}


def by_backup(laptop: Lianke, folder: Path) -> Callable[[], None]:
    """Back up into a file with a passphrase; return what restores it."""
    file = folder / "backup"
    laptop.ask("backup", file, "--passphrase", "一句很长的口令")
    return lambda: laptop.ask("restore", file, "--passphrase", "一句很长的口令")


def by_rolling_backup(laptop: Lianke, _folder: Path) -> Callable[[], None]:
    """Back up into the data folder; return what restores it."""
    file = laptop.ask("backup")["file"]
    return lambda: laptop.ask("restore", file)


def by_hand(laptop: Lianke, folder: Path) -> Callable[[], None]:
    """Copy the folder; return what puts the copy in its place, as a disk image would."""
    laptop.copy(folder / "copy")

    def put_back() -> None:
        shutil.rmtree(laptop.data)
        shutil.copytree(folder / "copy", laptop.data)

    return put_back


@pytest.mark.parametrize("way", [by_backup, by_rolling_backup, by_hand])
def test_a_laptop_put_back_to_an_old_state_gets_all_again(
    a: Lianke,
    b: Lianke,
    common: str,
    stick: Path,
    tmp_path: Path,
    way: Callable[[Lianke, Path], Callable[[], None]],
) -> None:
    a.record(title="备份前，未封")
    restore = way(a, tmp_path)
    a.record(title="备份后")
    a.change(common, summary="上午听课。下午评课。备份后写的。")
    a.sync(stick)
    a.record(title="备份后，未封")
    restore()
    assert "备份后" not in a.titles()
    a.record(title="恢复后")
    a.change(common, place="恢复后的地点")

    carry_round(stick, a, b)

    lost = {"备份后，未封"}  # was in nobody's hands but the disk's
    expected = {"第一次送课", "备份前，未封", "备份后", "恢复后"}
    assert a.titles() - lost == b.titles() - lost == expected
    shown = b.shown(common)
    assert shown["summary"] == "上午听课。下午评课。备份后写的。"
    assert (shown["place"], shown["conflicts"]) == ("恢复后的地点", [])
    assert a.is_sound()


def test_what_a_restore_put_aside_is_still_whole(a: Lianke, tmp_path: Path) -> None:
    restore = by_backup(a, tmp_path)
    a.record(title="备份后")

    restore()

    (aside,) = a.data.parent.glob("a-aside-*")
    assert "备份后" in Lianke(aside).titles()


def test_a_clone_of_a_clone_of_a_restored_laptop_agrees_too(
    a: Lianke, b: Lianke, stick: Path, tmp_path: Path
) -> None:
    restore = by_hand(a, tmp_path)
    a.record(title="一")
    a.sync(stick)
    restore()
    a.record(title="二")
    one = a.copy(tmp_path / "one")
    one.record(title="三")
    two = one.copy(tmp_path / "two")
    two.record(title="四")

    carry_round(stick, two, a, one, b)

    assert b.titles() == {"第一次送课", "一", "二", "三", "四"}
    assert len({replica(laptop) for laptop in (a, one, two)}) == 3
