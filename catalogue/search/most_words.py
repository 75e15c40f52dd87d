"""The second list of a search: where few records have all words, those that have most of them.

Records with more of the words come first; of those with as many, the ones that have rare words, and
have them in their title. The list feeds no count, no facet and no file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion
from catalogue.search.queries import (
    Weights,
    find_groups,
    find_rare_weights,
    get_plan,
    make_grades,
    score_records,
)
from catalogue.search.query_parser import SearchQuery
from catalogue.search.search_index import SearchIndex

FEW_RECORDS = 5  # with fewer records that have all words, there is a second list
MAX_MOST_WORDS = 20  # records on it


@dataclass(frozen=True)
class PartialMatch:
    """A record that has some of the words of a search: the terms that it has, and that it lacks."""

    key: int
    has: tuple[str, ...]
    lacks: tuple[str, ...]


def find_most_words(
    index: SearchIndex,
    query: SearchQuery,
    within: BitMap,
    equals,
    version: CatalogueVersion | None,
) -> list[PartialMatch]:
    """Return the records that have most words of a query, but not all, the best first.

    They are among the records `within`; equally good ones are in the order `equals` (a
    `RecordOrder`). A query of one term has none.
    """
    plan = get_plan(query, version)
    if len(plan.groups) <= 1:
        return []
    found = find_groups(index, plan.groups, version)
    unwanted = find_groups(index, plan.excluded, version)
    candidates = within - BitMap.union(BitMap.intersection(*found), *unwanted)
    counted = score_records(candidates, [[(1, keys)] for keys in found])
    weights = find_rare_weights(index, plan, version, len(within))
    best = islice(rank_counted(counted, weights, equals), MAX_MOST_WORDS)
    return [describe_match(key, plan.terms, found) for key in best]


def rank_counted(counted: dict[int, BitMap], weights: list[Weights], equals) -> Iterator[int]:
    """Yield the keys of records with any word, those with more words first."""
    for count in sorted(counted.keys() - {0}, reverse=True):
        for grade in make_grades(counted[count], weights):
            yield from equals.page_keys(grade, 0, MAX_MOST_WORDS)


def describe_match(key: int, terms: tuple[str, ...], found: list[BitMap]) -> PartialMatch:
    """Return which terms a record has."""
    has = {term for term, keys in zip(terms, found, strict=True) if key in keys}
    return PartialMatch(
        key,
        tuple(term for term in terms if term in has),
        tuple(term for term in terms if term not in has),
    )
