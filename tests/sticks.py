"""Real sticks and small disks for tests: an exFAT image on a loop device, a disk soon full."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("losetup", "mkfs.exfat", "mount.exfat-fuse", "umount")


class Stick:
    """A USB stick: an image file with exFAT on it, plugged in or not.

    Attributes:
        path: Where the stick is mounted while it is plugged in; not there otherwise.
    """

    def __init__(self, image: Path, path: Path, size_mib: int) -> None:
        self.path = path
        self._image = image
        self._loop = ""
        with image.open("wb") as file:
            file.truncate(size_mib * 1024 * 1024)
        _run("mkfs.exfat", "--boundary-align=4K", "--cluster-size=4K", str(image))
        self.plug_in()

    def plug_in(self, *, read_only: bool = False) -> None:
        """Mount the stick, also one that was pulled out in the middle of a write."""
        self.path.mkdir(parents=True)
        with _loop_devices():
            self._loop = _run("losetup", "--show", "--find", str(self._image)).strip()
        _run("mount.exfat-fuse", "-o", "ro" if read_only else "rw", self._loop, str(self.path))

    remount = plug_in

    def pull_out(self) -> None:
        """Take the stick away without a warning: files open on it fail from now on."""
        os.kill(self._driver(), signal.SIGKILL)
        self._unmount("--lazy")

    def eject(self) -> None:
        """Remove the stick safely, with all that was written."""
        self._unmount()

    def close(self) -> None:
        """Clean up, whatever state the test left the stick in."""
        if self._loop:
            self._unmount("--lazy")

    def _unmount(self, *options: str) -> None:
        _run("umount", *options, str(self.path))
        self._remove_mount_point()
        with _loop_devices():
            _run("losetup", "--detach", self._loop)
        self._loop = ""

    def _remove_mount_point(self) -> None:
        """Demand that nothing was written where the stick had been."""
        strays = [path for path in self.path.rglob("*") if not path.is_dir()]
        if strays:
            raise AssertionError(f"written where no stick is: {strays}")
        shutil.rmtree(self.path)  # a folder may be made in the very moment of pulling

    def _driver(self) -> int:
        """Return the process id of the file system's driver, found by its command line."""
        ours = os.fsencode(self._loop), os.fsencode(self.path)
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # a process that ended just now
            if b"mount.exfat-fuse" in words[0] and all(word in words for word in ours):
                return int(folder.name)
        raise LookupError(f"no driver serves {self.path}")


@contextmanager
def small_disk_at(path: Path, size_kib: int) -> Iterator[Path]:
    """Mount a disk of the size at a path."""
    path.mkdir(parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", str(path))
    try:
        yield path
    finally:
        _run("umount", "--lazy", str(path))
        path.rmdir()


@contextmanager
def _loop_devices() -> Iterator[None]:
    """Let one process at a time look for a free loop device: two would find the same."""
    import fcntl  # not on Windows, where these tests cannot run

    with (Path(tempfile.gettempdir()) / "lianke-loop-devices.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout
