"""Undoing what one laptop changed: ordinary edits that put back what stood before.

Nothing is taken out of any history, and everybody receives it like any other work. It can be undone
by the same means.
"""

import secrets
from typing import TYPE_CHECKING

from db.heads import DELETED_AT
from db.journal import Sitting, Writer, writing
from db.progress import Progress, Work
from db.queries.undo import Scope, UndoPlan, plan_record, plan_undo, together
from db.record import Value
from db.undoing import Before, Spans

if TYPE_CHECKING:
    from db.store import Store

_BATCH = 50  # records a transaction


def undo(store: "Store", sitting: Sitting, laptop: str, scope: Scope) -> Work[UndoPlan]:
    """Put back what stood before, as one sitting; stopped early, a repetition does the rest.

    Each record is looked at again when it is its turn, so that what came in meanwhile counts.

    Args:
        store: The store; some records at a time are a transaction.
        sitting: Who undoes.
        laptop: Id of the laptop whose changes are undone.
        scope: Which of them.

    Returns:
        What was done, and what was left.
    """
    with store.read() as session:
        born = plan_undo(session, sitting.member, laptop, scope).born
    deletion = secrets.token_hex(8)  # one for all that goes into the bin
    done: list[UndoPlan] = []
    ids = sorted(scope, key=lambda id: (id in born, id))
    for start in range(0, len(ids), _BATCH):
        yield Progress(start, len(ids))
        with writing(store, sitting) as writer:
            for id in ids[start : start + _BATCH]:
                done.append(_undo_record(writer, laptop, id, scope[id], born, deletion))
    return together(done)


def _undo_record(
    writer: Writer, laptop: str, id: str, spans: Spans, born: frozenset[str], deletion: str
) -> UndoPlan:
    found, before = plan_record(writer.session, writer.member, laptop, id, spans, born)
    fields: dict[str, Value] = {}
    for row in found.rows:
        if row.action == "field":
            fields[row.field] = row.before
        elif row.action == "text":
            _retype(writer, id, row.field, str(row.before or ""), before)
    if fields:
        writer.settle_fields(id, fields)
    for row in found.rows:  # last, so that a deletion knows all the rest
        if row.action == "delete":
            writer.settle_fields(id, {DELETED_AT: row.before or deletion})
        elif row.action == "restore":
            writer.settle_fields(id, {DELETED_AT: None})
    return found


def _retype(writer: Writer, id: str, name: str, words: str, before: Before) -> None:
    if name in before.still_open:
        writer.edit(id, {name: words})  # the two versions of others stay for people to settle
    else:
        writer.settle(id, {name: words})
