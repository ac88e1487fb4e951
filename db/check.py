"""Whether a store holds together: facts for people and for a report; nothing is changed here."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import local, projection, search
from db.blobs import Blobs, pieces_of
from db.changes import record_id
from db.documents import Document
from db.errors import MalformedChangeError
from db.kinds import KINDS, PARTS
from db.models.activities import Attachment
from db.models.local import Document as Stored
from db.models.local import Outgoing, Parked, SearchText, Sitting
from db.progress import Progress, Work, finish
from db.record import ASKED, DELETED, Record, fields_of, usable

if TYPE_CHECKING:
    from db.store import Store

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be, or that a person should know.

    Attributes:
        code: ``damaged_store``, ``damaged_record``, ``foreign_record`` (its id is not what it is
            the hash of), ``wrong_row``, ``missing_row``, ``row_without_record``, ``wrong_index``,
            ``orphan_in_outbox``, ``damaged_piece``, ``wrong_attachment``; or, without
            anything being broken, ``unusable_value`` and ``parked``.
        record, kind: The record it is about, or empty.
        field: The field it is about, or empty.
        detail: For the report; of ``parked`` the reason.
        count: How many there are, where they are counted only.
    """

    code: str
    record: str = ""
    kind: str = ""
    field: str = ""
    detail: str = ""
    count: int = 1

    @property
    def serious(self) -> bool:
        """Tell whether the store is not as it should be."""
        return self.code not in ("unusable_value", "parked")


def check(store: "Store", *, deep: bool = False) -> list[Problem]:
    """Check a store where nobody watches; see ``checking``."""
    return finish(checking(store, deep=deep))


def checking(store: "Store", *, deep: bool = False) -> Work[list[Problem]]:
    """Look at everything that can be computed again, and compare.

    Args:
        store: The store; it stays usable meanwhile.
        deep: Whether to read every attachment's bytes too.
    """
    with store.read() as session:
        total = session.scalar(select(func.count()).select_from(Stored)) or 0
        problems = list(_file(session))
        if problems:  # whatever else is read from a damaged file says nothing
            return problems
        member = local.member(session)
        alliance = member.alliance if member else ""
    done, after = 0, 0
    while True:
        yield Progress(done, total)
        with store.read() as session:
            query = select(Stored).where(Stored.n > after).order_by(Stored.n).limit(_BATCH)
            rows = session.scalars(query).all()
            found = _Batch(session, rows, alliance)
            problems += found.problems()
            after = rows[-1].n if rows else after
        done += len(rows)
        if len(rows) < _BATCH:
            break
    with store.read() as session:
        problems += _around(session)
        yield Progress(total, total)
        problems += _pieces(session, store.blobs, deep=deep)
    return problems


def _file(session: Session) -> Iterator[Problem]:
    said = session.connection().exec_driver_sql("PRAGMA quick_check").scalars().all()
    if said != ["ok"]:
        yield Problem("damaged_store", detail="; ".join(map(str, said[:3])), count=len(said))


class _Batch:
    """Some documents, with the rows and index entries that should follow from them."""

    def __init__(self, session: Session, rows: Any, alliance: str) -> None:
        self.session, self.documents, self.alliance = session, rows, alliance
        numbers = [d.n for d in rows]
        entries = session.execute(select(SearchText).where(SearchText.n.in_(numbers))).scalars()
        self.words = {entry.n: entry.text for entry in entries}
        self.rows: dict[str, Mapping[str, Any]] = {}
        for kind, model in KINDS.items():
            ids = [d.id for d in rows if d.kind == kind]
            found = session.execute(select(model.__table__).where(model.__table__.c.id.in_(ids)))
            self.rows |= {row["id"]: dict(row) for row in found.mappings()}

    def problems(self) -> list[Problem]:
        return [problem for stored in self.documents for problem in self._one(stored)]

    def _one(self, stored: Stored) -> Iterator[Problem]:
        expected = record_id(self.alliance, stored.kind, stored.circle, stored.home, stored.key)
        if self.alliance and stored.id != expected:
            yield Problem("foreign_record", stored.id, stored.kind)
        try:
            document = Document.load(stored.body)
            state = projection.standing(document, stored.kind)
        except MalformedChangeError as error:
            yield Problem("damaged_record", stored.id, stored.kind, detail=error.reason)
            return
        if document.version != stored.version:
            yield Problem("damaged_record", stored.id, stored.kind, detail="version")
        if (stored.deletion, stored.deletion_id) != (state.deletion, state.deletion_id):
            yield Problem("wrong_row", stored.id, stored.kind, "deleted_at")
        if projection.names_of(stored.disputed_texts) != state.disputed_texts:
            yield Problem("wrong_row", stored.id, stored.kind, detail="disputed texts")
        model = KINDS.get(stored.kind)
        if model is not None and stored.projection == projection.NUMBER:
            yield from self._row(model, stored, document, state)

    def _row(
        self,
        model: type[Record],
        stored: Stored,
        document: Document,
        state: projection.Standing,
    ) -> Iterator[Problem]:
        found = self.rows.get(stored.id)
        if found is None:
            yield Problem("missing_row", stored.id, stored.kind)
            return
        values = projection.read(model, document)
        expected = projection.row(model, stored.id, values, state)
        for name in model.__table__.columns.keys():  # noqa: SIM118 - columns are not a dict
            value = expected.get(name)
            if found[name] != value and not _kept_by_part(model, name, found[name], value):
                yield Problem("wrong_row", stored.id, stored.kind, name)
        for name, field in fields_of(model).items():
            if not usable(field, values.get(name)):
                yield Problem("unusable_value", stored.id, stored.kind, name)
        if stored.indexed and self.words.get(stored.n) != search.words_of(model, values):
            yield Problem("wrong_index", stored.id, stored.kind)


def _kept_by_part(model: type[Record], column: str, found: object, alone: object) -> bool:
    """Tell whether a deleted record stands because a part of it lives on."""
    return model.KIND in PARTS and column == "deletion" and (found, alone) == (ASKED, DELETED)


def _around(session: Session) -> Iterator[Problem]:
    for kind, model in KINDS.items():
        query = select(model.id).where(model.id.not_in(select(Stored.id)))
        for id in session.scalars(query):
            yield Problem("row_without_record", id, kind)
    lost = select(func.count()).where(
        Outgoing.n.not_in(select(Stored.n)) | Outgoing.nonce.not_in(select(Sitting.nonce))
    )
    if count := session.scalar(lost) or 0:
        yield Problem("orphan_in_outbox", count=count)
    gone = select(func.count()).where(SearchText.n.not_in(select(Stored.n)))
    if count := session.scalar(gone) or 0:
        yield Problem("wrong_index", count=count)
    waiting = select(Parked.reason, func.count()).group_by(Parked.reason).order_by(Parked.reason)
    for reason, count in session.execute(waiting):
        yield Problem("parked", detail=reason, count=count)


def _pieces(session: Session, blobs: Blobs, *, deep: bool) -> Iterator[Problem]:
    """Compare attachments with their files; one that has not come yet is no problem."""
    if not deep:
        return
    here = blobs.piece_ids()
    for id in sorted(here):
        if blobs.read_piece(id) is None:
            yield Problem("damaged_piece", detail=id)
    for sha256 in sorted(blobs.wholes.names()):
        if blobs.wholes.hash_of(sha256) != sha256:
            yield Problem("damaged_piece", detail=sha256)
    for attachment in session.scalars(select(Attachment).where(Attachment.deletion < DELETED)):
        pieces = pieces_of(attachment.pieces)
        if not pieces or any(piece.id not in here for piece in pieces):
            continue
        plain = blobs.open(pieces)
        if plain is None or hashlib.sha256(plain).hexdigest() != attachment.sha256:
            yield Problem("wrong_attachment", attachment.id, "attachment")
