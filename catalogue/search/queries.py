"""The records that match a query: what the database finds for each group of phrases, combined.

The database is asked for one group at a time: which records have one of its phrases in which
column. All else is arithmetic with bitmaps: all words, most words, and who comes first.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log2
from threading import Lock

from django.db import connection
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, touched_keys
from catalogue.core.folding import fold_for_search
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db.search import search_backend
from catalogue.db.search.documents import COLUMN_WEIGHTS
from catalogue.db.search.phrases import Phrase, PhraseGroup
from catalogue.search.expansion import SearchPlan, make_plan
from catalogue.search.names import name_index
from catalogue.search.query_parser import SearchQuery
from catalogue.search.recognition import recognise
from catalogue.search.search_index import SearchIndex

MIN_SIMILARITY_LETTERS = 3
MAX_SIMILARITY_WORDS = 8  # the longest ones; they are the rarest
#: A group that half of the records have weighs once, a rare one up to so many times.
MAX_RARITY = 3
#: What a match weighs: so much, and so many times the weight of its column. A whole word anywhere
#: is heavier than the beginning of one; what was typed, than another name in the same column.
TYPED, OTHER_NAME, BEGINNING = (10, 2), (10, 1), (0, 1)
#: The records that have a group, by the column in which they have it.
ColumnKeys = Mapping[str, BitMap]
#: The same by the weight that this gives a record, the heaviest first.
Weights = list[tuple[int, BitMap]]
#: Recent results. Use it inside a read snapshot, with its version, so that they belong together.
answers = VersionedCache(256)


class GroupCache:
    """What was found for groups of phrases lately.

    When the catalogue has changed, only the touched records are asked again.
    """

    def __init__(self, max_entries: int):
        self.max_entries = max_entries
        self._entries: OrderedDict[tuple, tuple[CatalogueVersion, ColumnKeys]] = OrderedDict()
        self._lock = Lock()

    def find(
        self, index: SearchIndex, groups: Sequence[PhraseGroup], version: CatalogueVersion | None
    ) -> list[ColumnKeys]:
        """Return the records with each group, by column."""
        if version is None:
            return ask_database(index, groups)
        place = connection.alias, index.name
        with self._lock:
            known = {g: self._entries[*place, g] for g in groups if (*place, g) in self._entries}
        found = {group: keys for group, (since, keys) in known.items() if since == version}
        for since in {since for since, _keys in known.values()} - {version}:
            old = {group: keys for group, (of, keys) in known.items() if of == since}
            found |= update_groups(index, old, since)
        missing = [group for group in dict.fromkeys(groups) if group not in found]
        found |= zip(missing, ask_database(index, missing), strict=True)
        with self._lock:
            for group, keys in found.items():
                self._entries[*place, group] = version, keys
                self._entries.move_to_end((*place, group))
            while len(self._entries) > self.max_entries:
                self._entries.popitem(last=False)
        return [found[group] for group in groups]


group_cache = GroupCache(128)


def update_groups(
    index: SearchIndex, old: dict[PhraseGroup, ColumnKeys], since: CatalogueVersion
) -> dict[PhraseGroup, ColumnKeys]:
    """Return what groups have now, by asking for the touched records; none if all may be."""
    touched = touched_keys(index.name, since)
    if touched is None:
        return {}
    now, gone = ask_database(index, list(old), sorted(touched)), BitMap(touched)
    return {
        group: {column: (keys - gone) | changed[column] for column, keys in old[group].items()}
        for group, changed in zip(old, now, strict=True)
    }


def ask_database(
    index: SearchIndex, groups: Sequence[PhraseGroup], among: list[int] | None = None
) -> list[ColumnKeys]:
    """Return the records with each group, by column, as the database has them now."""
    found = [{column: BitMap() for column in COLUMN_WEIGHTS} for _group in groups]
    if groups and among != []:
        with connection.cursor() as cursor:
            cursor.execute(*search_backend().match_groups(index.schema, groups, among))
            for place, column, keys in cursor.fetchall():
                if keys:
                    found[place][column] = BitMap(map(int, keys.split(",")))
    return found


def get_plan(query: SearchQuery, version: CatalogueVersion | None) -> SearchPlan:
    """Return what a query asks for at a version of the catalogue."""
    return answers.get_or_make(
        version,
        query,
        lambda: make_plan(query, recognise(query.text, version).parts, name_index(version)),
    )


def find_weights(
    index: SearchIndex, groups: Sequence[PhraseGroup], version: CatalogueVersion | None
) -> list[Weights]:
    """Return for each group (weight, records) of each column in which they have it.

    The heaviest comes first; a whole word anywhere is heavier than the beginning of one.
    """
    parts = [
        (place, kind, phrases)
        for place, group in enumerate(groups)
        for kind, phrases in split_by_kind(group)
    ]
    found = group_cache.find(index, [phrases for *_, phrases in parts], version)
    weights: list[Weights] = [[] for _group in groups]
    for (place, (least, factor), _phrases), columns in zip(parts, found, strict=True):
        weights[place] += [
            (least + factor * COLUMN_WEIGHTS[name], columns[name]) for name in columns
        ]
    return [sorted(each, key=lambda pair: -pair[0]) for each in weights]


def weigh_by_rarity(columns: Weights, total: int) -> Weights:
    """Return the weights of a group, multiplied by how rare it is among so many records."""
    frequency = len(BitMap.union(BitMap(), *(keys for _weight, keys in columns)))
    rarity = round(log2(max(total, 1) / max(frequency, 1)))
    factor = max(1, min(rarity, MAX_RARITY))
    return [(weight * factor, keys) for weight, keys in columns]


def split_by_kind(group: PhraseGroup) -> Iterator[tuple[tuple[int, int], PhraseGroup]]:
    """Yield the phrases as typed, the other names, and the beginnings of words."""
    kinds = {
        TYPED: lambda phrase: not phrase.is_beginning and not phrase.is_other_name,
        OTHER_NAME: lambda phrase: phrase.is_other_name,
        BEGINNING: lambda phrase: phrase.is_beginning,
    }
    for kind, is_of_kind in kinds.items():
        if phrases := tuple(filter(is_of_kind, group)):
            yield kind, phrases


def find_groups(
    index: SearchIndex, groups: Sequence[PhraseGroup], version: CatalogueVersion | None
) -> list[BitMap]:
    """Return the records that have each group in any column."""
    weights = find_weights(index, groups, version)
    return [BitMap.union(BitMap(), *(keys for _weight, keys in each)) for each in weights]


def matching_keys(
    index: SearchIndex, query: SearchQuery, version: CatalogueVersion | None
) -> BitMap:
    """Return the keys of the public records of a noun that match a query; none without words."""
    if not query.terms and not query.excluded:
        return BitMap()
    return answers.get_or_make(
        version, (index.name, query), lambda: combine_groups(index, query, version)
    )


def combine_groups(
    index: SearchIndex, query: SearchQuery, version: CatalogueVersion | None
) -> BitMap:
    """Return the records with all groups of a query and none of the excluded ones."""
    plan = get_plan(query, version)
    wanted = find_groups(index, plan.groups, version)
    if query.terms:
        found = BitMap.intersection(*wanted) if wanted else BitMap()
    else:
        found = read_all_keys(index)
    return found - BitMap.union(BitMap(), *find_groups(index, plan.excluded, version))


def grade_keys(
    index: SearchIndex, query: SearchQuery, version: CatalogueVersion | None, total: int
) -> list[BitMap]:
    """Return the records that match a query with terms in grades, the best first.

    `total` is the number of records, among which rare words weigh more than common ones.
    """
    return answers.get_or_make(
        version,
        (index.name, query, "grades", total),
        lambda: make_grades(
            matching_keys(index, query, version),
            find_rare_weights(index, get_plan(query, version), version, total),
        ),
    )


def find_rare_weights(
    index: SearchIndex, plan: SearchPlan, version: CatalogueVersion | None, total: int
) -> list[Weights]:
    """Return the weights of each group of a plan, those of rare ones multiplied."""
    return [
        weigh_by_rarity(weights, total) for weights in find_weights(index, plan.groups, version)
    ]


def make_grades(records: BitMap, weights: Iterable[Weights]) -> list[BitMap]:
    """Return records in grades, the best first; those with the same score are a grade."""
    scored = score_records(records, weights)
    return [scored[score] for score in sorted(scored, reverse=True)]


def score_records(records: BitMap, weights: Iterable[Weights]) -> dict[int, BitMap]:
    """Return records by their score: the sum of the heaviest weight of each group."""
    scored = {0: records}
    for group in weights:
        higher: dict[int, BitMap] = defaultdict(BitMap)
        for score, rest in scored.items():
            for weight, found in group:
                if part := rest & found:
                    higher[score + weight] |= part
                    rest = rest - part
            higher[score] |= rest
        scored = {score: keys for score, keys in higher.items() if keys}
    return scored


def read_documents(index: SearchIndex, keys: list[int]) -> dict[int, dict[str, str]]:
    """Return the texts of documents by column, by the keys of their records."""
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    columns = ", ".join(COLUMN_WEIGHTS)
    statement = f"SELECT key, {columns} FROM {index.schema.table} WHERE key IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(statement, keys)
        return {
            key: dict(zip(COLUMN_WEIGHTS, texts, strict=True)) for key, *texts in cursor.fetchall()
        }


def read_all_keys(index: SearchIndex) -> BitMap:
    """Return the keys of all public records of a noun."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM {index.schema.table}")
        return BitMap(key for (key,) in cursor.fetchall())


def longest_words(text: str) -> list[str]:
    """Return the words of a text that are used to find similar records."""
    words = dict.fromkeys(fold_for_search(text).split())
    long = [word for word in words if len(word) >= MIN_SIMILARITY_LETTERS]
    return sorted(long, key=len, reverse=True)[:MAX_SIMILARITY_WORDS]


def records_sharing_words(index: SearchIndex, text: str, limit: int) -> list[int]:
    """Return the keys of the `limit` public records that share most words with a text.

    The result of this query is not cached, so it can be used inside a change.
    """
    shared: Counter[int] = Counter()
    groups = [(Phrase((word,)),) for word in longest_words(text)]
    for found in ask_database(index, groups):
        shared.update(BitMap.union(*found.values()))
    best = sorted(shared, key=lambda key: (-shared[key], key))
    return list(islice(best, limit))
