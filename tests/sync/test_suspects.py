"""Programs on a stick: counted and named by what Windows would run, and nothing is opened."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sync import suspects
from sync.suspects import NAMED, Suspects
from tests.sticks import Stick


def put(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ")


def test_a_clean_stick_has_no_suspects(tmp_path: Path) -> None:
    put(tmp_path, "教案.docx", "照片.jpg", "README.txt", "lianke1/aaaaaaaaaaaaa/m/x.mem")

    assert suspects.find(tmp_path) == Suspects()


def test_folders_that_became_programs_are_counted_and_named(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}年级/教案.docx" for number in range(12)))
    put(tmp_path, *(f"{number}年级.exe" for number in range(12)))

    found = suspects.find(tmp_path)

    assert found.count == 12
    assert "3年级.exe" in found.names


@pytest.mark.parametrize(
    "name",
    [
        "A.EXE",
        "照片.jpg.exe",
        "照片.lnk",
        "a.vbs",
        "a.scr",
        "AutoRun.inf",
        "a.js",
        "a.exe.",
        "a.bat ",
    ],
)
def test_names_are_read_as_windows_reads_them(name: str) -> None:
    assert suspects.is_suspect(name)


@pytest.mark.parametrize("name", ["exe", "教案.exe.docx", "autorun.txt", "a.json", ".vbs稿.txt"])
def test_documents_are_no_suspects(name: str) -> None:
    assert not suspects.is_suspect(name)


def test_a_folder_that_keeps_autorun_away_is_no_suspect(tmp_path: Path) -> None:
    (tmp_path / "autorun.inf").mkdir()

    assert not suspects.find(tmp_path)


def test_programs_beside_the_depot_and_the_readable_copies_are_found(tmp_path: Path) -> None:
    put(tmp_path, "lianke1/aaaaaaaaaaaaa.exe", "lianke1/aaaaaaaaaaaaa/s.exe", "共享教案/送课/x.lnk")

    found = suspects.find(tmp_path)

    assert found.names == (
        "lianke1/aaaaaaaaaaaaa.exe",
        "lianke1/aaaaaaaaaaaaa/s.exe",
        "共享教案/送课/x.lnk",
    )


def test_names_that_turn_themselves_round_are_shown_safely(tmp_path: Path) -> None:
    put(tmp_path, "ledger\u202excod.exe")

    assert suspects.find(tmp_path).names == ("ledger\ufffdxcod.exe",)


def test_all_are_counted_though_only_some_are_named(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number:03}.exe" for number in range(NAMED + 5)))

    found = suspects.find(tmp_path)

    assert (found.count, len(found.names)) == (NAMED + 5, NAMED)


def test_a_search_goes_neither_deep_nor_through_links(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.exe")
    stick = tmp_path / "stick"
    put(stick, "备课/三年级/a.exe", "教案.docx")
    (stick / "共享资料").symlink_to(tmp_path / "elsewhere")

    assert suspects.find(stick) == Suspects()


def test_what_looks_like_a_program_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "照片.exe")  # whoever opened it would wait for ever

    assert suspects.find(tmp_path).count == 1


@pytest.mark.parametrize("place", ["nowhere", "webdav://nas/share"])
def test_a_place_that_cannot_be_searched_has_no_suspects(tmp_path: Path, place: str) -> None:
    assert not suspects.find(place if "://" in place else tmp_path / place)


def test_a_real_stick_is_searched(make_exfat_stick: Callable[..., Stick]) -> None:
    stick = make_exfat_stick(size_mib=16)
    put(stick.path, "一年级.exe", "一年级/教案.docx", "共享资料/autorun.inf")

    assert suspects.find(stick.path).names == ("一年级.exe", "共享资料/autorun.inf")
