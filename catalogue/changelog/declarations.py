"""What the models declare for the log: which tables are watched, and whose records they touch.

A model that declares `index_dependencies` has records that lists and search show together with
rows of other tables. Each entry is a path of relations, as in filters. A migration installs the
triggers that follow from it; `tests/house/` says when a new one is needed.
"""

from django.apps import apps
from django.db.models import Model

from catalogue.db.operations import InstallChangelogTriggers
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE

#: Tables of which readers see nothing, or whose writers log what readers see of them (`writes.py`).
UNWATCHED_TABLES = {
    CHANGELOG_TABLE,
    "catalogue_codesequence",
    "catalogue_import",
    "catalogue_linkcheck",
}


def tracked_models() -> list[type[Model]]:
    """Return the models whose records the log names: those that declare their dependencies."""
    models = apps.get_app_config("catalogue").get_models()
    return [model for model in models if hasattr(model, "index_dependencies")]


def tracked_name(model: type[Model]) -> str:
    """Return the name of a model in the log."""
    return model._meta.model_name


def watched_tables() -> list[str]:
    """Return every table of the catalogue that readers see something of."""
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - UNWATCHED_TABLES)


def declared_triggers() -> InstallChangelogTriggers:
    """Return the operation that installs the triggers as the models declare them now."""
    models = apps.get_app_config("catalogue").get_models()
    return InstallChangelogTriggers(
        tables=watched_tables(),
        dependencies={
            tracked_name(model): list(model.index_dependencies) for model in tracked_models()
        },
        trees={model._meta.model_name: model.tree for model in models if hasattr(model, "tree")},
    )
