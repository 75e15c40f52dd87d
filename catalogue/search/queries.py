"""What a query finds, once for each version of the catalogue and process."""

from array import array
from itertools import chain

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, current_version
from catalogue.core.versioned_cache import VersionedCache
from catalogue.search.backends import BACKENDS
from catalogue.search.backends.base import Statement
from catalogue.search.index import COLUMN_WEIGHTS, SearchIndex
from catalogue.search.query_parser import SearchQuery

#: More records than this are not ranked: it takes seconds, and nobody reads so far.
MAX_RANKED_RECORDS = 10_000


#: What was found last. Ask inside a read snapshot, so that it belongs to the version it is stored
#: under; `version` is that of the snapshot, if it is known already.
answers = VersionedCache(256)


def matching_keys(
    searched: SearchIndex, query: SearchQuery, version: CatalogueVersion | None = None
) -> BitMap:
    """Return the keys of the public records of a noun that answer a query; none without words."""
    if not query.terms and not query.excluded:
        return BitMap()
    return answers.get_or_make(
        version or current_version(),
        (searched.name, query),
        lambda: BitMap(_keys(_backend().matching(searched, query))),
    )


def ranked_keys(
    searched: SearchIndex,
    query: SearchQuery,
    last_key: str,
    version: CatalogueVersion | None = None,
) -> array:
    """Return the keys that answer a query with terms, the best first, then by `last_key`."""
    return answers.get_or_make(
        version or current_version(),
        (searched.name, query, last_key),
        lambda: array("I", _keys(_backend().ranking(searched, query, last_key))),
    )


def filter_matching(records, searched: SearchIndex, query: SearchQuery):
    """Keep in plain SQL the records of a queryset that answer a query; none without words."""
    if not query.terms and not query.excluded:
        return records.none()
    statement = _backend().matching(searched, query)
    return records.filter(pk__in=RawSQL(*statement))  # noqa: S611 (its words are parameters)


def read_documents(searched: SearchIndex, keys: list[int]) -> dict[int, dict[str, str]]:
    """Return the texts of documents by column, by the keys of their records."""
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    columns = ", ".join(COLUMN_WEIGHTS)
    statement = f"SELECT key, {columns} FROM {searched.table} WHERE key IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(statement, keys)
        return {
            key: dict(zip(COLUMN_WEIGHTS, texts, strict=True)) for key, *texts in cursor.fetchall()
        }


def _backend():
    return BACKENDS[connection.vendor]


def _keys(statement: Statement):
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return chain.from_iterable(cursor.fetchall())
