"""Packs of segments made at a place, and what they contain taken away as single files.

The only files of others that are ever deleted are singles, and only after the pack that holds
them byte for byte was read back from the place.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from sqlalchemy import select

from db.models.exchange import SegmentBytes
from sync import packed, segment_packs
from sync.branches import Held
from sync.errors import SkippedFileError
from sync.limits import MIB, PACKED, SEGMENT_PACK_GOAL_BYTES
from sync.listing import File, PackFile
from sync.looking import is_costly
from sync.names import SegmentPackName, segment_pack_path
from sync.segment_packs import Member
from sync.visit import RoundProgress, Stage, Visit

ROUTINE = 12
"""Requests of a routine exchange where each one costs: tidying takes what is left of them."""
_MOST_PACKS = 32  # in one exchange
_JOINED_BYTES = 8 * MIB  # who has just taken in so much has waited long enough


def tidy(visit: Visit) -> Iterator[RoundProgress]:
    """Pack what lies single in the folders that were looked through.

    Only in an exchange that moved something, so that one without news writes nothing.
    """
    if visit.failure is not None or not (visit.bytes_in or visit.bytes_out):
        return
    if visit.bytes_in > _JOINED_BYTES:
        return
    tidier = _Tidier(visit)
    looked = visit.listing.looked
    for replica in sorted(visit.logs.of_replica):
        if not visit.listing.knows(replica) and f"s/{replica}" not in looked:
            continue
        try:
            yield from tidier.tidy(replica)
        except SkippedFileError as error:
            visit.skip(f"s/{replica}", error.reason)
        if not tidier.may_go_on():
            return


class _Tidier:
    """Packs the logs of one place."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._depot = visit, visit.depot
        self._contents = packed.known(visit)
        self._verified: set[SegmentPackName] = set()
        self._made = 0

    def may_go_on(self) -> bool:
        """Tell whether this exchange may take the requests for one more step."""
        return self._visit.failure is None and self._made < _MOST_PACKS and self._left() >= 2

    def _left(self) -> int:
        carrier = self._depot.carrier
        return ROUTINE - carrier.requests if is_costly(carrier) else ROUTINE

    def tidy(self, replica: str) -> Iterator[RoundProgress]:
        """Make the packs that one log lacks here, then take away what they contain."""
        for run in self._runs(replica):
            if not self.may_go_on():
                return
            yield RoundProgress(0, 0, "", Stage.SENDING)
            files = [(row.id, self._bytes_of(row.id)) for row in run]
            if not self._put(replica, run[0].seq, 1, files):
                return
        for low, packs in self._pairs(replica):
            if not self.may_go_on():
                return
            yield RoundProgress(0, 0, "", Stage.SENDING)
            made = [packed.make(self._visit, p.name, self._ids(p)) for p in packs]
            files = [(p.name.id, m) for p, m in zip(packs, made, strict=True) if m is not None]
            if len(files) == PACKED and not self._put(replica, low, 2, files):
                return
        yield from self._drop_singles(replica)

    def _packs(self, replica: str, level: int) -> list[PackFile]:
        packs = self._visit.listing.segment_packs.values()
        mine = [p for p in packs if p.name.replica == replica and p.name.level == level]
        return sorted((p for p in mine if p.name in self._contents), key=lambda p: p.name.id)

    def _ids(self, pack: PackFile) -> list[str]:
        return [member.id for member in self._contents[pack.name]]

    def _bytes_of(self, id: str) -> bytes:
        with self._visit.store.read() as session:
            return session.scalars(select(SegmentBytes.data).where(SegmentBytes.id == id)).one()

    def _runs(self, replica: str) -> Iterator[list[Held]]:
        """Return sixteen segments of one branch at a time that lie here single and whole.

        Where a log forked, a segment goes into one pack only; what then makes no run of sixteen
        stays single.
        """
        logs, single = self._visit.logs, self._visit.listing.segments
        inside = {id for pack in self._packs(replica, 1) for id in self._ids(pack)}
        rows = logs.of_replica.get(replica, [])
        for last in sorted((r for r in rows if r.seq % PACKED == 0), key=lambda r: (r.seq, r.id)):
            run = logs.chain(last, PACKED)
            fits = run and sum(row.size_bytes for row in run) <= SEGMENT_PACK_GOAL_BYTES
            if fits and all(
                row.id not in inside
                and row.id in single
                and single[row.id].size_bytes == row.size_bytes
                for row in run
            ):
                inside.update(row.id for row in run)
                yield run

    def _pairs(self, replica: str) -> Iterator[tuple[int, list[PackFile]]]:
        """Return sixteen packs at a time that follow each other in one branch."""
        held = self._visit.logs.held
        there = {pack.name.low for pack in self._packs(replica, 2)}
        by_low: dict[int, PackFile] = {}
        for pack in reversed(self._packs(replica, 1)):  # the smallest id of several stays
            by_low[pack.name.low] = pack
        for low in [low for low in by_low if (low - 1) % PACKED**2 == 0 and low not in there]:
            run = [by_low.get(low + number * PACKED) for number in range(PACKED)]
            packs = [pack for pack in run if pack is not None]
            if len(packs) < PACKED:
                continue
            if sum(pack.file.size_bytes for pack in packs) > SEGMENT_PACK_GOAL_BYTES:
                continue
            ids = [self._ids(pack) for pack in packs]
            if all(b[0] in held and held[b[0]].previous == a[-1] for a, b in pairwise(ids)):
                yield low, packs

    def _put(self, replica: str, low: int, level: int, files: list[tuple[str, bytes]]) -> bool:
        """Put a pack and read it back; tell whether the place took it."""
        visit = self._visit
        name, data = segment_packs.build(visit.who.alliance, replica, low, level, files)
        if name in visit.listing.segment_packs:
            return True  # it lies here under its name, and is damaged or not looked into yet
        if not visit.put(partial(self._depot.put_segment_pack, name, data), len(data)):
            return False
        self._made += 1
        file = PackFile(File(segment_pack_path(name), name.id, len(data)), name)
        packed.read_whole(visit, file)
        members = segment_packs.members_of(data, visit.who.alliance, name)
        packed.remember(visit, name.id, len(data), members)
        visit.listing.segment_packs[name] = file
        self._contents[name] = members
        self._verified.add(name)
        return True

    def _drop_singles(self, replica: str) -> Iterator[RoundProgress]:
        for pack in self._packs(replica, 1):
            singles = [
                self._visit.listing.segments[member.id]
                for member in self._contents[pack.name]
                if self._is_single(replica, member)
            ]
            if not singles or not self.may_go_on():
                continue
            yield RoundProgress(0, 0, "", Stage.SENDING)
            if pack.name not in self._verified:
                packed.read_whole(self._visit, pack)
                self._verified.add(pack.name)
            for file in singles[: self._left() if is_costly(self._depot.carrier) else None]:
                self._depot.drop(file)
                del self._visit.listing.segments[file.id]
            aside = self._visit.listing.packs_aside.get(pack.name)
            if aside is not None:
                self._depot.drop(aside.file)

    def _is_single(self, replica: str, member: Member) -> bool:
        file = self._visit.listing.segments.get(member.id)
        return file is not None and file.path.startswith(f"s/{replica}/")
