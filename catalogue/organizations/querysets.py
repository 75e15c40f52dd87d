"""Adjectives of organizations."""

from django.db import models

from catalogue.core.querysets import PublishableQuerySet


class OrganizationQuerySet(PublishableQuerySet):
    """Organizations, as lists and pages ask for them."""

    def for_list(self):
        """Bring along what a card and a row of the export show."""
        return self.select_related("country", "parent", "successor")


class RoleQuerySet(models.QuerySet):
    """Rows that give an organization a role in a practice or an event."""

    def public(self):
        """Keep the roles of public organizations, and bring these along."""
        return self.filter(organization__status="published").select_related("organization")
