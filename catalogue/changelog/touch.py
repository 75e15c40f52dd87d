"""Writing a table that the log does not watch: who writes it tells what readers see of that."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from catalogue.changelog.triggers import CHANGELOG_TABLE, DATABASES
from catalogue.changelog.write_lock import acquire_write_lock


@contextmanager
def exclusive_write() -> Iterator[None]:
    """Write in one transaction, with no other writer in between."""
    with transaction.atomic():
        acquire_write_lock()
        yield


def touch_pages() -> None:
    """Write into the log that pages may be other than they were, and no record of a list is."""
    with connection.cursor() as cursor:
        values = f"({DATABASES[connection.vendor].RANDOM}, '', NULL)"
        cursor.execute(f"INSERT INTO {CHANGELOG_TABLE} (token, noun, key) VALUES {values}")  # noqa: S608 (ours)
