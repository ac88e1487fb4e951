"""What a form shows of one record, what its person changed, and what came meanwhile; no Qt here.

A draft keeps three layers: what the store held at the version seen, what is on its way there, and
what was typed since.  Nothing of the last two is ever lost, whatever arrives.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.record import Value

DIFF_LIMIT = 4000  # characters between the equal ends up to which the caret is carried by diff


@dataclass
class Draft:
    """One record under the hands of a person.

    Attributes:
        kind: Wire name.
        id: The record's id; empty while nothing was typed into a new one.
        seen: The version shown; None for a new one.
        shown: What the store held at that version, with all this form has written since.
    """

    kind: str
    id: str = ""
    seen: bytes | None = None
    shown: dict[str, Value] = field(default_factory=dict)
    _typed: dict[str, Value] = field(default_factory=dict)
    _leaving: dict[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """Return what the form shows in a field."""
        for layer in (self._typed, self._leaving, self.shown):
            if name in layer:
                return layer[name]
        return None

    def values(self) -> dict[str, Value]:
        """Return what the form shows in all fields."""
        return {**self.shown, **self._leaving, **self._typed}

    def type(self, name: str, value: Value) -> bool:
        """Take what a person put into a field; return whether that is a change."""
        if _same(value, self.value(name)):
            return False
        before = self._leaving.get(name, self.shown.get(name))
        if _same(value, before):
            self._typed.pop(name, None)
        else:
            self._typed[name] = value
        return True

    def pending(self) -> bool:
        """Return whether something is not in the store yet."""
        return bool(self._typed or self._leaving)

    def waiting(self) -> bool:
        """Return whether something was typed that is not even on its way."""
        return bool(self._typed)

    def take(self) -> dict[str, Value]:
        """Return the changed fields, which are on their way to the store from now on."""
        self._leaving = {**self._leaving, **self._typed}
        self._typed = {}
        return dict(self._leaving)

    def kept(self, version: bytes, id: str = "", values: Mapping[str, Value] | None = None) -> None:
        """Hear that what left is in the store: the form shows this version now.

        Args:
            version: The version.
            id: The record's id, if it is new.
            values: All that the store holds of it, if it is new.
        """
        self.shown |= self._leaving | dict(values or {})
        self._leaving = {}
        self.seen, self.id = version, id or self.id

    def not_kept(self) -> None:
        """Hear that it is not: it waits again, and what was typed meanwhile stays before it."""
        self._typed = {**self._leaving, **self._typed}
        self._leaving = {}

    def reload(self, version: bytes, values: Mapping[str, Value]) -> frozenset[str]:
        """Show another version of all fields, and return which of them read otherwise now.

        Raises:
            ValueError: Something is pending: it was typed on the version shown, so that one must
                reach the store first.
        """
        if self.pending():
            raise ValueError("save first")
        names = {*self.shown, *values}
        came = {name for name in names if not _same(self.shown.get(name), values.get(name))}
        self.shown, self.seen = dict(values), version
        return frozenset(came)


def _same(one: Value, other: Value) -> bool:
    """Tell whether two values read the same: an empty text and nothing do."""
    return one == other or (one in (None, "") and other in (None, ""))


def carry_caret(before: str, after: str, at: int) -> int:
    """Return where a caret stands after a text was replaced by a merged one.

    It stays between the same two signs where those are still there; what came before it moves it.
    """
    head = 0
    shortest = min(len(before), len(after))
    while head < shortest and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if at <= head:
        return at
    if at >= len(before) - tail:
        return at + len(after) - len(before)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(old), len(new)) > DIFF_LIMIT:
        return head + min(at - head, len(new))
    return head + _carried(old, new, at - head)


def _carried(old: str, new: str, at: int) -> int:
    for what, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if a1 <= at < a2 or (at == a2 and what == "equal"):
            return b1 + (at - a1 if what == "equal" else min(at - a1, b2 - b1))
    return len(new)


def came_spans(before: str, after: str) -> list[tuple[int, int]]:
    """Return where a merged text holds what came: (start, length), to tint it."""
    if max(len(before), len(after)) > DIFF_LIMIT:
        return []
    matcher = difflib.SequenceMatcher(None, before, after, False)
    return [
        (b1, b2 - b1)
        for what, _a1, _a2, b1, b2 in matcher.get_opcodes()
        if what != "equal" and b2 > b1
    ]


_TIME = re.compile(r"(\d{1,2})\s*[:：.点时hH]\s*(\d{1,2})?\s*分?")


def read_time(words: str) -> str | None:
    """Return a time of day as HH:MM from what a person typed (9:00, 0930, 9点半, 14), or None."""
    words = words.strip().translate(str.maketrans("０１２３４５６７８９：", "0123456789:"))
    if re.fullmatch(r"\d{3,4}", words):
        hour, minute = int(words[:-2]), int(words[-2:])
    elif re.fullmatch(r"\d{1,2}", words):
        hour, minute = int(words), 0
    elif words.endswith("半") and (found := _TIME.match(words)):
        hour, minute = int(found[1]), 30
    elif found := _TIME.fullmatch(words):
        hour, minute = int(found[1]), int(found[2] or 0)
    else:
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
