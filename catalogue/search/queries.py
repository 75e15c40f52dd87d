"""What a query finds, once for each version of the catalogue and process."""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable
from itertools import chain

from django.db import connection
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, current_version
from catalogue.search.backends import BACKENDS
from catalogue.search.backends.base import Statement
from catalogue.search.index import COLUMN_WEIGHTS, SearchIndex
from catalogue.search.query_parser import SearchQuery

KEPT = 256  # answers in memory
#: More records than this are not ranked: it takes seconds, and nobody reads so far.
MAX_RANKED_RECORDS = 10_000


class Answers:
    """The answers that this process found last."""

    def __init__(self, most: int):
        self.most, self._kept, self._lock = most, OrderedDict(), threading.Lock()

    def get(self, question: tuple, find: Callable, version: CatalogueVersion | None = None):
        """Return the answer to a question, which is found where it is not kept.

        Ask inside a read snapshot, so that what is found belongs to the version it is kept under;
        `version` is that of the snapshot where it is known already.
        """
        version = version or current_version()
        if version is None:
            return find()
        key = (version, *question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = find()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer


answers = Answers(KEPT)


def matching_keys(
    searched: SearchIndex, query: SearchQuery, version: CatalogueVersion | None = None
) -> BitMap:
    """Return the keys of the public records of a noun that answer a query; none without words."""
    if not query.terms and not query.excluded:
        return BitMap()
    return answers.get(
        (searched.name, query),
        lambda: BitMap(_keys(_backend().matching(searched, query))),
        version,
    )


def ranked_keys(
    searched: SearchIndex,
    query: SearchQuery,
    last_key: str,
    version: CatalogueVersion | None = None,
) -> array:
    """Return the keys that answer a query with terms, the best first, then by `last_key`."""
    return answers.get(
        (searched.name, query, last_key),
        lambda: array("I", _keys(_backend().ranking(searched, query, last_key))),
        version,
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
