"""Migrations install the triggers of the log and the search indexes, as they are declared."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import OperationWriter

from catalogue.changelog.queries import current_version, touched_keys
from catalogue.changelog.writes import log_migration, tracked_models, watched_tables
from catalogue.db.operations import (
    CreateSearchIndex,
    GuardAddresses,
    InstallChangelogTriggers,
    find_installed_operations,
)
from catalogue.models import Practice, Sector
from catalogue.search.search_index import search_indexes
from tests.factories import make_practice, make_sector
from tests.search.finding import found, index_of

LABEL = "catalogue"


def declared_triggers() -> InstallChangelogTriggers:
    """Return the operation that installs the triggers as the models declare them now."""
    every = apps.get_app_config("catalogue").get_models()
    return InstallChangelogTriggers(
        tables=watched_tables(),
        dependencies={
            name: list(model.index_dependencies) for name, model in tracked_models().items()
        },
        trees={model._meta.model_name: model.tree for model in every if hasattr(model, "tree")},
    )


def declared_operations() -> dict[str, object]:
    """Return the operations that the declarations of today ask for."""
    indexes = {
        name: CreateSearchIndex(model_name=name, columns=index.columns)
        for name, index in search_indexes().items()
    }
    return {"triggers": declared_triggers(), "addresses": GuardAddresses()} | indexes


@pytest.mark.parametrize("name", ["triggers", "event", "organization", "practice", "resolution"])
def test_the_migrations_install_what_is_declared(name):
    declared, migrated = declared_operations()[name], find_installed_operations(LABEL)[name]
    if declared.deconstruct() != migrated.deconstruct():
        text, imports = OperationWriter(declared, indentation=2).serialize()
        pytest.fail(f"Write a migration with this operation ({', '.join(imports)}):\n{text}")


def test_everything_declared_is_compared():
    assert declared_operations().keys() == find_installed_operations(LABEL).keys()
    assert declared_operations().keys() == {
        "triggers", "addresses", "event", "organization", "practice", "resolution",
    }  # fmt: skip


def apply(operation, backwards=False) -> None:
    """Run an operation as a migration does."""
    state = MigrationLoader(None, ignore_no_migrations=True).project_state()
    with connection.schema_editor() as editor:
        run = operation.database_backwards if backwards else operation.database_forwards
        run(LABEL, editor, state, state)
    log_migration(using="default")


def installed_triggers() -> set[str]:
    """Return the triggers of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
            )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
class TestALaterMigration:
    """What is declared in another way is installed by another operation."""

    @pytest.fixture(autouse=True)
    def as_before(self):
        """Install at the end what the other tests need."""
        yield
        for operation in declared_operations().values():
            apply(operation)

    def test_can_search_another_field(self):
        practice = make_practice(change_note="zqnote")
        assert not found("zqnote")
        columns = search_indexes()["practice"].columns
        changed = columns | {"text": (*columns["text"], "change_note")}
        apply(CreateSearchIndex("practice", changed))
        assert found("zqnote") == {practice}
        Practice.objects.filter(pk=practice.pk).update(change_note="zqother")
        assert found("zqother") == {practice}
        assert not found("zqnote")

    def test_can_watch_other_tables(self):
        practice, declared = make_practice(), declared_triggers()
        fewer = [table for table in declared.tables if table != "catalogue_practice_sectors"]
        apply(InstallChangelogTriggers(fewer, declared.dependencies, declared.trees))
        before = current_version()
        practice.sectors.clear()
        assert touched_keys("practice", before) == set()

    def test_can_be_taken_back(self):
        make_practice()
        for operation in declared_operations().values():
            apply(operation, backwards=True)
        assert not installed_triggers()
        before = current_version()
        make_sector()
        assert current_version() == before

    def test_can_be_run_twice(self):
        make_practice(title="Drones")
        before = installed_triggers(), index_of("practice")
        for operation in declared_operations().values():
            apply(operation)
        assert (installed_triggers(), index_of("practice")) == before

    def test_alters_tables_and_keeps_all_triggers(self):
        practice, before = make_practice(), installed_triggers()
        old, new = Sector._meta.get_field("label"), models.CharField(max_length=200)
        new.set_attributes_from_name("label")
        new.model = Sector
        for pair in ((old, new), (new, old)):
            with connection.schema_editor() as editor:
                editor.alter_field(Sector, *pair, strict=True)
        assert installed_triggers() == before
        version = current_version()
        practice.sectors.update(label="zqsector")
        assert touched_keys("practice", version) == {practice.pk}
        assert found("zqsector") == {practice}
