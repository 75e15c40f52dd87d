"""Functions of ours in the SQL of SQLite; triggers and views of the search index call them."""

import sqlite3

from catalogue.core.folding import fold_for_search


def register_functions(connection: sqlite3.Connection) -> None:
    """Make our functions known to a connection."""
    connection.create_function("catalogue_fold", 1, fold_for_search, deterministic=True)
