"""What the log watches, and writing past its triggers: what nobody logs by itself is logged here.

A model that declares `index_dependencies` has records that lists and search show together with
rows of other tables. Each entry is a path of relations, as in filters. A migration installs the
triggers that follow from it; `tests/db/test_operations.py` says when a new one is needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import randbits

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.dispatch import Signal

from catalogue.changelog.models import Change
from catalogue.db.transactions import acquire_write_lock
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

#: Tables of which readers see nothing, or whose writers log what readers see (`log_changes`).
UNWATCHED_TABLES = {
    CHANGELOG_TABLE,
    "catalogue_codesequence",
    "catalogue_import",
    "catalogue_linkcheck",
    "catalogue_missedsearch",
    "catalogue_proposedchange",
    "catalogue_sentform",
}

#: Sent at the end of a bulk write, in its transaction: what the database stores beside the records
#: is then written again.
bulk_write_finished = Signal()


def tracked_models() -> dict[str, type[Model]]:
    """Return the models whose records the log names, by name: those that declare dependencies."""
    models = apps.get_app_config("catalogue").get_models()
    return {each._meta.model_name: each for each in models if hasattr(each, "index_dependencies")}


def watched_tables() -> list[str]:
    """Return every table of the catalogue that readers see something of."""
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - UNWATCHED_TABLES)


@contextmanager
def exclusive_write() -> Iterator[None]:
    """Write in one transaction, with no other writer in between."""
    with transaction.atomic():
        acquire_write_lock()
        yield


@contextmanager
def bulk_write() -> Iterator[None]:
    """Write very many records in one transaction without naming each in the log.

    No other transaction sees anything of it before the end, and none can write meanwhile.
    """
    with transaction.atomic():
        acquire_write_lock()
        Change.objects.create(pk=0, token=0)
        yield
        Change.objects.filter(pk=0).delete()
        log_changes(*tracked_models())
        bulk_write_finished.send(sender=None)


def log_changes(*nouns: str) -> None:
    """Log that all records of some nouns may have changed; of an empty name, only pages."""
    Change.objects.bulk_create(Change(token=randbits(62), noun=noun) for noun in nouns)


def log_migration(**kwargs) -> None:
    """Log after a migration, or after a test has emptied the tables, that anything may be new."""
    if CHANGELOG_TABLE in connection.introspection.table_names():
        with exclusive_write():
            log_changes(*tracked_models())
