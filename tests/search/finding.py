"""What a search finds, for the tests of this folder."""

from django.db import connection

from catalogue.changelog.queries import current_version
from catalogue.models import Practice
from catalogue.practices.filters import PracticeFilter
from catalogue.search.queries import matching_keys, ranked_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.search_index import COLUMN_WEIGHTS, SearchIndex, search_indexes

PRACTICES = PracticeFilter.searched


def found(typed: str, searched: SearchIndex = PRACTICES) -> set:
    """Return the records that answer a search."""
    keys = matching_keys(searched, parse_query(typed), current_version())
    return set(searched.model.objects.filter(pk__in=keys))


def best(typed: str, searched: SearchIndex = PRACTICES) -> list:
    """Return the records that answer a search, the best first."""
    last_key = "code" if searched.model is Practice else "id"
    keys = list(ranked_keys(searched, parse_query(typed), last_key, current_version()))
    records = searched.model.objects.in_bulk(keys)
    return [records[key] for key in keys]


def index_of(noun: str) -> list[tuple]:
    """Return all that is kept of a noun for search: its documents, and what is found by words."""
    searched = search_indexes()[noun]
    columns = ", ".join(["key", *COLUMN_WEIGHTS, *VECTORS[connection.vendor]])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {searched.schema.table} ORDER BY key")  # noqa: S608
        rows = cursor.fetchall()
        for name in FULL_TEXTS[connection.vendor]:
            # FTS5 compares its index with the documents, and raises where they differ.
            table = f"{searched.schema.table}_{name}"
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    return rows


VECTORS = {"postgresql": ["stems::text", "words::text"], "sqlite": []}
FULL_TEXTS = {"postgresql": [], "sqlite": ["stems", "words"]}
