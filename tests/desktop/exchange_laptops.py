"""Laptops of one alliance for the tests of the exchange and of the first steps: real stores."""

import datetime
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from db.commands import records
from db.commands.founding import First
from db.journal import begin, writing
from db.local import Member, member
from db.progress import finish
from db.store import Store
from desktop.context import Desk, News
from desktop.exchanges import Exchanges
from desktop.jobs import Jobs
from desktop.settings import SettingsFile
from sync import identity
from sync.round import exchange

TODAY = datetime.date(2026, 11, 22)


def make_alliance(folder: Path) -> None:
    """Make two laptops of one school: `core` founded the alliance, `guest` joined it."""
    core = Store(folder / "core")
    first = First("青山联盟", "三小", "孙敏", TODAY)
    founded = identity.found(
        core, alliance_name="青山联盟", person_name="孙敏", make_records=first.make
    )
    file = folder / "guest.invitation"
    words = identity.invite(
        core,
        school=founded.school,
        person=founded.person,
        person_name="孙敏",
        role="coordinator",
        out=file,
        school_name="三小",
    )
    guest = Store(folder / "guest")
    identity.join(guest, file, words)
    core.close()
    guest.close()


def add_activity(store: Store, title: str, **values: str) -> str:
    """Record an activity as who the laptop belongs to; return its id."""
    with store.read() as session:
        sitting = begin(session, identity.me(session).person)
    with writing(store, sitting) as writer:
        return records.add(writer, "activity", {"title": title, **values})


def titles(store: Store) -> list[str]:
    """Return the titles of all activities."""
    from db.queries.records import list_records

    with store.read() as session:
        return sorted(str(row.values["title"]) for row in list_records(session, "activity"))


class Laptops:
    """Copies of the two laptops, with a desk each."""

    def __init__(self, folder: Path, made: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        for name in ("core", "guest"):
            shutil.copytree(made / name, folder / name)

    def store(self, name: str) -> Store:
        """Open a laptop's store."""
        store = Store(self._folder / name)
        self._stack.callback(store.close)
        return store

    def desk(self, name: str) -> Desk:
        """Return the desk of a window on a laptop."""
        return self.desk_of(self.store(name))

    def desk_of(self, store: Store) -> Desk:
        """Return the desk of a window on a store, which is closed with it."""
        self._stack.callback(store.close)
        return desk_on(store, self._folder, self._stack)

    def put_on(self, place: Path, *added: str) -> Store:
        """Let the guest record activities and bring them to a place."""
        guest = self.store("guest")
        for title in added:
            add_activity(guest, title)
        finish(exchange(guest, place))
        return guest


def desk_on(store: Store, folder: Path, stack: ExitStack) -> Desk:
    """Return the desk of a window on a store."""
    jobs = Jobs()
    stack.callback(jobs.shut_down)
    news = News()
    stack.callback(_delete, news)
    file = SettingsFile(folder / "lianke.ini")
    with store.read() as session:
        me, who = member(session), identity.mine(session)
    return Desk(
        store,
        jobs,
        file,
        file.read(),
        me or Member("", "", "observer", ""),
        who.person if who else "",
        today=lambda: TODAY,
        news=news,
    )


def _delete(news: News) -> None:
    """Destroy what hangs on a desk here: the collector might run on a thread of jobs."""
    for exchanges in news.findChildren(Exchanges):
        exchanges.sticks.stop()
    news.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def made_alliance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the two laptops once; each test takes copies."""
    folder = tmp_path_factory.mktemp("alliance")
    make_alliance(folder)
    return folder


@pytest.fixture
def laptops(tmp_path: Path, made_alliance: Path) -> Iterator[Laptops]:
    """Return copies of the two laptops."""
    with ExitStack() as stack:
        yield Laptops(tmp_path, made_alliance, stack)
