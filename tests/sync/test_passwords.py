"""Passwords of places: in a keyring that works, else in a file only the user can read."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from typing_extensions import override

from sync import passwords as passwords_module
from sync.errors import PlaceSignInError
from sync.passwords import FILE, IN_FILE, KEYRING, Passwords

ADDRESS = "webdavs://zhang@dav.example.cn/lianke"


class Ring(KeyringBackend):
    """A keyring in memory, which can be locked, broken or hang."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.released: threading.Event | None = None

    def _check(self) -> None:
        if self.released is not None:
            self.released.wait(20)
        if self.error is not None:
            raise self.error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.known.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.known[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.known:
            raise PasswordDeleteError(username)
        del self.known[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_password_goes_to_the_keyring_and_to_no_file(ring: Ring, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path)

    assert passwords.keep(ADDRESS, "mima-7") == KEYRING

    assert passwords.of(ADDRESS) == "mima-7"
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_it_goes_to_a_file_for_the_user_alone(tmp_path: Path) -> None:
    assert Passwords(tmp_path).keep(ADDRESS, "密码-7") == IN_FILE

    assert Passwords(tmp_path).of(ADDRESS) == "密码-7"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [KeyringLocked("locked"), RuntimeError("no D-Bus"), OSError()])
def test_a_keyring_that_fails_is_as_good_as_none(
    ring: Ring, tmp_path: Path, error: Exception
) -> None:
    ring.error = error

    assert Passwords(tmp_path).keep(ADDRESS, "mima-7") == IN_FILE
    assert Passwords(tmp_path).of(ADDRESS) == "mima-7"


def test_a_keyring_that_waits_for_somebody_is_not_waited_for(ring: Ring, tmp_path: Path) -> None:
    ring.released = threading.Event()
    passwords = Passwords(tmp_path, answer_s=0.1)

    assert passwords.keep(ADDRESS, "mima-7") == IN_FILE
    assert passwords.of("another") is None

    ring.released.set()


@pytest.mark.parametrize(
    ("error", "trouble"), [(KeyringLocked("locked"), "locked"), (RuntimeError("no D-Bus"), "")]
)
def test_a_keyring_that_may_have_it_and_does_not_tell_is_no_empty_one(
    ring: Ring, tmp_path: Path, error: Exception, trouble: str
) -> None:
    ring.error = error
    passwords = Passwords(tmp_path)
    assert passwords.of(ADDRESS) is None
    told = PlaceSignInError(ADDRESS)

    passwords.explain(told)

    assert (told.has_password, told.keyring) == (False, trouble)


def test_a_keyring_that_never_answers_is_soon_asked_no_more(ring: Ring, tmp_path: Path) -> None:
    ring.released = threading.Event()
    passwords = Passwords(tmp_path, answer_s=0.01)
    threads = threading.active_count()

    for _ in range(20):
        assert passwords.of(ADDRESS) is None
    waiting = threading.active_count() - threads
    ring.released.set()

    assert passwords.trouble == "silent"
    assert waiting <= passwords_module._MOST_WAITING


def test_a_keyring_that_loses_what_it_is_given_is_noticed(
    ring: Ring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ring, "set_password", lambda *_: None)

    assert Passwords(tmp_path).keep(ADDRESS, "mima-7") == IN_FILE


def test_a_newer_password_is_the_one_that_counts(ring: Ring, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path)
    passwords.keep(ADDRESS, "old")
    ring.error = KeyringLocked("locked")
    passwords.keep(ADDRESS, "new")
    ring.error = None

    assert passwords.of(ADDRESS) == "new"
    passwords.keep(ADDRESS, "newest")
    assert passwords.of(ADDRESS) == "newest"


def test_a_password_is_forgotten_everywhere(ring: Ring, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path)
    ring.error = KeyringLocked("locked")
    passwords.keep(ADDRESS, "new")
    passwords.keep("another", "kept")
    ring.error = None
    ring.known["Lianke", ADDRESS] = "old"

    passwords.forget(ADDRESS)
    passwords.forget(ADDRESS)

    assert passwords.of(ADDRESS) is None
    assert passwords.of("another") == "kept"


def test_a_file_that_others_could_read_is_made_the_users_own(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"another": "kept"}')
    (tmp_path / FILE).chmod(0o644)

    Passwords(tmp_path).keep(ADDRESS, "mima-7")

    assert Passwords(tmp_path).of("another") == "kept"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "[", "[1]", '{"a": 1}', "\udcff"])
def test_a_damaged_file_means_asking_again(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))

    assert Passwords(tmp_path).of("a") is None
    Passwords(tmp_path).keep("a", "mima-7")
    assert Passwords(tmp_path).of("a") == "mima-7"
