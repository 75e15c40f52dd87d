"""Search on SQLite: two FTS5 tables over the folded documents, one of stems and one of whole words.

The beginning of a word is looked up among whole words, since a stem may be shorter than what a
reader has typed: `securit` is not the beginning of `secur`.
"""

from catalogue.db.search.documents import COLUMN_WEIGHTS, Statement
from catalogue.db.search.phrases import PhraseGroup, join_statements, split_by_table
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

COLUMNS = ", ".join(COLUMN_WEIGHTS)
#: The full-text tables of a noun by what is added to the name of its table, and their tokenizers.
#: In a folded text, only blanks separate words.
TOKENIZERS = {"stems": "porter ascii", "words": "ascii"}
#: What keeps a full-text table equal to the documents. FTS5 needs the old text to remove it.
FULL_TEXT_INSERTS = {
    "insert": ("NEW", "{name} (rowid, {columns}) VALUES (NEW.key, {values})"),
    "delete": ("OLD", "{name} ({name}, rowid, {columns}) VALUES ('delete', OLD.key, {values})"),
}


def create_documents(schema):
    """Create the documents, their full-text tables, and the triggers that write both."""
    table = schema.table
    columns = ", ".join(f"{column} text NOT NULL" for column in COLUMN_WEIGHTS)
    yield f"CREATE TABLE {table} (key integer PRIMARY KEY, {columns})"
    folded = ", ".join(f"catalogue_fold({column}) AS {column}" for column in COLUMN_WEIGHTS)
    yield f"CREATE VIEW {table}_folded AS SELECT key, {folded} FROM {table}"
    for name, tokenizer in TOKENIZERS.items():
        yield (
            f"CREATE VIRTUAL TABLE {table}_{name} USING fts5({COLUMNS}, content='{table}_folded', "
            f"content_rowid='key', tokenize='{tokenizer}')"
        )
    yield from full_text_triggers(table)
    yield (
        f"CREATE TRIGGER {table}_change AFTER INSERT ON {CHANGELOG_TABLE} "
        f"WHEN NEW.noun = '{schema.noun}' AND NEW.key IS NOT NULL BEGIN "
        f"DELETE FROM {table} WHERE key = NEW.key; "
        f"INSERT INTO {table} {schema.select('group_concat', 'AND record.id = NEW.key')}; END"
    )


def drop_documents(schema):
    """Drop the tables and the trigger on the log."""
    yield f"DROP TRIGGER IF EXISTS {schema.table}_change"
    for name in TOKENIZERS:
        yield f"DROP TABLE IF EXISTS {schema.table}_{name}"
    yield f"DROP VIEW IF EXISTS {schema.table}_folded"
    yield f"DROP TABLE IF EXISTS {schema.table}"


def fill_documents(schema):
    """Write all documents, and then the full-text tables at once."""
    table = schema.table
    for event in FULL_TEXT_INSERTS:
        yield f"DROP TRIGGER IF EXISTS {table}_{event}"
    yield f"DELETE FROM {table}"
    yield f"INSERT INTO {table} {schema.select('group_concat')}"
    for name in TOKENIZERS:
        yield f"INSERT INTO {table}_{name} ({table}_{name}) VALUES ('rebuild')"
    yield from full_text_triggers(table)


def full_text_triggers(table: str):
    """Return the triggers that keep the full-text tables equal to the documents."""
    for event, (row, target) in FULL_TEXT_INSERTS.items():
        values = ", ".join(f"catalogue_fold({row}.{column})" for column in COLUMN_WEIGHTS)
        inserts = " ".join(
            f"INSERT INTO {target.format(name=f'{table}_{each}', columns=COLUMNS, values=values)};"
            for each in TOKENIZERS
        )
        yield f"CREATE TRIGGER {table}_{event} AFTER {event} ON {table} BEGIN {inserts} END"


def match_groups(schema, groups, among: list[int] | None = None) -> Statement:
    """Return a SELECT of the keys by group and column; `among` restricts them to some records."""
    columns = [
        match_column(schema.table, place, column, phrases, among)
        for place, phrases in enumerate(groups)
        for column in COLUMN_WEIGHTS
    ]
    return join_statements(columns, " UNION ALL ")


def match_column(table: str, place: int, column: str, phrases: PhraseGroup, among) -> Statement:
    """Return a SELECT of a group, a column, and the keys of the documents that match in it."""
    condition = "" if among is None else f" AND rowid IN ({', '.join(map(str, among))})"
    found = [
        Statement(
            f"SELECT rowid AS key FROM {table}_{name} WHERE {table}_{name} MATCH %s{condition}",
            [f"{column} : ({' OR '.join(map(write_fts_phrase, some))})"],
        )
        for name, some in split_by_table(phrases).items()
    ]
    keys = join_statements(found, " UNION ALL ")
    return Statement(
        f"SELECT {place}, '{column}', group_concat(key) FROM ({keys.text})", keys.parameters
    )


def write_fts_phrase(phrase) -> str:
    """Return a phrase for FTS5."""
    return f'"{phrase.text}"{" *" if phrase.is_beginning else ""}'
