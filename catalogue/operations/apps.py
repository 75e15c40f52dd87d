"""The app configuration of the admin, with our site."""

from django.contrib.admin.apps import AdminConfig


class CatalogueAdminConfig(AdminConfig):
    """Django's admin with `CatalogueAdminSite`."""

    default_site = "catalogue.operations.admin_site.CatalogueAdminSite"

    def ready(self):
        """Connect the receivers of login and logout, which store when a session began."""
        super().ready()
        from catalogue.operations import sessions  # noqa: F401
