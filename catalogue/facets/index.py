"""The index of one noun: a bitmap for each value of each facet, and its records in every order."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from pyroaring import BitMap


class Readable(Protocol):
    """A facet, as the engine reads it."""

    def labels(self, used: set[str]) -> Iterable[tuple[str, str]]:
        """Return the code and label of every value in fixed order; `used` has those in use."""

    def pairs(self, public) -> Iterable[tuple[int, str]]:
        """Return (key of a record, code of a value) for every value of every public record."""


@dataclass
class Values:
    """One facet: the labels of its values, and the records that have each."""

    labels: dict[str, str]
    records: dict[str, BitMap]

    def of(self, codes: Iterable[str]) -> BitMap:
        """Return the records that have one of the values."""
        return BitMap.union(BitMap(), *(self.records.get(code, NONE) for code in codes))


NONE = BitMap()


class Order:
    """The records of a noun in one order."""

    def __init__(self, keys: Iterable[int]):
        self.keys = array("I", keys)

    @cached_property
    def place(self) -> dict[int, int]:
        """Return the place of each record."""
        return {key: place for place, key in enumerate(self.keys)}

    def slice(self, selection: BitMap, start: int, stop: int) -> list[int]:
        """Return the selected records from `start` to `stop` in this order.

        A small selection is sorted; of a large one only the beginning of the order is looked at.
        """
        if len(selection) * SORTING < len(self.keys):
            return sorted(selection, key=self.place.__getitem__)[start:stop]
        found, seen = [], 0
        for key in self.keys:
            if key in selection:
                if seen >= start:
                    found.append(key)
                seen += 1
                if seen >= stop:
                    break
        return found

    def all(self, selection: BitMap) -> list[int]:
        """Return every selected record in this order."""
        return self.slice(selection, 0, len(selection))


SORTING = 10  # sorting one record costs about as much as looking at ten


@dataclass
class Index:
    """The public records of a noun, as they stood at one version of the catalogue."""

    records: BitMap
    values: dict[str, Values]
    orders: dict[str, Order] = field(default_factory=dict)


def build(public, facets: dict[str, Readable], orders: dict[str, tuple]) -> Index:
    """Read the index of a noun: a query for each facet and its labels, and one for each order."""
    public = public.order_by()
    return Index(
        BitMap(public.values_list("pk", flat=True)),
        {name: read(facet, public) for name, facet in facets.items()},
        {
            name: Order(public.order_by(*by).values_list("pk", flat=True))
            for name, by in orders.items()
        },
    )


def read(facet: Readable, public) -> Values:
    """Read one facet."""
    keys: dict[str, list[int]] = {}
    for key, code in facet.pairs(public):
        keys.setdefault(code, []).append(key)
    labels = dict(facet.labels(keys.keys()))
    return Values(labels, {code: BitMap(each) for code, each in keys.items()})
