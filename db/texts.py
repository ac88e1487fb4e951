"""Sentences that two people changed without knowing of each other: a pure function of the document.

Loro merges typing letter by letter, which is right for different sentences and nonsense for two
rewrites of one. So where two *runs* (one session's typing with the same knowledge of others) knew
nothing of each other, their common past and both outcomes are compared sentence by sentence; a
sentence touched by both is shown with both whole versions until somebody settles it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from loro import ID, VersionVector

from db.documents import Document
from db.heads import SETTLED
from db.operations import is_cell, text_name

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+$")
_Key = tuple[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class TextConflict:
    """Two whole versions of one text, and what both began with."""

    past: str
    one: str
    one_peer: int
    other: str
    other_peer: int


@dataclass(slots=True)
class _Run:
    peer: int
    last: ID
    seen: VersionVector

    def known_to(self, seen: VersionVector) -> bool:
        return seen.includes_id(self.last)


class _History:
    """The runs and settlements of one text."""

    def __init__(self, document: Document, name: str) -> None:
        self.document, self.name = document, name
        self.runs: dict[_Key, _Run] = {}
        self.settled: list[VersionVector] = []
        self._words: dict[tuple[tuple[int, tuple[int, int]], ...], str] = {}

    def note(self, peer: int, op: dict[str, object]) -> None:
        """Take in one operation on this text or its settlement."""
        content, counter = op["content"], op["counter"]
        assert isinstance(content, dict)
        assert isinstance(counter, int)
        if is_cell(str(op["container"])):
            self.settled.append(self.document.known_to((peer, counter)))
        else:
            size = len(content["text"]) if "text" in content else abs(content.get("len", 1))
            last = ID(peer, counter + size - 1)
            seen = self.document.known_to((peer, last.counter))
            others = ((p, end) for p, (_, end) in _spans(seen).items() if p != peer)
            key = (peer, tuple(sorted(others)))
            if key not in self.runs or self.runs[key].last.counter < last.counter:
                self.runs[key] = _Run(peer, last, seen)

    def apart(self) -> list[tuple[_Key, _Key]]:
        """Return the latest runs that knew nothing of each other and that nobody has settled."""
        pairs = {
            (x, y)
            for x, a in self.runs.items()
            for y, b in self.runs.items()
            if x != y
            and not b.known_to(a.seen)
            and not a.known_to(b.seen)
            and not any(a.known_to(s) and b.known_to(s) for s in self.settled)
        }
        common = {(x, y): _key(self.runs[x].seen.intersection(self.runs[y].seen)) for x, y in pairs}

        def latest(x: _Key, y: _Key) -> bool:
            return not any(
                z != x and common.get((z, y)) == common[x, y] and self.runs[x].known_to(run.seen)
                for z, run in self.runs.items()
            )

        return sorted((x, y) for x, y in pairs if x < y and latest(x, y) and latest(y, x))

    def at(self, known: VersionVector) -> str:
        """Return the text as it was at a version."""
        key = _key(known)
        if key not in self._words:
            past = self.document.at(known)
            self._words[key] = past.texts([self.name]).get(self.name, "")
        return self._words[key]


def text_conflicts(document: Document, name: str) -> list[TextConflict]:
    """Return the versions of a text in which one sentence was changed twice.

    Args:
        document: The record's document.
        name: The text's wire name.
    """
    return _compare(_histories(document, (name,))[name])


def disputed_texts(document: Document, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of a document's texts of which there are two versions."""
    histories = _histories(document, names)
    return tuple(name for name in names if _compare(histories[name]))


def _histories(document: Document, names: Sequence[str]) -> Mapping[str, _History]:
    """Read the document's history once, for all its texts."""
    histories = {name: _History(document, name) for name in names}
    for change in document.changes_since(VersionVector()):
        for op in change["ops"]:
            container = op["container"]
            if is_cell(container):
                name = op["content"]["key"].removeprefix(SETTLED)
                found = histories.get(name) if name != op["content"]["key"] else None
            else:
                found = histories.get(text_name(container))
            if found is not None:
                found.note(change["peer"], op)
    return histories


def _compare(history: _History) -> list[TextConflict]:
    if len(history.runs) < 2:
        return []
    found = []
    for x, y in history.apart():
        a, b = history.runs[x], history.runs[y]
        union = VersionVector.decode(a.seen.encode())
        union.merge(b.seen)
        past = history.at(a.seen.intersection(b.seen))
        one, other = history.at(a.seen), history.at(b.seen)
        mine, theirs = touched(past, one), touched(past, other)
        both = mine.keys() & theirs.keys()
        agreed = all(mine[s] == theirs[s] for s in both) and history.at(union) in (one, other)
        if both and not agreed:
            found.append(TextConflict(past, one, a.peer, other, b.peer))
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its end mark."""
    return _SENTENCE.findall(text)


def touched(past: str, now: str) -> Mapping[object, object]:
    """Return which sentences of the past were changed, and what stands there now.

    A sentence put between two others counts by its words, so that two people who both add one at
    the same place are not in conflict; into an empty text anything counts.
    """
    old, new = sentences(past), sentences(now)
    marks: dict[object, object] = {}
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "insert":
            for sentence in new[c:d]:
                marks["gap", a, sentence if old else ""] = None if old else tuple(new)
        elif tag != "equal":
            marks.update(dict.fromkeys(range(a, b), tuple(new[c:d])))
    return marks


def _spans(version: VersionVector) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = version.to_spans().inner()
    return found


def _key(version: VersionVector) -> tuple[tuple[int, tuple[int, int]], ...]:
    return tuple(sorted(_spans(version).items()))
