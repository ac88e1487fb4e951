"""Four laptops of one alliance, copied for each test, and a stick."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.sync.laptops import Laptop, invite, make_alliance


@pytest.fixture(scope="session")
def alliance_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Make the alliance once."""
    folder = tmp_path_factory.mktemp("alliance")
    return folder, make_alliance(folder)


@pytest.fixture
def ids(alliance_made: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """Return the ids of the schools, and the recovery code."""
    return alliance_made[1]


@pytest.fixture
def open_laptop(
    alliance_made: tuple[Path, dict[str, str]], tmp_path: Path
) -> Iterator[Callable[[str], Laptop]]:
    """Return a function that opens a copy of a laptop by its letter."""
    opened: list[Laptop] = []

    def open_one(name: str) -> Laptop:
        folder = tmp_path / name
        shutil.copytree(alliance_made[0] / name, folder)
        opened.append(Laptop(name, Store(folder)))
        return opened[-1]

    yield open_one
    for laptop in opened:
        laptop.store.close()


@pytest.fixture
def a(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return the coordinator's laptop, in the core school."""
    return open_laptop("a")


@pytest.fixture
def b(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return a teacher's laptop in the core school."""
    return open_laptop("b")


@pytest.fixture
def c(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return the lead's laptop in the village school."""
    return open_laptop("c")


@pytest.fixture
def d(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return a teacher's laptop in the village school."""
    return open_laptop("d")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return an empty folder to exchange with."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def met_made(
    alliance_made: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Let the four and a second coordinator, e, meet on a stick, once."""
    folder = tmp_path_factory.mktemp("met")
    shutil.copytree(alliance_made[0], folder, dirs_exist_ok=True)
    (folder / "stick").mkdir()
    laptops = [Laptop(name, Store(folder / name)) for name in "abcd"]
    a = laptops[0]
    laptops.append(invite(a, folder / "e", "coordinator", a.me.school, a.me.person, "陈老师"))
    for laptop in (*laptops, *laptops):
        laptop.exchange(folder / "stick")
    for laptop in laptops:
        laptop.store.close()
    return folder
