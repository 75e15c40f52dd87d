"""The values of a facet with their records: read from all records, or from those that changed."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, Changes

EMPTY_BITMAP = BitMap()
ROWS_PER_FETCH = 10_000  # rows taken from the database at a time


def keep_value(value) -> tuple:
    """Return the codes of a value that is its own code."""
    return (value,)


@dataclass(frozen=True)
class FacetValues:
    """One facet: the label and the records of each value, and the parents of values.

    `codes` gives the codes of a value of the database. What is offered (labels, parents, and which
    values have records) is the same since the version `offered_since`.
    """

    labels: dict[str, str]
    records: dict[str, BitMap]
    parents: dict[str, str] = field(default_factory=dict)
    codes: Callable[[Any], Iterable[str]] = keep_value
    offered_since: CatalogueVersion | None = None

    def records_with_any(self, codes: Iterable[str]) -> BitMap:
        """Return the records that have one of the values."""
        return BitMap.union(BitMap(), *(self.records.get(code, EMPTY_BITMAP) for code in codes))


def read_facet_values(facet, public, version: CatalogueVersion | None) -> FacetValues:
    """Return the values of a facet (`listings.facets.Facet`), with all their records.

    Rows are fetched a chunk at a time: what is fetched at once stays in the process's memory.
    """
    codes, queries = facet.read_codes(), facet.build_queries(public)
    rows = chain.from_iterable(each.iterator(ROWS_PER_FETCH) for each in queries)
    records = group_records(rows, codes)
    labels, parents = dict(facet.labels(records.keys())), facet.parents(records.keys())
    return FacetValues(labels, records, parents, codes, version)


def group_records(rows: Iterable[tuple[int, Any]], codes) -> dict[str, BitMap]:
    """Return the records of each code, from rows of keys and values."""
    keys: dict[Any, array] = {}
    for key, value in rows:
        if value not in keys:
            keys[value] = array("I")
        keys[value].append(key)
    records: dict[str, BitMap] = {}
    for value, found in keys.items():
        for code in codes(value):
            records.setdefault(code, BitMap()).update(found)
    return records


def update_values(
    old: FacetValues,
    facet,
    touched: BitMap,
    rows: list[tuple[int, str]],
    changes: Changes,
    version: CatalogueVersion,
) -> FacetValues:
    """Return the values of a facet after changes; `rows` has the values of the touched records."""
    is_written = changes.may_have_written(facet.list_models())
    codes = facet.read_codes() if is_written else old.codes
    records = replace_records(old.records, touched, group_records(rows, codes))
    if not is_written and records.keys() == old.records.keys():
        return replace(old, records=records)
    labels, parents = dict(facet.labels(records.keys())), facet.parents(records.keys())
    new = FacetValues(labels, records, parents, codes, version)
    return replace(new, offered_since=old.offered_since) if is_same_offer(old, new) else new


def replace_records(
    old: dict[str, BitMap], touched: BitMap, present: dict[str, BitMap]
) -> dict[str, BitMap]:
    """Return the records of each code, in which the touched ones have the present codes."""
    records = dict(old)
    former = [code for code, keys in old.items() if keys.intersect(touched)] if touched else []
    for code in {*former, *present}:
        records[code] = (old.get(code, EMPTY_BITMAP) - touched) | present.get(code, EMPTY_BITMAP)
        if not records[code]:
            del records[code]
    return records


def is_same_offer(old: FacetValues, new: FacetValues) -> bool:
    """Return True if a page offers the same values, in the same order."""
    return (
        list(old.labels.items()) == list(new.labels.items())
        and old.parents == new.parents
        and old.records.keys() == new.records.keys()
    )
