"""Which folders of a place are looked through this time: all where that is cheap, else few.

A tip announces a log up to its end, so the listing of tips alone tells all news, and also what a
place holds. But listings lie and sticks lose files. So a stick is looked through wholly each time,
as far as that takes no more than a moment; at a place where each request costs, every exchange
looks through a few folders in turn, and at once through those whose tips have gone back.
"""

import time
from collections.abc import Iterable, Iterator

from db.models.depots import LookedFolder
from sync import inventories
from sync.carriers.carrier import Carrier, Entry
from sync.limits import FOLDER_ENTRIES, TIPS
from sync.listing import ROOT
from sync.names import is_short_id
from sync.visit import RoundProgress, Stage, Visit

IN_TURN = 2
"""Folders that every exchange looks through again at a place where a request costs."""
AT_LEAST = 64
"""Folders of a stick that are looked through in any case."""
A_MOMENT_S = 2.0
GAPS = 8
"""Folders with a gap that are looked through at once: an exchange broke off in between."""
BY_NAME = 2
"""So many segments that no tip announces are simply put; for more, their folder is looked at."""
_BY_ONE = 4  # folders that are listed without asking first which there are


def is_costly(carrier: Carrier) -> bool:
    """Tell whether each request to a place costs time or comes off an allowance."""
    return carrier.limits.latency_s > 0 or carrier.limits.requests is not None


def look(visit: Visit) -> Iterator[RoundProgress]:
    """Find out what lies at the place; yield where one may stop."""
    looker = _Looker(visit)
    yield from looker.few() if is_costly(visit.depot.carrier) else looker.all()
    if not visit.listing.is_whole:
        inventories.learn(visit)
    looker.remember()


def look_into(visit: Visit, folder: str) -> list[str]:
    """Look through one folder of the depot now; return the folders in it."""
    depot = visit.depot
    carrier = depot.carrier
    bound = carrier.limits.entries if is_costly(carrier) else FOLDER_ENTRIES
    shown_as = f"{ROOT}/{depot.alliance}/{folder}"
    return visit.listing.note(folder, shown_as, depot.entries(folder), bound)


_TURNS = f"SELECT folder, turn FROM {LookedFolder.__tablename__} WHERE place = ?"


class _Looker:
    """Goes through the folders of one depot."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._listing, self._depot = visit, visit.listing, visit.depot
        self._place = visit.depot.carrier.address
        self._base = f"{ROOT}/{visit.depot.alliance}"
        self._seen: list[str] = []
        with visit.store.glance() as look:
            rows = look.execute(_TURNS, (self._place,)).fetchall()
        self._turns: dict[str, int] = dict(rows)
        self._in_turn = False

    def all(self) -> Iterator[RoundProgress]:
        """Look through the whole depot, or as much of it as a moment allows."""
        there = self._top()
        folders: list[str] = []
        for name in ("m", "t", "s", "b", "n"):
            inner = look_into(self._visit, name) if name in there else []
            if name == "s":
                folders += [f"s/{replica}" for replica in self._replicas(inner)]
            elif name == "b":
                folders += [f"b/{two}" for two in inner]
            else:
                self._strays(name, inner)
        yield RoundProgress(0, len(folders), "", Stage.LOOKING)
        gaps = {f"s/{replica}" for replica in self._visit.logs.gaps()}
        held = self._visit.logs.held
        urgent = gaps | {f"s/{t.replica}" for t in self._listing.tips if t.id not in held}
        if len(folders) > AT_LEAST:
            folders.sort(key=lambda f: (f not in urgent, self._turns.get(f, -1), f))
        end = time.monotonic() + A_MOMENT_S
        for done, folder in enumerate(folders):
            if done >= AT_LEAST and folder not in urgent and time.monotonic() > end:
                self._in_turn = True
                break
            self._look(folder)
            yield RoundProgress(done, len(folders), "", Stage.LOOKING)
        self._listing.is_whole = not self._in_turn

    def few(self) -> Iterator[RoundProgress]:
        """Look at what tells the news, at what is in doubt, and at a few folders in their turn."""
        self._in_turn = True
        for name in ("m", "t"):
            self._strays(name, look_into(self._visit, name))
        packs = [f"b/{two}" for two in look_into(self._visit, "b")]
        yield RoundProgress(0, 0, "", Stage.LOOKING)
        doubtful = self._doubtful()
        if not self._listing.inventories:
            doubtful += packs
        for done, folder in enumerate(doubtful):
            self._look(folder)
            yield RoundProgress(done, len(doubtful), "", Stage.LOOKING)
        for folder in self._next(packs):
            self._look(folder)

    def _top(self) -> set[str]:
        """Return the folders of this alliance's depot, and name what else lies at the top."""
        mine = False
        for entry in self._depot.carrier.list(ROOT):
            if entry.name == self._depot.alliance and entry.is_folder:
                mine = True
            else:
                self._listing.stray(ROOT, entry)
        self._listing.replicas = set()
        if not mine:
            return set()
        entries = self._depot.entries("")
        for entry in entries:
            if not entry.is_folder:
                self._listing.stray(self._base, entry)
        return {entry.name for entry in entries if entry.is_folder}

    def _replicas(self, names: Iterable[str]) -> list[str]:
        """Take in the folders of logs; name those that are none."""
        found = [name for name in names if is_short_id(name)]
        self._strays("s", set(names) - set(found))
        self._listing.replicas = set(found)
        return found

    def _strays(self, folder: str, names: Iterable[str]) -> None:
        for name in sorted(names):
            self._listing.stray(f"{self._base}/{folder}", Entry(name, 0, is_folder=True))

    def _look(self, folder: str) -> None:
        self._strays(folder, look_into(self._visit, folder))
        self._seen.append(folder)

    def _doubtful(self) -> list[str]:
        """Return the folders without which nobody knows what is to be put."""
        logs, listing = self._visit.logs, self._listing
        announced = self._visit.announced()
        unread = {tip.replica for tip in listing.tips if tip.id not in logs.held}
        doubtful = [
            replica
            for replica, rows in logs.of_replica.items()
            if replica not in unread and sum(row.id not in announced for row in rows) > BY_NAME
        ]
        many_tips = "t" in listing.cut or len(listing.tips) > TIPS
        if many_tips or len(doubtful) > _BY_ONE:
            there = self._replicas(look_into(self._visit, "s"))
            if many_tips:
                doubtful = sorted({*doubtful, *there})
        return [f"s/{replica}" for replica in doubtful if not listing.knows(replica)]

    def _next(self, packs: list[str]) -> list[str]:
        """Return the folders whose turn it is: those with a gap, then those unseen for longest."""
        gaps = {f"s/{replica}" for replica in self._visit.logs.gaps()}
        there = {f"s/{tip.replica}" for tip in self._listing.tips}
        waiting = (there | set(packs)) - self._listing.looked
        order = sorted(waiting, key=lambda f: (self._turns.get(f, -1), f))
        first = [folder for folder in order if folder in gaps][:GAPS]
        return list(dict.fromkeys(first + order))[: max(IN_TURN, len(first))]

    def remember(self) -> None:
        """Note which folders were looked through, where not all of them were."""
        if not self._in_turn or not self._seen:
            return
        turn = max(self._turns.values(), default=0) + 1
        with self._visit.store.write() as session:
            for folder in self._seen:
                session.merge(LookedFolder(place=self._place, folder=folder, turn=turn))
