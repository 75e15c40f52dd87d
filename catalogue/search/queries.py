"""The records that match a query, cached for each version of the catalogue."""

import re
from array import array
from itertools import chain

from django.db import connection
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db.search import search_backend
from catalogue.db.search.documents import COLUMN_WEIGHTS, Statement
from catalogue.search.query_parser import SearchQuery
from catalogue.search.search_index import SearchIndex

#: More records than this are not ranked: it would take seconds.
MAX_RANKED_RECORDS = 10_000
SIMILARITY_WORD = re.compile(r"[^\W_]{3,}")
MAX_SIMILARITY_WORDS = 8  # the longest ones; they are the rarest
#: Recent results. Use it inside a read snapshot, with its version, so that they belong together.
answers = VersionedCache(256)


def matching_keys(
    index: SearchIndex, query: SearchQuery, version: CatalogueVersion | None
) -> BitMap:
    """Return the keys of the public records of a noun that match a query; none without words."""
    if not query.terms and not query.excluded:
        return BitMap()
    return answers.get_or_make(
        version,
        (index.name, query),
        lambda: BitMap(_keys(search_backend().match_documents(index.schema, query))),
    )


def ranked_keys(
    index: SearchIndex, query: SearchQuery, last_key: str, version: CatalogueVersion | None
) -> array:
    """Return the keys that match a query with terms, the best first, then by `last_key`."""
    return answers.get_or_make(
        version,
        (index.name, query, last_key),
        lambda: array("I", _keys(search_backend().rank_documents(index.schema, query, last_key))),
    )


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


def _keys(statement: Statement):
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return chain.from_iterable(cursor.fetchall())


def longest_words(text: str) -> list[str]:
    """Return the words of a text that are used to find similar records."""
    found = dict.fromkeys(SIMILARITY_WORD.findall(text.lower()))
    return sorted(found, key=len, reverse=True)[:MAX_SIMILARITY_WORDS]


def records_sharing_words(index: SearchIndex, text: str, limit: int) -> list[int]:
    """Return the keys of the `limit` public records that share most words with a text.

    The result of this query is not cached, so it can be used inside a change.
    """
    found = [
        search_backend().match_documents(index.schema, SearchQuery((word,)))
        for word in longest_words(text)
    ]
    if not found:
        return []
    parts = " UNION ALL ".join(
        f"SELECT * FROM ({each.text}) part{place}" for place, each in enumerate(found)
    )
    statement = (
        f"SELECT key FROM (SELECT CAST(0 AS bigint) AS key WHERE 1 = 0 UNION ALL {parts}) shared "
        "GROUP BY key ORDER BY count(*) DESC, key LIMIT %s"
    )
    parameters = [value for each in found for value in each.parameters]
    return list(_keys(Statement(statement, [*parameters, limit])))
