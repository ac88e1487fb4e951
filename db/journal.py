"""The one door by which records change: a Writer for what a person does here, accept for arrivals.

No other module writes the tables of records (a test greps for it). A change goes into the record's
document; its row, its index entry, its heads and the outbox follow in the same transaction.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db import local, permissions, plain, projection, sittings
from db.arrivals import accept, accepting, any_waits, retry_parked
from db.changes import natural_key, peer_of
from db.documents import Author, Document
from db.errors import MalformedChangeError, NotAllowedError, UnknownRecordError, UnknownVersionError
from db.heads import DELETED_AT
from db.judging import Arrival, Signer
from db.kinds import model_of
from db.local import Member
from db.merging import Accepted
from db.models.local import Document as Stored
from db.models.local import Outgoing
from db.models.local import Sitting as SittingRow
from db.models.schools import Alliance
from db.outbox import Sealing, seal, waiting
from db.pending import Identity, Outcome, Pending, outcome_of, prepare
from db.projection import Standing
from db.queries.records import label_of
from db.record import Record, Value, check, field_named

if TYPE_CHECKING:
    from db.store import Store

__all__ = [
    "Accepted", "Arrival", "Identity", "Sealing", "Signer", "Sitting", "Writer", "accept",
    "accepting", "any_waits", "begin", "now", "retry_parked", "seal", "waiting", "writing",
]  # fmt: skip

_PROCESS = secrets.token_hex(8)
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sitting:
    """One form or one command, from open to close, by one person: an edit session.

    It lives in the memory of the process that began it and is never continued by another, so that
    a cloned or restored store cannot write two contents under one operation id.
    """

    member: Member
    person: str
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def peer(self) -> int:
        """Return the Loro peer of this sitting."""
        return peer_of(self.member.laptop, self.nonce)

    def author(self, at: int) -> Author:
        """Return how the history names who writes now."""
        return Author(self.peer, self.person, self.member.laptop, at)


class Writer:
    """What a person changes in one transaction; use :func:`writing`.

    Attributes:
        session, sitting: The transaction, and who writes in it.
        written: The document that was written last, by its record: a form saves the same one
            again and again, and reading a long history takes longer than writing to it.
    """

    def __init__(
        self, session: Session, sitting: Sitting, written: Mapping[str, Document] | None = None
    ) -> None:
        """Begin.

        Args:
            session: The transaction.
            sitting: Who writes.
            written: What the transaction before this one wrote last: :attr:`written` of that one.
        """
        self.session, self.sitting = session, sitting
        self.written = dict(written or {})
        self._pending = Pending(session)
        self._outgoing: list[tuple[int, bytes, int]] = []
        self._sittings = {sitting.nonce: sitting}
        self._noted: set[bytes] = set()
        self._labels: dict[str, str | None] = {}

    @property
    def member(self) -> Member:
        """Return who this laptop is."""
        return self.sitting.member

    def create(
        self,
        kind: str,
        values: Mapping[str, Value],
        *,
        circle: str = "alliance",
        home: str | None = None,
    ) -> str:
        """Make a record, or bring back the one that its natural key names.

        Args:
            kind: Wire name.
            values: Fields and texts by wire name, already checked against their types here.
            circle: Who may read it, for ever.
            home: Its home school; None takes what the kind says.

        Returns:
            The record's id.

        Raises:
            UnknownKindError, UnknownFieldError, UnusableValueError, NotAllowedError: as they say.
        """
        model = model_of(kind)
        identity = Identity(
            kind, circle, self._home(model, values) if home is None else home, _key(model, values)
        )
        id = identity.id(self.member.alliance)
        named = bool(model.KEY) or kind == Alliance.KIND
        if named and (before := self.stored(id)) is not None:
            return self._bring_back(before, values)
        self._may(identity, id)
        said = {name: value for name, value in values.items() if value not in (None, "")}
        outcome = self._first(model, said)
        self._keep(identity, id, outcome, projection.UNDISPUTED, None, 0, self.sitting)
        return id

    def _first(self, model: type[Record], values: Mapping[str, Value]) -> Outcome:
        """Return what a new record comes to: said plainly, where that can be."""
        fields, texts = _split(model, values)
        words = {name: str(value) for name, value in texts.items()}
        author = self.sitting.author(now())
        said = plain.of(author.peer, author.at, author.message, fields, words)
        if said is not None:
            return Outcome(said.encode(), said.version, {**said.fields, **said.texts})
        document = Document()
        document.write(author, fields, words)
        return outcome_of(model.KIND, document, document.updates())

    def _bring_back(self, before: Stored, values: Mapping[str, Value]) -> str:
        shown = dict(Document.load(before.body).values())
        if before.deletion_id is not None:
            self.settle_fields(before.id, {DELETED_AT: None})
        changed = {k: v for k, v in values.items() if v not in (None, "", shown.get(k))}
        self.edit(before.id, changed)
        return before.id

    def edit(self, id: str, values: Mapping[str, Value], seen: bytes | None = None) -> bytes:
        """Write only what a person changed, on what he had seen.

        Args:
            id: The record.
            values: The changed fields and texts by wire name; None clears.
            seen: The version his form shows; None means the newest.

        Returns:
            The version the form now shows.

        Raises:
            UnknownRecordError, UnknownFieldError, UnusableValueError, NotAllowedError,
            UnknownVersionError: as they say.
        """
        before, document = self._open(id)
        model = model_of(before.kind)
        if seen is None or seen == before.version:
            sitting = self._next(document)
            since = document.end_of(sitting.peer)
            written = self._apply(model, document, values, sitting)
            shown = document.version
            texts: tuple[str, ...] | None = projection.names_of(before.disputed_texts)
        else:
            sitting, form = self._form(document, seen, id)
            since = document.end_of(sitting.peer)
            written = self._apply(model, form, values, sitting)
            document.take(form)
            shown, texts = form.version, None
        if written:
            self._save(before, document, since, texts, sitting)
        return shown

    def _form(self, document: Document, seen: bytes, id: str) -> tuple[Sitting, Document]:
        """Return the document as a form shows it, and who may write on that."""
        for sitting in self._sitting_on():
            try:
                return sitting, document.fork(seen, sitting.peer)
            except MalformedChangeError as error:
                if error.reason != "ahead":
                    raise UnknownVersionError(id) from None
        raise AssertionError("a new sitting is never ahead")

    def _next(self, document: Document) -> Sitting:
        """Return who writes next on the newest version."""
        return next(one for one in self._sitting_on() if document.may_go_on(one.peer))

    def _sitting_on(self) -> Iterator[Sitting]:
        """Yield this sitting and those it goes on as where another wrote in between."""
        sitting = self.sitting
        while True:
            yield sitting
            nonce = hashlib.sha256(b"lianke next" + sitting.nonce).digest()[: len(sitting.nonce)]
            sitting = Sitting(self.member, self.sitting.person, nonce)

    def settle(self, id: str, values: Mapping[str, Value]) -> bytes:
        """Write what a person decided between versions, also when it is shown already."""
        before, document = self._open(id)
        model = model_of(before.kind)
        fields, texts = _split(model, values)
        sitting = self._next(document)
        since = document.end_of(sitting.peer)
        document.settle(sitting.author(now()), fields, {n: str(v or "") for n, v in texts.items()})
        self._save(before, document, since, None, sitting)
        return document.version

    def settle_fields(self, id: str, values: Mapping[str, Value]) -> None:
        """Write keys of the document that no form shows (the deletion mark), decided anew."""
        before, document = self._open(id)
        sitting = self._next(document)
        since = document.end_of(sitting.peer)
        document.settle(sitting.author(now()), values, {})
        texts = projection.names_of(before.disputed_texts)
        self._save(before, document, since, texts, sitting)

    def label(self, kind: str, id: str) -> str | None:
        """Return what names a record to a person, also one made in this transaction."""
        if self._pending.holds(id):
            self.flush()
        if id not in self._labels:
            self._labels[id] = label_of(self.session, kind, id)
        return self._labels[id]

    def _open(self, id: str) -> tuple[Stored, Document]:
        before = self.stored(id)
        if before is None:
            raise UnknownRecordError(id)
        self._may(Identity(before.kind, before.circle, before.home, before.key), id)
        document = self.written.pop(id, None)  # until it is saved: half-written it never stays
        if document is None or document.version != before.version:
            document = Document.load(before.body)
        return before, document

    def stored(self, id: str) -> Stored | None:
        """Return what the store holds of a record, with what this transaction wrote; or None."""
        return self._pending.stored(id)

    def _may(self, identity: Identity, id: str) -> None:
        me, of = self.member, identity
        if not permissions.may_write(
            me.role, me.school, of.kind, of.circle, of.home, id, me.person
        ):
            raise NotAllowedError(of.kind, me.role)

    def _home(self, model: type[Record], values: Mapping[str, Value]) -> str:
        if model.HOME == "none":
            return ""
        if model.HOME == "school":
            return str(values.get("school") or self.member.school)
        return self.member.school

    def _apply(
        self,
        model: type[Record],
        document: Document,
        values: Mapping[str, Value],
        sitting: Sitting,
    ) -> bool:
        fields, texts = _split(model, values)
        words = {n: str(v or "") for n, v in texts.items()}
        return document.write(sitting.author(now()), fields, words)

    def _save(
        self,
        before: Stored,
        document: Document,
        since: int,
        texts: tuple[str, ...] | None,
        sitting: Sitting,
    ) -> None:
        state = projection.standing(
            document, before.kind, cached=before.heads, cached_at=before.version, texts=texts
        )
        identity = Identity(before.kind, before.circle, before.home, before.key)
        outcome = outcome_of(before.kind, document)
        self._keep(identity, before.id, outcome, state, before, since, sitting)
        self.written = {before.id: document}

    def _keep(
        self,
        identity: Identity,
        id: str,
        outcome: Outcome,
        state: Standing,
        before: Stored | None,
        since: int,
        sitting: Sitting,
    ) -> None:
        author = (sitting.person, self.member.laptop, now())
        n = self._pending.add(
            prepare(identity, id, outcome, state, before, author=author, arrived=False, index=True)
        )
        self._sittings[sitting.nonce] = sitting
        self._outgoing.append((n, sitting.nonce, since))

    def flush(self) -> None:
        """Write what waits; called by :func:`writing` before it commits."""
        self._pending.flush()
        connection = self.session.connection()
        fresh = {nonce for _, nonce, _ in self._outgoing} - self._noted
        if fresh:
            connection.exec_driver_sql(
                f"INSERT OR IGNORE INTO {SittingRow.__tablename__}"
                " (nonce, person, process, opened_at) VALUES (?, ?, ?, ?)",
                [
                    (nonce, self._sittings[nonce].person, f"{os.getpid()}-{_PROCESS}", now())
                    for nonce in sorted(fresh)
                ],
            )
            self._noted |= fresh
        if self._outgoing:
            sittings.note({nonce for _, nonce, _ in self._outgoing})
            connection.exec_driver_sql(
                f"INSERT OR IGNORE INTO {Outgoing.__tablename__} (n, nonce, since)"
                " VALUES (?, ?, ?)",
                list(self._outgoing),
            )
            self._outgoing.clear()


def begin(session: Session, person: str) -> Sitting:
    """Begin a sitting: when a form opens, or for one command.

    Raises:
        UnknownRecordError: This laptop belongs to no alliance yet.
    """
    member = local.member(session)
    if member is None:
        raise UnknownRecordError("alliance")
    return Sitting(member, person)


@contextmanager
def writing(store: "Store", sitting: Sitting) -> Iterator[Writer]:
    """Give a Writer in a transaction of its own, committed at the end."""
    with store.write() as session:
        written, store.written = store.written, {}  # read again, should anything fail
        writer = Writer(session, _still(session, sitting), written)
        yield writer
        writer.flush()
    store.written = writer.written


def _still(session: Session, sitting: Sitting) -> Sitting:
    """Return a sitting; a new one where the laptop got new keys while a form was open.

    What the form wrote before is sealed by then, with the old keys; nothing that is written now
    may bear a peer of those, for nobody would take it.
    """
    member = local.member(session)
    if member is None or member.laptop == sitting.member.laptop:
        return sitting
    return Sitting(member, sitting.person)


def now() -> int:
    """Return this laptop's clock in seconds; for display only, nothing is ordered by it."""
    return max(0, int(time.time()))


def _split(
    model: type[Record], values: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, Value]]:
    fields: dict[str, Value] = {}
    texts: dict[str, Value] = {}
    for name, value in values.items():
        declared = field_named(model, name)
        wanted = check(model.KIND, declared, value)
        (texts if declared.type == "text" else fields)[name] = wanted
    return fields, texts


def _key(model: type[Record], values: Mapping[str, Value]) -> bytes:
    parts = [str(values.get(name) or "") for name in model.KEY]
    if not parts or not all(parts):
        return b"" if model.KIND == "alliance" else secrets.token_bytes(KEY_BYTES)
    return natural_key(*parts)
