"""What is missing in the database is noticed, whatever it is."""

import pytest
from django.db import connection, transaction

from catalogue.db.required_objects import (
    describe_statements,
    find_missing_objects,
    required_objects,
    split_definitions,
)

pytestmark = pytest.mark.django_db
#: Statements that remove each object of a database, written by the database itself.
REMOVALS = {
    "postgresql": {
        "table": """SELECT format('DROP TABLE %I CASCADE', relname) FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
        "index": """SELECT format('DROP INDEX %I', relname)
            FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE relnamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
        "constraint": """SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE',
            conrelid::regclass, conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'""",
        "trigger": """SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
            FROM pg_trigger WHERE NOT tgisinternal""",
        "disabled trigger": """SELECT format('ALTER TABLE %s DISABLE TRIGGER %I',
            tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal""",
        "function": """SELECT format('DROP FUNCTION %I CASCADE', proname)
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
        "text search": """SELECT format('DROP TEXT SEARCH CONFIGURATION %I CASCADE', cfgname)
            FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace""",
    },
    "sqlite": {
        "every": """SELECT 'DROP ' || type || ' "' || name || '"' FROM sqlite_master
            WHERE name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE TABLE ''%'""",
    },
}


def fetch_column(statement: str) -> list[str]:
    """Return the only column of what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor.fetchall()]


def test_nothing_is_missing_after_all_migrations():
    assert find_missing_objects() == []


def test_each_object_that_is_removed_is_missed():
    for kind, statement in REMOVALS[connection.vendor].items():
        removals = fetch_column(statement)
        assert removals, kind
        for removal in removals:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(removal)
                assert find_missing_objects(), removal
                transaction.set_rollback(True)
    assert find_missing_objects() == []


def test_each_part_of_a_table_is_missed():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores the statement of a table")
    required = required_objects("sqlite")
    for statement in fetch_column(
        "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE TABLE \"%'"
    ):
        whole = set(describe_statements([statement]))
        for definition in split_definitions(statement):
            remaining = set(describe_statements([statement.replace(definition, "x int")]))
            assert (whole - remaining) & required, definition


def test_the_words_name_the_parts_of_a_statement():
    statement = (
        """CREATE TABLE "t" ("id" integer NOT NULL PRIMARY KEY, "n" int CHECK ("n" IN (1, 2)), """
        """CONSTRAINT "n_is_no_x" CHECK ("n" <> 'a, ('))"""
    )
    assert set(describe_statements([statement])) == {
        "table t", "column id of t", "not null of column id of t", "primary key of column id of t",
        "column n of t", "check of column n of t", "constraint n_is_no_x of t",
    }  # fmt: skip
