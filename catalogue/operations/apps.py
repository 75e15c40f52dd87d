"""Django's entry for the admin, with a site of ours."""

from django.contrib.admin.apps import AdminConfig


class CatalogueAdminConfig(AdminConfig):
    """Django's admin; who enters is decided by `site.Desk`."""

    default_site = "catalogue.operations.admin_site.CatalogueAdminSite"

    def ready(self):
        """Listen to who signs in from the start on: a session remembers when it began."""
        super().ready()
        from catalogue.operations import session_middleware  # noqa: F401
