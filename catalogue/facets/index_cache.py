"""The indexes of this process, updated when the catalogue has changed."""

import threading
import time
from array import array
from collections import OrderedDict

from django.db import connection
from django.dispatch import Signal
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, current_version, touched_keys
from catalogue.core.registry import Noun
from catalogue.db import deadlines
from catalogue.facets.index import (
    EMPTY_BITMAP,
    FacetIndex,
    FacetReader,
    FacetValues,
    RecordOrder,
    build_index,
    keys_by_code,
    label_values,
)

#: Indexes of a noun in memory, for each database that readers are served from: the newest, and the
#: one before for slow readers. A replica that is behind has an earlier newest one.
INDEXES_PER_DATABASE = 2
#: Records whose order is asked of the database in one query, to find the place of one among them.
PIVOTS = 64
MAX_SINGLE_REMOVALS = 20  # keys that are found faster one by one than by looking at all
#: Sent by a noun whose index was updated, with the `way` ("patched" or "made") and its
#: `duration` in seconds.
index_made = Signal()


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
        with deadlines.acquire_lock(self._lock), deadlines.pause_deadline():
            # One thread reads; the others would only read the same.
            if version not in stored:
                known = self._known(noun)
                stored[version] = known.get(version) or make_index(noun, version, known)
                while len(stored) > INDEXES_PER_DATABASE:
                    stored.popitem(last=False)
            return stored[version]

    def _known(self, noun) -> dict[CatalogueVersion, FacetIndex]:
        """Return the indexes of a noun, whichever database they were read from.

        A version is one state of the catalogue, whichever database shows it.
        """
        stored = [each for (name, _), each in list(self._indexes.items()) if name == noun.name]
        return {version: index for each in stored for version, index in each.items()}


facet_indexes = FacetIndexCache()


def make_index(noun: Noun, version: CatalogueVersion, known: dict) -> FacetIndex:
    """Return the index of a noun at the present version: from an earlier one, if possible."""
    started = time.perf_counter()
    updated = update_newest(noun, version, known)
    index = updated or build_index(noun, version)
    way = "patched" if updated else "made"  # as metrics call it
    index_made.send(noun, way=way, duration=time.perf_counter() - started)
    return index


def update_newest(noun: Noun, version: CatalogueVersion, known: dict) -> FacetIndex | None:
    """Return the newest known index with what was touched since; None if the log cannot say."""
    for earlier in sorted(known, reverse=True):
        if (keys := touched_keys(noun.name, earlier)) is not None:
            return update_index(known[earlier], keys, noun, version)
    return None


def update_index(
    old: FacetIndex, touched: set[int], noun: Noun, version: CatalogueVersion
) -> FacetIndex:
    """Return the index at a later version, by reading only the touched records."""
    public, keys, facets = noun.public().order_by(), BitMap(touched), noun.facets()
    now = public.filter(pk__in=touched)
    present = BitMap(now.values_list("pk", flat=True))
    return FacetIndex(
        (old.records - keys) | present,
        {name: update_values(old.values[name], keys, facets[name], now) for name in facets},
        {
            name: update_order(old.orders[name], keys, present, public, by)
            for name, by in noun.orders().items()
        },
        name=noun.name,
        version=version,
        built_at=old.built_at,
        touched_at={**old.touched_at, **dict.fromkeys(touched, version)},
    )


def update_values(old: FacetValues, touched: BitMap, facet: FacetReader, now) -> FacetValues:
    """Return the values of a facet with those that the touched records have now."""
    present, records = keys_by_code(facet, now), {}
    for code in old.records.keys() | present.keys():
        before, added = old.records.get(code, EMPTY_BITMAP), BitMap(present.get(code, ()))
        changes = added or before.intersect(touched)
        if after := (before - touched) | added if changes else before:
            records[code] = after
    return label_values(facet, records)


def update_order(
    old: RecordOrder, touched: BitMap, present: BitMap, public, by: tuple
) -> RecordOrder:
    """Return an order with the touched records at their present places."""
    keys = remove_keys(old.keys, touched)
    ordered = list(public.filter(pk__in=present).order_by(*by).values_list("pk", flat=True))
    low = 0
    for key in ordered:
        # What comes before this record also comes before the next one.
        low = find_position(key, keys, low, public, by)
        keys.insert(low, key)
        low += 1
    return RecordOrder(keys)


def remove_keys(keys: array, removed: BitMap) -> array:
    """Return ordered keys without some of them."""
    if len(removed) > MAX_SINGLE_REMOVALS:
        return array("I", (key for key in keys if key not in removed))
    rest = keys[:]
    positions = (find_key(keys, key) for key in removed)
    for position in sorted((each for each in positions if each >= 0), reverse=True):
        del rest[position]
    return rest


def find_key(keys: array, key: int) -> int:
    """Return the position of a key, or -1: the search of array itself takes ten times as long."""
    data, size = keys.tobytes(), keys.itemsize
    wanted, at = array("I", [key]).tobytes(), -1
    while (at := data.find(wanted, at + 1)) >= 0 and at % size:
        pass
    return at // size if at >= 0 else -1


def find_position(key: int, keys: array, low: int, public, by: tuple) -> int:
    """Return the position of a record among ordered ones, at `low` or later.

    The database compares, because only it knows its collation. Each query narrows the position
    down to one of `PIVOTS` ranges.
    """
    high = len(keys)
    while low < high:
        step = max(1, (high - low) // PIVOTS)
        pivots = range(low, high, step)
        compared = [key, *(keys[pivot] for pivot in pivots)]
        order = list(public.filter(pk__in=compared).order_by(*by).values_list("pk", flat=True))
        before = order.index(key)
        if before == 0:
            return low
        low, high = pivots[before - 1] + 1, min(high, pivots[before - 1] + step)
    return low
