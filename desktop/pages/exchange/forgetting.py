"""Taking a place off the list, with a way back: its password goes too, and comes back with it."""

from PySide6.QtCore import QObject

from db.progress import Progress, Work
from desktop.aside import Aside
from desktop.context import Desk
from sync import places
from sync.passwords import Passwords


class Forgetting(QObject):
    """Forgets one place at a time, and remembers it again when asked."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._passwords = Passwords(desk.store.folder)
        self._last = ("", "")
        self._password: str | None = None
        self._aside = Aside(self)
        self._aside.succeeded.connect(self._take)

    def forget(self, address: str, name: str) -> None:
        """Take a place off the list; nothing happens to what lies there."""
        with self._desk.store.write() as session:
            places.forget(session, address)
        self._last, self._password = (address, name), None
        if "://" in address:
            self._aside.start(_forgetting(self._passwords, address))

    def remember(self) -> None:
        """Put the last one back on the list."""
        address, name = self._last
        with self._desk.store.write() as session:
            places.remember(session, address, name)
        if self._password is not None:
            self._aside.start(_keeping(self._passwords, address, self._password))

    def _take(self, password: str | None) -> None:
        if password is not None:
            self._password = password


def _forgetting(passwords: Passwords, address: str) -> Work[str | None]:
    yield Progress(0, 1)
    password = passwords.of(address)
    passwords.forget(address)
    return password


def _keeping(passwords: Passwords, address: str, password: str) -> Work[None]:
    yield Progress(0, 1)
    passwords.keep(address, password)
