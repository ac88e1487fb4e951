"""What a depot holds, told from its listings alone; they may lie, and nothing is opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sync.carriers.carrier import Entry
from sync.errors import Reason
from sync.names import (
    LogName,
    SegmentPackName,
    is_segment_pack,
    read_inventory_name,
    read_manifest_name,
    read_membership_name,
    read_pack_name,
    read_part_name,
    read_segment_name,
    read_segment_pack_name,
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


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack of segments at a place."""

    file: File
    name: SegmentPackName


@dataclass
class Listing:
    """What a depot holds, as its listings say; they may lie.

    Attributes:
        membership, segments, packs: Files by id.
        segment_packs: Packs of segments by name.
        inventories: Lists of the packs of pieces, by id.
        manifests: Manifests of snapshots, by id.
        parts: Parts of snapshots, by id and number.
        aside: Files that failed their hash for somebody, by id.
        packs_aside: Packs of segments that did.
        tips: The ends of logs that writers announced.
        looked: Folders that were looked through this time; nothing is known of others.
        cut: Those whose listing is as long as listings get: more may be there than it shows.
        is_whole: Whether all folders were looked through.
        replicas: The logs that have a folder; None when nobody asked.
        skipped: What does not belong here, or is for a newer program.
    """

    membership: dict[str, File] = field(default_factory=dict)
    segments: dict[str, File] = field(default_factory=dict)
    packs: dict[str, File] = field(default_factory=dict)
    segment_packs: dict[SegmentPackName, PackFile] = field(default_factory=dict)
    inventories: dict[str, File] = field(default_factory=dict)
    manifests: dict[str, File] = field(default_factory=dict)
    parts: dict[tuple[str, int], File] = field(default_factory=dict)
    aside: dict[str, File] = field(default_factory=dict)
    packs_aside: dict[SegmentPackName, PackFile] = field(default_factory=dict)
    tips: set[LogName] = field(default_factory=set)
    looked: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    is_whole: bool = False
    replicas: set[str] | None = None
    skipped: list[Skipped] = field(default_factory=list)

    def knows(self, replica: str) -> bool:
        """Tell whether all that lies here of a log was seen this time, even if it is nothing."""
        folder = f"s/{replica}"
        if folder in self.looked:
            return folder not in self.cut
        return self.replicas is not None and replica not in self.replicas and "s" not in self.cut

    def stray(self, folder: str, entry: Entry) -> None:
        """Name what does not belong here; what systems leave everywhere is not worth a word."""
        if entry.name.lower() in _JUNK or entry.name.startswith((".", "~")):
            return
        reason = Reason.NEWER if is_segment_pack(entry.name) else Reason.FOREIGN
        self.skipped.append(Skipped(f"{folder}/{shown(entry.name)}", reason))

    def note(self, folder: str, shown_as: str, entries: Iterable[Entry], bound: int) -> list[str]:
        """Take in the listing of one folder; return the folders in it.

        Args:
            folder: Below the depot's root: ``m``, ``t``, ``s/<replica>``, ``b``, ``b/<xx>``, ``n``.
            shown_as: What the folder is called where a stray file is named.
            entries: Its listing; an entry may stand there twice.
            bound: Beyond how many entries listings of this place are cut.
        """
        folders, count = [], 0
        self._forget(folder)
        for entry in entries:
            count += 1
            if entry.is_folder:
                folders.append(entry.name)
            elif not self._file(folder, entry):
                self.stray(shown_as, entry)
        self.looked.add(folder)
        if count >= bound:
            self.cut.add(folder)
        return folders

    def _forget(self, folder: str) -> None:
        """Drop what an earlier look at the same folder told."""
        if folder not in self.looked:
            return
        inside = f"{folder}/"
        for files in (self.segments, self.packs, self.aside):
            for id in [id for id, file in files.items() if file.path.startswith(inside)]:
                del files[id]
        for packs in (self.segment_packs, self.packs_aside):
            for name in [n for n, pack in packs.items() if pack.file.path.startswith(inside)]:
                del packs[name]
        self.cut.discard(folder)

    def _file(self, folder: str, entry: Entry) -> bool:
        """Take in one file; tell whether it belongs where it lies."""
        kind, _, inner = folder.partition("/")
        path = f"{folder}/{entry.name}"
        match kind:
            case "m":
                return self._put(self.membership, path, entry, read_membership_name(entry.name))
            case "t":
                tip = read_tip_name(entry.name)
                if tip is not None:
                    self.tips.add(tip)
                return tip is not None
            case "s" if inner:
                return self._segment(inner, path, entry)
            case "b" if inner:
                return self._put(self.packs, path, entry, read_pack_name(inner, entry.name))
            case "b":
                return self._put(self.inventories, path, entry, read_inventory_name(entry.name))
            case "n":
                return self._snapshot(path, entry)
            case _:
                return False

    def _put(
        self, files: dict[str, File], path: str, entry: Entry, named: tuple[str, bool] | None
    ) -> bool:
        if named is None:
            return False
        id, aside = named
        (self.aside if aside else files)[id] = File(path, id, entry.size_bytes)
        return True

    def _segment(self, replica: str, path: str, entry: Entry) -> bool:
        single = read_segment_name(replica, entry.name)
        if single is not None:
            return self._put(self.segments, path, entry, (single[0].id, single[1]))
        packed = read_segment_pack_name(replica, entry.name)
        if packed is None:
            return False
        name, aside = packed
        into = self.packs_aside if aside else self.segment_packs
        into[name] = PackFile(File(path, name.id, entry.size_bytes), name)
        return True

    def _snapshot(self, path: str, entry: Entry) -> bool:
        part = read_part_name(entry.name)
        if part is not None:
            self.parts[part] = File(path, part[0], entry.size_bytes)
            return True
        return self._put(self.manifests, path, entry, read_manifest_name(entry.name))
