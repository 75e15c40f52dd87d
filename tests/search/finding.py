"""What a search finds, for the tests of this folder."""

from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from catalogue.changelog.queries import current_version
from catalogue.core.registry import get_noun
from catalogue.facets.facet_index import facet_indexes
from catalogue.practices.filters import PracticeFilter
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.search_index import COLUMN_WEIGHTS, SearchIndex, search_indexes

PRACTICES = PracticeFilter.searched
FULL_TEXTS = ["stems", "words"]


def found(typed: str, searched: SearchIndex = PRACTICES) -> set:
    """Return the records that answer a search."""
    keys = matching_keys(searched, parse_query(typed), current_version())
    return set(searched.model.objects.filter(pk__in=keys))


def best(typed: str, searched: SearchIndex = PRACTICES) -> list:
    """Return the records that answer a search, the best first."""
    noun = get_noun(searched.model)
    index = facet_indexes.index(noun)
    filterset = noun.filterset(QueryDict(urlencode({"q": typed})), noun.public(), index)
    assert filterset.is_valid()
    keys = list(filterset.order().all_keys(filterset.selection.records))
    records = searched.model.objects.in_bulk(keys)
    return [records[key] for key in keys]


def index_of(noun: str) -> list[tuple]:
    """Return all that is kept of a noun for search: its documents, and what is found by words."""
    searched = search_indexes()[noun]
    columns = ", ".join(["key", *COLUMN_WEIGHTS, *VECTORS[connection.vendor]])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {searched.schema.table} ORDER BY key")  # noqa: S608
        rows = cursor.fetchall()
        for name in FULL_TEXTS if connection.vendor == "sqlite" else ():
            # FTS5 compares its index with the documents, and raises where they differ.
            table = f"{searched.schema.table}_{name}"
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    return rows


VECTORS = {
    "postgresql": [f"{column}_{name}::text" for column in COLUMN_WEIGHTS for name in FULL_TEXTS],
    "sqlite": [],
}
