"""The facet indexes of this process, and selections of their records.

An index has a bitmap for each value of each facet, and the records of a noun in every order. It is
updated when the catalogue has changed. A selection is OR inside a facet, AND across facets; every
number on a list follows from it.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet
from django.dispatch import Signal
from pyroaring import BitMap

from catalogue.changelog.queries import (
    CatalogueVersion,
    Changes,
    current_version,
    read_changes,
)
from catalogue.core.registry import Noun
from catalogue.db.transactions import acquire_lock, pause_deadline
from catalogue.facets.facet_values import (
    ROWS_PER_FETCH,
    FacetValues,
    read_facet_values,
    update_values,
)
from catalogue.facets.orders import RecordOrder, update_orders
from catalogue.facets.queries import compile_queries

#: Indexes of a noun in memory, for each database that readers are served from: the newest, and the
#: one before for slow readers. A replica that is behind has an earlier newest one.
INDEXES_PER_DATABASE = 2
#: Sent by a noun whose index was updated, with the `way` ("patched" or "made") and its
#: `duration` in seconds.
index_made = Signal()


@dataclass(frozen=True)
class FacetIndex:
    """The public records of a noun at one version of the catalogue; it is never changed.

    `touched_at` has the version at which a record was last touched, since the index was first
    built at `built_at`: what was made of a single record is valid as long as that stays the same.
    """

    records: BitMap
    values: dict[str, FacetValues]
    orders: dict[str, RecordOrder] = field(default_factory=dict)
    name: str = ""
    version: CatalogueVersion | None = None
    built_at: CatalogueVersion | None = None
    touched_at: Mapping[int, CatalogueVersion] = field(default_factory=dict)

    def version_of(self, key: int) -> CatalogueVersion | None:
        """Return the version at which a record was last touched, as far as the index knows."""
        return self.touched_at.get(key, self.built_at)


def build_index(noun: Noun, version: CatalogueVersion | None = None) -> FacetIndex:
    """Read the index of a noun: a query for each facet and its labels, and one for each order."""
    public = noun.public().order_by()
    ordered = {name: public.order_by(*by) for name, by in noun.filterset.list_orders().items()}
    return FacetIndex(
        BitMap(read_keys(public)),
        {
            name: read_facet_values(each, public, version)
            for name, each in noun.filterset.list_facets().items()
        },
        {name: RecordOrder(read_keys(records)) for name, records in ordered.items()},
        name=noun.name,
        version=version,
        built_at=version,
    )


def read_keys(records: QuerySet) -> Iterable[int]:
    """Return the keys of records, fetched a chunk at a time."""
    return records.values_list("pk", flat=True).iterator(ROWS_PER_FETCH)


class FacetIndexCache:
    """Gives the index of a noun as the present transaction sees the catalogue.

    Ask inside a read snapshot, so that what is read afterwards belongs to the same state. When the
    database fails meanwhile, nothing is stored, and the next reader tries again.
    """

    def __init__(self):
        self._indexes: dict[tuple[str, str], OrderedDict[CatalogueVersion, FacetIndex]] = {}
        self._lock = threading.Lock()

    def index(self, noun: Noun, version: CatalogueVersion | None = None) -> FacetIndex:
        """Return the index of a noun; it is made if there is none of this state.

        `version` is that of the snapshot, if it is known already.
        """
        version = version or current_version()
        if version is None:
            return build_index(noun)
        stored = self._indexes.setdefault((noun.name, connection.alias), OrderedDict())
        return stored.get(version) or self._make(noun, version, stored)

    def _make(self, noun, version, stored) -> FacetIndex:
        with acquire_lock(self._lock), pause_deadline():
            # One thread reads; the others would only read the same.
            if version not in stored:
                # A version is one state of the catalogue, whichever database shows it.
                mine = [each for (name, _), each in [*self._indexes.items()] if name == noun.name]
                known = {version: index for each in mine for version, index in each.items()}
                stored[version] = known.get(version) or make_index(noun, version, known)
                while len(stored) > INDEXES_PER_DATABASE:
                    stored.popitem(last=False)
            return stored[version]


facet_indexes = FacetIndexCache()


def make_index(noun: Noun, version: CatalogueVersion, known: dict) -> FacetIndex:
    """Return the index of a noun at the present version: from an earlier one, if possible.

    It is made of the newest one from which on the log can say what was touched.
    """
    started = time.perf_counter()
    for earlier in sorted(known, reverse=True):
        changes = read_changes(earlier)
        if changes and (keys := changes.touched_keys(noun.name)) is not None:
            way, index = "patched", update_index(known[earlier], keys, changes, noun, version)
            break
    else:
        way, index = "made", build_index(noun, version)
    index_made.send(noun, way=way, duration=time.perf_counter() - started)
    return index


def update_index(
    old: FacetIndex, keys: set[int], changes: Changes, noun: Noun, version: CatalogueVersion
) -> FacetIndex:
    """Return the index at a later version, by reading only the touched records."""
    touched, queries = BitMap(keys), compile_queries(noun)
    present, rows = queries.fetch_values(touched)
    facets = noun.filterset.list_facets()
    return FacetIndex(
        (old.records - touched) | present,
        {
            name: update_values(old.values[name], each, touched, rows[name], changes, version)
            for name, each in facets.items()
        },
        update_orders(old.orders, touched, present, queries.ranks.fetch),
        name=noun.name,
        version=version,
        built_at=old.built_at,
        touched_at={**old.touched_at, **dict.fromkeys(keys, version)},
    )


class Selection:
    """The records of an index that have chosen values and match the words of a search.

    `chosen` gives codes by facet. `limits` are bitmaps that restrict the selection as well, by the
    name of the filter they come from (words, a range of years).
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
        """Return the records that all filters except these select."""
        parts = [part for name, part in self.parts.items() if name not in filters]
        return BitMap.intersection(self.index.records, *parts)

    def count(self, facet: str, code: str) -> int:
        """Return how many records a value of a facet would give.

        Every other filter applies, the facet's own does not. A value without records gives zero.
        """
        records = self.index.values[facet].records.get(code)
        return self._base(facet).intersection_cardinality(records) if records else 0

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many records each value of a facet would give."""
        return {code: self.count(facet, code) for code in self.index.values[facet].labels}

    def _base(self, facet):
        """Return what the other filters select; it is needed for every value of the facet."""
        if facet not in self.parts:
            return self.records
        if facet not in self._bases:
            self._bases[facet] = self.records_without(facet)
        return self._bases[facet]

    def counts_without_each(self) -> dict[str, int]:
        """Return how many records there would be without each single filter, most first."""
        totals = {name: len(self.records_without(name)) for name in self.parts}
        return dict(sorted(totals.items(), key=lambda pair: -pair[1]))
