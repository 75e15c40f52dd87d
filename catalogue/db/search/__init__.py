"""Search indexes in the SQL of each database: how documents are stored, found and ranked."""

from django.db import connection as default_connection

from catalogue.db.search.documents import DocumentSchema, SearchBackend, Statement
from catalogue.db.search.postgresql import PostgresSearch
from catalogue.db.search.sqlite import SqliteSearch

BACKENDS: dict[str, SearchBackend] = {"postgresql": PostgresSearch(), "sqlite": SqliteSearch()}


def search_backend(connection=default_connection) -> SearchBackend:
    """Return the search of a database."""
    return BACKENDS[connection.vendor]


__all__ = ["DocumentSchema", "SearchBackend", "Statement", "search_backend"]
