"""Django's entry for the admin, with a site of ours."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin; who enters is decided by `second_factor.Desk`."""

    default_site = "catalogue.operating.second_factor.Desk"
