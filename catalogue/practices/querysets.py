"""Querysets of practices, and of the rows that link them to other records."""

from django.db import models
from django.db.models import Prefetch

from catalogue.sources.querysets import CitingQuerySet


class PracticeQuerySet(CitingQuerySet):
    """Practices, as lists and pages ask for them."""

    def for_card(self):
        """Read the fields that a card shows."""
        return self.only("code", "title", "kind", "summary", "started", "ended")

    def for_list(self):
        """Prefetch what a line about a practice shows, public records only."""
        involvements = self.related("involvements").public()
        return self.prefetch_related(
            "sectors", "measures", "countries", "regions", Prefetch("involvements", involvements)
        )

    def for_page(self):
        """Prefetch what the page shows and the public records that point to this one."""
        return (
            self.for_list()
            .with_sources()
            .prefetch_related(
                "threats",
                "evidence",
                Prefetch("events", self.related("events").published()),
                Prefetch("basis", self.related("basis").public()),
                Prefetch("relations", self.related("relations").public("other")),
                Prefetch("relations_from", self.related("relations").public("practice")),
            )
        )


class BasisQuerySet(models.QuerySet):
    """Links from a practice to the operative paragraphs that it answers."""

    def public(self):
        """Keep links to paragraphs with a page, and bring these along."""
        return self.filter(
            paragraph__code__isnull=False, paragraph__resolution__status="published"
        ).select_related("paragraph__resolution")

    def answering(self):
        """Keep links from public practices, those that cite the paragraph first."""
        practices = self.model._meta.get_field("practice").related_model.objects
        return (
            self.filter(practice__status="published")
            .prefetch_related(Prefetch("practice", practices.for_list()))
            .order_by("relation", "position", "practice__code")
        )


class RelationQuerySet(models.QuerySet):
    """Links between practices."""

    def public(self, end):
        """Keep links whose practice at `end` (`practice` or `other`) is public; bring it along."""
        return self.filter(**{f"{end}__status": "published"}).select_related(end)
