"""Segments that lie in packs: what a pack holds, found out once; a segment taken out of one."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from db.models.depots import SegmentPack
from db.models.exchange import SegmentBytes
from sync import segment_packs
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.limits import MIB, PACKED, SEGMENT_PACK_BYTES
from sync.listing import PackFile
from sync.names import SegmentPackName, id_of
from sync.segment_packs import PREFIX_BYTES, Member
from sync.visit import RoundProgress, Stage, Visit
from sync.wire import encode

AT_ONCE_BYTES = 4 * MIB
"""A stretch of a pack that is read with one request."""

_FIRST_READ_BYTES = 4096
_MEMBERS = msgspec.msgpack.Decoder(list[tuple[int, str, int, int]])


def known(visit: Visit) -> dict[SegmentPackName, list[Member]]:
    """Return what the packs in the listing hold that this laptop has looked into."""
    packs = visit.listing.segment_packs
    if not packs:
        return {}
    query = f"SELECT id, size_bytes, members FROM {SegmentPack.__tablename__}"
    with visit.store.glance() as look:
        rows = {id: (size, members) for id, size, members in look.execute(query)}
    found = {}
    for name, pack in packs.items():
        size_bytes, members = rows.get(name.id, (-1, b""))
        if size_bytes == pack.file.size_bytes:
            inside = [Member(*member) for member in _MEMBERS.decode(members)]
            if _is_named_so(visit, name, inside):
                found[name] = inside
    return found


def _is_named_so(visit: Visit, name: SegmentPackName, members: list[Member]) -> bool:
    """Tell whether a pack lies under its own name, not that of another log or place in it."""
    first = visit.logs.held.get(members[0].id)
    right = members[0].seq == name.low and members[-1].seq == name.high
    return right and first is not None and first.replica == name.replica


def remember(visit: Visit, id: str, size_bytes: int, members: list[Member]) -> None:
    """Keep what a pack holds, once its bytes were seen."""
    packed = encode([(m.seq, m.id, m.offset, m.length) for m in members])
    with visit.store.write() as session:
        session.merge(SegmentPack(id=id, size_bytes=size_bytes, members=packed))


def take_packs(visit: Visit) -> Iterator[RoundProgress]:
    """Take the segments that lie in packs and are not held; learn what new packs hold."""
    for level in (2, 1):  # what a large one tells of the small ones in it need not be asked again
        contents = known(visit)
        packs = [p for p in visit.listing.segment_packs.values() if p.name.level == level]
        packs.sort(key=lambda pack: pack.file.path)
        new = []
        for done, pack in enumerate(packs):
            yield RoundProgress(done, len(packs), "", Stage.RECEIVING)
            if pack.name.id in visit.refused:
                visit.skip(pack.file.path, visit.refused[pack.name.id])
            elif pack.name in contents:
                with _skipping(visit, pack):
                    yield from _take_some(visit, pack, contents[pack.name])
            elif pack.file.size_bytes > SEGMENT_PACK_BYTES:
                visit.skip(pack.file.path, Reason.TOO_LARGE)
            else:
                new.append(pack)
        yield from _take_new(visit, new)


@contextmanager
def _skipping(visit: Visit, pack: PackFile) -> Iterator[None]:
    """Name a pack that is of no use, and go on with the others."""
    try:
        yield
    except SkippedFileError as error:
        visit.skip(pack.file.path, error.reason)


def _lacking(visit: Visit, members: list[Member]) -> list[Member]:
    held, single = visit.logs.held, visit.listing.segments
    return [
        member
        for member in members
        if member.id not in held and member.id not in single and member.id not in visit.refused
    ]


def _take_some(visit: Visit, pack: PackFile, members: list[Member]) -> Iterator[RoundProgress]:
    """Take what is lacking out of a pack whose contents are known, stretch by stretch."""
    lacking = _lacking(visit, members)
    good = True
    for stretch in _stretches(lacking):
        start, end = stretch[0].offset, stretch[-1].offset + stretch[-1].length
        data = visit.depot.read_part(pack.file, start, end - start)
        for member in stretch:
            part = data[member.offset - start : member.offset - start + member.length]
            if id_of(part) == member.id:
                yield from _take_member(visit, pack, member, part)
            else:
                good = False
    if lacking:
        yield from _settle(visit)
    if not good:
        read_whole(visit, pack)  # tells why, and sets it aside


def _settle(visit: Visit) -> Iterator[RoundProgress]:
    for _ in visit.take_gathered():
        yield RoundProgress(0, 0, "", Stage.RECEIVING)
    visit.read_logs()


def _stretches(members: list[Member]) -> Iterator[list[Member]]:
    stretch: list[Member] = []
    for member in members:
        if stretch and member.offset + member.length - stretch[0].offset > AT_ONCE_BYTES:
            yield stretch
            stretch = []
        stretch.append(member)
    if stretch:
        yield stretch


def _take_member(
    visit: Visit, pack: PackFile, member: Member, data: bytes
) -> Iterator[RoundProgress]:
    for _ in visit.gather(data, f"{pack.file.path}/{member.seq:08}"):
        yield RoundProgress(0, 0, "", Stage.RECEIVING)


def _take_new(visit: Visit, packs: list[PackFile]) -> Iterator[RoundProgress]:
    """Find out what packs hold, some read ahead where answers take long; take what is lacking."""
    news = list(_with_news(visit, packs))
    read = visit.depot.read_parts((pack.file for pack in news), SEGMENT_PACK_BYTES)
    for done, (pack, data) in enumerate(zip(news, read, strict=True)):
        yield RoundProgress(done, len(news), "", Stage.RECEIVING)
        with _skipping(visit, pack):
            if isinstance(data, SkippedFileError):
                raise data
            yield from _take_whole(visit, pack, data)


def _with_news(visit: Visit, packs: list[PackFile]) -> Iterator[PackFile]:
    """Yield the packs that are not made of held segments alone, as their first bytes tell.

    Of a log of which nothing is held that need not be asked.
    """
    logs = visit.logs.of_replica
    asked = [pack for pack in packs if logs.get(pack.name.replica)]
    beginnings = visit.depot.read_stretches(
        (pack.file, 0, _FIRST_READ_BYTES, _FIRST_READ_BYTES) for pack in asked
    )
    for pack, beginning in zip(asked, beginnings, strict=True):
        with _skipping(visit, pack):
            if isinstance(beginning, SkippedFileError):
                raise beginning
            if not _is_of_held(visit, pack, beginning):
                yield pack
    yield from (pack for pack in packs if not logs.get(pack.name.replica))


def _take_whole(visit: Visit, pack: PackFile, data: bytes) -> Iterator[RoundProgress]:
    """Take what is lacking out of a pack, and learn what it holds."""
    if id_of(data) != pack.name.id:
        data = read_whole(visit, pack)
    try:
        members = segment_packs.members_of(data, visit.who.alliance, pack.name)
    except MalformedError as error:  # perhaps a good pack under another's name
        visit.skip(pack.file.path, error.reason)
        return
    if not _is_honest(data, members):
        visit.refuse(pack.name.id, pack.file.path, Reason.HOSTILE)
        return
    for member in _lacking(visit, members):
        part = data[member.offset : member.offset + member.length]
        yield from _take_member(visit, pack, member, part)
    yield from _settle(visit)
    _remember_all(visit, pack.name, data)


def _remember_all(visit: Visit, name: SegmentPackName, data: bytes) -> None:
    """Keep what a whole pack holds, and what the packs within it do."""
    remember(visit, name.id, len(data), segment_packs.members_of(data, visit.who.alliance, name))
    if name.level > 1:
        for inner in segment_packs.read_index(data, visit.who.alliance, name):
            below = SegmentPackName(name.replica, inner.seq, name.level - 1, inner.id)
            part = data[inner.offset : inner.offset + inner.length]
            if id_of(part) == inner.id:
                _remember_all(visit, below, part)


def _is_honest(data: bytes, members: list[Member]) -> bool:
    return all(id_of(data[m.offset : m.offset + m.length]) == m.id for m in members)


def read_whole(visit: Visit, pack: PackFile) -> bytes:
    """Return the bytes of a pack when they are those its name was made of.

    A damaged one is set aside, so that what it held is put here again.

    Raises:
        SkippedFileError: They are not.
    """
    if pack.file.size_bytes > SEGMENT_PACK_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, pack.file.path)
    data = visit.depot.read_part(pack.file, 0, SEGMENT_PACK_BYTES + 1)
    if id_of(data) != pack.name.id:  # once more: it may have been the cable
        data = visit.depot.read_part(pack.file, 0, SEGMENT_PACK_BYTES + 1)
    if id_of(data) == pack.name.id:
        return data
    reason = _why_bad(data, visit.who.alliance, pack.name)
    if reason is not Reason.FOREIGN:
        visit.depot.set_aside(pack.file)
    raise SkippedFileError(reason, pack.file.path)


def _why_bad(data: bytes, alliance: str, name: SegmentPackName) -> Reason:
    """Tell what became of bytes that are not those a pack's name was made of.

    What is too short for a pack, and does not begin as one, never was one.
    """
    try:
        index = data[: segment_packs.index_length(data[:PREFIX_BYTES])]
        members = segment_packs.read_index(index, alliance, name)
    except SkippedFileError as error:
        if error.reason is Reason.FOREIGN and len(data) < segment_packs.LEAST_BYTES:
            return Reason.FOREIGN
        return Reason.TRUNCATED if error.reason is Reason.TRUNCATED else Reason.ALTERED
    cut = len(data) < members[-1].offset + members[-1].length
    return Reason.TRUNCATED if cut else Reason.ALTERED


def make(visit: Visit, name: SegmentPackName, ids: list[str]) -> bytes | None:
    """Return the bytes of a pack of these files, or None where one is not held."""
    if name.level == 1:
        files = [(id, _bytes_of(visit, id)) for id in ids]
    else:
        files = [(id, _inner_bytes(visit, id, name, number)) for number, id in enumerate(ids)]
    whole = [(id, data) for id, data in files if data is not None]
    if len(whole) < len(files):
        return None
    return segment_packs.build(visit.who.alliance, name.replica, name.low, name.level, whole)[1]


def _bytes_of(visit: Visit, id: str) -> bytes | None:
    with visit.store.glance() as look:
        row = look.execute(_BYTES, (id,)).fetchone()
    return None if row is None else bytes(row[0])


_BYTES = f"SELECT data FROM {SegmentBytes.__tablename__} WHERE id = ?"


def _inner_bytes(visit: Visit, id: str, name: SegmentPackName, number: int) -> bytes | None:
    """Return the bytes of a pack within a pack."""
    with visit.store.read() as session:
        row = session.get(SegmentPack, id)
        inner = [] if row is None else [member[1] for member in _MEMBERS.decode(row.members)]
    below = SegmentPackName(name.replica, name.low + number * PACKED, 1, id)
    return make(visit, below, inner) if len(inner) == PACKED else None


def _is_of_held(visit: Visit, pack: PackFile, beginning: bytes) -> bool:
    """Tell whether a pack is made of held segments alone, by making it here from these.

    Then its first bytes are all that need be read.
    """
    try:
        length = segment_packs.index_length(beginning[:PREFIX_BYTES])
        if length > len(beginning):
            beginning = visit.depot.read_part(pack.file, 0, length)
        inner = segment_packs.read_index(beginning[:length], visit.who.alliance, pack.name)
    except SkippedFileError:
        return False  # damaged or not: its hash will tell
    made = make(visit, pack.name, [member.id for member in inner])
    if made is None or id_of(made) != pack.name.id or len(made) != pack.file.size_bytes:
        return False
    members = segment_packs.members_of(made, visit.who.alliance, pack.name)
    remember(visit, pack.name.id, len(made), members)
    return True
