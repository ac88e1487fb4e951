"""The rows of changed records, collected and written together; the Writer and accept share it."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db import digest, projection, search
from db.changes import record_id
from db.documents import Document
from db.kinds import KINDS, PARTS, model_of
from db.models.local import Document as Stored
from db.projection import Cells, Standing
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


class Prepared(msgspec.Struct, gc=False):
    """A record as its rows will say, worked out before anybody has to wait for a transaction.

    Attributes:
        id, kind: Of the record.
        number: Of its document; None of one that is new here, which is given one when it is added.
        stored: Its document's row, but for the number.
        row: Its own row; None of an unknown kind.
        parents: Records that may have to be shown, or not, because of this one.
        words: What a search finds it by; None to leave that to ``db.indexing``.
    """

    id: str
    kind: str
    number: int | None
    stored: Cells
    row: Cells | None = None
    parents: Sequence[str] = ()
    words: str | None = None


def prepare(
    identity: Identity,
    id: str,
    outcome: Outcome,
    state: Standing,
    before: Stored | None,
    *,
    author: tuple[str, str, int],
    arrived: bool,
    index: bool,
) -> Prepared:
    """Return the rows of one record as it now is.

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
    columns: tuple[str, ...] = _COLUMNS
    cells: tuple[object, ...] = (
        id, identity.kind, identity.circle, identity.home, identity.key,
        outcome.body, outcome.version, state.deletion,
        min(at, before.created_at) if before else at,
        before.created_by if before else person,
        at, person, laptop, int(arrived), int(index), projection.NUMBER,
    )  # fmt: skip
    if state is not projection.UNDISPUTED:
        columns += _DISPUTED
        cells += (state.heads, state.deletion_id, projection.names(state.disputed_texts))
    number = before.n if before else None
    model = KINDS.get(identity.kind)
    if model is None:
        return Prepared(id, identity.kind, number, (columns, cells))
    values = outcome.values
    row = projection.cells(model, id, values, state)
    words = search.words_of(model, values) if index else None
    parents = _parents(model, id, values, state)
    return Prepared(id, identity.kind, number, (columns, cells), row, parents, words)


_COLUMNS = (
    "id", "kind", "circle", "home", "key", "body", "version", "deletion",
    "created_at", "created_by", "changed_at", "changed_by", "changed_on",
    "arrived", "indexed", "projection",
)  # fmt: skip
_DISPUTED = ("heads", "deletion_id", "disputed_texts")
_NUMBER = ("n",)


def _parents(
    model: type[Record], id: str, values: Mapping[str, Value], state: Standing
) -> Sequence[str]:
    parent = values.get(model.PARENT) if model.PARENT else None
    own = (id,) if state.deletion == DELETED and model.KIND in PARTS else ()
    return (*own, parent) if isinstance(parent, str) else own


_STORED = select(Stored).where(Stored.id == bindparam("record"))


class Pending:
    """Rows that wait to be written together; what a Writer and accept share."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._new: list[Cells] = []
        self._changed: list[Cells] = []
        self._stale_digests: list[int] = []
        self._rows: dict[str, list[Cells]] = {}
        self._fresh: list[tuple[int, str]] = []
        self._stale: list[tuple[int, str]] = []
        self._parents: set[str] = set()
        self._next = 0
        self._ids: set[str] = set()
        self._known: dict[str, Stored | None] = {}  # the one asked for last, until rows are written

    def _number(self) -> int:
        """Return the number of a new document."""
        if not self._next:
            newest = select(Stored.n).order_by(Stored.n.desc()).limit(1)
            self._next = self.session.scalar(newest) or 0
        self._next += 1
        return self._next

    def stored(self, id: str) -> Stored | None:
        """Return what the store holds of a record, all that waits for it included; or None."""
        if id in self._ids:
            self.flush()
        if id not in self._known:
            self._known = {id: self.session.scalar(_STORED, {"record": id})}
        return self._known[id]

    def holds(self, id: str) -> bool:
        """Tell whether a record's rows still wait here."""
        return id in self._ids

    def add(self, prepared: Prepared) -> int:
        """Take the rows of one record; return its number."""
        n = prepared.number
        is_new = n is None
        if n is None:
            n = self._number()
        columns, cells = prepared.stored
        stored = (_NUMBER + columns, (n, *cells))
        if is_new:
            self._new.append(stored)
        else:
            self._changed.append(stored)
            self._stale_digests.append(n)
        if prepared.row is not None:
            self._rows.setdefault(prepared.kind, []).append(prepared.row)
            self._parents.update(prepared.parents)
        if prepared.words is not None:
            (self._fresh if is_new else self._stale).append((n, prepared.words))
        self._ids.add(prepared.id)
        if len(self._ids) >= _FLUSH_EVERY:
            self.flush()
        return n

    def flush(self) -> None:
        """Write what waits."""
        if not self._ids:
            return
        projection.put(self.session, Stored, self._new, fresh=True)
        projection.put(self.session, Stored, self._changed)
        if self._changed:
            digest.forget(self.session, self._stale_digests)
        for kind, rows in self._rows.items():
            projection.put(self.session, model_of(kind), rows)
        search.add(self.session, self._fresh)
        search.replace(self.session, self._stale)
        projection.keep_parents(self.session, self._parents)
        self.session.expire_all()
        for waiting in (
            self._new, self._changed, self._stale_digests, self._rows, self._fresh, self._stale,
            self._parents,
        ):  # fmt: skip
            waiting.clear()
        self._ids.clear()
        self._known.clear()
