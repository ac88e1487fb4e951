"""The power goes between two things that a laptop keeps, not only between two calls of a place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import engines
from db.store import Store
from tests.simulate.places import KilledError

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Session


@contextmanager
def dying(store: Store, after: int) -> Iterator[None]:
    """Let a laptop's power go as soon as it has kept so many more transactions, and one."""
    session_on: Any = engines.session_on
    kept = 0

    @contextmanager
    def counted(engine: "Engine", folder: Path) -> Iterator["Session"]:
        nonlocal kept
        with session_on(engine, folder) as session:
            yield session
        if engine is store._writing:
            kept += 1
            if kept > after:
                raise KilledError

    engines.session_on = counted
    try:
        yield
    finally:
        engines.session_on = session_on
