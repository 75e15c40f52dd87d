"""Querysets of resolutions and their paragraphs."""

from django.db import models
from django.db.models import Count, Prefetch, Q

from catalogue.sources.querysets import CitingQuerySet


class ResolutionQuerySet(CitingQuerySet):
    """Resolutions, as lists and pages ask for them."""

    def for_card(self):
        """Read the fields that a card shows."""
        return self.only("slug", "symbol", "title", "summary", "organ", "adopted_on")

    def for_page(self):
        """Bring along what the page shows: paragraphs with the number of public practices."""
        paragraphs = self.related("paragraphs").with_answers().prefetch_related("measures")
        streams = self.related("streams").select_related("measure")
        return self.with_sources().prefetch_related(
            Prefetch("paragraphs", paragraphs),
            Prefetch("streams", streams),
            Prefetch("events", self.related("events").published()),
        )


class ParagraphQuerySet(models.QuerySet):
    """Operative paragraphs."""

    def numbered(self):
        """Keep those with a known number: they have a code and a page of their own."""
        return self.filter(code__isnull=False)

    def public(self):
        """Keep those with a page, of resolutions that are public."""
        return self.numbered().filter(resolution__status="published")

    def with_answers(self):
        """Count on each the public practices that answer it, as `answers`."""
        public = Q(basis__practice__status="published")
        return self.annotate(answers=Count("basis", filter=public, distinct=True))

    def for_page(self):
        """Bring along what the page of a paragraph shows, public records only."""
        basis = self.model._meta.get_field("basis").related_model.objects.answering()
        return (
            self.public()
            .select_related("resolution")
            .prefetch_related("measures", Prefetch("basis", basis))
        )
