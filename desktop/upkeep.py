"""What the program does for the data by itself, soon after it opened: no Qt, nothing to press."""

import datetime
from collections.abc import Callable

from db import digest
from db.backup import back_up, due
from db.indexing import catching_up
from db.progress import Progress, Work
from db.reproject import bring_up
from db.store import Store


def keeping_up(store: Store, today: Callable[[], datetime.date]) -> Work[None]:
    """Make rows anew after an update, index and add up what arrived, back up once a day.

    Args:
        store: The open store; it stays usable meanwhile.
        today: The day by this laptop's clock.
    """
    yield Progress(0, 3)
    bring_up(store)
    yield Progress(1, 3)
    yield from catching_up(store)
    yield from digest.catching_up(store)
    yield Progress(2, 3)
    if due(store.folder, today()):
        back_up(store.folder, today())
