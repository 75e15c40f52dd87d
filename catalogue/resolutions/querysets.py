"""Adjectives of resolutions and their paragraphs."""

from django.db import models
from django.db.models import Prefetch

from catalogue.core.querysets import PublishableQuerySet


class ResolutionQuerySet(PublishableQuerySet):
    """Resolutions, as lists and pages ask for them."""

    def for_list(self):
        """Bring along what a card and a row of the export show."""
        paragraphs = self.model._meta.get_field("paragraphs").related_model.objects
        return self.prefetch_related(
            Prefetch("paragraphs", paragraphs.prefetch_related("measures"))
        )


class ParagraphQuerySet(models.QuerySet):
    """Operative paragraphs."""

    def numbered(self):
        """Keep those with a known number: they have a code and a page of their own."""
        return self.filter(code__isnull=False)

    def public(self):
        """Keep those with a page, of resolutions that are public."""
        return self.numbered().filter(resolution__status="published")
