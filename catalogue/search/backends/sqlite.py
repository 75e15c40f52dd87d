"""Search on SQLite: two FTS5 tables over the documents, one of stems and one of whole words.

Stems answer words and phrases. The beginning of a word is looked up among whole words, since a
stem is shorter than what a reader may have typed of it: `securit` is no beginning of `secur`.
"""

from catalogue.search.backends.base import Backend, Statement
from catalogue.search.index import COLUMN_WEIGHTS

COLUMNS = ", ".join(COLUMN_WEIGHTS)
ACCENTS = "unicode61 remove_diacritics 2"
#: The full-text tables of a noun by what is added to the name of its table, and their tokenizers.
TOKENIZERS = {"stems": f"porter {ACCENTS}", "words": ACCENTS}


class SQLite(Backend):
    """Search with FTS5."""

    def shared(self):
        """Make nothing: FTS5 comes with SQLite."""
        return iter(())

    def make(self, searched):
        """Make the documents, their full-text tables, and the triggers that keep these equal."""
        table = searched.table
        columns = ", ".join(f"{column} text NOT NULL" for column in COLUMN_WEIGHTS)
        yield f"CREATE TABLE {table} (key integer PRIMARY KEY, {columns})"
        for name, tokenizer in TOKENIZERS.items():
            yield (
                f"CREATE VIRTUAL TABLE {table}_{name} USING fts5({COLUMNS}, content='{table}', "
                f"content_rowid='key', tokenize='{tokenizer}')"
            )
        yield from followers(table)

    def drop(self, searched):
        """Drop the tables and the trigger on the log."""
        yield from self.silence(searched)
        for name in TOKENIZERS:
            yield f"DROP TABLE IF EXISTS {searched.table}_{name}"
        yield f"DROP TABLE IF EXISTS {searched.table}"

    def listen(self, searched):
        """Write the document of each touched record anew."""
        table = searched.table
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_change AFTER INSERT ON catalogue_change "
            f"WHEN NEW.noun = '{searched.name}' AND NEW.key IS NOT NULL BEGIN "
            f"DELETE FROM {table} WHERE key = NEW.key; "
            f"INSERT INTO {table} {documents(searched, 'AND record.id = NEW.key')}; END"
        )

    def silence(self, searched):
        """Drop the trigger: SQLite renames no table while a trigger names one being rebuilt."""
        yield f"DROP TRIGGER IF EXISTS {searched.table}_change"

    def fill(self, searched):
        """Write all documents, and then the full-text tables at once."""
        table = searched.table
        for event in FOLLOWERS:
            yield f"DROP TRIGGER IF EXISTS {table}_{event}"
        yield f"DELETE FROM {table}"
        yield f"INSERT INTO {table} {documents(searched)}"
        for name in TOKENIZERS:
            yield f"INSERT INTO {table}_{name} ({table}_{name}) VALUES ('rebuild')"
        yield from followers(table)

    def matching(self, searched, query):
        """Find whole words among stems; besides, the beginning of the last among whole words."""
        if not query.terms:
            return whole(searched.table, query, "key")
        found = whole(searched.table, query, "rowid")
        if not query.last_is_prefix:
            return found
        begun = beginning(searched.table, query, "rowid")
        return Statement(
            f"{found.text} UNION ALL {begun.text}", found.parameters + begun.parameters
        )

    def ranking(self, searched, query, last_key):
        """Rank by bm25."""
        table = searched.table
        found = whole(table, query, f"rowid AS key, 0 AS place, {score(table, 'stems')} AS score")
        text, parameters = found
        if query.last_is_prefix:
            begun = beginning(table, query, f"rowid, 1, {score(table, 'words')}")
            same = whole(table, query, "rowid")
            text += f" UNION ALL {begun.text} AND +rowid NOT IN ({same.text})"
            parameters = parameters + begun.parameters + same.parameters
        return Statement(
            f"SELECT found.key FROM ({text}) found "
            f"CROSS JOIN {searched.model._meta.db_table} record "
            f"WHERE record.id = found.key ORDER BY place, score, record.{last_key}",
            parameters,
        )


#: What keeps a full-text table equal to the documents. FTS5 wants the old text to forget it.
FOLLOWERS = {
    "insert": ("NEW", "{name} (rowid, {columns}) VALUES (NEW.key, {values})"),
    "delete": ("OLD", "{name} ({name}, rowid, {columns}) VALUES ('delete', OLD.key, {values})"),
}


def followers(table: str):
    """Return the triggers that keep the full-text tables equal to the documents."""
    for event, (row, target) in FOLLOWERS.items():
        values = ", ".join(f"{row}.{column}" for column in COLUMN_WEIGHTS)
        inserts = " ".join(
            f"INSERT INTO {target.format(name=f'{table}_{each}', columns=COLUMNS, values=values)};"
            for each in TOKENIZERS
        )
        yield f"CREATE TRIGGER {table}_{event} AFTER {event} ON {table} BEGIN {inserts} END"


def documents(searched, condition: str = "") -> str:
    """Return the SELECT of documents."""
    return searched.select("group_concat", condition)


def score(table: str, name: str) -> str:
    """Return how well a record answers: the lower the better, the same for the same words."""
    weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS.values())
    return f"bm25({table}_{name}, {weights})"


def quoted(term: str) -> str:
    """Return a term as FTS5 takes it: it is cut into words there, and is a phrase of these."""
    return '"' + term.replace('"', '""') + '"'


def expression(terms, excluded) -> str:
    """Return what FTS5 looks for."""
    wanted = " AND ".join(map(quoted, terms))
    unwanted = " OR ".join(map(quoted, excluded))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def whole(table: str, query, columns: str) -> Statement:
    """Return a SELECT of the documents that hold every term as whole words."""
    if query.terms:
        text = f"SELECT {columns} FROM {table}_stems WHERE {table}_stems MATCH %s"
        return Statement(text, [expression(query.terms, query.excluded)])
    condition, parameters = restriction(table, (), query.excluded, "key")
    return Statement(f"SELECT {columns} FROM {table} WHERE {condition}", parameters)


def beginning(table: str, query, columns: str) -> Statement:
    """Return a SELECT of the documents that hold the last term as the beginning of a word."""
    *others, last = query.terms
    text = f"SELECT {columns} FROM {table}_words WHERE {table}_words MATCH %s"
    condition, parameters = restriction(table, others, query.excluded, "+rowid")
    return Statement(
        f"{text} AND {condition}" if condition else text, [f"{quoted(last)} *", *parameters]
    )


def restriction(table: str, terms, excluded, key: str) -> tuple[str, list]:
    """Return the condition that a document has some terms and not others; empty without any.

    `+rowid` keeps SQLite from asking the full-text table once for each of the keys.
    """
    if not terms and not excluded:
        return "", []
    asked = expression(terms, excluded) if terms else " OR ".join(map(quoted, excluded))
    among = f"{key} IN" if terms else f"{key} NOT IN"
    return f"{among} (SELECT rowid FROM {table}_stems WHERE {table}_stems MATCH %s)", [asked]
