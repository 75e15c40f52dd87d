"""Search indexes in the SQL of each database: how documents are stored and found.

The module of each database has the same functions. They take the schema of a noun's documents and
return statements: `create_documents` (the empty tables and their triggers), `drop_documents` (all
of these that exist), `fill_documents` (every document again), and `match_groups`: a SELECT with a
row for each column and each group of phrases, which has the place of the group, the name of the
column, and the keys of the records that have one of the phrases in it, as digits with commas
between them, or NULL.

Texts are folded by `catalogue.core.folding.fold_for_search` before they are cut into words; on both
databases a function with the name `catalogue_fold` does so. Both find the same.
"""

from django.db import connection as default_connection

from catalogue.db.search import postgresql, sqlite


def search_backend(connection=default_connection):
    """Return the module for the search of a database."""
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
