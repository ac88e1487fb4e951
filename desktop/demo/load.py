"""Puts the whole sample alliance into one laptop's data folder, for those who want to look."""

from db.store import Store
from desktop.demo import founding
from desktop.demo.alliance import sample
from desktop.demo.people import MEMBERS
from desktop.demo.preparing import Preparing
from desktop.demo.recorder import Ids


def load_sample(store: Store) -> None:
    """Fill a new laptop's store with the sample alliance; 孙敏 of the core school sits at it.

    Raises:
        AlreadyFoundedError: The data folder is in use.
    """
    made = sample()
    ids: Ids = {}
    laptop = founding.found(store, made, ids)
    laptop.record(made.entries())
    preparing = Preparing(dict.fromkeys(MEMBERS, laptop), ids, made.people)
    for prepare in preparing.events():
        prepare()
