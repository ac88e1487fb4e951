"""Loro behind a record: load, edit, import, read back.

The only module that catches what Loro raises: it raises plain ``BaseException`` objects. After one,
the document object is thrown away.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from loro import (
    ID,
    ContainerID,
    CounterSpan,
    EncodedBlobMode,
    ExportMode,
    Frontiers,
    IdSpan,
    LoroDoc,
    VersionVector,
)

from db.errors import MalformedChangeError
from db.record import Value

CELLS = "f"
"""Name of the root map that holds every field which is not a text."""

_TEXT_MS = 50
_MAP_ID = f"cid:root-{CELLS}:Map"

Span = tuple[int, int]
Op = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the operations it brought, and whether some wait for others."""

    brought: Mapping[int, Span]
    pending: bool


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, as the document's history names him."""

    peer: int
    person: str
    laptop: str
    at: int

    @property
    def message(self) -> str:
        """Return the commit message."""
        return f"{self.person}@{self.laptop}"


@contextmanager
def guarded(reason: str = "panic") -> Iterator[None]:
    """Turn what Loro raises into our own error; let the keyboard and the exit through."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, Exception):
        raise
    except BaseException as error:
        raise MalformedChangeError(reason) from error


class Document:
    """One record's document."""

    def __init__(self, doc: LoroDoc | None = None) -> None:
        self.doc = doc or LoroDoc()
        self.doc.set_hide_empty_root_containers(True)

    @classmethod
    def load(cls, body: bytes) -> "Document":
        """Return the document of a stored body.

        Raises:
            MalformedChangeError: The body is damaged.
        """
        document = cls()
        with guarded():
            document.doc.import_(body)
        return document

    def body(self) -> bytes:
        """Return the document as bytes to store.

        A record written once is smaller and quicker as its updates; a long history loads faster
        from a snapshot.
        """
        if self.doc.len_changes == 1:
            return self.doc.export(ExportMode.Updates(VersionVector()))
        return self.doc.export(ExportMode.Snapshot())

    @property
    def version(self) -> bytes:
        """Return the encoded frontiers."""
        return self.doc.oplog_frontiers.encode()

    def spans(self) -> Mapping[int, Span]:
        """Return for each peer which operations are here."""
        return self.doc.oplog_vv.to_spans().inner()

    def values(self) -> dict[str, Value]:
        """Return the fields that are not texts."""
        return cast("dict[str, Value]", self.doc.get_map(CELLS).get_value())

    def texts(self, names: Iterable[str]) -> dict[str, str]:
        """Return the named texts that are not empty; reading never makes one."""
        out = {}
        for name in names:
            words = self.doc.get_text(name).to_string()
            if words:
                out[name] = words
        return out

    def deep(self) -> Mapping[str, Any]:
        """Return the whole value, without empty containers: what the digest is made of."""
        return cast("Mapping[str, Any]", self.doc.get_deep_value())

    def write(self, author: Author, values: Mapping[str, Value], texts: Mapping[str, str]) -> bool:
        """Write what a person changed, and nothing else.

        Returns:
            Whether anything was written; writing what stands already is nothing.
        """
        with guarded():
            before = self.doc.oplog_vv.get_last(author.peer)
            self.doc.peer_id = author.peer
            cells = self.doc.get_map(CELLS)
            for name, value in values.items():
                cells.insert(name, value)
            for name, words in texts.items():
                self._retype(name, words)
            self._commit(author)
            return bool(self.doc.oplog_vv.get_last(author.peer) != before)

    def settle(self, author: Author, values: Mapping[str, Value], texts: Mapping[str, str]) -> None:
        """Write what a person decided, also when it stands there already: delete, then insert."""
        with guarded():
            self.doc.peer_id = author.peer
            cells = self.doc.get_map(CELLS)
            for name, words in texts.items():
                self._retype(name, words)
            for name, value in (*values.items(), *((f"settled.{n}", True) for n in texts)):
                cells.delete(name)
                cells.insert(name, value)
            self._commit(author)

    def _retype(self, name: str, words: str) -> None:
        text = self.doc.get_text(name)
        try:
            text.update(words, timeout_ms=_TEXT_MS)
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException:  # noqa: BLE001 - Loro's time-out: coarser, but quick on a full rewrite
            text.update_by_line(words)

    def _commit(self, author: Author) -> None:
        self.doc.commit_with(None, author.at, None, author.message)

    def fork(self, seen: bytes, peer: int) -> "Document":
        """Return the document as a form shows it: what it has seen and this peer's own writes.

        Raises:
            MalformedChangeError: The version is not of this document.
        """
        with guarded("unknown_version"):
            known = self.doc.frontiers_to_vv(Frontiers.decode(seen))
            if known is None:
                raise MalformedChangeError("unknown_version")
            last = self.doc.oplog_vv.get_last(peer)
            if last is not None:
                known.extend_to_include_last_id(ID(peer, last))
            return Document(self.doc.fork_at(self.doc.vv_to_frontiers(known)))

    def take(self, other: "Document") -> None:
        """Import what a fork wrote."""
        with guarded():
            self.doc.import_(other.doc.export(ExportMode.Updates(self.doc.oplog_vv)))

    def import_(self, update: bytes) -> Imported:
        """Import an update from elsewhere.

        Raises:
            MalformedChangeError: Loro cannot read it.
        """
        with guarded("undecodable"):
            status = self.doc.import_(update)
        return Imported(status.success.inner(), status.pending is not None)

    def foreign_parts(self) -> bool:
        """Tell whether there is a container other than the root map and root texts."""
        if any(
            not isinstance(value, dict if name == CELLS else str)
            for name, value in self.deep().items()
        ):
            return True
        return any(isinstance(value, ContainerID) for value in self.values().values())

    def export_span(self, peer: int, start: int, end: int) -> bytes:
        """Return one peer's operations from start up to end.

        Raises:
            MalformedChangeError: Loro clamped the span; what came out is not what was asked.
        """
        with guarded():
            blob = self.doc.export(
                ExportMode.UpdatesInRange([IdSpan(peer, CounterSpan(start, end))])
            )
        if span_of(blob) != (peer, end):
            raise MalformedChangeError("clamped")
        return bytes(blob)

    def messages(self, peer: int, span: Span) -> Iterator[str | None]:
        """Yield the commit message of each change in a span of one peer."""
        at, end = span
        while at < end:
            with guarded():
                change = self.doc.get_change(ID(peer, at))
            assert change is not None
            yield change.message
            at = change.id.counter + change.len

    def author_of(self, op: Op) -> tuple[str, str, int]:
        """Return person, laptop and time of the change an operation belongs to."""
        with guarded():
            change = self.doc.get_change(ID(*op))
        assert change is not None
        return (*signature(change.message), int(change.timestamp))

    def changes_since(self, since: VersionVector) -> Iterator[dict[str, Any]]:
        """Yield the changes since a version as plain data, causes first, with true peer ids."""
        with guarded():
            news = json.loads(self.doc.export_json_updates(since, self.doc.oplog_vv))
        peers = [int(p) for p in news["peers"]]
        for change in sorted(news["changes"], key=lambda c: c["lamport"]):
            counter, _, index = change["id"].partition("@")
            yield {**change, "peer": peers[int(index)], "counter": int(counter), "peers": peers}

    def known_to(self, op: Op) -> VersionVector:
        """Return what the author of an operation had seen, the operation included."""
        with guarded():
            found = self.doc.frontiers_to_vv(Frontiers.from_id(ID(*op)))
        assert found is not None
        return found

    def at(self, known: VersionVector) -> "Document":
        """Return the document as it was at a version."""
        with guarded():
            return Document(self.doc.fork_at(self.doc.vv_to_frontiers(known)))


def span_of(blob: bytes) -> tuple[int, int] | None:
    """Return the one peer of an update and the counter behind its last operation.

    Returns:
        None when the blob is no plain update, or holds operations of several peers.

    Raises:
        MalformedChangeError: Loro cannot read it.
    """
    with guarded("undecodable"):
        meta = LoroDoc.decode_import_blob_meta(blob, False)
        ends = meta.partial_end_vv.to_spans().inner()
    if meta.mode != EncodedBlobMode.Updates or len(ends) != 1:
        return None
    ((peer, (_, end)),) = ends.items()
    return peer, end


def is_cell(container: str) -> bool:
    """Tell whether an operation's container is the map of fields."""
    return container == _MAP_ID


def text_name(container: str) -> str:
    """Return the name of the root text an operation is on, or nothing."""
    if container.startswith("cid:root-") and container.endswith(":Text"):
        return container[len("cid:root-") : -len(":Text")]
    return ""


def signature(message: str | None) -> tuple[str, str]:
    """Return the person and the laptop that a commit message names."""
    person, _, laptop = (message or "").partition("@")
    return person, laptop
