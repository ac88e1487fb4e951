"""Whether a folder holds a depot, and whose; what is plugged in is the window's to know."""

from dataclasses import dataclass
from pathlib import Path

from sync import suspects as programs
from sync.names import is_short_id
from sync.suspects import Suspects

_ROOT = "lianke1"


@dataclass(frozen=True, slots=True)
class StickFound:
    """What lies in a folder.

    Attributes:
        mine: Whether a depot of this laptop's alliance is there.
        others: Ids of the other alliances with depots there.
        suspects: Programs in its root, where only documents belong.
    """

    mine: bool
    others: tuple[str, ...]
    suspects: Suspects = programs.NONE


def look(folder: Path, alliance: str) -> StickFound | None:
    """Return what lies in a folder, or None when it cannot be read.

    Args:
        folder: The root of a stick, or a shared folder.
        alliance: Id of this laptop's alliance.
    """
    try:
        if not folder.is_dir():
            return None
        root = folder / _ROOT
        found = sorted(p.name for p in root.iterdir() if p.is_dir()) if root.is_dir() else []
    except OSError:
        return None
    alliances = [name for name in found if is_short_id(name)]
    others = tuple(name for name in alliances if name != alliance)
    return StickFound(alliance in alliances, others, programs.find(folder, root_only=True))
