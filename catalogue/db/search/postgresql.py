"""Search on PostgreSQL: two tsvectors for each document, one of stems and one of whole words.

Words are what lies between blanks when accents are gone and every sign is a blank, so that no
rule of PostgreSQL's parser about hyphens, addresses or numbers applies. The stemmer is Porter's,
with the two endings that he added later and FTS5 has. No word is a stop word.

Needs PostgreSQL 14, encoded in UTF-8.
"""

from catalogue.db.search.documents import COLUMN_WEIGHTS, Statement
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

#: Vectors of a document by column, and the dictionary that makes their words.
DICTIONARIES = {"stems": "catalogue_porter", "words": "pg_catalog.simple"}
#: Weights by letter, as a tsvector knows them.
LETTERS = dict(zip("ABCD", COLUMN_WEIGHTS, strict=True))
#: The text of each vector, from a plain one.
TEXTS = {"stems": "catalogue_stemmable({})", "words": "{}"}
#: `technology` as `technolog` and `assembly` as `assemble`, where a syllable stands before.
LATE_PORTER_ENDINGS = (
    r"regexp_replace(regexp_replace({}, '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*log)(y|ies)\M', "
    r"'\1', 'g'), '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*bl)(y|ies)\M', '\1e', 'g')"
)
TOKENS = "asciiword, word, numword, int, uint, float, sfloat, version"
COLUMNS = ", ".join(COLUMN_WEIGHTS)
#: A term among stems: a phrase of its words.
PHRASE = "phraseto_tsquery('catalogue_stems', catalogue_stemmable(catalogue_plain(%s)))"
#: A term of which the last word is the beginning of a word. Without a word in it, it is NULL.
BEGINNING = (
    "(nullif(phraseto_tsquery('catalogue_words', catalogue_plain(%s))::text, '') || ':*')::tsquery"
)
FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION catalogue_plain(typed text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(
            regexp_replace(normalize(typed, NFKD), '[\\u0300-\\u036F]+', '', 'g'),
            '[^[:alnum:]]+', ' ', 'g')
    $$""",
    f"""
    CREATE OR REPLACE FUNCTION catalogue_stemmable(plain text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT {LATE_PORTER_ENDINGS.format("lower(plain)")}
    $$""",
    # The planner does not know that a vector has to be unpacked to be looked at, and would read the
    # whole table for a common word: half a second at 100,000 records.
    """
    CREATE OR REPLACE FUNCTION catalogue_by_index(statement text, terms text[])
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan TO off AS $$
        BEGIN RETURN QUERY EXECUTE statement USING terms; END
    $$""",
)


def create_documents(schema):
    """Create the documents with their vectors, the index of these, and the triggers."""
    yield from shared_objects()
    columns = ", ".join(f"{column} text NOT NULL" for column in COLUMN_WEIGHTS)
    vectors = ", ".join(f"{name} tsvector NOT NULL" for name in DICTIONARIES)
    yield f"CREATE TABLE {schema.table} (key bigint PRIMARY KEY, {columns}, {vectors})"
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


def match_documents(schema, query):
    """Find whole words among stems, and the last term as a prefix among whole words."""
    found = match_words(schema.table, query)
    text, parameters = f"SELECT key FROM {schema.table} WHERE {found.text}", found.parameters
    if query.last_is_prefix:
        # Apart, since the index answers each of the two by itself.
        prefix = match_prefix(schema.table, query)
        text += f" UNION ALL SELECT key FROM {schema.table} WHERE {prefix.text}"
        parameters = parameters + prefix.parameters
    return use_index(text, parameters)


def rank_documents(schema, query, last_key):
    """Rank by ts_rank."""
    found, parameters = match_either(schema.table, query)
    order, more = score("stems", " && ".join([PHRASE] * len(query.terms))), [*query.terms]
    if query.last_is_prefix:
        text, prefix = " AND ".join(term_conditions(query.terms)), score("words", BEGINNING)
        order = f"({text}) DESC, CASE WHEN {text} THEN {order} ELSE {prefix} END"
        more = [*more * 3, query.terms[-1]]
    return use_index(
        f"SELECT document.key FROM {schema.table} document "
        f"JOIN {schema.record_table} record ON record.id = document.key "
        f"WHERE {found} ORDER BY {order} DESC, record.{last_key}",
        parameters + more,
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


def use_index(text: str, parameters: list) -> Statement:
    """Return a statement that is answered by indexes; its parameters are texts."""
    asked = text
    for place in range(1, len(parameters) + 1):
        asked = asked.replace("%s", f"$1[{place}]", 1)
    return Statement(
        "SELECT key FROM catalogue_by_index(%s, %s::text[]) AS key", [asked, parameters]
    )


def match_either(table: str, query) -> Statement:
    """Return the condition that a document answers: in whole words, or with a beginning of one."""
    found = match_words(table, query)
    if not query.last_is_prefix:
        return found
    prefix = match_prefix(table, query)
    keys = f"SELECT key FROM {table} WHERE"
    return Statement(
        f"document.key IN ({keys} {found.text} UNION {keys} {prefix.text})",
        found.parameters + prefix.parameters,
    )


def match_prefix(table: str, query) -> Statement:
    """Return the condition that a document holds the last term as the beginning of a word."""
    *others, last = query.terms
    conditions = [
        f"words @@ {BEGINNING}",
        *term_conditions(others),
        *exclusions(table, query.excluded),
    ]
    return Statement(" AND ".join(conditions), [last, *others, *query.excluded])


def match_words(table: str, query) -> Statement:
    """Return the condition that a document holds every term as whole words.

    Terms are asked for one by one: of several together, PostgreSQL passes over one without a word.
    """
    conditions = " AND ".join([*term_conditions(query.terms), *exclusions(table, query.excluded)])
    return Statement(conditions, [*query.terms, *query.excluded])


def term_conditions(terms) -> list[str]:
    """Return a condition for each term."""
    return [f"stems @@ {PHRASE}"] * len(terms)


def exclusions(table: str, excluded) -> list[str]:
    """Return a condition for each term that must not be there: the index finds where it is."""
    return [f"key NOT IN (SELECT key FROM {table} WHERE stems @@ {PHRASE})"] * len(excluded)


def score(vector: str, asked: str) -> str:
    """Return how well a document answers: the higher the better."""
    heaviest = max(COLUMN_WEIGHTS.values())
    weights = ", ".join(str(weight / heaviest) for weight in reversed(COLUMN_WEIGHTS.values()))
    return f"ts_rank('{{{weights}}}', {vector}, {asked})"


def create_if_missing(kind: str, prefix: str, name: str, statements: str) -> str:
    """Return a statement that makes a thing of text search, where it is missing."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_{kind} "
        f"WHERE {prefix}name = '{name}' "
        f"AND pg_ts_{kind}_is_visible(oid)) THEN {statements}; END IF; END $$"
    )


def create_index(table: str) -> str:
    """Return the statement that makes the index of both vectors.

    A renamed sector writes thousands of documents at once; 16 MB of them wait to be sorted in
    together, which takes half the time of the 4 MB that are usual.
    """
    return (
        f"CREATE INDEX IF NOT EXISTS {table}_index ON {table} "
        f"USING gin ({', '.join(DICTIONARIES)}) WITH (gin_pending_list_limit = 16384)"
    )


def insert_documents(schema, condition: str = "") -> str:
    """Return the statement that writes documents with their vectors."""
    plain = ", ".join(f"catalogue_plain({column}) AS plain_{column}" for column in COLUMN_WEIGHTS)
    documents = schema.select("string_agg", condition)
    vectors = ", ".join(vector_sql(name) for name in DICTIONARIES)
    # OFFSET 0: each text is put together once, and made plain once, however often it is used.
    return (
        f"INSERT INTO {schema.table} SELECT key, {COLUMNS}, {vectors} FROM ("
        f"SELECT documents.*, {plain} FROM ({documents} OFFSET 0) documents OFFSET 0) plain"
    )


def vector_sql(name: str) -> str:
    """Return the vector of a document, each column with its weight."""
    return " || ".join(
        f"setweight(to_tsvector('catalogue_{name}', {TEXTS[name].format(f'plain_{column}')}), "
        f"'{letter}')"
        for letter, column in LETTERS.items()
    )
