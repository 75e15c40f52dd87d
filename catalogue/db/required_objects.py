"""What the database must hold: what the models declare, and what migrations install besides.

The list follows from the statements that would create all of it in an empty database. Each object
has words that name it, such as "index catalogue_practice_slug_like" or "unique of column code of
catalogue_practice"; both databases use the same.
"""

import re
import time
from collections.abc import Iterable, Iterator
from functools import cache, partial

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from catalogue.db.operations import find_installed_operations

MAX_NAMED = 5
COMPARISON_SECONDS = 60  # until what the database holds is looked at again
CREATED = re.compile(
    r"CREATE (?:UNIQUE |VIRTUAL |OR REPLACE )?(TABLE|VIEW|INDEX|TRIGGER|FUNCTION|TEXT SEARCH \w+) "
    r"""(?:IF NOT EXISTS )?["']?(\w+)"""
)
TRIGGER_TABLE = re.compile(r' ON "?(\w+)')
ADDED_CONSTRAINT = re.compile(r'ALTER TABLE "(\w+)" ADD CONSTRAINT "(\w+)"')
#: Texts, parentheses and commas of a statement that creates a table.
PUNCTUATION = re.compile(r"'(?:[^']|'')*'|[(),]")
DEFINED = re.compile(r'(CONSTRAINT )?"?(\w+)')
COLUMN_RULES = ("NOT NULL", "PRIMARY KEY", "UNIQUE", "CHECK", "IDENTITY", "REFERENCES")
#: The tables in which FTS5 of SQLite stores a full-text table.
SHADOW_TABLES = ("data", "idx", "docsize", "config")
#: The same words for everything that is in force in a database of PostgreSQL.
POSTGRESQL_OBJECTS = r"""
    WITH tables AS (
        SELECT oid, relname AS name FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    ), columns AS (
        SELECT attrelid, attnum, format('column %s of %s', attname, name) AS words,
               attnotnull, attidentity
        FROM pg_attribute JOIN tables ON tables.oid = attrelid WHERE attnum > 0 AND NOT attisdropped
    )
    SELECT 'table ' || name FROM tables
    UNION ALL SELECT words FROM columns
    UNION ALL SELECT 'not null of ' || words FROM columns WHERE attnotnull
    UNION ALL SELECT 'identity of ' || words FROM columns WHERE attidentity <> ''
    UNION ALL SELECT format('constraint %s of %s', conname, name)
        FROM pg_constraint JOIN tables ON tables.oid = conrelid
    UNION ALL SELECT CASE contype WHEN 'p' THEN 'primary key of ' WHEN 'u' THEN 'unique of '
                                  ELSE 'check of ' END || words
        FROM pg_constraint JOIN columns ON attrelid = conrelid AND conkey = ARRAY[attnum]
        WHERE conname ~ '_(pkey|key|check)\d*$'
    UNION ALL SELECT 'index ' || relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
        WHERE indisvalid AND relnamespace = current_schema()::regnamespace
    UNION ALL SELECT format('trigger %s of %s', tgname, name)
        FROM pg_trigger JOIN tables ON tables.oid = tgrelid
        WHERE NOT tgisinternal AND tgenabled <> 'D'
    UNION ALL SELECT 'function ' || proname FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
    UNION ALL SELECT 'text search configuration ' || cfgname FROM pg_ts_config
        WHERE pg_ts_config_is_visible(oid)
    UNION ALL SELECT 'text search dictionary ' || dictname FROM pg_ts_dict
        WHERE pg_ts_dict_is_visible(oid)
"""
#: What was missing in each database, and until when that is good.
_compared: dict[str, tuple[float, list[str]]] = {}


def find_missing_objects() -> list[str]:
    """Return the words for everything that the database lacks, in order."""
    missing = required_objects(connection.vendor) - existing_objects()
    tables = {words for words in missing if words.startswith("table ")}
    parts = {words for words in missing if f"table {words.rpartition(' of ')[2]}" in tables}
    return sorted(missing - parts)


def recall_missing_objects() -> list[str]:
    """Return what the database lacks, as it was found within the last minute."""
    until, missing = _compared.get(connection.alias, (0.0, []))
    if time.monotonic() >= until:
        missing = find_missing_objects()
        _compared[connection.alias] = time.monotonic() + COMPARISON_SECONDS, missing
    return missing


def forget_missing_objects() -> None:
    """Let the next comparison look at the database again."""
    _compared.clear()


def describe_missing_objects(missing: list[str]) -> str:
    """Return in words what the database lacks; nothing if it is whole."""
    named = ", ".join(missing[:MAX_NAMED])
    more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
    return f"missing: {named}{more}" if missing else ""


@cache
def required_objects(vendor: str) -> frozenset[str]:
    """Return the words for everything that a database of the present kind must hold."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    for model in [MigrationRecorder.Migration, *apps.get_models()]:
        if model._meta.can_migrate(connection):
            editor.create_model(model)  # with its many-to-many tables; nothing is executed
    statements = [*editor.collected_sql, *map(str, editor.deferred_sql)]
    models = partial(apps.get_model, "catalogue")
    for operation in find_installed_operations("catalogue").values():
        statements += operation.create_statements(models, connection)
    return frozenset(describe_statements(statements))


def existing_objects() -> set[str]:
    """Return the words for everything that the database holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_OBJECTS)
            return {words for (words,) in cursor.fetchall()}
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return set(describe_statements(sql for (sql,) in cursor.fetchall()))


def describe_statements(statements: Iterable[str]) -> Iterator[str]:
    """Return the words for what statements create."""
    for statement in statements:
        for table, name in ADDED_CONSTRAINT.findall(statement):
            yield f"constraint {name} of {table}"
        for kind, name in CREATED.findall(statement):
            if kind == "TRIGGER":
                yield f"trigger {name} of {TRIGGER_TABLE.search(statement)[1]}"
                continue
            yield f"{kind.lower()} {name}"
            if " USING fts5" in statement:
                yield from (f"table {name}_{part}" for part in SHADOW_TABLES)
            elif kind == "TABLE":
                yield from describe_table(name, statement)


def describe_table(table: str, statement: str) -> Iterator[str]:
    """Return the words for the columns and constraints of a table that a statement creates."""
    for definition in split_definitions(statement):
        is_constraint, name = DEFINED.match(definition).groups()
        if is_constraint:
            yield f"constraint {name} of {table}"
            continue
        yield f"column {name} of {table}"
        for rule in COLUMN_RULES:
            if rule in definition:
                yield f"{rule.lower()} of column {name} of {table}"


def split_definitions(statement: str) -> Iterator[str]:
    """Return the definitions between the outer parentheses of a statement."""
    depth = start = 0
    for found in PUNCTUATION.finditer(statement):
        sign = found[0]
        depth += (sign == "(") - (sign == ")")
        if sign == "(" and depth == 1:
            start = found.end()
        elif (sign == "," and depth == 1) or (sign == ")" and depth == 0):
            yield statement[start : found.start()].strip()
            start = found.end()
