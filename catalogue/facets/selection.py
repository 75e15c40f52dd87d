"""A selection: OR inside a facet, AND across facets, and every number that follows from it."""

from collections.abc import Iterable
from functools import cached_property

from pyroaring import BitMap

from catalogue.facets.index import FacetIndex


class Selection:
    """The records of an index that have chosen values and hold the words of a search.

    `chosen` gives codes by facet. `limits` are bitmaps that restrict the selection besides, by the
    name of the filter that each stands for (words, a span of years).
    """

    def __init__(
        self,
        index: FacetIndex,
        chosen: dict[str, Iterable[str]],
        limits: dict[str, BitMap] | None = None,
    ):
        self.index = index
        self.parts = {
            name: index.values[name].records_with_any(codes)
            for name, codes in chosen.items()
            if codes
        } | (limits or {})
        self._bases: dict[str, BitMap] = {}

    @cached_property
    def records(self) -> BitMap:
        """Return the selected records."""
        return self.records_without()

    def __len__(self):
        return len(self.records)

    def records_without(self, *filters: str) -> BitMap:
        """Return what every filter but some selects."""
        parts = [part for name, part in self.parts.items() if name not in filters]
        return BitMap.intersection(self.index.records, *parts)

    def count(self, facet: str, code: str) -> int:
        """Return how many records a value of a facet would give.

        Every other filter applies, the facet's own does not. A value that nothing has is zero.
        """
        records = self.index.values[facet].records.get(code)
        return self._base(facet).intersection_cardinality(records) if records else 0

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many records each value of a facet would give."""
        return {code: self.count(facet, code) for code in self.index.values[facet].labels}

    def _base(self, facet):
        """Return what the other filters select; asked for every value of a facet, made once."""
        if facet not in self.parts:
            return self.records
        if facet not in self._bases:
            self._bases[facet] = self.records_without(facet)
        return self._bases[facet]

    def counts_without_each(self) -> dict[str, int]:
        """Return how many records there would be without each single filter, most first."""
        totals = {name: len(self.records_without(name)) for name in self.parts}
        return dict(sorted(totals.items(), key=lambda pair: -pair[1]))
