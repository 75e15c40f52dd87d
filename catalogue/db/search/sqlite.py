"""Search on SQLite: two FTS5 tables over the documents, one of stems and one of whole words.

Stems match words and phrases. The beginning of a word is looked up among whole words, since a stem
may be shorter than what a reader has typed: `securit` is not the beginning of `secur`.
"""

from catalogue.db.search.documents import COLUMN_WEIGHTS, Statement
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

COLUMNS = ", ".join(COLUMN_WEIGHTS)
ACCENTS = "unicode61 remove_diacritics 2"
#: The full-text tables of a noun by what is added to the name of its table, and their tokenizers.
TOKENIZERS = {"stems": f"porter {ACCENTS}", "words": ACCENTS}
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
    for name, tokenizer in TOKENIZERS.items():
        yield (
            f"CREATE VIRTUAL TABLE {table}_{name} USING fts5({COLUMNS}, content='{table}', "
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


def match_documents(schema, query):
    """Find whole words among stems, and the last term as a prefix among whole words."""
    if not query.terms:
        return match_words(schema.table, query, "key")
    found = match_words(schema.table, query, "rowid")
    if not query.last_is_prefix:
        return found
    prefix = match_prefix(schema.table, query, "rowid")
    return Statement(f"{found.text} UNION ALL {prefix.text}", found.parameters + prefix.parameters)


def rank_documents(schema, query, last_key):
    """Rank by bm25."""
    table = schema.table
    columns = f"rowid AS key, 0 AS place, {score(table, 'stems')} AS score"
    text, parameters = match_words(table, query, columns)
    if query.last_is_prefix:
        prefix = match_prefix(table, query, f"rowid, 1, {score(table, 'words')}")
        same = match_words(table, query, "rowid")
        text += f" UNION ALL {prefix.text} AND +rowid NOT IN ({same.text})"
        parameters = parameters + prefix.parameters + same.parameters
    return Statement(
        f"SELECT found.key FROM ({text}) found "
        f"CROSS JOIN {schema.record_table} record "
        f"WHERE record.id = found.key ORDER BY place, score, record.{last_key}",
        parameters,
    )


def full_text_triggers(table: str):
    """Return the triggers that keep the full-text tables equal to the documents."""
    for event, (row, target) in FULL_TEXT_INSERTS.items():
        values = ", ".join(f"{row}.{column}" for column in COLUMN_WEIGHTS)
        inserts = " ".join(
            f"INSERT INTO {target.format(name=f'{table}_{each}', columns=COLUMNS, values=values)};"
            for each in TOKENIZERS
        )
        yield f"CREATE TRIGGER {table}_{event} AFTER {event} ON {table} BEGIN {inserts} END"


def score(table: str, name: str) -> str:
    """Return the SQL of how well a record matches: the lower the better."""
    weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS.values())
    return f"bm25({table}_{name}, {weights})"


def quote_term(term: str) -> str:
    """Return a term for FTS5, which cuts it into words and takes it as a phrase of these."""
    return '"' + term.replace('"', '""') + '"'


def match_expression(terms, excluded) -> str:
    """Return the match expression of FTS5."""
    wanted = " AND ".join(map(quote_term, terms))
    unwanted = " OR ".join(map(quote_term, excluded))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def match_words(table: str, query, columns: str) -> Statement:
    """Return a SELECT of the documents that hold every term as whole words."""
    if query.terms:
        text = f"SELECT {columns} FROM {table}_stems WHERE {table}_stems MATCH %s"
        return Statement(text, [match_expression(query.terms, query.excluded)])
    condition, parameters = restriction(table, (), query.excluded, "key")
    return Statement(f"SELECT {columns} FROM {table} WHERE {condition}", parameters)


def match_prefix(table: str, query, columns: str) -> Statement:
    """Return a SELECT of the documents that hold the last term as the beginning of a word."""
    *others, last = query.terms
    text = f"SELECT {columns} FROM {table}_words WHERE {table}_words MATCH %s"
    condition, parameters = restriction(table, others, query.excluded, "+rowid")
    return Statement(
        f"{text} AND {condition}" if condition else text, [f"{quote_term(last)} *", *parameters]
    )


def restriction(table: str, terms, excluded, key: str) -> tuple[str, list]:
    """Return the condition that a document has some terms and not others; empty without any.

    `+rowid` keeps SQLite from asking the full-text table once for each of the keys.
    """
    if not terms and not excluded:
        return "", []
    asked = match_expression(terms, excluded) if terms else " OR ".join(map(quote_term, excluded))
    among = f"{key} IN" if terms else f"{key} NOT IN"
    return f"{among} (SELECT rowid FROM {table}_stems WHERE {table}_stems MATCH %s)", [asked]
