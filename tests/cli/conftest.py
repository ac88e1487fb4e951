"""Laptops in folders of their own, and an alliance of two made once for a module."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.programs import Laptop, invited


@pytest.fixture(scope="session")
def founded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a laptop that founded an alliance, for tests to copy."""
    folder = tmp_path_factory.mktemp("founded") / "data"
    Laptop(folder).found()
    return folder


@pytest.fixture(scope="session")
def pair_folder(founded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with laptops a and b of one alliance that have exchanged by a stick."""
    folder = tmp_path_factory.mktemp("pair")
    shutil.copytree(founded_folder, folder / "a")
    a, b = Laptop(folder / "a"), Laptop(folder / "b")
    invited(a, b, "李家小学", "王丽娟")
    stick = folder / "stick"
    stick.mkdir()
    a.sync(stick)
    b.sync(stick)
    return folder


@pytest.fixture
def lianke(founded_folder: Path, tmp_path: Path) -> Laptop:
    """Return a laptop that founded an alliance."""
    shutil.copytree(founded_folder, tmp_path / "data")
    return Laptop(tmp_path / "data")


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[str], Laptop]:
    """Return a function that gives a laptop that belongs to no alliance."""
    return lambda name: Laptop(tmp_path / name)


@pytest.fixture
def pair(pair_folder: Path, tmp_path: Path) -> tuple[Laptop, Laptop, Path]:
    """Return two laptops that have exchanged, and the stick between them."""
    for name in ("a", "b", "stick"):
        shutil.copytree(pair_folder / name, tmp_path / name)
    return Laptop(tmp_path / "a"), Laptop(tmp_path / "b"), tmp_path / "stick"
