"""Search on PostgreSQL: for each column of a document a tsvector of stems and one of whole words.

Words are what lies between blanks in a folded text, so that no rule of PostgreSQL's parser about
hyphens, addresses or numbers applies. The stemmer is Porter's, with the two endings that he added
later and FTS5 has. No word is a stop word.

Needs PostgreSQL 14, encoded in UTF-8.
"""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from catalogue.core.folding import EAST_ASIAN_RANGES, SIGNS, find_search_form
from catalogue.db.search.documents import COLUMN_WEIGHTS, Statement
from catalogue.db.search.phrases import PhraseGroup, join_statements, split_by_table
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

#: The configuration of each kind of vector, by the dictionary that makes its words.
DICTIONARIES = {"stems": "catalogue_porter", "words": "pg_catalog.simple"}
#: The text of each kind of vector, from a folded one.
TEXTS = {"stems": "catalogue_stemmable({})", "words": "{}"}
#: The vectors of a document: the kind and the column of each.
VECTORS = {f"{column}_{name}": (name, column) for name in DICTIONARIES for column in COLUMN_WEIGHTS}
#: A word of two letters, such as `is`, keeps its s behind a letter that no stem loses; then
#: `technology` as `technolog` and `assembly` as `assemble`, where a syllable stands before.
STEMMABLE = r"""regexp_replace(regexp_replace(regexp_replace(folded COLLATE "C",
        '\m([a-z]s)\M', '\1q', 'g'),
        '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*log)(y|ies)\M', '\1', 'g'),
        '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*bl)(y|ies)\M', '\1e', 'g')"""
TOKENS = "asciiword, word, numword, int, uint, float, sfloat, version"
COLUMNS = ", ".join(COLUMN_WEIGHTS)
#: A phrase among stems, and one among whole words.
PHRASES = {
    "stems": "phraseto_tsquery('catalogue_stems', catalogue_stemmable(%s))",
    "words": "phraseto_tsquery('catalogue_words', %s)",
}
#: A phrase of which the last word is the beginning of a word. Without a word in it, it is NULL.
BEGINNING = f"(nullif({PHRASES['words']}::text, '') || ':*')::tsquery"
#: The form of each character that search changes. Plain letters and signs need no table.
CHARACTER_TABLE = """
    CREATE TABLE IF NOT EXISTS catalogue_folded_character
        (character text COLLATE "C" PRIMARY KEY, form text NOT NULL)"""
SIGNS_FROM = "".join(map(chr, SIGNS))
SIGNS_TO = "".join(SIGNS.values()).replace("'", "''")
#: `catalogue_fold` does what `fold_for_search` does. Only characters that occur in the text are
#: looked up. The ranges are those of code points, whatever the language of the database is.
FUNCTIONS = (
    rf"""
    CREATE OR REPLACE FUNCTION catalogue_fold(typed text) RETURNS text
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
        DECLARE folded text := typed; found record;
        BEGIN
            IF octet_length(typed) <> length(typed) THEN
                folded := normalize(translate(typed, '{SIGNS_FROM}', '{SIGNS_TO}'), NFKC);
                FOR found IN SELECT character, form FROM catalogue_folded_character
                    WHERE character IN (SELECT unnest(string_to_array(
                        regexp_replace(folded COLLATE "C", '[\x01-\x7f]+', '', 'g'), NULL)))
                LOOP folded := replace(folded, found.character, found.form);
                END LOOP;
                folded := regexp_replace(
                    folded COLLATE "C", '[{EAST_ASIAN_RANGES}]', ' \& ', 'g');
            END IF;
            folded := regexp_replace(lower(replace(folded, '`', '''') COLLATE "C") COLLATE "C",
                '[\x01-&(-/:-@[-`{{-\x7f]+', ' ', 'g');
            folded := regexp_replace(folded, '([^ ''])(?:''s)+(?= |$)', '\1', 'g');
            RETURN btrim(regexp_replace(replace(folded, '''', ' '), ' +', ' ', 'g'));
        END $$""",
    f"""
    CREATE OR REPLACE FUNCTION catalogue_stemmable(folded text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT {STEMMABLE}
    $$""",
    # The planner does not know that a vector has to be unpacked to be looked at, and would read the
    # whole table for a common word: half a second at 100,000 records.
    """
    CREATE OR REPLACE FUNCTION catalogue_match(statement text, phrases text[])
    RETURNS TABLE (place int, name text, keys text)
    LANGUAGE plpgsql STABLE SET enable_seqscan TO off AS $$
        BEGIN RETURN QUERY EXECUTE statement USING phrases; END
    $$""",
)


@cache
def fill_character_table() -> str:
    """Return the statement that writes the table of characters, as Unicode has them here."""
    forms = ", ".join(
        "('{}', '{}')".format(character, form.replace("'", "''"))
        for character, form in list_changed_characters()
    )
    return (
        f"INSERT INTO catalogue_folded_character VALUES {forms} "
        "ON CONFLICT (character) DO UPDATE SET form = excluded.form"
    )


def list_changed_characters() -> Iterator[tuple[str, str]]:
    """Yield (character, form) for each one beyond ASCII that search changes.

    Those that Unicode composes in another way do not occur in a composed text.
    """
    for character in map(chr, range(0x80, sys.maxunicode + 1)):
        if unicodedata.category(character) in ("Cn", "Co", "Cs"):
            continue
        if unicodedata.normalize("NFKC", character) == character:
            form = find_search_form(character)
            if form != character:
                yield character, form


def create_documents(schema):
    """Create the documents with their vectors, the index of these, and the triggers."""
    yield from shared_objects()
    columns = ", ".join(f"{column} text NOT NULL" for column in COLUMN_WEIGHTS)
    vectors = ", ".join(f"{name} tsvector NOT NULL" for name in VECTORS)
    yield f"CREATE TABLE {schema.table} (key bigint PRIMARY KEY, {columns}, {vectors})"
    # Texts and vectors are stored apart, so that finding the keys reads few pages.
    yield f"ALTER TABLE {schema.table} SET (toast_tuple_target = 128)"
    yield create_index(schema.table)
    yield from document_triggers(schema)


def drop_documents(schema):
    """Drop the table, and the triggers with their functions."""
    yield f"DROP FUNCTION IF EXISTS {schema.table}_emptied CASCADE"
    yield f"DROP FUNCTION IF EXISTS {schema.table}_change CASCADE"
    yield f"DROP TABLE IF EXISTS {schema.table}"


def fill_documents(schema):
    """Write all documents. Readers see the old ones until the transaction ends.

    The time limit for statements of readers is lifted. If there is no document yet, the index
    is created at the end, which takes a third of the time.
    """
    table = schema.table
    yield "SET LOCAL statement_timeout = 0"
    yield (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM {table}) THEN "
        f"DROP INDEX IF EXISTS {table}_index; END IF; END $$"
    )
    yield f"DELETE FROM {table}"
    yield insert_documents(schema)
    yield create_index(table)
    yield f"ANALYZE {table}"


def match_groups(schema, groups, among: list[int] | None = None) -> Statement:
    """Return a SELECT of the keys by group and column; `among` restricts them to some records."""
    columns = [
        match_column(schema.table, place, column, phrases, among)
        for place, phrases in enumerate(groups)
        for column in COLUMN_WEIGHTS
    ]
    text, parameters = join_statements(columns, " UNION ALL ")
    for place in range(1, len(parameters) + 1):
        text = text.replace("%s", f"$1[{place}]", 1)
    return Statement("SELECT * FROM catalogue_match(%s, %s::text[])", [text, parameters])


def match_column(table: str, place: int, column: str, phrases: PhraseGroup, among) -> Statement:
    """Return a SELECT of a group, a column, and the keys of the documents that match in it."""
    restriction = "" if among is None else f" AND key IN ({', '.join(map(str, among))})"
    found = []
    for name, some in split_by_table(phrases).items():
        asked = " || ".join(BEGINNING if each.is_beginning else PHRASES[name] for each in some)
        found.append(Statement(f"{column}_{name} @@ ({asked})", [each.text for each in some]))
    condition = join_statements(found, " OR ")
    return Statement(
        f"SELECT {place}, '{column}', string_agg(key::text, ',') FROM {table} "
        f"WHERE ({condition.text}){restriction}",
        condition.parameters,
    )


def shared_objects():
    """Create what all nouns share: dictionary, a configuration for each vector, functions."""
    yield create_if_missing(
        "dict",
        "dict",
        "catalogue_porter",
        "CREATE TEXT SEARCH DICTIONARY catalogue_porter (TEMPLATE = snowball, LANGUAGE = porter)",
    )
    for name, dictionary in DICTIONARIES.items():
        configuration = f"catalogue_{name}"
        yield create_if_missing(
            "config",
            "cfg",
            configuration,
            f"CREATE TEXT SEARCH CONFIGURATION {configuration} (PARSER = pg_catalog.default); "
            f"ALTER TEXT SEARCH CONFIGURATION {configuration} "
            f"ADD MAPPING FOR {TOKENS} WITH {dictionary}",
        )
    yield CHARACTER_TABLE
    yield fill_character_table()
    yield from FUNCTIONS


def document_triggers(schema):
    """Write the documents of touched records again, and none for a table that was emptied."""
    table = schema.table
    keys = f"SELECT key FROM touched WHERE noun = '{schema.noun}' AND key IS NOT NULL"
    yield f"""
        CREATE OR REPLACE FUNCTION {table}_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS ({keys}) THEN
                DELETE FROM {table} WHERE key IN ({keys});
                {insert_documents(schema, f"AND record.id IN ({keys})")};
            END IF;
            RETURN NULL;
        END $$"""
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_change AFTER INSERT ON {CHANGELOG_TABLE} "
        f"REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {table}_change()"
    )
    yield f"""
        CREATE OR REPLACE FUNCTION {table}_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM {table};
            RETURN NULL;
        END $$"""
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_emptied AFTER TRUNCATE ON {schema.record_table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_emptied()"
    )


def create_if_missing(kind: str, prefix: str, name: str, statements: str) -> str:
    """Return a statement that makes a thing of text search, where it is missing."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_{kind} "
        f"WHERE {prefix}name = '{name}' "
        f"AND pg_ts_{kind}_is_visible(oid)) THEN {statements}; END IF; END $$"
    )


def create_index(table: str) -> str:
    """Return the statement that makes the index of all vectors.

    A renamed sector writes thousands of documents at once; 16 MB of them wait to be sorted in
    together, which takes half the time of the 4 MB that are usual.
    """
    return (
        f"CREATE INDEX IF NOT EXISTS {table}_index ON {table} "
        f"USING gin ({', '.join(VECTORS)}) WITH (gin_pending_list_limit = 16384)"
    )


def insert_documents(schema, condition: str = "") -> str:
    """Return the statement that writes documents with their vectors."""
    folded = ", ".join(f"catalogue_fold({column}) AS folded_{column}" for column in COLUMN_WEIGHTS)
    documents = schema.select("string_agg", condition)
    vectors = ", ".join(
        f"to_tsvector('catalogue_{name}', {TEXTS[name].format(f'folded_{column}')})"
        for name, column in VECTORS.values()
    )
    # OFFSET 0: each text is put together once, and folded once, however often it is used.
    return (
        f"INSERT INTO {schema.table} SELECT key, {COLUMNS}, {vectors} FROM ("
        f"SELECT documents.*, {folded} FROM ({documents} OFFSET 0) documents OFFSET 0) folded"
    )
