"""Django's entry for the app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The one app of the project; models of every room carry its label."""

    name = "catalogue"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Connect what follows a migration, a flush of the tables and a bulk write."""
        from catalogue.changelog.writes import bulk_write_finished, log_migration
        from catalogue.nouns import register_nouns
        from catalogue.operations.groups import create_missing_groups
        from catalogue.search.search_index import rebuild_documents, repair_documents
        from catalogue.versions import history

        for receiver in (log_migration, repair_documents, create_missing_groups):
            post_migrate.connect(receiver, sender=self)
        bulk_write_finished.connect(rebuild_documents)
        register_nouns()
        history.register_models()
