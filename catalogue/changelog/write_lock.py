"""Writers take turns."""

from django.db import connection

from catalogue.changelog.triggers import DATABASES
from catalogue.db.lock_timeouts import extend_lock_timeout


def acquire_write_lock() -> None:
    """Wait for other writers before any record is held, so that nobody waits in a circle.

    The turn ends with the transaction.
    """
    extend_lock_timeout()
    with connection.cursor() as cursor:
        DATABASES[connection.vendor].take_turn(cursor)
