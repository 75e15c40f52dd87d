"""Migration operations for what is no model: the triggers of the change log, and search indexes.

An operation holds what it installs as names of models, fields and paths of relations, as the models
are at that point of the history. The SQL of each database follows from it. To change a declaration,
write a migration with a new operation of its kind: it replaces what the earlier one installed.
"""

from functools import partial

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from catalogue.db.search import search_backend
from catalogue.db.search.documents import DocumentSchema
from catalogue.db.triggers import address_triggers, trigger_backend
from catalogue.db.triggers.trigger_plan import TriggerPlan


class InstallChangelogTriggers(Operation):
    """Replaces all triggers of the change log.

    `tables` are the watched tables, `dependencies` the paths of relations by noun, `trees` the
    fields for the parent by model. See `catalogue.db.triggers.trigger_plan`.
    """

    def __init__(self, tables, dependencies, trees):
        self.tables, self.dependencies, self.trees = tables, dependencies, trees

    def state_forwards(self, app_label, state):
        """Change no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Install the triggers, with models that are given by name."""
        # Those of an earlier migration go first.
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        models = partial(to_state.apps.get_model, app_label)
        for statement in self.create_statements(models, schema_editor.connection):
            schema_editor.execute(statement, None)

    def create_statements(self, models, connection):
        """Return the statements that create the triggers; `models` gives the models by name."""
        plan = TriggerPlan(models, self.tables, self.dependencies, self.trees)
        return trigger_backend(connection).create_statements(plan)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Remove all triggers of the log."""
        with schema_editor.connection.cursor() as cursor:
            drops = list(trigger_backend(schema_editor.connection).drop_statements(cursor))
        for statement in drops:
            schema_editor.execute(statement, None)

    def describe(self):
        """Return what migrate shows."""
        return "Install the triggers of the change log"


class GuardAddresses(Operation):
    """Installs triggers by which no address, present or former, leads to two organizations.

    A unique constraint is of one table; here the slug of one must not be a former one of another.
    """

    def state_forwards(self, app_label, state):
        """Change no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Install the triggers, after those of an earlier migration are removed."""
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        for statement in self.create_statements(None, schema_editor.connection):
            schema_editor.execute(statement, None)

    def create_statements(self, models, connection):
        """Return the statements that create the triggers."""
        return address_triggers.create_statements(connection.vendor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Remove the triggers."""
        for statement in address_triggers.drop_statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, None)

    def describe(self):
        """Return what migrate shows."""
        return "Install the triggers that guard addresses"


class CreateSearchIndex(Operation):
    """Replaces the search index of a noun: its documents, their triggers, and every document.

    `columns` has the parts of each column: names of fields, and (path, fields) of related records.
    See `catalogue.db.search.documents`.
    """

    def __init__(self, model_name, columns):
        self.model_name, self.columns = model_name, columns

    def state_forwards(self, app_label, state):
        """Change no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Drop what an earlier migration made, create the index, and write all documents."""
        backend = search_backend(schema_editor.connection)
        schema = self._schema(partial(to_state.apps.get_model, app_label))
        for make in (backend.drop_documents, backend.create_documents, backend.fill_documents):
            for statement in make(schema):
                schema_editor.execute(statement, None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Drop the index."""
        backend = search_backend(schema_editor.connection)
        schema = self._schema(partial(from_state.apps.get_model, app_label))
        for statement in backend.drop_documents(schema):
            schema_editor.execute(statement, None)

    def create_statements(self, models, connection):
        """Return the statements that create the index; `models` gives the models by name."""
        return search_backend(connection).create_documents(self._schema(models))

    def _schema(self, models):
        return DocumentSchema(models(self.model_name), self.columns)

    def describe(self):
        """Return what migrate shows."""
        return f"Create the search index of {self.model_name}"


class DropSearchIndex(CreateSearchIndex):
    """Drops the search index of a noun, before what it searches is renamed or removed.

    A later `CreateSearchIndex` creates it for the new fields.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Drop the index."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Create the index again."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """Return what migrate shows."""
        return f"Drop the search index of {self.model_name}"


def find_installed_operations(app_label: str) -> dict[str, Operation]:
    """Return the operations that are in effect after all migrations, by what they install."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    (leaf,) = graph.leaf_nodes(app_label)
    found: dict[str, Operation] = {}
    for key in graph.forwards_plan(leaf):
        for operation in graph.nodes[key].operations:
            match operation:
                case InstallChangelogTriggers():
                    found["triggers"] = operation
                case GuardAddresses():
                    found["addresses"] = operation
                case DropSearchIndex():
                    found.pop(operation.model_name, None)
                case CreateSearchIndex():
                    found[operation.model_name] = operation
    return found
