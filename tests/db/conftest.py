"""A store migrated once and copied for each test, and laptops that exchange in memory."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.store import FILE, Store
from tests.db.laptops import HOME, Air, Laptop, new_laptop


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an empty store, migrated once."""
    folder = tmp_path_factory.mktemp("empty")
    Store(folder).close()
    return folder


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store of this test alone."""
    folder = tmp_path / "store"
    folder.mkdir()
    shutil.copy(empty_store / FILE, folder / FILE)
    opened = Store(folder)
    yield opened
    opened.close()


@pytest.fixture
def laptop(empty_store: Path, tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    """Return a function that makes a laptop: `laptop("a", role="lead", school=OTHER_HOME)`."""
    air, made, number = Air(), [], itertools.count()

    def make(name: str, role: str = "coordinator", school: str = HOME) -> Laptop:
        folder = tmp_path / f"laptop-{next(number)}-{name}"
        made.append(new_laptop(empty_store, folder, air, name, role, school))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
def a(laptop: Callable[..., Laptop]) -> Laptop:
    """Return a coordinator's laptop."""
    return laptop("a")


@pytest.fixture
def b(laptop: Callable[..., Laptop]) -> Laptop:
    """Return another coordinator's laptop."""
    return laptop("b")
