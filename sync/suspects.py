"""Programs on a stick that pass for folders or files: counted and named, never opened.

What spreads on school sticks hides the folders and leaves a program of the same name for each.
Only names are read here; what makes a file a program is its ending.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sync.names import shown

NAMED = 50
"""How many are named; all are counted."""
_ENTRIES = 5000  # of one folder: a stick with more of them is not searched to its end
# what we and other programs open for people, beside the root
_INSIDE = ("lianke1", "共享教案", "共享资料")
_FOLDERS = 200
_PROGRAM = re.compile(
    r"autorun\.inf|.*\.(bat|cmd|com|cpl|exe|hta|jar|jse?|lnk|msi|pif|ps1|scr|vb[es]|ws[fh])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Suspects:
    """Programs where only documents belong.

    Attributes:
        count: How many there are.
        names: What the first ones are called, from the root on, safe to show.
    """

    count: int = 0
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return self.count > 0


NONE = Suspects()


def find(place: str | Path, *, root_only: bool = False) -> Suspects:
    """Return the programs in the root of a place, and where people look for files on it.

    Args:
        place: A stick or another folder; the URL of a server has none.
        root_only: Whether one look at the root is enough, for who looks again and again.
    """
    if "://" in str(place):
        return NONE
    root = Path(place)
    found: list[str] = []
    for folder in [root] if root_only else _folders(root):
        names = [n for n, is_folder in _entries(folder) if is_suspect(n, is_folder=is_folder)]
        found += (
            f"{inside}/{name}" if (inside := _inside(folder, root)) else name for name in names
        )
    return Suspects(len(found), tuple(shown(name) for name in sorted(found)[:NAMED]))


def _inside(folder: Path, root: Path) -> str:
    return "" if folder == root else folder.relative_to(root).as_posix()


def is_suspect(name: str, *, is_folder: bool = False) -> bool:
    """Tell whether a file is a program by its name, as Windows reads names."""
    # a folder that is called autorun.inf keeps such a file away
    return not is_folder and _PROGRAM.fullmatch(name.rstrip(". ")) is not None


def _folders(root: Path) -> Iterator[Path]:
    """Yield the root, and the folders inside that are ours to speak of, one level deep."""
    yield root
    for name in _INSIDE:
        if _leads_elsewhere(root / name):
            continue
        yield root / name
        inner = [inner for inner, is_folder in _entries(root / name) if is_folder]
        yield from (root / name / inner for inner in sorted(inner)[:_FOLDERS])


def _leads_elsewhere(folder: Path) -> bool:
    try:
        return folder.is_symlink()
    except OSError:  # the exchange says what is wrong with the place
        return True


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """Return names with whether each is a folder; of a folder that cannot be read, nothing."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append((entry.name, entry.is_dir(follow_symlinks=False)))
                if len(found) >= _ENTRIES:
                    break
    except OSError:  # the exchange says what is wrong with the place
        pass
    return found
