"""What every test has: templates without unresolved variables, an empty page cache, no clock."""

import fcntl
import gc
import hashlib
import logging
import pickle
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from catalogue.changelog.models import Change
from catalogue.changelog.writes import bulk_write
from catalogue.imports.loader import RecordLoader, analyze_tables
from catalogue.operations.password_hasher import BoundedPasswordHasher
from catalogue.pages.middleware import compute_build_digest, page_cache

# Without a deadline for each case: on a busy machine a case may take its time.
hypothesis.settings.register_profile("catalogue", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("catalogue")

# The rounds that make hashing slow do not change what it does.
BoundedPasswordHasher.iterations = 1

# Django and its models stay for the whole run; to look through them for garbage would take long.
gc.set_threshold(50_000, 50, 1000)


def pytest_collection_finish():
    """Exclude what was imported and collected from garbage collection."""
    gc.collect()
    gc.freeze()


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


class RealRecords:
    """The real records of fixtures/: loaded once for a state of the code, then only inserted.

    The rows are kept in pytest's cache, for the other process, the other database and the next run.
    """

    def __init__(self, folder: Path):
        self.file, self.rows = folder / f"{digest_loaded_files()}.pickle", {}

    def load(self) -> None:
        """Put the records into the database."""
        with self.file.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # the other process waits, and reads what was loaded
            file.seek(0)
            if not self.rows and (content := file.read()):
                self.rows = pickle.loads(content)  # noqa: S301 (this run or the last one wrote it)
            if self.rows:
                self.insert()
            else:
                self.rows = load_rows()
                file.write(pickle.dumps(self.rows))

    def insert(self) -> None:
        """Insert the rows, and have new rows counted from the last one."""
        with bulk_write():
            for label, rows in self.rows.items():
                apps.get_model(label)._base_manager.bulk_create(rows, batch_size=500)
            analyze_tables()
        models = [apps.get_model(label) for label in self.rows]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def digest_loaded_files() -> str:
    """Return a digest of the code and of the files that are loaded."""
    files = sorted((settings.ROOT / "fixtures").iterdir())
    contents = [
        compute_build_digest(settings.ROOT).encode(),
        *(file.read_bytes() for file in files),
    ]
    return hashlib.sha256(b"".join(contents)).hexdigest()


def load_rows() -> dict:
    """Load the real records as `load_records` does, and return their rows by label of the model."""
    RecordLoader().run(settings.ROOT / "fixtures")
    found = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return {
        model._meta.label: list(model._base_manager.all()) for model in found if model is not Change
    }


@pytest.fixture(scope="session")
def records_in_files(request):
    """Return the real records, which fixtures load into the database."""
    return RealRecords(request.config.cache.mkdir("real-records"))


@pytest.fixture(scope="module")
def real_records(django_db_setup, django_db_blocker, records_in_files):
    """Load the real records of fixtures/ for a module of tests that only read them.

    Everything is rolled back at the end. Tests also need the mark `django_db`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        records_in_files.load()
        yield
        transaction.set_rollback(True)
