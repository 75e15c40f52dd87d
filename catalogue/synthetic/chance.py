"""Chance that is the same for the same seed, and skewed as real catalogues are."""

from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")


def chance_of(seed: int, *parts: object) -> Random:
    """Return the chance that belongs to a seed and a part of the catalogue."""
    return Random(":".join(map(str, (seed, *parts))))  # noqa: S311 (samples, no secret)


class Skewed(Generic[Value]):
    """Values of which the first are drawn often and the last rarely, by the law of Zipf.

    A larger `offset` makes the first ones less frequent.
    """

    def __init__(self, values: Iterable[Value], offset: float = 2):
        self.values = list(values)
        self.shares = list(accumulate(1 / (place + offset) for place in range(len(self.values))))

    def draw(self, chance: Random, number: int) -> list[Value]:
        """Draw values; one may come several times."""
        return chance.choices(self.values, cum_weights=self.shares, k=number)

    def one(self, chance: Random) -> Value:
        """Draw one value."""
        return self.draw(chance, 1)[0]

    def some(self, chance: Random, number: int) -> list[Value]:
        """Draw different values, `number` at most."""
        return list(dict.fromkeys(self.draw(chance, number)))


class Weighted(Skewed[Value]):
    """Values that are drawn by weights given with them."""

    def __init__(self, weights: dict[Value, float]):
        self.values = list(weights)
        self.shares = list(accumulate(weights.values()))
