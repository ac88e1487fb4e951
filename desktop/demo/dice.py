"""Chance that falls the same on every platform and Python version.

Python promises only that ``Random(seed).random()`` keeps its sequence, so all is built on that.
"""

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A sequence of choices fixed by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to bound - 1."""
        return int(self._random.random() * bound)

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number from lowest to highest, both included."""
        return lowest + self.below(highest - lowest + 1)

    def chance(self, probability: float) -> bool:
        """Return True as often as the probability says."""
        return self._random.random() < probability

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, weights: Sequence[int]) -> int:
        """Return an index, each as often as its weight says."""
        left = self.below(sum(weights))
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        raise ValueError("no weights")

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in another order."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def bell(self, middle: float, spread: float) -> int:
        """Return a whole number near the middle; sums of uniforms, for logarithms differ."""
        sum_of_six = sum(self._random.random() for _ in range(6)) - 3.0
        return round(middle + spread * sum_of_six * 1.4142)
