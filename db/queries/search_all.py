"""One search over everything: plans and their steps, materials, activities, people, schools.

The newest records that hold the words are read from the index first, which takes a millisecond
where few do. Where very many do, each kind is asked by itself, so that a hundred thousand
activities never hide the one plan. A part is shown as the whole that it belongs to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from db import search
from db.kinds import KINDS, PARTS
from db.record import DELETED

SHOWN = ("lesson_plan", "material", "activity", "person", "school", "prep_group", "agreement")
"""The kinds that are found, in the order in which they are shown."""

_NOTES = {
    "lesson_plan": "author_name", "material": "school_name", "activity": "held_on",
    "person": "school_name", "school": "township", "prep_group": "leader_name",
    "agreement": "signed_on",
}  # fmt: skip
_SUBJECTS = {"lesson_plan": "subject", "material": "subject", "activity": "subject",
             "prep_group": "subject", "person": "subjects"}  # fmt: skip
_GRADES = {"lesson_plan": "grade", "material": "grade", "activity": "grade",
           "prep_group": "grade", "person": "grades"}  # fmt: skip
_FIRST = 400  # newest records looked at; more of them hold only very common words
_AROUND = 14  # characters shown on each side of what was found
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found.

    Attributes:
        id, kind, label: The record that opens, and what names it.
        note: Who or when, as a list of its kind says it.
        part: Kind of the part the words stand in; empty when it is the record itself.
        said: The words with what stands around them; empty when the label holds them.
    """

    id: str
    kind: str
    label: str
    note: str
    part: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        words: What a person typed: characters or pinyin initials; all words must occur.
        kind: Only this kind; empty means all.
        subject, grade: Only what is of this subject or grade, by code.
    """

    words: str
    kind: str = ""
    subject: str = ""
    grade: str = ""

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds that can hold it."""
        return tuple(
            kind
            for kind in SHOWN
            if self.kind in ("", kind)
            and not (self.subject and kind not in _SUBJECTS)
            and not (self.grade and kind not in _GRADES)
        )


def search_all(session: Session, wanted: Wanted, limit: int = 30) -> list[Hit]:
    """Return what holds every word typed: names before texts, kind by kind, newest first.

    Who types the name of a colleague finds him above the hundred plans that mention him.

    Args:
        session: A reading session.
        wanted: The words, and what it must be of.
        limit: How many of each kind at most.
    """
    if not search.spoken(wanted.words):
        return []
    rows = _newest(session, wanted.words)
    out: list[Hit] = []
    for kind in wanted.kinds():
        if len(rows) == _FIRST:
            met = _of_kind(session, kind, wanted, limit)
        else:
            met = [row for row in rows if row[1] in _members(kind)]
        out += _hits(session, kind, met, wanted)[:limit]
    return sorted(out, key=lambda hit: bool(hit.said))


_Row = tuple[str, str, str]  # id, kind, text


def _newest(session: Session, words: str) -> list[_Row]:
    """Return the newest records that hold the words, by the index."""
    pairs = search.query(words)
    confirmed, values = _confirmed(words, told=bool(pairs))
    source = f"{search.TABLE} s JOIN search_text t ON t.n = s.rowid" if pairs else "search_text t"
    conditions = [f"{search.TABLE} MATCH ?"] * bool(pairs) + confirmed
    found = session.connection().exec_driver_sql(
        f"SELECT d.id, d.kind, t.text FROM {source} JOIN document d ON d.n = t.n"
        f" WHERE {' AND '.join(conditions)}"
        f" ORDER BY {'s.rowid' if pairs else 't.n'} DESC LIMIT {_FIRST}",
        (*((pairs,) if pairs else ()), *values),
    )
    return [(id, kind, text) for id, kind, text in found]


def _confirmed(words: str, *, told: bool) -> tuple[list[str], list[str]]:
    """Return the conditions on the text itself: what pairs alone do not tell."""
    values = [word for word in search.spoken(words) if len(word) != _PAIR or not told]
    return ["instr(t.text, ?) > 0"] * len(values), values


@cache
def _members(kind: str) -> frozenset[str]:
    """Return a kind and those of its parts."""
    return frozenset((kind, *(model.KIND for model in PARTS.get(kind, ()))))


def _of_kind(session: Session, kind: str, wanted: Wanted, limit: int) -> list[_Row]:
    """Return records of one kind and its parts that hold the words, asked by itself."""
    confirmed, values = _confirmed(wanted.words, told=False)
    out: list[_Row] = []
    for member in sorted(_members(kind), key=lambda one: one != kind):
        found = session.connection().exec_driver_sql(
            f"SELECT d.id, d.kind, t.text FROM {member} r JOIN document d ON d.id = r.id"
            f" JOIN search_text t ON t.n = d.n WHERE r.deletion < {DELETED}"
            f" AND {' AND '.join(confirmed)} ORDER BY r.rowid DESC LIMIT {limit}",
            tuple(values),
        )
        out += [(id, of, text) for id, of, text in found]
    return out


def _hits(session: Session, kind: str, rows: Sequence[_Row], wanted: Wanted) -> list[Hit]:
    """Return what is shown for the rows of a kind: each whole once, named ones first."""
    wholes = _wholes(session, kind, rows)
    known = _known(session, kind, set(wholes.values()), wanted)
    words = search.spoken(wanted.words)
    found: dict[str, Hit] = {}
    for id, of, text in rows:
        whole = wholes.get(id, "")
        if whole not in known:
            continue
        label, note = known[whole]
        named = all(word in _sought(label) for word in words)
        part = "" if of == kind else of
        before = found.get(whole)
        if before is None or (before.part and not part):
            said = "" if named else _around(text, words)
            found[whole] = Hit(whole, kind, label, note, "" if named else part, said)
    return sorted(found.values(), key=lambda hit: bool(hit.said))


@cache
def _sought(label: str) -> str:
    return f"{label}\n{search.pinyin_initials(label)}".lower()


def _wholes(session: Session, kind: str, rows: Sequence[_Row]) -> dict[str, str]:
    """Return for each row the id of the record it is shown as; none for a part in the bin."""
    found = {id: id for id, of, _ in rows if of == kind}
    for model in PARTS.get(kind, ()):
        ids = [id for id, of, _ in rows if of == model.KIND]
        if ids:
            marks = ", ".join("?" * len(ids))
            named = session.connection().exec_driver_sql(
                f'SELECT id, "{model.PARENT}" FROM {model.__tablename__}'
                f" WHERE id IN ({marks}) AND deletion < {DELETED}",
                tuple(ids),
            )
            found |= {id: whole for id, whole in named if whole}
    return found


def _known(
    session: Session, kind: str, ids: Iterable[str], wanted: Wanted
) -> Mapping[str, tuple[str, str]]:
    """Return label and note of the standing records among these that are of what is wanted."""
    some = sorted(ids)
    if not some:
        return {}
    conditions, values = _conditions(kind, wanted)
    marks = ", ".join("?" * len(some))
    rows: Any = session.connection().exec_driver_sql(
        f'SELECT id, "{KINDS[kind].LABEL}", "{_NOTES[kind]}" FROM {kind}'
        f" WHERE id IN ({marks}) AND deletion < {DELETED}{conditions}",
        (*some, *values),
    )
    return {id: (label or "", note or "") for id, label, note in rows}


def _conditions(kind: str, wanted: Wanted) -> tuple[str, list[str]]:
    said, values = "", []
    for code, columns in ((wanted.subject, _SUBJECTS), (wanted.grade, _GRADES)):
        if code:
            said += f" AND ' ' || \"{columns[kind]}\" || ' ' LIKE ?"
            values.append(f"% {code} %")
    return said, values


def _around(text: str, words: Sequence[str]) -> str:
    """Return the first word found with what stands around it, on one line."""
    at = min((i for word in words if (i := text.find(word)) >= 0), default=0)
    start = max(text.rfind("\n", 0, at) + 1, at - _AROUND)
    end = text.find("\n", at)
    end = min(len(text) if end < 0 else end, at + len(words[0]) + _AROUND)
    before = "…" if start > 0 and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    return f"{before}{text[start:end].strip()}{after}"
