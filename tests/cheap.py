"""What all tests need not pay for again and again; what a test is about it pays in full.

A new store is copied from one that was migrated once. All stores of a process share what
SQLAlchemy compiled. The grammar of the command line is built once for a language. Nothing waits
for the disk that tests work on, as nobody cuts its power; a stick or another disk is written to as
ever. Invitations and sealed backups are written with little work for their words: the format says
how much, and whoever opens them does as much as it says.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache

from db import engines, migrate, sealed_backup
from desktop import words
from desktop.cli import run
from desktop.cli.parser import Parser
from sync import invitations, limits

LITTLE = {"memory_kib": 8, "passes": 1}
_STATEMENTS = 4000

make_engine_as_shipped = engines.make_engine


@contextmanager
def cheap() -> Iterator[None]:
    """Let stores, statements and words cost little for a while; within itself it does nothing."""
    if isinstance(engines.make_engine, Sharing):
        yield
        return
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lianke-empty-"))
        patch = stack.enter_context
        patch(mock.patch.object(migrate, "_upgrade", _Copying(Path(folder) / "empty.db")))
        patch(mock.patch.object(engines, "make_engine", Sharing()))
        patch(mock.patch.object(run, "parser", built_once(run.parser)))
        for name in {"fsync", "fdatasync"} & set(dir(os)):
            patch(mock.patch.object(os, name, unforced(getattr(os, name))))
        patch(mock.patch.dict(invitations.build.__kwdefaults__, LITTLE))
        patch(mock.patch.object(sealed_backup, "COST", (8, 1, 1)))
        yield


@contextmanager
def full_price() -> Iterator[None]:
    """Let words cost again what they cost people."""
    full = {"memory_kib": limits.ARGON_MEMORY_KIB, "passes": limits.ARGON_PASSES}
    with mock.patch.dict(invitations.build.__kwdefaults__, full):
        yield


def unforced(force: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what forces a file to the disk, unless it is the disk that tests work on."""

    def forced(descriptor: Any) -> None:
        if os.fstat(descriptor).st_dev != _own_disk():
            force(descriptor)

    return forced


@cache
def _own_disk() -> int:
    return Path(tempfile.gettempdir()).stat().st_dev


def _lies_on_own_disk(path: Path) -> bool:
    try:
        return path.parent.stat().st_dev == _own_disk()
    except OSError:  # a folder that is gone: let the program find out
        return False


def _wait_for_nothing(raw: sqlite3.Connection, _entry: object) -> None:
    raw.execute("PRAGMA synchronous = OFF")


def built_once(build: Callable[[], Parser]) -> Callable[[], Parser]:
    """Return a function that builds the grammar of a language the first time it is asked for."""
    built: dict[str, Parser] = {}

    def parser() -> Parser:
        spoken = words.language()
        if spoken not in built:
            built[spoken] = build()
        return built[spoken]

    return parser


class _Copying:
    """Migrates a new store by copying the first one that was."""

    def __init__(self, first: Path) -> None:
        self._first, self._upgrade = first, migrate._upgrade
        self._of = (migrate.HEAD, migrate._SCRIPTS)

    def __call__(self, path: Path) -> None:
        scripts = (migrate.HEAD, migrate._SCRIPTS)
        if path.exists() or scripts != self._of:  # a test about migrations
            self._upgrade(path)
        elif self._first.exists():
            shutil.copy(self._first, path)
        else:
            self._upgrade(path)
            shutil.copy(path, self._first)


class Sharing:
    """Makes engines that share what they know of SQLite and every statement compiled."""

    def __init__(self) -> None:
        self._make = make_engine_as_shipped
        self._dialect: Any = None
        self._compiled: Any = LRUCache(_STATEMENTS)

    def __call__(self, path: Path, *, read_only: bool, pours: bool = False) -> Engine:
        engine = self._make(path, read_only=read_only, pours=pours)
        if _lies_on_own_disk(path):
            event.listen(engine, "connect", _wait_for_nothing)
        if self._dialect is None:
            with engine.connect():  # the first connection settles what the dialect knows
                pass
            engine.dispose()
            self._dialect = engine.dialect
        engine.dialect = self._dialect
        engine._compiled_cache = self._compiled
        return engine
