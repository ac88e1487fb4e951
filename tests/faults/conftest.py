"""Three laptops of one alliance that know each other, made once and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import words
from tests.faults.lianke import Lianke, make_alliance


@pytest.fixture(autouse=True)
def language_after() -> Iterator[None]:
    """Speak after a test what was spoken before."""
    before = words.language()
    yield
    words.install(before)


@pytest.fixture(scope="session")
def alliance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the data folders of three laptops that have exchanged everything."""
    folder = tmp_path_factory.mktemp("alliance")
    make_alliance(folder)
    return folder


@pytest.fixture
def laptop(alliance: Path, tmp_path: Path) -> Callable[[str], Lianke]:
    """Return a function that copies a laptop of the alliance by its letter."""

    def copy(name: str) -> Lianke:
        return Lianke(alliance / name).copy(tmp_path / name)

    return copy


@pytest.fixture
def a(laptop: Callable[[str], Lianke]) -> Lianke:
    """Return the coordinator's laptop, in the core school."""
    return laptop("a")


@pytest.fixture
def b(laptop: Callable[[str], Lianke]) -> Lianke:
    """Return a teacher's laptop in the core school."""
    return laptop("b")


@pytest.fixture
def c(laptop: Callable[[str], Lianke]) -> Lianke:
    """Return the lead's laptop in the village school."""
    return laptop("c")


@pytest.fixture
def common(a: Lianke) -> str:
    """Return the id of the one activity that all laptops hold."""
    (row,) = a.ask("records", "list", "activity")
    return str(row["id"])


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return an empty folder to exchange with."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
