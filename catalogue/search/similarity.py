"""Public records that share words with a text, the most words first: where a likeness is sought."""

import re

from django.db import connection

from catalogue.search.backends import BACKENDS
from catalogue.search.index import SearchIndex
from catalogue.search.query_parser import SearchQuery

SIMILARITY_WORD = re.compile(r"[^\W_]{3,}")
MAX_SIMILARITY_WORDS = 8  # the longest ones; they are the rarest


def longest_words(text: str) -> list[str]:
    """Return the words of a text by which others are looked for."""
    found = dict.fromkeys(SIMILARITY_WORD.findall(text.lower()))
    return sorted(found, key=len, reverse=True)[:MAX_SIMILARITY_WORDS]


def records_sharing_words(searched: SearchIndex, text: str, most: int) -> list[int]:
    """Return the keys of the `most` public records that share most words with a text.

    One query, whose answer no process keeps: it may be asked in the middle of a change.
    """
    backend = BACKENDS[connection.vendor]
    found = [backend.matching(searched, SearchQuery((word,))) for word in longest_words(text)]
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
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, most])
        return [key for (key,) in cursor.fetchall()]
