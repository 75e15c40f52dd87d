"""Random choices that are the same for the same seed, and as skewed as in real catalogues."""

from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")


def create_random(seed: int, *parts: object) -> Random:
    """Return the random numbers of a seed and a part of the catalogue."""
    return Random(":".join(map(str, (seed, *parts))))


class ZipfChoice(Generic[Value]):
    """Draws the first values often and the last rarely, by the law of Zipf.

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


class WeightedChoice(ZipfChoice[Value]):
    """Draws values by their weights."""

    def __init__(self, weights: dict[Value, float]):
        self.values = list(weights)
        self.shares = list(accumulate(weights.values()))
