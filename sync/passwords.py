"""Passwords of places: in the system's keyring, else in a file only the user can read.

Never in the database, so in no backup either. A keyring that is locked, missing or broken is one
that does not answer within a moment.
"""

import contextlib
import json
import logging
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sync.errors import PlaceSignInError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend as Ring

T = TypeVar("T")

FILE = "passwords.json"
SERVICE = "Lianke"
KEYRING, IN_FILE = "keyring", "file"
_ANSWER_S = 5.0
_MOST_WAITING = 4
_WAITING: list[threading.Thread] = []  # that asked a keyring

log = logging.getLogger(__name__)


class Passwords:
    """The passwords of the places of one data folder, by address.

    Attributes:
        folder: The data folder.
        trouble: ``locked`` or ``silent`` when the keyring was so the last time it was asked: it
            may have what it did not tell. Empty when it answered, or when there is none.

    Args:
        answer_s: How long the keyring may take; it may be asking the user to unlock it.
    """

    def __init__(self, folder: Path, answer_s: float = _ANSWER_S) -> None:
        self.folder, self._answer_s = folder, answer_s
        self.trouble = ""

    def of(self, address: str) -> str | None:
        """Return the password of a place, or None."""
        for file in self._files():
            found = _read(file).get(address)
            if found is not None:
                return found
        return self._ask(lambda ring: ring.get_password(SERVICE, address))

    def keep(self, address: str, password: str) -> str:
        """Keep the password of a place; return where: ``keyring`` or ``file``.

        Raises:
            OSError: It could be kept nowhere.
        """
        if self._ask(lambda ring: _kept(ring, address, password)):
            self._forget_in_files(address)
            return KEYRING
        first, *others = self._files()
        for file in (first, *others):
            if _write(file, {**_read(file), address: password}):
                return IN_FILE
        raise OSError("no file only the user can read")

    def forget(self, address: str) -> None:
        """Forget the password of a place, wherever it is kept."""
        self._forget_in_files(address)
        self._ask(lambda ring: _dropped(ring, address))

    def explain(self, error: PlaceSignInError) -> None:
        """Note in an error whether there was a password to try, or why none may have been."""
        error.keyring = self.trouble
        error.has_password = not self.trouble and self.of(error.place) is not None

    def _forget_in_files(self, address: str) -> None:
        for file in self._files():
            known = _read(file)
            if known.pop(address, None) is not None:
                _write(file, known)

    def _files(self) -> list[Path]:
        """Return where a file may lie: where the system keeps others out."""
        from platformdirs import user_data_path  # noqa: PLC0415

        profile = user_data_path("Lianke", appauthor=False) / FILE
        # Windows keeps others out of the profile, and only there
        return [profile] if os.name == "nt" else [self.folder / FILE, profile]

    def _ask(self, question: Callable[["Ring"], T]) -> T | None:
        """Ask the keyring in a thread of its own: it may wait for somebody to unlock it.

        A thread cannot be ended, so while some wait for an answer no more are begun.
        """
        answers: list[T] = []
        troubles: list[str] = []

        def ask() -> None:
            with contextlib.suppress(Exception):  # its parts raise whatever they like
                import keyring  # noqa: PLC0415 - looks for parts of the system
                from keyring.errors import KeyringLocked  # noqa: PLC0415

                ring = keyring.get_keyring()
                if ring.priority > 0:
                    try:
                        answers.append(question(ring))
                    except KeyringLocked:
                        troubles.append("locked")

        _WAITING[:] = [thread for thread in _WAITING if thread.is_alive()]
        self.trouble = "silent"
        if len(_WAITING) >= _MOST_WAITING:
            return None
        thread = threading.Thread(target=ask, name="keyring", daemon=True)
        _WAITING.append(thread)
        thread.start()
        thread.join(self._answer_s)
        if not thread.is_alive():
            self.trouble = troubles[0] if troubles else ""
        return answers[0] if answers else None


def _kept(ring: "Ring", address: str, password: str) -> bool:
    ring.set_password(SERVICE, address, password)
    return bool(ring.get_password(SERVICE, address) == password)


def _dropped(ring: "Ring", address: str) -> bool:
    ring.delete_password(SERVICE, address)
    return True


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        log.warning("the file of passwords cannot be read")
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: said for name, said in found.items() if isinstance(said, str)}


def _write(file: Path, known: dict[str, str]) -> bool:
    """Write a file that nobody else can read; tell whether that was possible."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            if os.name != "nt" and stat.S_IMODE(os.fstat(out.fileno()).st_mode) & 0o077:
                raise OSError("this disk keeps nobody out")  # FAT: nothing was written yet
            out.write(json.dumps(known, ensure_ascii=False).encode())
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
    except OSError as error:
        log.warning("passwords cannot be kept in a file: %s", error)
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        return False
    return True
