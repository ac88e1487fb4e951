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
    conditions: list[ColumnElement[bool]] = []
    pairs = search.query(words)
    if pairs:
        said: BindParameter[str] = bindparam(
            "pairs", pairs, unique=True
        )  # several of these may make one query
        hits = text(f"SELECT rowid FROM {search.TABLE} WHERE {search.TABLE} MATCH :pairs")
        conditions.append(SearchText.n.in_(hits.bindparams(said).columns(column("rowid", Integer))))
    for word in search.spoken(words):
        if len(word) != _PAIR or not pairs:
            conditions.append(SearchText.text.contains(word, autoescape=True))
    return (
        select(Document.id)
        .join(SearchText, SearchText.n == Document.n)
        .where(Document.kind == kind, *conditions)
    )
