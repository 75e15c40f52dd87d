"""Expressions that the databases write in different ways."""

from django.db.models import Func, Subquery, TextField


class JoinedTexts(Subquery):
    """The texts that a query of one column returns, in its order, joined by blanks."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection):
        """Join them in SQLite."""
        template = "COALESCE((SELECT group_concat({0}, ' ') FROM (%(subquery)s)), '')"
        column = connection.ops.quote_name(self.query.values_select[0])
        return self.as_sql(compiler, connection, template.format(column))

    def as_postgresql(self, compiler, connection):
        """Join them in PostgreSQL."""
        return self.as_sql(compiler, connection, "array_to_string(ARRAY(%(subquery)s), ' ')")


class FoldedText(Func):
    """A text in lower case without accents, by which both databases sort names alike."""

    arity = 1
    output_field = TextField()
    function = "fold_text"  # of Python: SQLite knows no accents (`catalogue/db/sqlite_engine/`)

    def as_postgresql(self, compiler, connection):
        """Fold it in PostgreSQL, and compare it character by character."""
        folded = r"regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036F]+', '', 'g')"
        return self.as_sql(compiler, connection, template=f'(lower({folded}) COLLATE "C")')
