"""Loro behind a record: load, edit, import, read back.

After anything that Loro raises the document object is thrown away.
"""

import json
import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from loro import (
    ID,
    CounterSpan,
    EncodedBlobMode,
    ExportMode,
    Frontiers,
    IdSpan,
    LoroDoc,
    VersionVector,
)

from db import plain
from db.errors import MalformedChangeError
from db.operations import Span, Written, check_lawful, guarded, read_written
from db.plain import Plain
from db.values import CELLS, Value

_TEXT_MS = 50
_MAGIC, _UPDATES = b"loro", b"\x00\x04"
"""How a blob of Loro begins, and what its header says of plain updates."""

_SHALLOW = 500
_STACK = threading.Lock()
_STACK_BYTES = 8 * 1024 * 1024
_LEVEL_BYTES = 512

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
        return signed(self.person, self.laptop)


class Document:
    """One record's document."""

    def __init__(self, doc: LoroDoc | None = None) -> None:
        self.doc = doc or LoroDoc()
        self.doc.set_hide_empty_root_containers(True)
        self._cells: dict[str, Value] | None = None
        self._words: dict[str, str] = {}

    @classmethod
    def load(cls, body: bytes) -> "Document":
        """Return the document of a stored body.

        Raises:
            MalformedChangeError: The body is damaged.
        """
        document = cls()
        if plain.is_plain(body):
            document._say(plain.read(body))
            return document
        with guarded():
            document.doc.import_(body)
        return document

    def _say(self, said: Plain) -> None:
        """Write into an empty document what a plain update stands for."""
        with guarded():
            self.doc.peer_id = said.peer
            cells = self.doc.get_map(CELLS)
            for name, value in said.fields.items():
                cells.insert(name, value)
            for name, words in said.texts.items():
                self.doc.get_text(name).insert(0, words)
            self.doc.commit_with(None, said.at, None, said.message)

    def body(self) -> bytes:
        """Return the document as bytes to store.

        A record written once is smaller and quicker as its updates; a long history loads faster
        from a snapshot.
        """
        if self.doc.len_changes == 1:
            return self.updates()
        with guarded():
            return bytes(self.doc.export(ExportMode.Snapshot()))

    def updates(self) -> bytes:
        """Return all operations as one update."""
        with guarded():
            return bytes(self.doc.export(ExportMode.Updates(VersionVector())))

    @property
    def version(self) -> bytes:
        """Return the encoded frontiers."""
        return self.doc.oplog_frontiers.encode()

    def spans(self) -> Mapping[int, Span]:
        """Return for each peer which operations are here."""
        return self.doc.oplog_vv.to_spans().inner()

    def end_of(self, peer: int) -> int:
        """Return how many operations of a peer are here."""
        last = self.doc.oplog_vv.get_last(peer)
        return 0 if last is None else last + 1

    def values(self) -> dict[str, Value]:
        """Return the fields that are not texts; not to be changed by the caller."""
        if self._cells is None:
            self._cells = cast("dict[str, Value]", self.doc.get_map(CELLS).get_value())
        return self._cells

    def texts(self, names: Collection[str]) -> dict[str, str]:
        """Return the named texts that are not empty; reading never makes one."""
        for name in names:
            if name not in self._words:
                self._words[name] = self.doc.get_text(name).to_string()
        return {name: self._words[name] for name in names if self._words[name]}

    def _forget(self) -> None:
        """Read values and texts anew next time."""
        self._cells = None
        self._words.clear()

    def deep(self) -> Mapping[str, Any]:
        """Return the whole value, without empty containers: what the digest is made of."""
        return cast("Mapping[str, Any]", self.doc.get_deep_value())

    def write(self, author: Author, values: Mapping[str, Value], texts: Mapping[str, str]) -> bool:
        """Write what a person changed, and nothing else.

        Returns:
            Whether anything was written; writing what stands already is nothing.
        """
        self._forget()
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
        self._forget()
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
        at, gone, come = typed(text.to_string(), words)
        if not gone or not come:  # what a person typed in one go: no need to look for the least
            if gone:
                text.delete(at, len(gone))
            elif come:
                text.insert(at, come)
            return
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
            MalformedChangeError: The version is not of this document (``unknown_version``), or
                the peer wrote when it knew more than the form has seen (``ahead``): what it
                writes next would count as written knowing that; or somebody wrote after it.
        """
        with guarded("unknown_version"):
            known = self.doc.frontiers_to_vv(Frontiers.decode(seen))
            if known is None:
                raise MalformedChangeError("unknown_version")
            last = self.doc.oplog_vv.get_last(peer)
            if last is not None:
                known.extend_to_include_last_id(ID(peer, last))
                if not known.includes_vv(self.known_to((peer, last))):
                    raise MalformedChangeError("ahead")
            fork = Document(self.doc.fork_at(self.doc.vv_to_frontiers(known)))
            if not fork.may_go_on(peer):
                raise MalformedChangeError("ahead")
            return fork

    def may_go_on(self, peer: int) -> bool:
        """Tell whether a peer may write next: only where nobody else wrote after it.

        What a peer wrote leaves as one change. If its end knew another session that knew its
        beginning, each change would wait for the other, for ever, wherever they arrive.
        """
        last = self.doc.oplog_vv.get_last(peer)
        return last is None or self.version == Frontiers.from_id(ID(peer, last)).encode()

    def take(self, other: "Document") -> None:
        """Import what a fork wrote."""
        self._forget()
        with guarded():
            self.doc.import_(other.doc.export(ExportMode.Updates(self.doc.oplog_vv)))

    def import_(self, update: bytes) -> Imported:
        """Import an update from elsewhere.

        Raises:
            MalformedChangeError: It cannot be read.
        """
        self._forget()
        if plain.is_plain(update):
            update = Document.load(update).updates()
        with guarded("undecodable"):
            status = self.doc.import_(update)
        return Imported(status.success.inner(), status.pending is not None)

    def export_span(self, peer: int, start: int, end: int) -> bytes:
        """Return one peer's operations from start up to end.

        Raises:
            MalformedChangeError: Loro clamped the span; what came out is not what was asked.
        """
        with guarded():
            blob = self.doc.export(
                ExportMode.UpdatesInRange([IdSpan(peer, CounterSpan(start, end))])
            )
        if span_of(blob) != (peer, start, end):
            raise MalformedChangeError("clamped")
        return bytes(blob)

    def messages(self, peer: int, span: Span) -> set[str | None]:
        """Return the commit messages in a span of one peer, every operation of which is lawful.

        Raises:
            MalformedChangeError: There is more than plain values in the map and letters in texts.
        """
        return {change.msg for change in self.written(peer, span)}

    def written(self, peer: int, span: Span) -> list[Written]:
        """Return what one peer wrote in a span, every operation of which is lawful.

        Judged from the operations themselves and not from what they come to: what another write
        hides on this laptop shows on the next, and both must judge alike.

        Raises:
            MalformedChangeError: There is more than plain values in the map and letters in texts.
        """
        changes = read_written(self.doc, peer, span)
        check_lawful(changes)
        return changes

    def author_of(self, op: Op) -> tuple[str, str, int]:
        """Return person, laptop and time of the change an operation belongs to."""
        with guarded():
            change = self.doc.get_change(ID(*op))
        assert change is not None
        return (*signature(change.message), int(change.timestamp))

    def changes_since(self, since: VersionVector) -> Iterator[dict[str, Any]]:
        """Yield the changes since a version as plain data, with true peer ids.

        Causes come first, and what knew nothing of each other by the clocks of those who wrote
        it: the same order everywhere.
        """
        with guarded():
            news = json.loads(self.doc.export_json_updates(since, self.doc.oplog_vv))
        peers = [int(p) for p in news["peers"]]
        found = []
        for change in news["changes"]:
            counter, _, index = change["id"].partition("@")
            found.append(
                {**change, "peer": peers[int(index)], "counter": int(counter), "peers": peers}
            )
        found.sort(key=lambda c: (c["lamport"], c["peer"]))
        if len(found) > 1:
            _sort_by_time(found)
        yield from found

    def known_to(self, op: Op) -> VersionVector:
        """Return what the author of an operation had seen, the operation included."""
        with guarded():
            found = self.doc.frontiers_to_vv(Frontiers.from_id(ID(*op)))
        assert found is not None
        return found

    def knew_all(self, op: Op, version: bytes) -> bool:
        """Tell whether the author of an operation had seen all of a version."""
        with guarded():
            whole = self.doc.frontiers_to_vv(Frontiers.decode(version))
        return whole is not None and bool(self.known_to(op).includes_vv(whole))

    def at(self, known: VersionVector) -> "Document":
        """Return the document as it was at a version."""
        with guarded():
            return Document(self.doc.fork_at(self.doc.vv_to_frontiers(known)))


def _sort_by_time(changes: list[dict[str, Any]]) -> None:
    """Sort changes, whose causes stand first, by when they were written.

    Whatever its clock said, a change is no earlier than what it knew.
    """
    starts: dict[int, list[int]] = {}
    times: dict[int, list[int]] = {}
    at: dict[tuple[int, int], int] = {}
    for change in changes:
        peer = change["peer"]
        known = [change["timestamp"], *times.get(peer, ())[-1:]]
        for dep in change["deps"]:
            counter, _, index = dep.partition("@")
            other = change["peers"][int(index)]
            place = bisect_right(starts.get(other, ()), int(counter))
            if place:
                known.append(times[other][place - 1])
        at[peer, change["counter"]] = latest = max(known)
        starts.setdefault(peer, []).append(change["counter"])
        times.setdefault(peer, []).append(latest)
    changes.sort(key=lambda c: (at[c["peer"], c["counter"]], c["lamport"], c["peer"]))


def typed(before: str, after: str) -> tuple[int, str, str]:
    """Return where two texts begin to differ, and of either what lies between what is alike."""
    start = _alike(before, after, min(len(before), len(after)))
    most = min(len(before), len(after)) - start
    end = _alike(before[::-1], after[::-1], most)
    return start, before[start : len(before) - end], after[start : len(after) - end]


def _alike(one: str, other: str, most: int) -> int:
    """Return how many letters two texts have in common at their beginning, found by halving."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if one.startswith(other[least:middle], least):
            least = middle
        else:
            most = middle - 1
    return least


def mode_problem(blob: bytes) -> str | None:
    """Return why a blob cannot be an update, from its header alone; None when it may be one."""
    if plain.is_plain(blob):
        return None
    if blob[:4] != _MAGIC:
        return "undecodable"
    return None if blob[20:22] == _UPDATES else "not_updates"


def span_of(blob: bytes) -> tuple[int, int, int] | None:
    """Return the one peer of an update, its first counter and the one behind its last.

    Returns:
        None when the blob is no update, or holds operations of several peers.

    Raises:
        MalformedChangeError: It cannot be read.
    """
    if plain.is_plain(blob):
        said = plain.read(blob)
        return said.peer, 0, said.end
    with guarded("undecodable"):
        meta = LoroDoc.decode_import_blob_meta(blob, False)
        ends = meta.partial_end_vv.to_spans().inner()
    if meta.mode != EncodedBlobMode.Updates or len(ends) != 1:
        return None
    ((peer, (_, end)),) = ends.items()
    starts = meta.partial_start_vv.to_spans().inner()
    return peer, starts.get(peer, (0, 0))[1], end


def ends_of(body: bytes) -> Mapping[int, int]:
    """Return how many operations of each peer a stored body holds, without loading it."""
    if plain.is_plain(body):
        said = plain.read(body)
        return {said.peer: said.end}
    with guarded():
        meta = LoroDoc.decode_import_blob_meta(body, False)
        return {peer: end for peer, (_, end) in meta.partial_end_vv.to_spans().inner().items()}


def may_nest(blob: bytes) -> bool:
    """Tell whether values in an update could be nested so deeply that reading them ends us.

    Loro reads lists within lists by recursion; 24 KB of them overflow the stack and take the
    whole process. Each level costs a byte of these two kinds, so a few are harmless.
    """
    return _markers(blob) > _SHALLOW


def on_deep_stack(work: Callable[[], object], blob: bytes) -> None:
    """Do work that reads an update on a thread whose stack is deep enough for any nesting in it.

    Raises:
        MalformedChangeError: As the work does.
    """
    failed = [MalformedChangeError("undecodable")]

    def run() -> None:
        try:
            work()
            failed.clear()
        except MalformedChangeError as error:
            failed[0] = error

    with _STACK:
        before = threading.stack_size(_STACK_BYTES + _LEVEL_BYTES * _markers(blob))
        try:
            thread = threading.Thread(target=run)
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    if failed:
        raise failed[0]


def _markers(blob: bytes) -> int:
    return blob.count(b"\x07") + blob.count(b"\x08")


def signed(person: str, laptop: str) -> str:
    """Return the commit message that names who wrote."""
    return f"{person}@{laptop}"


def signature(message: str | None) -> tuple[str, str]:
    """Return the person and the laptop that a commit message names."""
    person, _, laptop = (message or "").partition("@")
    return person, laptop
