"""Draws sentences from the sample's phrases and fills in who, where and what."""

import re
from collections.abc import Mapping

from desktop.demo import source
from desktop.demo.dice import Dice

Facts = Mapping[str, str]
_SLOT = re.compile(r"\{(\w+)\}")
_SAID_ONCE = frozenset(
    {"question", "answer", "difficulty", "focus", "aid", "kit", "other", "another"}
)
VILLAGE, BOARDERS = "村小|", "住校|"
_DRILL = re.compile("[题算批]|板演|作业|小测")


class Pen:
    """Writes sentences, using up a list before it repeats one."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._bags: dict[str, list[str]] = {}

    def sentences(
        self,
        path: str,
        count: int,
        facts: Facts,
        *,
        said: set[str] | None = None,
        ordered: bool = False,
        keep_marks: bool = False,
    ) -> list[str]:
        """Return sentences that fit the facts, none of which says again what was said.

        Args:
            path: Where they stand in phrases.toml: "summary.lesson.middle".
            count: How many at most.
            facts: What fills the places; a sentence with a place that is empty is passed over.
            said: The places already used in this text; grows.
            keep_marks: Leave VILLAGE before what only a village teacher would say.
            ordered: In the order of the list (a lesson runs from its beginning to its end).
        """
        used = said if said is not None else set()
        everything = self._list(path)
        found: list[str] = []
        for sentence in list(self._bag(path)):
            if len(found) == count:
                break
            if self._fits(sentence, facts, used):
                found.append(sentence)
                used.update(_SAID_ONCE.intersection(_SLOT.findall(sentence)))
                self._bag(path).remove(sentence)
        if ordered:
            found.sort(key=everything.index)
        filled = [sentence.format(**facts).removeprefix(BOARDERS) for sentence in found]
        return filled if keep_marks else [text.removeprefix(VILLAGE) for text in filled]

    def _fits(self, sentence: str, facts: Facts, used: set[str]) -> bool:
        slots = set(_SLOT.findall(sentence))
        drills = facts.get("drills", "yes")
        return (
            all(facts.get(slot) for slot in slots)
            and not (slots & used & _SAID_ONCE)
            and not (sentence.startswith(VILLAGE) and not facts.get("village"))
            and not (sentence.startswith(BOARDERS) and not facts.get("boarders"))
            and bool(drills or not _DRILL.search(sentence))
        )

    def _list(self, path: str) -> list[str]:
        found = source.words("phrases")
        for name in path.split("."):
            found = found[name]
        assert isinstance(found, list)
        return found

    def _bag(self, path: str) -> list[str]:
        bag = self._bags.setdefault(path, [])
        everything = self._list(path)
        if len(bag) < max(3, len(everything) // 4):
            # refilled before it is empty, for what is left may not fit the facts; no twins in it
            fresh = [s for s in self._dice.shuffled(everything) if s not in bag]
            bag.extend(fresh)
        return bag
