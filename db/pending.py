"""The rows of changed records, collected and written together; the Writer and accept share it."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import digest, projection, search
from db.changes import record_id
from db.documents import Document
from db.kinds import KINDS, PARTS, model_of
from db.models.local import Document as Stored
from db.projection import Row, Standing
from db.record import DELETED, Record, Value

_FLUSH_EVERY = 1000


class Identity(msgspec.Struct, frozen=True, gc=False):
    """What a record's id is the hash of."""

    kind: str
    circle: str
    home: str
    key: bytes

    def id(self, alliance: str) -> str:
        """Return the record's id."""
        return record_id(alliance, self.kind, self.circle, self.home, self.key)


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What a record's document comes to.

    Attributes:
        body: The document's bytes.
        version: Encoded frontiers.
        values: What stands in the map and in the texts of its kind, unchecked.
    """

    body: bytes
    version: bytes
    values: Mapping[str, Value]


def outcome_of(kind: str, document: Document, body: bytes | None = None) -> Outcome:
    """Return what a document comes to.

    Args:
        kind: The record's kind; of an unknown one nothing is read.
        document: The record's document.
        body: Its bytes where they are known already.
    """
    model = KINDS.get(kind)
    values = projection.read(model, document) if model is not None else {}
    return Outcome(body or document.body(), document.version, values)


class Pending:
    """Rows that wait to be written together; what a Writer and accept share."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._new: list[Row] = []
        self._changed: list[Row] = []
        self._rows: dict[str, list[Row]] = {}
        self._fresh: list[tuple[int, str]] = []
        self._stale: list[tuple[int, str]] = []
        self._parents: set[str] = set()
        self._next = 0
        self._ids: set[str] = set()

    def number(self) -> int:
        """Return the number of a new document."""
        if not self._next:
            newest = select(Stored.n).order_by(Stored.n.desc()).limit(1)
            self._next = self.session.scalar(newest) or 0
        self._next += 1
        return self._next

    def holds(self, id: str) -> bool:
        """Tell whether a record's rows still wait here."""
        return id in self._ids

    def add(
        self,
        identity: Identity,
        id: str,
        outcome: Outcome,
        state: Standing,
        before: Stored | None,
        *,
        author: tuple[str, str, int],
        arrived: bool,
        index: bool,
    ) -> int:
        """Take the rows of one record as it now is; return its number.

        Args:
            identity: What the record is.
            id: Its id.
            outcome: What its document comes to.
            state: What follows from the document.
            before: What the store holds of it; None when it is new here.
            author: Person, laptop and stamp of the last change.
            arrived: Whether that came from another laptop.
            index: Whether to index it now; else ``db.indexing`` will.
        """
        person, laptop, at = author
        n = before.n if before else self.number()
        row = {
            "n": n, "id": id, "kind": identity.kind, "circle": identity.circle,
            "home": identity.home, "key": identity.key,
            "body": outcome.body, "version": outcome.version, "deletion": state.deletion,
            "created_at": min(at, before.created_at) if before else at,
            "created_by": before.created_by if before else person,
            "changed_at": at, "changed_by": person, "changed_on": laptop,
            "arrived": int(arrived), "indexed": int(index), "projection": projection.NUMBER,
        }  # fmt: skip
        if state is not projection.UNDISPUTED:
            row["heads"], row["deletion_id"] = state.heads, state.deletion_id
            row["disputed_texts"] = projection.names(state.disputed_texts)
        (self._changed if before else self._new).append(row)
        model = KINDS.get(identity.kind)
        if model is not None:
            values = outcome.values
            rows = self._rows.setdefault(identity.kind, [])
            rows.append(projection.row(model, id, values, state))
            self._note_parents(model, id, values, state)
            if index:
                words = search.words_of(model, values)
                (self._stale if before else self._fresh).append((n, words))
        self._ids.add(id)
        if len(self._ids) >= _FLUSH_EVERY:
            self.flush()
        return n

    def _note_parents(
        self, model: type[Record], id: str, values: Mapping[str, Value], state: Standing
    ) -> None:
        if model.KIND in PARTS and state.deletion == DELETED:
            self._parents.add(id)
        if model.PARENT and isinstance(parent := values.get(model.PARENT), str):
            self._parents.add(parent)

    def flush(self) -> None:
        """Write what waits."""
        projection.put(self.session, Stored, self._new, fresh=True)
        projection.put(self.session, Stored, self._changed)
        if self._changed:
            digest.forget(self.session, [row["n"] for row in self._changed])
        for kind, rows in self._rows.items():
            projection.put(self.session, model_of(kind), rows)
        search.add(self.session, self._fresh)
        search.replace(self.session, self._stale)
        projection.keep_parents(self.session, self._parents)
        self.session.expire_all()
        for waiting in (
            self._new, self._changed, self._rows, self._fresh, self._stale, self._parents,
        ):  # fmt: skip
            waiting.clear()
        self._ids.clear()
