"""Records of one kind that hold what a person typed: characters, or pinyin initials."""

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    column,
    select,
    text,
)

from db import search
from db.models.local import Document, SearchText

_PAIR = 2


def holding(words: str, kind: str) -> Select[str]:
    """Return the query for the ids of a kind's records that hold every word typed.

    A word of two characters is told by its pair alone; of a longer one the pairs must stand
    together, which the text itself confirms; one character is looked for in the texts.
    """
    return _holding(words, select(Document.id).where(Document.kind == kind))


def holds(words: str, id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that the record of an id holds every word typed; see ``holding``.

    Each record that is gone through is asked: quicker where most of them hold the words.
    """
    return _holding(words, select(Document.id).where(Document.id == id)).exists()


def _holding(words: str, query: Select[str]) -> Select[str]:
    hits: ColumnElement[bool] | None = None
    if pairs := search.query(words):
        said: BindParameter[str] = bindparam(
            "pairs", pairs, unique=True
        )  # several of these may make one query
        match = text(f"SELECT rowid FROM {search.TABLE} WHERE {search.TABLE} MATCH :pairs")
        hits = Document.n.in_(match.bindparams(said).columns(column("rowid", Integer)))
    confirmed = [
        SearchText.text.contains(word, autoescape=True)
        for word in search.spoken(words)
        if len(word) != _PAIR or hits is None
    ]
    if hits is not None:
        query = query.where(hits)
    if confirmed:  # else the long texts are not even opened
        query = query.join(SearchText, SearchText.n == Document.n).where(*confirmed)
    return query
