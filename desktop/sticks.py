"""Notices what is plugged in: sticks and other disks one can exchange with."""

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal

from db.store import on_network

TICK_MS = 1000  # what one tick begins the next one reads: a stick is seen within two seconds
SOON_MS = 120
_DRIVE_REMOVABLE = 2  # what Windows' GetDriveTypeW says of a stick
_PLUGGED_UNDER = ("/media/", "/run/media/", "/Volumes/")
_DEPOT = "lianke1"


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick that is plugged in.

    Attributes:
        folder: Its root.
        name: Its label, or what the system calls it.
        free_bytes: Room left on it.
        read_only: Whether nothing can be written on it.
    """

    folder: Path
    name: str
    free_bytes: int = 0
    read_only: bool = False


def plugged_in() -> tuple[Stick, ...]:
    """Return the sticks that are plugged in now; may wait for a slow disk or share."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if not volume.isValid() or not volume.isReady() or volume.isRoot():
            continue
        folder = Path(volume.rootPath())
        if _is_stick(folder, bytes(volume.device().data()).decode(errors="replace")):
            name = volume.name() or folder.name or volume.rootPath()
            found.append(Stick(folder, name, volume.bytesAvailable(), volume.isReadOnly()))
    return tuple(sorted(found, key=lambda stick: str(stick.folder)))


def _is_stick(folder: Path, device: str) -> bool:
    """Tell whether somebody plugged a disk in, or exchanged with it before."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        if ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOVABLE:
            return True
    elif f"{folder}/".startswith(_PLUGGED_UNDER) or _is_removable(device):
        return True
    try:
        return (folder / _DEPOT).is_dir()
    except OSError:
        return False


def can_be_pulled_out(folder: Path) -> bool:
    """Tell whether a folder lies on something that is plugged in; may wait for a slow share.

    The root of a disk that is no share counts too: Windows calls large USB disks fixed.
    """
    volume = QStorageInfo(str(folder))
    root = Path(volume.rootPath()) if volume.isValid() else Path(folder.anchor)
    device = bytes(volume.device().data()).decode(errors="replace")
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        if ctypes.windll.kernel32.GetDriveTypeW(f"{root.drive}\\") == _DRIVE_REMOVABLE:
            return True
    elif f"{folder}/".startswith(_PLUGGED_UNDER) or _is_removable(device):
        return True
    return folder == root and not on_network(folder)


def _is_removable(device: str, disks: Path = Path("/sys/block")) -> bool:
    name = device.rpartition("/")[2].rstrip("0123456789")
    try:
        return bool(name) and (disks / name / "removable").read_text().strip() == "1"
    except OSError:
        return False


class Poll(QObject):
    """Looks at something again and again on a thread of its own; a share that hangs hangs nobody.

    The function that looks must hold no widget: the thread may be the last that lets go of it.
    `seen` tells what was found, on the thread of the window, whenever that is something else than
    before.
    """

    seen = Signal(object)

    def __init__(
        self, look: Callable[[], object], parent: QObject | None = None, tick_ms: int = TICK_MS
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._found: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._looking: threading.Thread | None = None
        self._last: object = None
        self._clock = QTimer(self, interval=tick_ms)
        self._clock.timeout.connect(self._tick)
        self._soon = QTimer(self, singleShot=True, interval=min(SOON_MS, tick_ms))
        self._soon.timeout.connect(self._read)

    def start(self) -> None:
        """Begin to look, at once and then again and again."""
        self._clock.start()
        self._tick()

    def stop(self) -> None:
        """Look no more."""
        self._clock.stop()
        self._soon.stop()

    def last(self) -> object:
        """Return what was found last; None before the first time."""
        return self._last

    def _tick(self) -> None:
        self._read()
        if self._looking is None or not self._looking.is_alive():
            self._looking = threading.Thread(
                target=_look_once, args=(self._look, self._found), daemon=True, name="lianke-look"
            )
            self._looking.start()
            self._soon.start()  # most disks answer at once

    def _read(self) -> None:
        found, news = self._last, False
        while not self._found.empty():
            found = self._found.get()
            news = True
        if news and found != self._last:
            self._last = found
            self.seen.emit(found)


def _look_once(look: Callable[[], object], found: "queue.SimpleQueue[object]") -> None:
    try:
        found.put(look())
    except OSError:
        return  # a disk that goes away while it is looked at: the next look tells


class Sticks(QObject):
    """The sticks that are plugged in; `found` and `gone` tell of each one."""

    found = Signal(object)  # a Stick that was not there before
    gone = Signal(object)
    changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        look: Callable[[], tuple[Stick, ...]] = plugged_in,
        tick_ms: int = TICK_MS,
    ) -> None:
        super().__init__(parent)
        self._sticks: tuple[Stick, ...] = ()
        self._poll = Poll(look, self, tick_ms)
        self._poll.seen.connect(self._take)

    def start(self) -> None:
        """Begin to watch."""
        self._poll.start()

    def stop(self) -> None:
        """Watch no more."""
        self._poll.stop()

    def now(self) -> tuple[Stick, ...]:
        """Return the sticks that are there, as last seen."""
        return self._sticks

    def _take(self, sticks: tuple[Stick, ...]) -> None:
        before = {stick.folder: stick for stick in self._sticks}
        there = {stick.folder: stick for stick in sticks}
        self._sticks = sticks
        for folder, stick in before.items():
            if folder not in there:
                self.gone.emit(stick)
        for folder, stick in there.items():
            if folder not in before:
                self.found.emit(stick)
        self.changed.emit()
