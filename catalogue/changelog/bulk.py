"""Writing in bulk: the log is silent meanwhile, and says at the end that everything was touched."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.dispatch import Signal

from catalogue.changelog.triggers import CHANGELOG_TABLE, DATABASES, touch_everything

#: Sent at the end, in the same transaction: what is kept in the database beside the records is
#: made anew.
bulk_write_finished = Signal()


@contextmanager
def bulk_write():
    """Write very many records in one transaction without naming each in the log.

    No other transaction sees anything of it before the end, and none can write meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        DATABASES[connection.vendor].take_turn(cursor)
        cursor.execute(f"INSERT INTO {CHANGELOG_TABLE} (id, token, noun) VALUES (0, 0, '')")  # noqa: S608 (a constant)
        yield
        cursor.execute(f"DELETE FROM {CHANGELOG_TABLE} WHERE id = 0")  # noqa: S608
        touch_everything(cursor, connection.vendor)
        bulk_write_finished.send(sender=None)
