"""What every test has: no unresolved variable in a template of ours passes unnoticed."""

import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from catalogue.changelog.models import Change
from catalogue.changelog.writes import bulk_write
from catalogue.imports.yaml_loader import RecordLoader, analyze_tables
from catalogue.pages.page_cache import page_cache


class Unresolved(logging.Handler):
    """Collects the names that a template asked for and did not find."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.names = []

    def emit(self, record):
        """Keep what Django says of a variable in a template of ours."""
        if record.msg.startswith("Exception while resolving") and is_ours(record.args[1]):
            self.names.append(f"{record.args[0]!r} in {record.args[1]}")


def is_ours(template: str) -> bool:
    """Say whether a template belongs to this project and not to Django or a library."""
    return not template.startswith("admin/") and (settings.ROOT / "templates" / template).is_file()


@pytest.fixture(autouse=True)
def no_unresolved_variable():
    """Fail a test in which a template of ours asked for something that is not there."""
    handler, logger = Unresolved(), logging.getLogger("django.template")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert not handler.names, f"templates ask for what is not there: {sorted(set(handler.names))}"


@pytest.fixture(autouse=True)
def no_page_is_kept():
    """Let every test make its pages itself."""
    page_cache.clear()


@pytest.fixture(scope="session")
def copy_of_real_records():
    """Return the rows of the real records by their models; empty until somebody has loaded them."""
    return {}


@pytest.fixture(scope="module")
def real_records(django_db_setup, django_db_blocker, copy_of_real_records):
    """Have the real records of fixtures/ for a module of tests that only read them.

    At the end all is rolled back. Tests carry the mark `django_db` besides, and so see it too.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        fill(copy_of_real_records)
        yield
        transaction.set_rollback(True)


def fill(copy: dict) -> None:
    """Load the real records the first time; later put their rows in again, which is faster."""
    if not copy:
        RecordLoader().run(settings.ROOT / "fixtures")
        tables = apps.get_app_config("catalogue").get_models(include_auto_created=True)
        copy |= {table: list(table._base_manager.all()) for table in tables if table is not Change}
        return
    with bulk_write():
        for table, rows in copy.items():
            table._base_manager.bulk_create(rows, batch_size=500)
        analyze_tables()
