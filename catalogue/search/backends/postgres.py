"""Search on PostgreSQL: two tsvectors for each document, one of stems and one of whole words.

Words are what lies between blanks when accents are gone and every sign is a blank, so that no
rule of PostgreSQL's parser about hyphens, addresses or numbers applies. The stemmer is Porter's,
with the two endings that he added later and FTS5 has. No word is a stop word.

Needs PostgreSQL 14, encoded in UTF-8.
"""

from catalogue.search.backends.base import Backend, Statement
from catalogue.search.index import COLUMN_WEIGHTS

#: Vectors of a document by column, and the dictionary that makes their words.
DICTIONARIES = {"stems": "catalogue_porter", "words": "pg_catalog.simple"}
#: Weights by letter, as a tsvector knows them.
LETTERS = dict(zip("ABCD", COLUMN_WEIGHTS, strict=True))
#: The text of each vector, from a plain one.
TEXTS = {"stems": "catalogue_stemmable({})", "words": "{}"}
#: `technology` as `technolog` and `assembly` as `assemble`, where a syllable stands before.
LATER_ENDINGS = (
    r"regexp_replace(regexp_replace({}, '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*log)(y|ies)\M', "
    r"'\1', 'g'), '\m([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*bl)(y|ies)\M', '\1e', 'g')"
)
TOKENS = "asciiword, word, numword, int, uint, float, sfloat, version"
COLUMNS = ", ".join(COLUMN_WEIGHTS)


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
        SELECT {LATER_ENDINGS.format("lower(plain)")}
    $$""",
    # The planner does not know that a vector has to be unpacked to be looked at, and would read the
    # whole table for a common word: half a second at 100,000 records.
    """
    CREATE OR REPLACE FUNCTION catalogue_by_index(statement text, terms text[])
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan TO off AS $$
        BEGIN RETURN QUERY EXECUTE statement USING terms; END
    $$""",
)


class PostgreSQL(Backend):
    """Search with tsvector and GIN."""

    def shared(self):
        """Make the dictionary, a configuration for each vector, and the functions."""
        yield unless_there(
            "dict",
            "catalogue_porter",
            "CREATE TEXT SEARCH DICTIONARY catalogue_porter "
            "(TEMPLATE = snowball, LANGUAGE = porter)",
        )
        for name, dictionary in DICTIONARIES.items():
            configuration = f"catalogue_{name}"
            yield unless_there(
                "config",
                configuration,
                f"CREATE TEXT SEARCH CONFIGURATION {configuration} (PARSER = pg_catalog.default); "
                f"ALTER TEXT SEARCH CONFIGURATION {configuration} "
                f"ADD MAPPING FOR {TOKENS} WITH {dictionary}",
            )
        yield from FUNCTIONS

    def make(self, searched):
        """Make the documents with their vectors, and the index of these."""
        columns = ", ".join(f"{column} text NOT NULL" for column in COLUMN_WEIGHTS)
        vectors = ", ".join(f"{name} tsvector NOT NULL" for name in DICTIONARIES)
        yield f"CREATE TABLE {searched.table} (key bigint PRIMARY KEY, {columns}, {vectors})"
        yield index(searched.table)

    def drop(self, searched):
        """Drop the table, and the triggers with their functions."""
        yield f"DROP FUNCTION IF EXISTS {searched.table}_emptied CASCADE"
        yield f"DROP FUNCTION IF EXISTS {searched.table}_change CASCADE"
        yield f"DROP TABLE IF EXISTS {searched.table}"

    def listen(self, searched):
        """Write the documents of the records that a statement touched anew."""
        table = searched.table
        keys = f"SELECT key FROM touched WHERE noun = '{searched.name}' AND key IS NOT NULL"
        yield f"""
            CREATE OR REPLACE FUNCTION {table}_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS ({keys}) THEN
                    DELETE FROM {table} WHERE key IN ({keys});
                    {insert(searched, f"AND record.id IN ({keys})")};
                END IF;
                RETURN NULL;
            END $$"""
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_change AFTER INSERT ON catalogue_change "
            "REFERENCING NEW TABLE AS touched "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_change()"
        )
        yield f"""
            CREATE OR REPLACE FUNCTION {table}_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM {table};
                RETURN NULL;
            END $$"""
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_emptied AFTER TRUNCATE ON "
            f"{searched.model._meta.db_table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_emptied()"
        )

    def silence(self, searched):
        """Take away nothing: PostgreSQL changes tables under their triggers."""
        return iter(())

    def fill(self, searched):
        """Write all documents. Readers see the old ones until the transaction ends.

        It may take longer than a statement may for readers. Where there is no document yet, the
        index is made at the end, which takes a third of the time.
        """
        table = searched.table
        yield "SET LOCAL statement_timeout = 0"
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM {table}) THEN "
            f"DROP INDEX IF EXISTS {table}_index; END IF; END $$"
        )
        yield f"DELETE FROM {table}"
        yield insert(searched)
        yield index(table)
        yield f"ANALYZE {table}"

    def matching(self, searched, query):
        """Find whole words among stems; besides, the beginning of the last among whole words."""
        found = whole(searched.table, query)
        text, parameters = f"SELECT key FROM {searched.table} WHERE {found.text}", found.parameters
        if query.last_is_prefix:
            # Apart, since the index answers each of the two by itself.
            begun = beginning(searched.table, query)
            text += f" UNION ALL SELECT key FROM {searched.table} WHERE {begun.text}"
            parameters = parameters + begun.parameters
        return by_index(text, parameters)

    def ranking(self, searched, query, last_key):
        """Rank by ts_rank."""
        found, parameters = either(searched.table, query)
        order, more = score("stems", " && ".join([PHRASE] * len(query.terms))), [*query.terms]
        if query.last_is_prefix:
            text, begun = " AND ".join(has(query.terms)), score("words", BEGINNING)
            order = f"({text}) DESC, CASE WHEN {text} THEN {order} ELSE {begun} END"
            more = [*more * 3, query.terms[-1]]
        return by_index(
            f"SELECT document.key FROM {searched.table} document "
            f"JOIN {searched.model._meta.db_table} record ON record.id = document.key "
            f"WHERE {found} ORDER BY {order} DESC, record.{last_key}",
            parameters + more,
        )


#: A term among stems: a phrase of its words.
PHRASE = "phraseto_tsquery('catalogue_stems', catalogue_stemmable(catalogue_plain(%s)))"
#: A term of which the last word is the beginning of a word. Without a word in it, it is NULL.
BEGINNING = (
    "(nullif(phraseto_tsquery('catalogue_words', catalogue_plain(%s))::text, '') || ':*')::tsquery"
)


def by_index(text: str, parameters: list) -> Statement:
    """Return a statement that is answered by indexes; its parameters are texts."""
    asked = text
    for place in range(1, len(parameters) + 1):
        asked = asked.replace("%s", f"$1[{place}]", 1)
    return Statement(
        "SELECT key FROM catalogue_by_index(%s, %s::text[]) AS key", [asked, parameters]
    )


def either(table: str, query) -> Statement:
    """Return the condition that a document answers: in whole words, or with a beginning of one."""
    found = whole(table, query)
    if not query.last_is_prefix:
        return found
    begun = beginning(table, query)
    keys = f"SELECT key FROM {table} WHERE"
    return Statement(
        f"document.key IN ({keys} {found.text} UNION {keys} {begun.text})",
        found.parameters + begun.parameters,
    )


def beginning(table: str, query) -> Statement:
    """Return the condition that a document holds the last term as the beginning of a word."""
    *others, last = query.terms
    conditions = [f"words @@ {BEGINNING}", *has(others), *has_not(table, query.excluded)]
    return Statement(" AND ".join(conditions), [last, *others, *query.excluded])


def whole(table: str, query) -> Statement:
    """Return the condition that a document holds every term as whole words.

    Terms are asked for one by one: of several together, PostgreSQL passes over one without a word.
    """
    conditions = " AND ".join([*has(query.terms), *has_not(table, query.excluded)])
    return Statement(conditions, [*query.terms, *query.excluded])


def has(terms) -> list[str]:
    """Return a condition for each term."""
    return [f"stems @@ {PHRASE}"] * len(terms)


def has_not(table: str, excluded) -> list[str]:
    """Return a condition for each term that must not be there: the index finds where it is."""
    return [f"key NOT IN (SELECT key FROM {table} WHERE stems @@ {PHRASE})"] * len(excluded)


def score(vector: str, asked: str) -> str:
    """Return how well a document answers: the higher the better."""
    heaviest = max(COLUMN_WEIGHTS.values())
    weights = ", ".join(str(weight / heaviest) for weight in reversed(COLUMN_WEIGHTS.values()))
    return f"ts_rank('{{{weights}}}', {vector}, {asked})"


def unless_there(kind: str, name: str, statements: str) -> str:
    """Return a statement that makes a thing of text search, where it is missing."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_ts_{kind} "
        f"WHERE {PREFIXES[kind]}name = '{name}' "
        f"AND pg_ts_{kind}_is_visible(oid)) THEN {statements}; END IF; END $$"
    )


PREFIXES = {"dict": "dict", "config": "cfg"}


def index(table: str) -> str:
    """Return the statement that makes the index of both vectors.

    A renamed sector writes thousands of documents at once; 16 MB of them wait to be sorted in
    together, which takes half the time of the 4 MB that are usual.
    """
    return (
        f"CREATE INDEX IF NOT EXISTS {table}_index ON {table} "
        f"USING gin ({', '.join(DICTIONARIES)}) WITH (gin_pending_list_limit = 16384)"
    )


def insert(searched, condition: str = "") -> str:
    """Return the statement that writes documents with their vectors."""
    plain = ", ".join(f"catalogue_plain({column}) AS plain_{column}" for column in COLUMN_WEIGHTS)
    documents = searched.select("string_agg", condition)
    vectors = ", ".join(vector(name) for name in DICTIONARIES)
    # OFFSET 0: each text is put together once, and made plain once, however often it is used.
    return (
        f"INSERT INTO {searched.table} SELECT key, {COLUMNS}, {vectors} FROM ("
        f"SELECT documents.*, {plain} FROM ({documents} OFFSET 0) documents OFFSET 0) plain"
    )


def vector(name: str) -> str:
    """Return the vector of a document, each column with its weight."""
    return " || ".join(
        f"setweight(to_tsvector('catalogue_{name}', {TEXTS[name].format(f'plain_{column}')}), "
        f"'{letter}')"
        for letter, column in LETTERS.items()
    )
