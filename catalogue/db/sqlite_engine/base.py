"""SQLite as a database engine of Django: see `DATABASES` in the settings."""

from contextlib import contextmanager

from django.db.backends.sqlite3 import base, features, schema

from catalogue.db.sqlite_engine.functions import register_functions


class DatabaseFeatures(features.DatabaseFeatures):
    """Lets more than 1,000 linked records be prefetched through a foreign key.

    Otherwise Django asks for each with a condition of its own, and SQLite refuses so many. SQLite
    has no lists of keys with several columns, but no key here has several.
    """

    supports_tuple_lookups = True


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Keeps all triggers when a table is rebuilt.

    To alter a column, Django writes a new table, drops the old one and renames the new one. SQLite
    would drop the triggers of the old table with it, and renames no table as long as a trigger
    names one that does not exist at that moment.
    """

    def _remake_table(self, *args, **kwargs):
        with self._without_triggers():
            super()._remake_table(*args, **kwargs)

    @contextmanager
    def _without_triggers(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for name, _sql in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", None)
        yield
        for _name, sql in triggers:
            self.execute(sql, None)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with functions of ours, whose schema editor keeps triggers."""

    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params):
        """Connect to the database."""
        connection = super().get_new_connection(conn_params)
        register_functions(connection)
        return connection
