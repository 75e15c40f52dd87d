"""One backend for each database: how documents are kept, found and ranked."""

from catalogue.search.backends.base import Backend
from catalogue.search.backends.postgres import PostgreSQL
from catalogue.search.backends.sqlite import SQLite

BACKENDS: dict[str, Backend] = {"postgresql": PostgreSQL(), "sqlite": SQLite()}
