"""Expressions that the databases write in different ways."""

from django.db.models import Subquery, TextField


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
