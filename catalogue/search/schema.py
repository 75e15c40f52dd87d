"""Tables and triggers of search: made after a migration, and filled when they must be.

They are no models: each database keeps documents in its own way. A digest of what makes them tells
whether they are those of this code.
"""

import hashlib

from django.db import connection, connections, transaction

from catalogue.changelog.triggers import CHANGELOG_TABLE
from catalogue.search.backends import BACKENDS
from catalogue.search.index import SEARCH_INDEXES, SearchIndex

STATE = "catalogue_search_state"


def before_migration(using, plan, **kwargs) -> None:
    """Stop following changes while tables are altered; documents are written anew afterwards."""
    database = connections[using]
    if not plan or STATE not in database.introspection.table_names():
        return
    with transaction.atomic(using=using), database.cursor() as cursor:
        for searched in SEARCH_INDEXES.values():
            run(cursor, BACKENDS[database.vendor].silence(searched))
        cursor.execute(f"UPDATE {STATE} SET in_step = 0")


def after_migration(using, **kwargs) -> None:
    """Make what is missing, and write documents anew where they may be out of step."""
    database = connections[using]
    if CHANGELOG_TABLE not in database.introspection.table_names():
        return
    with transaction.atomic(using=using), database.cursor() as cursor:
        run(cursor, BACKENDS[database.vendor].shared())
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {STATE} "
            "(noun varchar(20) PRIMARY KEY, digest varchar(64) NOT NULL, in_step integer NOT NULL)"
        )
        for searched in SEARCH_INDEXES.values():
            install(cursor, BACKENDS[database.vendor], searched)


def install(cursor, backend, searched: SearchIndex) -> None:
    """Make the tables and triggers of a noun as this code wants them, with every document.

    Tables that are as wanted stay, so that readers can search while documents are written anew.
    """
    digest = digest_of(backend, searched)
    cursor.execute(f"SELECT digest, in_step FROM {STATE} WHERE noun = %s", [searched.name])
    kept, in_step = cursor.fetchone() or ("", 0)
    if kept != digest:
        run(cursor, (*backend.drop(searched), *backend.make(searched)))
    run(cursor, backend.listen(searched))
    if kept != digest or not in_step or out_of_step(cursor, searched):
        run(cursor, backend.fill(searched))
        cursor.execute(f"DELETE FROM {STATE} WHERE noun = %s", [searched.name])
        cursor.execute(f"INSERT INTO {STATE} VALUES (%s, %s, 1)", [searched.name, digest])


def digest_of(backend, searched: SearchIndex) -> str:
    """Return a digest of all that makes the documents of a noun."""
    makers = (backend.shared(), *(make(searched) for make in (backend.make, backend.listen)))
    statements = [statement for each in makers for statement in each]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def out_of_step(cursor, searched: SearchIndex) -> bool:
    """Say whether there are more or fewer documents than public records.

    That is so after a test has emptied the tables of the records.
    """
    cursor.execute(
        f"SELECT (SELECT count(*) FROM {searched.table}) <> "
        f"(SELECT count(*) FROM {searched.model._meta.db_table} WHERE status = 'published')"
    )
    return bool(cursor.fetchone()[0])


def is_in_step(database) -> bool:
    """Say whether search holds a document for each public record, made as this code makes them."""
    if STATE not in database.introspection.table_names():
        return False
    with database.cursor() as cursor:
        cursor.execute(f"SELECT noun, digest FROM {STATE} WHERE in_step = 1")
        kept = dict(cursor.fetchall())
        return all(
            kept.get(noun) == digest_of(BACKENDS[database.vendor], searched)
            and not out_of_step(cursor, searched)
            for noun, searched in SEARCH_INDEXES.items()
        )


def rebuild(**kwargs) -> None:
    """Write every document anew, in one transaction: readers see the old ones until it ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        for searched in SEARCH_INDEXES.values():
            run(cursor, BACKENDS[connection.vendor].fill(searched))


def run(cursor, statements) -> None:
    """Run statements one after the other."""
    for statement in statements:
        cursor.execute(statement)
