"""Pieces in: small files always, long ones that are wished for here, and some for others."""

import errno
import shutil
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from enum import Enum

from sqlalchemy import select

from db.blobs import SEALED_BYTES, Piece, piece_id, seal, unseal
from db.models.receipts import Wish
from db.queries.materials import Material, list_materials
from db.supply import Supply
from db.wholes import Arriving, Following
from sync import let_go, material_rules, receipts
from sync.carriers.several import AHEAD_BYTES
from sync.errors import Reason, SkippedFileError
from sync.limits import MIB, PACK_BYTES
from sync.listing import File
from sync.packs import Index, Span
from sync.visit import RoundProgress, Stage, Visit

_FULL = {errno.ENOSPC, errno.EDQUOT}
_BESIDE = 2  # pieces that are checked and written while the next is read
_SMALL_BESIDE = 4  # small ones wait for the disk, which forces several as fast as one
_FORCED_EVERY = 8  # pieces: what a power cut may cost
_STRETCH_BYTES = 4 * MIB  # small pieces that come with one request
_LONG_COUNTS_BYTES = AHEAD_BYTES // 2  # two long pieces on their way: who stops loses no more
_NAMELESS: Mapping[str, str] = {}


def take(
    visit: Visit, indexes: Mapping[str, Index], supply: Supply, materials: list[Material]
) -> Iterator[RoundProgress]:
    """Take the pieces that are wanted here; after that, some that others wish for.

    Args:
        visit: The exchange.
        indexes: What each pack of the place holds, by its id.
        supply: What this laptop had before.
        materials: The files that records here name.
    """
    taking = Taking(visit, indexes)
    lists = [m.listing.id for m in materials if m.is_unlisted and m.listing is not None]
    yield from taking.sealed(lists)
    if lists:
        with visit.store.read() as session:
            materials = list_materials(session, visit.store.blobs)
    small = _small(visit, materials)
    names = {piece.id: material.name for material in small for piece in material.pieces}
    yield from taking.sealed([*lists, *names], names)
    yield from _take_long(visit, taking, materials)
    yield from _take_for_others(visit, taking, supply, materials)
    taking.name_bad()


def _small(visit: Visit, materials: Sequence[Material]) -> list[Material]:
    """Return the files that come by themselves, small ones first.

    One that a person let go from this laptop comes only when somebody here wishes for it.
    """
    found = sorted((m for m in materials if not m.is_long), key=lambda m: m.size_bytes)
    with visit.store.glance() as look:
        gone = let_go.glance(look)
    if not gone:
        return found
    back = {m.proof for m in found if m.proof in gone and m.is_here(visit.store.blobs)}
    if back:
        with visit.store.write() as session:
            let_go.forget(session, back)
    with visit.store.read() as session:
        wished = set(session.scalars(select(Wish.attachment)))
    return [m for m in found if m.proof not in gone or not wished.isdisjoint(m.attachments)]


def _take_long(
    visit: Visit, taking: "Taking", materials: Sequence[Material]
) -> Iterator[RoundProgress]:
    if not any(material.is_long for material in materials):
        return
    with visit.store.read() as session:
        rules = material_rules.read(session)
        wished = set(session.scalars(select(Wish.attachment)))
    wanted = [
        material
        for material in materials
        if material.is_long
        and material.standing
        and material.claim not in visit.refused
        and (rules.take_long or not wished.isdisjoint(material.attachments))
        and material.whole_path(visit.store.blobs) is None
    ]
    for material in sorted(wanted, key=lambda m: (m.size_bytes, m.id)):
        long = LongTaking(visit, taking, material)
        if not long.brings_anything():
            continue
        free = shutil.disk_usage(visit.store.folder).free
        if free - long.lacking_bytes() < rules.room_bytes:
            visit.no_room[material.name] = None
            continue
        yield from long.run()


def _take_for_others(
    visit: Visit, taking: "Taking", supply: Supply, materials: Sequence[Material]
) -> Iterator[RoundProgress]:
    """Carry what others wish for, sealed, within the room that a person gave for it."""
    blobs = visit.store.blobs
    strange = [id for id in taking.there() if id not in supply and not blobs.has(id)]
    if not strange:
        return
    with visit.store.read() as session:
        wished = receipts.wished(session)
        rules = material_rules.read(session)
    places = {p.id: (m.id, n) for m in materials for n, p in enumerate(m.pieces)}
    found = [id for id in strange if id in wished]
    found.sort(key=lambda id: (places.get(id, ("", 0)), id))
    if not found:
        return
    free = shutil.disk_usage(visit.store.folder).free - rules.room_bytes
    own = {p.id for m in materials for p in m.pieces if not m.is_long}
    carried = sum(blobs.size_of(id) or 0 for id in blobs.piece_ids() - own)
    room = min(free, rules.courier_bytes - carried)
    few = []
    for id in found:
        room -= taking.length(id)
        if room < 0:
            break
        few.append(id)
    yield from taking.sealed(few)


class Taking:
    """Takes pieces from wherever the place has them; a pack that gave wrong bytes is named."""

    def __init__(self, visit: Visit, indexes: Mapping[str, Index]) -> None:
        self._visit = visit
        self._where: dict[str, list[tuple[str, Span]]] = {}
        self._bad: dict[str, None] = {}
        for pack, index in sorted(indexes.items()):
            for id, span in index.spans.items():
                self._where.setdefault(id, []).append((pack, span))

    def there(self) -> Iterable[str]:
        """Return the pieces that the place has."""
        return self._where.keys()

    def is_there(self, id: str) -> bool:
        """Tell whether the place has a piece."""
        return id in self._where

    def length(self, id: str) -> int:
        """Return how long a piece that is there is."""
        return self._where[id][0][1].length

    def read(self, id: str) -> bytes | None:
        """Return a piece as the next pack gives it, unproven; None when no pack is left."""
        sources = self._where.get(id, [])
        while sources:
            pack, span = sources[0]
            file = self._visit.listing.packs[pack]
            try:
                data = self._visit.depot.read_part(file, span.offset, span.length)
            except SkippedFileError as error:
                self._visit.skip(file.path, error.reason)
                sources.pop(0)
                continue
            self._visit.bytes_in += len(data)
            return data
        return None

    def blame(self, id: str) -> None:
        """Note that the pack which gave a piece last gave wrong bytes; it is not asked again."""
        sources = self._where.get(id, [])
        if sources:
            self._bad[sources.pop(0)[0]] = None

    def reading(
        self, ids: Iterable[str], counts_bytes: int = 0
    ) -> Generator[tuple[str, bytes | None], None, None]:
        """Read pieces that are there as their packs give them, unproven, in the order given.

        Those that lie one behind the other come with one request, and where answers take long
        several requests are on their way.

        Args:
            ids: Which; each once.
            counts_bytes: For how much of what may be read ahead each counts at least.
        """
        asked: deque[tuple[int, list[tuple[str, Span]]]] = deque()

        def stretches() -> Iterator[tuple[File, int, int, int]]:
            for pack, inside in self._stretches(ids):
                start, last = inside[0][1].offset, inside[-1][1]
                length = last.offset + last.length - start
                asked.append((start, inside))
                file = self._visit.listing.packs[pack]
                yield file, start, length, max(length, counts_bytes)

        for data in self._visit.depot.read_stretches(stretches()):
            start, inside = asked.popleft()
            for id, span in inside:
                if isinstance(data, SkippedFileError):
                    yield id, self.read(id)  # tells why, and asks the next pack
                    continue
                part = data[span.offset - start : span.offset - start + span.length]
                self._visit.bytes_in += len(part)
                yield id, part

    def _stretches(self, ids: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, Span]]]]:
        """Put together what lies one behind the other in a pack and is not too much at once."""
        pack, inside, length = "", list[tuple[str, Span]](), 0
        for id in ids:
            its, span = self._where[id][0]
            last = inside[-1][1] if inside else None
            follows = last is not None and its == pack and span.offset == last.offset + last.length
            if inside and not (follows and length + span.length <= _STRETCH_BYTES):
                yield pack, inside
                inside, length = [], 0
            pack, length = its, length + span.length
            inside.append((id, span))
        if inside:
            yield pack, inside

    def sealed(
        self, ids: Iterable[str], names: Mapping[str, str] = _NAMELESS
    ) -> Iterator[RoundProgress]:
        """Take pieces and keep them sealed; the disk is waited for beside the place.

        Args:
            ids: Which; those that are here or not there are left out.
            names: Names of the files they are, to be told where there is no room for one.
        """
        blobs = self._visit.store.blobs
        lacking = [id for id in dict.fromkeys(ids) if self.is_there(id) and not blobs.has(id)]
        wanted = sorted(self._fitting(lacking, names), key=self._place_of)
        pending: deque[tuple[str, int, Future[bool]]] = deque()
        with ThreadPoolExecutor(_SMALL_BESIDE) as aside, closing(self.reading(wanted)) as coming:
            try:
                for done, (id, data) in enumerate(coming):
                    yield RoundProgress(done, len(wanted), "", Stage.ATTACHMENTS)
                    if data is not None:
                        pending.append((id, len(data), aside.submit(blobs.add_piece, id, data)))
                    while len(pending) > _SMALL_BESIDE:
                        self._see(*pending.popleft())
                while pending:
                    self._see(*pending.popleft())
            except OSError as error:
                if error.errno not in _FULL:
                    raise
                left = (names[id] for id in wanted if id in names and not blobs.has(id))
                self._visit.no_room.update(dict.fromkeys(left))

    def _fitting(self, ids: list[str], names: Mapping[str, str]) -> Iterator[str]:
        """Yield as many as leave this laptop room for records; name the files that do not fit."""
        if not ids:
            return
        room = shutil.disk_usage(self._visit.store.folder).free - material_rules.LEAST_ROOM_BYTES
        for id in ids:
            if self.length(id) <= room:
                room -= self.length(id)
                yield id
            elif id in names:
                self._visit.no_room[names[id]] = None

    def _place_of(self, id: str) -> tuple[str, int]:
        pack, span = self._where[id][0]
        return pack, span.offset

    def _see(self, id: str, length: int, kept: Future[bool]) -> None:
        """See whether a piece was right; another pack is asked for one that was not."""
        right = kept.result()
        while not right:
            self._visit.bytes_in -= length
            self.blame(id)
            data = self.read(id)
            if data is None:
                return
            length, right = len(data), self._visit.store.blobs.add_piece(id, data)
        self._visit.pieces_in += 1

    def name_bad(self) -> None:
        """Judge the packs that gave wrong bytes: damaged ones are set aside, lying ones refused."""
        for pack in sorted(self._bad):
            file = self._visit.listing.packs[pack]
            try:
                judge_whole(self._visit, file)
                self._visit.refuse(file.id, file.path, Reason.HOSTILE)
            except SkippedFileError as error:
                self._visit.skip(file.path, error.reason)


def judge_whole(visit: Visit, file: File) -> None:
    """Read a pack from end to end; one that is not what its name says is set aside.

    Raises:
        SkippedFileError: It is not.
    """
    visit.depot.read(file, PACK_BYTES, lambda _: Reason.ALTERED)


class Came(Enum):
    """What became of a piece."""

    KEPT = "kept"
    WRONG = "wrong"  # its bytes are not its name
    LIE = "lie"  # its bytes are right, and the record's words for it are not


class LongTaking:
    """Puts one long file together from its pieces, wherever they come from."""

    def __init__(self, visit: Visit, taking: Taking, material: Material) -> None:
        self._visit, self._taking, self._material = visit, taking, material
        self._blobs = visit.store.blobs
        self._arriving: Arriving = material.arriving(self._blobs)
        self._following = Following(self._arriving)
        self._tags: dict[int, bytes] = {}
        self._lie = self._careful = False
        self._unforced = 0

    def _lacking(self) -> list[tuple[int, Piece]]:
        have = self._arriving.have
        return [(n, p) for n, p in enumerate(self._material.pieces) if n not in have]

    def brings_anything(self) -> bool:
        """Tell whether something of it can be had now, or only wants finishing."""
        lacking = self._lacking()
        return not lacking or any(
            self._blobs.has(piece.id) or self._taking.is_there(piece.id) for _, piece in lacking
        )

    def lacking_bytes(self) -> int:
        """Return how many bytes of it are still to come."""
        return sum(self._arriving.length(number) for number, _ in self._lacking())

    def run(self) -> Iterator[RoundProgress]:
        """Take what can be had; a file that is whole and right is put in its place."""
        try:
            yield from self._fetch()
            if self._is_complete() and not self._is_right():
                self._look_again()
                yield from self._fetch()
        except OSError as error:
            if error.errno not in _FULL:
                raise
            self._visit.no_room[self._material.name] = None
            return
        if self._is_complete() and self._is_right():
            self._finish()
        elif self._lie or (self._is_complete() and not self._look_again()):
            self._refuse()

    def _is_complete(self) -> bool:
        return not self._lie and len(self._arriving.have) == self._arriving.count

    def _is_right(self) -> bool:
        """Tell whether the file is what its record says, read back from the disk."""
        return self._following.sha256() == self._material.sha256

    def _fetch(self) -> Iterator[RoundProgress]:
        pending: deque[tuple[int, Piece, Future[Came]]] = deque()
        with (
            ThreadPoolExecutor(1) as aside,
            ThreadPoolExecutor(1) as hashing,
            closing(self._coming()) as coming,
        ):
            for number, piece, data in coming:
                yield self._progress(len(self._arriving.have))
                if data is not None:
                    pending.append((number, piece, aside.submit(self._keep, number, piece, data)))
                while len(pending) > _BESIDE:
                    self._see(*pending.popleft())
                    hashing.submit(self._follow)
                if self._lie:
                    break
            while pending:
                self._see(*pending.popleft())

    def _coming(self) -> Generator[tuple[int, Piece, bytes | None], None, None]:
        """Give what is lacking: what is carried here already, the rest from the place."""
        lacking = self._lacking()
        ids = dict.fromkeys(piece.id for _, piece in lacking)
        away = [id for id in ids if self._taking.is_there(id) and not self._blobs.has(id)]
        reading = self._taking.reading(away, counts_bytes=_LONG_COUNTS_BYTES)
        from_there = set(away)
        with closing(reading):
            for number, piece in lacking:
                if piece.id in from_there:
                    from_there.remove(piece.id)  # a piece that stands twice is asked for again
                    yield number, piece, next(reading)[1]
                else:
                    data = self._blobs.read_piece(piece.id) or self._taking.read(piece.id)
                    yield number, piece, data

    def _follow(self) -> None:
        """Hash what has come, and force it to the disk from time to time."""
        self._following.advance()
        self._unforced += 1
        if self._unforced >= _FORCED_EVERY:
            self._unforced = 0
            self._arriving.force()

    def _keep(self, number: int, piece: Piece, data: bytes) -> Came:
        """Open a piece and write it where it belongs.

        What opens was sealed by a member; whether these are the very bytes that the record means
        is told by the hash of the whole file. Only when that fails is each name looked at.
        """
        plain = unseal(piece.key, data)
        if (plain is None or self._careful) and piece_id(data) != piece.id:
            return Came.WRONG
        if plain is None or len(plain) != self._arriving.length(number):
            return Came.LIE
        self._arriving.put(number, plain)
        self._tags[number] = data[-SEALED_BYTES:]
        return Came.KEPT

    def _see(self, number: int, piece: Piece, came: Future[Came]) -> None:
        """See what became of a piece; a wrong one is asked of the next pack."""
        found = came.result()
        while found is Came.WRONG:
            self._taking.blame(piece.id)
            data = self._taking.read(piece.id)
            if data is None:
                return
            found = self._keep(number, piece, data)
        if found is Came.LIE:
            self._lie = True
        else:
            self._visit.pieces_in += 1

    def _finish(self) -> None:
        """Put the file in its place."""
        wholes, pieces = self._blobs.wholes, self._material.pieces
        self._arriving.give_to(wholes.place(self._material.sha256))
        if len(self._tags) == len(pieces):
            tags = b"".join(self._tags[number] for number in range(len(pieces)))
            wholes.keep_tags(self._material.id, tags)
        for piece in pieces:  # those that were carried for others before
            self._blobs.drop_piece(piece.id)

    def _look_again(self) -> bool:
        """Forget the pieces whose bytes are not their name, and look at each name from now on.

        Returns:
            Whether there were any; if not, it is the record that is wrong.
        """
        wrong = set()
        for number, piece in enumerate(self._material.pieces):
            plain = self._arriving.read(number)
            if plain is None or piece_id(seal(piece.key, plain)) != piece.id:
                wrong.add(number)
        self._arriving.forget(wrong)
        self._following = Following(self._arriving)
        self._careful = True
        return bool(wrong)

    def _refuse(self) -> None:
        """Never take this file again: what its record says of it is not true."""
        self._arriving.drop()
        self._visit.refuse(self._material.claim, self._material.name, Reason.HOSTILE)

    def _progress(self, done: int) -> RoundProgress:
        name = self._material.name
        return RoundProgress(done, self._arriving.count, name, Stage.ATTACHMENTS)
