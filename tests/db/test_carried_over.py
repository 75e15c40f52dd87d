"""A database that was made before the migrations began again is carried over by migrate."""

import os

import pytest

from tools.installations import create_installation

SERVER = os.environ["DATABASE_URL"]

#: Makes of a database with tables only one as the ten replaced migrations and the installers that
#: came after them left it: their records, and triggers and tables of search in another form.
MAKE_OLD = """
import os
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

loader = MigrationLoader(None)
replaced = loader.get_migration("catalogue", "0001_tables").replaces
tables = loader.project_state(("catalogue", "0001_tables")).apps
recorder = MigrationRecorder(connection)
recorder.migration_qs.filter(app="catalogue").delete()
for app, name in replaced:
    recorder.record_applied(app, name)
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE catalogue_search_state (noun varchar(20) PRIMARY KEY)")
    cursor.execute("CREATE TABLE catalogue_search_practice (key bigint PRIMARY KEY, old text)")
    if connection.vendor == "sqlite":
        cursor.execute(
            "CREATE TRIGGER changes_catalogue_practice_insert AFTER INSERT ON catalogue_practice "
            "BEGIN INSERT INTO catalogue_change (token, noun) VALUES (1, 'old'); END"
        )
    else:
        cursor.execute(
            "CREATE FUNCTION changes_catalogue_practice_insert() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN INSERT INTO catalogue_change (token, noun) VALUES (1, 'old'); "
            "RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER changes_insert AFTER INSERT ON catalogue_practice "
            "FOR EACH STATEMENT EXECUTE FUNCTION changes_catalogue_practice_insert()"
        )
tables.get_model("catalogue", "Practice").objects.create(
    code="GP-0900", title="Guards at the old port", summary="x", kind="tool", status="published",
    published_at="2020-01-01T00:00Z",
)
"""

#: Prints what the carried over database has.
LOOK = """
import os
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
from django.db import connection
from catalogue.models import Change, Practice
from catalogue.search.search_index import is_complete, search_indexes
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query

Practice.objects.create(title="Drones", summary="x", kind="tool", status="published")
search = search_indexes()["practice"]
print(
    sorted(Practice.objects.values_list("title", flat=True)),
    [len(matching_keys(search, parse_query(words), None)) for words in ("old port", "drones")],
    is_complete(),
    Change.objects.filter(noun="old").count(),
    "catalogue_search_state" in connection.introspection.table_names(),
)
"""


@pytest.fixture
def installation(tmp_path):
    """Return an installation with an empty database of the kind that this run tests."""
    return create_installation(SERVER.partition(":")[0], tmp_path / "here", SERVER)


def test_an_old_database_gets_triggers_and_search_and_keeps_its_records(installation):
    installation.manage("migrate", "--verbosity=0")
    installation.manage("migrate", "catalogue", "0001_tables", "--verbosity=0")
    installation.run("-c", MAKE_OLD)
    planned = installation.manage("showmigrations", "catalogue")
    assert "[-] 0001_tables (10 squashed migrations)" in planned
    installation.manage("migrate", "--verbosity=0")
    assert "[ ]" not in installation.manage("showmigrations", "catalogue")
    titles = ["Drones", "Guards at the old port"]
    assert installation.run("-c", LOOK).split("\n")[-2] == f"{titles} [1, 1] True 1 False"
