"""Django's entry for the app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The one app of the project; models of every room carry its label."""

    name = "catalogue"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Keep triggers and groups in place, whatever a migration or a flush does."""
        from catalogue import urls  # noqa: F401  (the nouns declare there what is searched)
        from catalogue.changelog import triggers
        from catalogue.changelog.bulk import bulk_write_finished
        from catalogue.operations.groups import create_missing_groups
        from catalogue.search import schema
        from catalogue.versions import history

        for room in (triggers, schema):
            pre_migrate.connect(room.before_migration, sender=self)
            post_migrate.connect(room.after_migration, sender=self)
        post_migrate.connect(create_missing_groups, sender=self)
        bulk_write_finished.connect(schema.rebuild)
        history.register_models()
