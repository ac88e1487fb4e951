"""One exchange while it runs: where, what lies there, what was done, what went wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from db.merging import Accepted
from db.models.exchange import RefusedFile
from db.progress import Progress
from db.store import Store
from sync import branches, taking
from sync.branches import Logs
from sync.depot import Depot
from sync.errors import PlaceError, PlaceGoneError, Reason, SkippedFileError
from sync.laptop import Me
from sync.listing import Listing
from sync.names import LogName, id_of, shown
from sync.result import RoundResult, Skipped
from sync.taking import Taken
from sync.taking_many import AT_ONCE, AT_ONCE_BYTES, take_many


class Stage(StrEnum):
    """What an exchange is at; the window has words for it."""

    SEALING = "sealing"
    LOOKING = "looking"
    SENDING = "sending"
    RECEIVING = "receiving"
    ATTACHMENTS = "attachments"
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class RoundProgress(Progress):
    """How far an exchange has come.

    Attributes:
        stage: What it is at; ``words`` is the name of whose work it is, where that is known.
    """

    stage: Stage = Stage.LOOKING


@dataclass
class Visit:
    """One exchange with one depot.

    Attributes:
        store, depot, who: Between which.
        leave: Nonces of sittings that are not done yet; their records wait for another time.
        logs: The segments that are held; read again after some were taken in.
        listing: What lay there at the beginning.
        refused: Files that are intact and of no use, by id, met before.
        failure: Why nothing can be written any more; reading goes on.
        put_ids: Segments that were put this time.
        bad_parts: Parts of snapshots that failed their hash, by id and number.
        came, went, carried: Ids of records, in order.
        copies: Readable copies that were put.
        left_behind, no_room: Names of files for which the place, and this laptop, has no room.
        too_long: Names of files of which no readable copy can lie on a usual stick.
    """

    store: Store
    depot: Depot
    who: Me
    leave: frozenset[bytes] = frozenset()
    logs: Logs = field(default_factory=lambda: Logs(()))
    listing: Listing = field(default_factory=Listing)
    refused: dict[str, Reason] = field(default_factory=dict)
    failure: PlaceError | None = None
    put_ids: set[str] = field(default_factory=set)
    bad_parts: set[tuple[str, int]] = field(default_factory=set)
    came: dict[str, None] = field(default_factory=dict)
    went: dict[str, None] = field(default_factory=dict)
    carried: dict[str, None] = field(default_factory=dict)
    conflicts: int = 0
    parked: int = 0
    refusals: int = 0
    sealed: int = 0
    pieces_in: int = 0
    pieces_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    copies: int = 0
    left_behind: dict[str, None] = field(default_factory=dict)
    no_room: dict[str, None] = field(default_factory=dict)
    too_long: dict[str, None] = field(default_factory=dict)
    _skipped: dict[str, Reason] = field(default_factory=dict)
    _gathered: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _gathered_bytes: int = 0
    _explained: bool = False

    def begin(self) -> None:
        """Find out what is held, and which files are known to be of no use."""
        self.read_logs()
        self.read_refused()

    def read_refused(self) -> None:
        """Find out which files are known to be of no use; a revocation or adoption changes that."""
        with self.store.glance() as look:
            rows = look.execute(f"SELECT id, reason FROM {RefusedFile.__tablename__}").fetchall()
        self.refused = {id: Reason(reason) for id, reason in rows}

    def read_logs(self) -> None:
        """Find out which segments are held now."""
        with self.store.glance() as look:
            self.logs = branches.load(look)

    def announced(self) -> set[str]:
        """Return the held segments that the place has, if its tips are right.

        Where a segment is missing here in the middle of a log, what came before it cannot be
        told by ``previous``; then it counts as there up to the number of a tip.
        """
        tips = self.listing.tips
        found = self.logs.behind(tip.id for tip in tips)
        gaps = self.logs.gaps()
        for tip in tips:
            if tip.replica in gaps and tip.id in self.logs.held:
                rows = self.logs.of_replica[tip.replica]
                found.update(row.id for row in rows if row.seq <= tip.seq)
        return found

    def unread(self) -> list[LogName]:
        """Return the tips whose segments are neither held nor known to be of no use."""
        known = self.logs.held
        unread = [t for t in self.listing.tips if t.id not in known and t.id not in self.refused]
        return sorted(unread, key=lambda tip: (tip.replica, tip.seq, tip.id))

    def take(self, data: bytes, name: str) -> Iterator[None]:
        """Take in a segment whose bytes are those its name was made of, at once."""
        taken = Taken()
        try:
            yield from taking.take(self.store, data, taken)
            self.bytes_in += len(data)
        except SkippedFileError as error:
            self.skip(name, error.reason)
        for reason in taken.reasons:
            self.skip(name, reason)
        self.accept(taken.accepted)

    def gather(self, data: bytes, name: str) -> Iterator[None]:
        """Take in a segment whose bytes are those its name was made of, with others together."""
        self._gathered[id_of(data)] = (name, data)
        self._gathered_bytes += len(data)
        if len(self._gathered) >= AT_ONCE or self._gathered_bytes >= AT_ONCE_BYTES:
            yield from self.take_gathered()

    def take_gathered(self) -> Iterator[None]:
        """Take in what was gathered, and see what is held then."""
        if not self._gathered:
            return
        files, self._gathered, self._gathered_bytes = self._gathered, {}, 0
        taken = Taken()
        try:
            self.bytes_in += yield from take_many(
                self.store,
                [data for _, data in files.values()],
                taken,
                lambda id, reason: self.skip(files[id][0], reason),
            )
        finally:
            self.accept(taken.accepted)

    def skip(self, name: str, reason: Reason) -> None:
        """Remember a file that is not used, with the reason."""
        self._skipped[shown(name, 120)] = reason

    def refuse(self, id: str, name: str, reason: Reason) -> None:
        """Remember for ever that an intact file is of no use."""
        self.refused[id] = reason
        self.skip(name, reason)
        with self.store.write() as session:
            session.merge(RefusedFile(id=id, reason=reason.value))

    def put(self, action: Callable[[], None], size_bytes: int) -> bool:
        """Write something to the place; after the first failure nothing more is tried.

        Raises:
            PlaceGoneError: The place is gone, so that reading makes no sense either.
        """
        if self.failure is not None:
            return False
        try:
            if not self._explained:
                self._explained = True
                self._explain()
            action()
        except PlaceGoneError:
            raise
        except PlaceError as error:
            self.failure = error
            return False
        self.bytes_out += size_bytes
        return True

    def put_several(self, files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
        """Write files to the place, perhaps some at once; yield the path of each that is there.

        Whatever announces one of them is written after this came to its end without a failure.

        Raises:
            PlaceGoneError: The place is gone, so that reading makes no sense either.
        """
        sizes: dict[str, int] = {}

        def sized() -> Iterator[tuple[str, bytes]]:
            for path, data in files:
                sizes[path] = len(data)
                yield path, data

        if not self.put(lambda: None, 0):
            return
        try:
            for path in self.depot.put_several(sized()):
                self.bytes_out += sizes[path]
                yield path
        except PlaceGoneError:
            raise
        except PlaceError as error:
            self.failure = error

    def _explain(self) -> None:
        listing = self.listing
        if not (listing.membership or listing.segments or listing.packs):
            self.depot.explain()

    def accept(self, accepted: Accepted) -> None:
        """Count what the journal took."""
        self.came.update(dict.fromkeys(accepted.records))
        self.conflicts += accepted.conflicts
        self.parked += accepted.parked
        self.refusals += accepted.refused

    def name_strays(self) -> None:
        """Name what does not belong in the folders that were looked through."""
        for skipped in self.listing.skipped:
            self.skip(skipped.name, skipped.reason)

    def result(self) -> RoundResult:
        """Return what was done so far."""
        self.name_strays()
        return RoundResult(
            sent=len(self.went),
            received=len(self.came),
            carried=len(self.carried),
            conflicts=self.conflicts,
            skipped=tuple(Skipped(name, reason) for name, reason in self._skipped.items()),
            came=tuple(self.came),
            went=tuple(self.went),
            parked=self.parked,
            refused=self.refusals,
            pieces_in=self.pieces_in,
            pieces_out=self.pieces_out,
            sealed=self.sealed,
            bytes_in=self.bytes_in,
            bytes_out=self.bytes_out,
            copies=self.copies,
            left_behind=tuple(self.left_behind),
            no_room=tuple(self.no_room),
            too_long=tuple(self.too_long),
            requests=self.depot.carrier.requests,
        )
