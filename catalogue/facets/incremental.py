"""From the index of one version to that of the next, by reading only the touched records."""

from array import array

from pyroaring import BitMap

from catalogue.facets.index import (
    FacetIndex,
    FacetReader,
    FacetValues,
    RecordOrder,
    keys_by_code,
    label_values,
)

#: Records whose order is asked of the database in one query, to find the place of one among them.
PIVOTS = 64


def update_index(
    old: FacetIndex, touched: set[int], public, facets: dict[str, FacetReader], orders
) -> FacetIndex:
    """Return the index as it is now. The old one stays as it was: readers may hold it."""
    public, keys = public.order_by(), BitMap(touched)
    now = public.filter(pk__in=touched)
    present = BitMap(now.values_list("pk", flat=True))
    return FacetIndex(
        (old.records - keys) | present,
        {name: update_values(old.values[name], keys, facets[name], now) for name in facets},
        {
            name: update_order(old.orders[name], keys, present, public, orders[name])
            for name in orders
        },
        {
            name: {k: v for k, v in kept.items() if k not in keys}
            for name, kept in old.record_cache.items()
        },
    )


def update_values(old: FacetValues, touched: BitMap, facet: FacetReader, now) -> FacetValues:
    """Return the values of a facet with what the touched records have now."""
    present, records = keys_by_code(facet, now), {}
    for code in old.records.keys() | present.keys():
        before, added = old.records.get(code, BitMap()), BitMap(present.get(code, ()))
        changes = added or before.intersect(touched)
        if after := (before - touched) | added if changes else before:
            records[code] = after
    return label_values(facet, records)


def update_order(
    old: RecordOrder, touched: BitMap, present: BitMap, public, by: tuple
) -> RecordOrder:
    """Return an order in which the touched records stand where they belong now."""
    keys = remove_keys(old.keys, touched)
    ordered = list(public.filter(pk__in=present).order_by(*by).values_list("pk", flat=True))
    low = 0
    for key in ordered:
        # What belongs before this record also belongs before the next one.
        low = find_position(key, keys, low, public, by)
        keys.insert(low, key)
        low += 1
    return RecordOrder(keys)


def remove_keys(keys: array, gone: BitMap) -> array:
    """Return ordered keys without some of them."""
    if len(gone) > MAX_SINGLE_REMOVALS:
        return array("I", (key for key in keys if key not in gone))
    rest = keys[:]
    for place in sorted(
        (place for key in gone if (place := find_key(keys, key)) >= 0), reverse=True
    ):
        del rest[place]
    return rest


MAX_SINGLE_REMOVALS = 20  # keys that are faster found one by one than by looking at all


def find_key(keys: array, key: int) -> int:
    """Return where a key stands, or -1: array's own search takes ten times as long."""
    data, size = keys.tobytes(), keys.itemsize
    wanted, at = array("I", [key]).tobytes(), -1
    while (at := data.find(wanted, at + 1)) >= 0 and at % size:
        pass
    return at // size if at >= 0 else -1


def find_position(key: int, keys: array, low: int, public, by: tuple) -> int:
    """Return the place of a record among ordered ones, at `low` or later.

    The database says what comes first: nobody else knows its collation. Each query narrows the
    place down to one of `PIVOTS` spans.
    """
    high = len(keys)
    while low < high:
        step = max(1, (high - low) // PIVOTS)
        places = range(low, high, step)
        asked = [key, *(keys[place] for place in places)]
        order = list(public.filter(pk__in=asked).order_by(*by).values_list("pk", flat=True))
        before = order.index(key)
        if before == 0:
            return low
        low, high = places[before - 1] + 1, min(high, places[before - 1] + step)
    return low
