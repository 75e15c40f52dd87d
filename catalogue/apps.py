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
        """Keep the triggers of the version in place, whatever a migration does to a table."""
        from catalogue.facets.triggers import after_migration

        post_migrate.connect(after_migration, sender=self)
