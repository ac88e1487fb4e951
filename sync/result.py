"""What an exchange did: counts in records, ids, and each skipped file with its reason."""

from dataclasses import dataclass

from sync.errors import Reason


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not used.

    Attributes:
        name: Its name in the place, safe to show.
        reason: Why.
    """

    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What one exchange did.

    Attributes:
        sent: Records of this laptop that were put here.
        received: Records that came or changed.
        carried: Records of other laptops that were put here on their way.
        conflicts: Fields and texts of which there are two versions now, and were not before.
        skipped: Files that were not used.
        came, went: Ids of the records received, and of those sent.
        parked, refused: Changes that wait for something, and that were not allowed.
        pieces_in, pieces_out: Pieces of attachments that came and went.
        sealed: Records that were still waiting when the exchange began.
        bytes_in, bytes_out: What was read and written for all that.
        copies: Readable copies that were put at the place.
        requests: What was asked of the place for it.
        left_behind: Names of files for which the place has no room; they stay in the list.
        no_room: Names of files for which this laptop has no room.
        too_long: Names of files without a readable copy: a usual stick takes none so long.
    """

    sent: int = 0
    received: int = 0
    carried: int = 0
    conflicts: int = 0
    skipped: tuple[Skipped, ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    parked: int = 0
    refused: int = 0
    pieces_in: int = 0
    pieces_out: int = 0
    sealed: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    copies: int = 0
    requests: int = 0
    left_behind: tuple[str, ...] = ()
    no_room: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether anything came or went."""
        return bool(self.bytes_in or self.bytes_out)
