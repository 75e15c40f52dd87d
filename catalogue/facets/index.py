"""The index of one noun: a bitmap for each value of each facet, and its records in every order."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from django.db.models import QuerySet
from pyroaring import BitMap

EMPTY_BITMAP = BitMap()


class FacetReader(Protocol):
    """A facet, as the engine reads it."""

    def labels(self, used: set[str]) -> Iterable[tuple[str, str]]:
        """Return the code and label of every value in fixed order; `used` has those in use."""

    def pairs(self, public) -> Iterable[tuple[int, str]]:
        """Return (key of a record, code of a value) for every value of every public record."""

    def parents(self, used: Iterable[str]) -> dict[str, str]:
        """Return the code under which each value stands, for those that stand under one."""


@dataclass(frozen=True)
class FacetValues:
    """One facet: the labels of its values, the records that have each, what it stands under."""

    labels: dict[str, str]
    records: dict[str, BitMap]
    parents: dict[str, str] = field(default_factory=dict)

    def records_with_any(self, codes: Iterable[str]) -> BitMap:
        """Return the records that have one of the values."""
        return BitMap.union(BitMap(), *(self.records.get(code, EMPTY_BITMAP) for code in codes))


class RecordOrder:
    """The records of a noun in one order: four bytes for each."""

    def __init__(self, keys: Iterable[int]):
        self.keys = keys if isinstance(keys, array) else array("I", keys)

    @cached_property
    def positions(self) -> array:
        """Return the place of each record, by its key. Made when a small selection asks for it."""
        places = array("I", bytes(4 * (max(self.keys, default=0) + 1)))
        for place, key in enumerate(self.keys):
            places[key] = place
        return places

    def page_keys(self, selection: BitMap, start: int, stop: int) -> list[int]:
        """Return the selected records from `start` to `stop` in this order.

        The beginning of the order is looked at first. Where the page does not fill up soon, the
        selection is sorted.
        """
        stop = min(stop, len(selection))
        worth = min(SCAN_FACTOR * len(selection), len(self.keys))
        there = filter(selection.__contains__, islice(self.keys, worth))
        found = list(islice(there, start, stop))
        if len(found) == max(stop - start, 0):
            return found
        return sorted(selection, key=self.positions.__getitem__)[start:stop]

    def all_keys(self, selection: BitMap) -> array:
        """Return every selected record in this order, four bytes for each."""
        if SCAN_FACTOR * len(selection) < len(self.keys):
            return array("I", sorted(selection, key=self.positions.__getitem__))
        return array("I", filter(selection.__contains__, self.keys))


SCAN_FACTOR = 4  # sorting one record costs as much as looking at some four


@dataclass(frozen=True)
class FacetIndex:
    """The public records of a noun, as they stood at one version of the catalogue.

    `kept` is for what others make of a record and want back while it is good, by the name of what
    it is: an index of a later version takes over what belongs to untouched records. `made` is for
    what they make of the whole index, and is gone with it.
    """

    records: BitMap
    values: dict[str, FacetValues]
    orders: dict[str, RecordOrder] = field(default_factory=dict)
    record_cache: dict[str, dict[int, Any]] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)


def build_index(public, facets: dict[str, FacetReader], orders: dict[str, tuple]) -> FacetIndex:
    """Read the index of a noun: a query for each facet and its labels, and one for each order."""
    public = public.order_by()
    return FacetIndex(
        BitMap(public.values_list("pk", flat=True).iterator(ROWS_PER_FETCH)),
        {name: read_facet(facet, public) for name, facet in facets.items()},
        {
            name: RecordOrder(
                public.order_by(*by).values_list("pk", flat=True).iterator(ROWS_PER_FETCH)
            )
            for name, by in orders.items()
        },
    )


ROWS_PER_FETCH = 10_000  # rows taken from the database at a time


def read_facet(facet: FacetReader, public) -> FacetValues:
    """Read one facet."""
    records = {code: BitMap(keys) for code, keys in keys_by_code(facet, public).items()}
    return label_values(facet, records)


def label_values(facet: FacetReader, records: dict[str, BitMap]) -> FacetValues:
    """Return the values of a facet with their labels, as they are called now."""
    return FacetValues(dict(facet.labels(records.keys())), records, facet.parents(records.keys()))


def keys_by_code(facet: FacetReader, public) -> dict[str, array]:
    """Return the keys of the records that have each value of a facet.

    They are taken a chunk at a time: what is read at once stays in the memory of the process.
    """
    keys: dict[str, array] = {}
    pairs = facet.pairs(public)
    for key, code in pairs.iterator(ROWS_PER_FETCH) if isinstance(pairs, QuerySet) else pairs:
        if code not in keys:
            keys[code] = array("I")
        keys[code].append(key)
    return keys
