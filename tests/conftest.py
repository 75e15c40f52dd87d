"""What every test has: templates without unresolved variables, an empty page cache, no clock."""

import gc
import logging

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from catalogue.changelog.models import Change
from catalogue.changelog.writes import bulk_write
from catalogue.imports.loader import RecordLoader, analyze_tables
from catalogue.pages.middleware import page_cache

# Without a deadline for each case: on a busy machine a case may take its time.
hypothesis.settings.register_profile("catalogue", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("catalogue")


# Django and its models stay for the whole run; to look through them for garbage would take long.
gc.set_threshold(50_000, 50, 1000)


class UnresolvedVariables(logging.Filter):
    """Collects the variables of our templates that the context does not have."""

    def __init__(self):
        super().__init__()
        self.names = []

    def filter(self, record):
        """Take what Django reports of variables out of the log, where each would be formatted."""
        if not record.msg.startswith("Exception while resolving"):
            return True
        if is_own_template(record.args[1]):
            self.names.append(f"{record.args[0]!r} in {record.args[1]}")
        return False


def is_own_template(name: str) -> bool:
    """Return True if a template belongs to this project and not to Django or a library."""
    return not name.startswith("admin/") and (settings.ROOT / "templates" / name).is_file()


@pytest.fixture(autouse=True)
def unresolved_variables():
    """Fail a test in which one of our templates uses a variable that does not exist."""
    variables, logger = UnresolvedVariables(), logging.getLogger("django.template")
    level = logger.level
    logger.addFilter(variables)
    logger.setLevel(logging.DEBUG)
    yield variables
    logger.removeFilter(variables)
    logger.setLevel(level)
    assert not variables.names, f"unresolved variables: {sorted(set(variables.names))}"


@pytest.fixture(autouse=True)
def empty_page_cache():
    """Empty the page cache before every test."""
    page_cache.clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run tests that read the real records last in their module: these stay until its end."""
    modules: dict = {}
    for item in items:
        modules.setdefault(item.path, len(modules))
    items.sort(key=lambda item: (modules[item.path], "real_records" in item.fixturenames))


@pytest.fixture(scope="session")
def rows_of_real_records():
    """Return the rows of the real records by model; empty until they are loaded once."""
    return {}


@pytest.fixture(scope="module")
def real_records(django_db_setup, django_db_blocker, rows_of_real_records):
    """Load the real records of fixtures/ for a module of tests that only read them.

    Everything is rolled back at the end. Tests also need the mark `django_db`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_real_records(rows_of_real_records)
        yield
        transaction.set_rollback(True)


def load_real_records(rows_by_model: dict) -> None:
    """Load the real records from fixtures/ the first time; later only insert their rows."""
    if not rows_by_model:
        RecordLoader().run(settings.ROOT / "fixtures")
        models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
        rows_by_model |= {
            model: list(model._base_manager.all()) for model in models if model is not Change
        }
        return
    with bulk_write():
        for model, rows in rows_by_model.items():
            model._base_manager.bulk_create(rows, batch_size=500)
        analyze_tables()
