"""Querysets of organizations, and of the rows that give them a role."""

from django.db import models
from django.db.models import Prefetch

from catalogue.sources.querysets import CitingQuerySet


class OrganizationQuerySet(CitingQuerySet):
    """Organizations, as lists and pages ask for them."""

    def for_card(self):
        """Read the fields that a card shows."""
        fields = "slug", "name", "acronym", "kind", "summary", "founded", "ended", "country__name"
        return self.select_related("country").only(*fields)

    def for_page(self):
        """Prefetch what the page shows, public records only."""
        part_of = self.model.objects.published()
        whole = self.select_related("country", "parent", "successor").with_sources()
        return whole.prefetch_related(
            Prefetch("other_names", self.related("other_names").shown(), to_attr="shown_names"),
            Prefetch("children", part_of),
            Prefetch("predecessors", part_of),
            Prefetch("involvements", self.related("involvements").in_public("practice")),
            Prefetch("participations", self.related("participations").in_public("event")),
        )


class RoleQuerySet(models.QuerySet):
    """Rows that give an organization a role in a practice or an event."""

    def public(self):
        """Keep the roles of public organizations, and bring these along."""
        return self.filter(organization__status="published").select_related("organization")

    def first_role_names(self, roles):
        """Return the names of the organizations in the first of some roles that any of them has.

        Rows that were fetched before are not read again.
        """
        by_role = ([row.organization.name for row in self if row.role == role] for role in roles)
        return next(filter(None, by_role), [])

    def in_public(self, noun):
        """Keep the roles in public records of `noun`, the newest first, and bring these along."""
        return (
            self.filter(**{f"{noun}__status": "published"})
            .select_related(noun)
            .order_by("role", f"-{noun}__code")
        )
