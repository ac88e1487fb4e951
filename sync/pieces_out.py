"""Pieces out: what the place lacks, first what people wait for, as far as there is room."""

from collections.abc import Iterable, Iterator
from contextlib import closing

from db import local
from db.models.exchange import Pack
from db.queries.materials import Material
from db.supply import Supply
from sync import material_rules, packs, receipts
from sync.carriers.long_file import LongFile
from sync.errors import PlaceError, PlaceFullError, PlaceGoneError, PlaceUnreadableError
from sync.limits import MIB, PIECE_BYTES
from sync.listing import ROOT
from sync.names import pack_path
from sync.pack_writing import LongPack, Run, begun
from sync.visit import RoundProgress, Stage, Visit

_UNFINISHED = "unfinished_pack "  # then the place's address
_LONG_GOAL_BYTES = 15 * PIECE_BYTES
_WHOLE_GOAL_BYTES = 8 * MIB  # where a pack cannot be gone on with, it had better be small


def put(
    visit: Visit, there: set[str], supply: Supply, materials: Iterable[Material]
) -> Iterator[RoundProgress]:
    """Put the pieces that the place lacks.

    Args:
        visit: The exchange.
        there: The pieces that lie at the place.
        supply: What this laptop can give.
        materials: The files that records here name.
    """
    putting = _Putting(visit, supply, list(materials))
    yield from putting.run(there)


class _Putting:
    """What is to be put in one exchange."""

    def __init__(self, visit: Visit, supply: Supply, materials: list[Material]) -> None:
        self._visit, self._supply = visit, supply
        self._carrier = visit.depot.carrier
        self._files: dict[str, tuple[Material, int]] = {}
        for material in materials:
            for number, piece in enumerate(material.pieces):
                self._files[piece.id] = material, number
        self._base = f"{ROOT}/{visit.depot.alliance}"
        self._part = f"{self._base}/b/~{visit.who.replica}.part"
        self._fact = _UNFINISHED + self._carrier.address
        self._done = self._total = 0
        self._noted = False
        self._new: list[Pack] = []

    def run(self, there: set[str]) -> Iterator[RoundProgress]:
        """Put what is lacking, a pack at a time; after the first failure nothing more is tried."""
        lacking = self._in_order(there)
        with self._visit.store.glance() as look:
            self._noted = unfinished = local.glance(look, self._fact) == "1"
        if not (lacking or unfinished) or not self._visit.put(lambda: None, 0):
            return
        try:
            yield from self._put_all(lacking, unfinished=unfinished)
            self._note_unfinished(False)
        except PlaceGoneError:
            raise
        except PlaceError as error:
            self._visit.failure = error
        finally:
            self._keep_indexes()

    def _in_order(self, there: set[str]) -> list[tuple[str, int]]:
        """Return what is lacking: first what others wish for, small files before large ones."""
        lacking = [(id, n) for id, n in self._supply.sizes.items() if n and id not in there]
        if not lacking:
            return []
        with self._visit.store.read() as session:
            wished = receipts.wished(session)
        found = []
        for id, length in lacking:
            material, number = self._files.get(id, (None, 0))
            if material is None or not material.is_long:
                found.append(((id not in wished, length, "", 0, id), length))
            elif material.standing:  # not a film in the bin
                place = (id not in wished, material.size_bytes, material.id, number, id)
                found.append((place, length))
        return [(place[-1], length) for place, length in sorted(found)]

    def _put_all(
        self, lacking: list[tuple[str, int]], *, unfinished: bool
    ) -> Iterator[RoundProgress]:
        grows = unfinished or sum(length for _, length in lacking) > PIECE_BYTES
        file = self._carrier.open_long(self._part) if grows else None
        first: Run = []
        room = None
        if lacking:
            room = material_rules.room_at_place(self._carrier.free(), self._carrier.total())
        if file is not None:
            with closing(file):
                first, room = self._begun(file, dict(lacking), room)
        begun_ids = {id for id, _ in first}
        rest = self._that_fit([one for one in lacking if one[0] not in begun_ids], room)
        self._total = len(first) + len(rest)
        goal = _WHOLE_GOAL_BYTES if file is None else _LONG_GOAL_BYTES
        for run in [first, *packs.runs(rest, goal)] if first else packs.runs(rest, goal):
            yield RoundProgress(self._done, self._total, self._name(run), Stage.ATTACHMENTS)
            if file is not None and sum(length for _, length in run) > PIECE_BYTES:
                yield from self._put_long(run)
            elif not self._put_whole(run):
                return

    def _begun(
        self, file: LongFile, lacking: dict[str, int], room: int | None
    ) -> tuple[Run, int | None]:
        """Return the pack to go on with, and the room that is left; clear another one away."""
        run = begun(file, self._visit.who.alliance)
        size = sum(length for _, length in run) - file.size_bytes()
        usable = bool(run) and all(lacking.get(id) == length for id, length in run)
        if usable and (room is None or size <= room):
            return run, None if room is None else room - max(0, size)
        if room is not None:
            room += file.size_bytes()
        file.drop()
        return [], room

    def _that_fit(self, lacking: list[tuple[str, int]], room: int | None) -> list[tuple[str, int]]:
        """Return what finds room, and name the files that do not."""
        if room is None:
            return lacking
        fit = []
        for id, length in lacking:
            if length <= room:
                room -= length
                fit.append((id, length))
            else:
                self._visit.left_behind[self._name([(id, length)])] = None
        return fit

    def _put_whole(self, run: Run) -> bool:
        """Put a pack that is there whole or not at all; tell whether the place took it."""
        run = [(id, length) for id, length in run if self._is_sound(id)]
        if not run:
            return True
        pack = packs.build(self._visit.who.alliance, run, lambda id: self._supply.read(id) or b"")
        if not self._visit.put(
            lambda: self._visit.depot.put_pack(pack.id, pack.source), pack.size_bytes
        ):
            return False
        self._remember(pack.id, pack.index, pack.size_bytes, len(run))
        return True

    def _is_sound(self, id: str) -> bool:
        if self._supply.read(id) is not None:
            return True
        self._supply.forget(id)
        return False

    def _put_long(self, run: Run) -> Iterator[RoundProgress]:
        """Put a pack piece by piece; one that is cut off is gone on with the next time."""
        while run:
            file = self._carrier.open_long(self._part)
            if file is None:
                return
            self._note_unfinished(True)
            with closing(file):
                pack = LongPack(
                    file, self._visit.who.alliance, run, self._supply, self._carrier.address
                )
                yield from self._write(file, pack, self._name(run))
            if not pack.lost:
                self._visit.depot.new_packs[pack.id] = pack.size_bytes
                self._remember(pack.id, pack.index, pack.size_bytes, len(run))
                return
            for id in pack.lost:
                self._supply.forget(id)
            run = [one for one in run if one[0] not in pack.lost]

    def _write(self, file: LongFile, pack: LongPack, name: str) -> Iterator[RoundProgress]:
        try:
            for done in pack.write():
                yield RoundProgress(self._done + done, self._total, name, Stage.ATTACHMENTS)
            if pack.lost:
                file.drop()
            else:
                file.finish(f"{self._base}/{pack_path(pack.id)}")
        except (PlaceFullError, PlaceUnreadableError):
            file.drop()  # nothing of it would be of use
            raise
        finally:
            self._visit.bytes_out += pack.sent_bytes

    def _note_unfinished(self, unfinished: bool) -> None:
        """Remember that a pack may have been begun there, before it is."""
        if self._noted is unfinished:
            return
        self._noted = unfinished
        with self._visit.store.write() as session:
            local.write(session, self._fact, "1" if unfinished else "")

    def _remember(self, id: str, index: bytes, size_bytes: int, count: int) -> None:
        self._done += count
        self._visit.pieces_out = self._done
        self._new.append(Pack(id=id, size_bytes=size_bytes, index=index))
        aside = self._visit.listing.aside.get(id)
        if aside is not None:  # the right bytes stand beside it now; up to 64 MiB of a stick
            self._visit.depot.drop_aside(aside)

    def _keep_indexes(self) -> None:
        """Keep what the new packs hold, so that nobody need read it there."""
        if self._new:
            with self._visit.store.write() as session:
                for pack in self._new:
                    session.merge(pack)

    def _name(self, run: Run) -> str:
        """Return what people call what is in a pack: its last file."""
        found = self._files.get(run[-1][0]) if run else None
        return found[0].name if found else ""
