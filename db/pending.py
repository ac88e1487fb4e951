"""The rows of changed records, collected and written together; the Writer and accept share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import projection, search
from db.changes import record_id
from db.documents import Document
from db.kinds import KINDS, PARTS, model_of
from db.models.local import Document as Stored
from db.projection import Standing
from db.record import DELETED, Record, Value

_FLUSH_EVERY = 500


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record's id is the hash of."""

    kind: str
    circle: str
    home: str
    key: bytes

    def id(self, alliance: str) -> str:
        """Return the record's id."""
        return record_id(alliance, self.kind, self.circle, self.home, self.key)


class Pending:
    """Rows that wait to be written together; what a Writer and accept share."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._new: list[list[Any]] = []
        self._changed: list[list[Any]] = []
        self._rows: dict[str, list[list[Any]]] = {}
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
        document: Document,
        state: Standing,
        before: Stored | None,
        *,
        author: tuple[str, str, int],
        arrived: bool,
        index: bool,
        body: bytes | None = None,
    ) -> int:
        """Take the rows of one record as it now is; return its number.

        Args:
            identity: What the record is.
            id: Its id.
            document: Its document.
            state: What follows from the document.
            before: What the store holds of it; None when it is new here.
            author: Person, laptop and stamp of the last change.
            arrived: Whether that came from another laptop.
            index: Whether to index it now; else ``db.indexing`` will.
            body: The document's bytes where they are known already.
        """
        person, laptop, at = author
        n = before.n if before else self.number()
        (self._changed if before else self._new).append([
            n, id, identity.kind, identity.circle, identity.home, identity.key,
            body or document.body(), document.version, state.heads,
            projection.names(state.disputed_texts), state.deletion, state.deletion_id,
            min(at, before.created_at) if before else at,
            before.created_by if before else person,
            at, person, laptop, arrived, index, projection.NUMBER,
        ])  # fmt: skip
        model = KINDS.get(identity.kind)
        if model is not None:
            values = projection.read(model, document)
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
