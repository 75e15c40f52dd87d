"""What a cell can hold besides a field: an address, a label, a public link, words joined to one."""

from django.db.models import Case, CharField, F, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from catalogue.core.models import Publishable, Status


class SitePath(str):
    """A path of this site. Files show it with the name of the site in front."""


class SitePathField(CharField):
    """The type of an expression that gives a path of this site."""

    def from_db_value(self, value, expression, connection):
        """Mark the text as an address."""
        return SitePath(value)


class ChoiceLabel(F):
    """The label of a field with fixed choices, in the language of the reader."""

    def resolve_expression(self, query=None, *args, **kwargs):
        """Choose among the labels of the field."""
        labels = query.model._meta.get_field(self.name).flatchoices
        cases = [
            When(Q((self.name, code)), then=Value(label, CharField())) for code, label in labels
        ]
        chosen = Case(*cases, default=F(self.name), output_field=CharField())
        return chosen.resolve_expression(query, *args, **kwargs)


class PublicValue(F):
    """A field of one linked record; empty where there is none that the public may see."""

    def resolve_expression(self, query=None, *args, **kwargs):
        """Look at the status of a linked record that has one."""
        link = self.name.partition("__")[0]
        shown, nothing = F(self.name), Value("")
        if issubclass(query.model._meta.get_field(link).related_model, Publishable):
            public = When(Q((f"{link}__status", Status.PUBLISHED)), then=shown)
            found = Case(public, default=nothing, output_field=CharField())
        else:
            found = Coalesce(shown, nothing, output_field=CharField())
        return found.resolve_expression(query, *args, **kwargs)


class JoinedTexts(Subquery):
    """The texts that a query of one column gives, in its order, parted by blanks."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection):
        """Join them as SQLite does."""
        template = "COALESCE((SELECT group_concat({0}, ' ') FROM (%(subquery)s)), '')"
        return self.as_sql(compiler, connection, template.format(self.column(connection)))

    def as_postgresql(self, compiler, connection):
        """Join them as PostgreSQL does."""
        return self.as_sql(compiler, connection, "array_to_string(ARRAY(%(subquery)s), ' ')")

    def column(self, connection) -> str:
        """Return the name of the column."""
        return connection.ops.quote_name(self.query.values_select[0])
