"""Search indexes in the SQL of each database: how documents are stored, found and ranked.

The module of each database has the same functions. They take the schema of a noun's documents and
return statements: `create_documents` (the empty tables and their triggers), `drop_documents` (all
of these that exist), `fill_documents` (every document again), `match_documents` (a SELECT of the
keys of the records that match a query; it may repeat a key), and `rank_documents` (the same for a
query with terms, best first; of equally good ones, the lower `last_key`, a column of the noun).

A query has `terms`, `excluded` terms and `last_is_prefix`, as the query parser gives them. Both
databases find the same: whole words before beginnings of words, heavy columns before light ones.
"""

from django.db import connection as default_connection

from catalogue.db.search import postgresql, sqlite


def search_backend(connection=default_connection):
    """Return the module for the search of a database."""
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
