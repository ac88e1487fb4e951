"""What a depot holds, told from its listings alone; they may lie, and nothing is opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sync.carriers.carrier import Carrier, Entry
from sync.errors import Reason
from sync.names import (
    LogName,
    is_segment_pack,
    is_short_id,
    read_membership_name,
    read_pack_name,
    read_segment_name,
    read_tip_name,
    shown,
)
from sync.result import Skipped

ROOT = "lianke1"
_JUNK = {"thumbs.db", "desktop.ini", ".ds_store", "system volume information"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a depot.

    Attributes:
        path: Where it lies, below the depot's root.
        id: What its name says its bytes hash to.
        size_bytes: Its length by the listing.
    """

    path: str
    id: str
    size_bytes: int


@dataclass
class Listing:
    """What a depot holds, as its listings say; they may lie.

    Attributes:
        membership, segments, packs: Files by id.
        aside: Files that failed their hash for somebody, by id.
        tips: The ends of logs that writers announced.
        skipped: What does not belong here, or is for a newer program.
    """

    membership: dict[str, File] = field(default_factory=dict)
    segments: dict[str, File] = field(default_factory=dict)
    packs: dict[str, File] = field(default_factory=dict)
    aside: dict[str, File] = field(default_factory=dict)
    tips: set[LogName] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)


class _Lister:
    """Goes through the folders of one depot."""

    def __init__(self, carrier: Carrier, alliance: str) -> None:
        self._carrier = carrier
        self._base = f"{ROOT}/{alliance}"
        self.found = Listing()

    def run(self, alliance: str) -> Listing:
        """List all folders; one request each."""
        mine = False
        for entry in self._carrier.list(ROOT):
            if entry.name == alliance and entry.is_folder:
                mine = True
            else:
                self._stray(ROOT, entry)
        if not mine:
            return self.found
        listers: dict[str, Callable[[], None]] = {
            "m": self._membership, "t": self._tips, "s": self._segments, "b": self._packs
        }  # fmt: skip
        for name in self._folders(""):
            if name in listers:
                listers[name]()
        return self.found

    def _folders(self, folder: str) -> Iterable[str]:
        path = f"{self._base}/{folder}".rstrip("/")
        for entry in self._carrier.list(path):
            if entry.is_folder:
                yield entry.name
            else:
                self._stray(path, entry)

    def _files(self, folder: str) -> Iterable[Entry]:
        path = f"{self._base}/{folder}"
        for entry in self._carrier.list(path):
            if entry.is_folder:
                self._stray(path, entry)
            else:
                yield entry

    def _stray(self, folder: str, entry: Entry) -> None:
        """Name what does not belong here; what systems leave everywhere is not worth a word."""
        if entry.name.lower() in _JUNK or entry.name.startswith((".", "~")):
            return
        reason = Reason.NEWER if is_segment_pack(entry.name) else Reason.FOREIGN
        self.found.skipped.append(Skipped(f"{folder}/{shown(entry.name)}", reason))

    def _put(self, files: dict[str, File], folder: str, entry: Entry, id: str, aside: bool) -> None:
        into = self.found.aside if aside else files
        into[id] = File(f"{folder}/{entry.name}", id, entry.size_bytes)

    def _membership(self) -> None:
        for entry in self._files("m"):
            named = read_membership_name(entry.name)
            if named is None:
                self._stray(f"{self._base}/m", entry)
            else:
                self._put(self.found.membership, "m", entry, *named)

    def _tips(self) -> None:
        for entry in self._files("t"):
            named = read_tip_name(entry.name)
            if named is None:
                self._stray(f"{self._base}/t", entry)
            else:
                self.found.tips.add(named)

    def _segments(self) -> None:
        for replica in self._folders("s"):
            folder = f"s/{replica}"
            if not is_short_id(replica):
                self._stray(f"{self._base}/s", Entry(replica, 0, is_folder=True))
                continue
            for entry in self._files(folder):
                named = read_segment_name(replica, entry.name)
                if named is None:
                    self._stray(f"{self._base}/{folder}", entry)
                else:
                    log, aside = named
                    self._put(self.found.segments, folder, entry, log.id, aside)

    def _packs(self) -> None:
        for name in self._folders("b"):
            folder = f"b/{name}"
            for entry in self._files(folder):
                named = read_pack_name(name, entry.name)
                if named is None:
                    self._stray(f"{self._base}/{folder}", entry)
                else:
                    self._put(self.found.packs, folder, entry, *named)


def list_depot(carrier: Carrier, alliance: str) -> Listing:
    """Return what lies in an alliance's depot at a place; empty when there is none."""
    return _Lister(carrier, alliance).run(alliance)
