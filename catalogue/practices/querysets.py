"""Adjectives of practices."""

from django.db import models
from django.db.models import Prefetch

from catalogue.core.querysets import PublishableQuerySet


class PracticeQuerySet(PublishableQuerySet):
    """Practices, as lists and pages ask for them."""

    def for_list(self):
        """Bring along what a card shows, public records only."""
        involvements = self.model._meta.get_field("involvements").related_model.objects
        return self.prefetch_related(
            "sectors",
            "measures",
            "countries",
            "regions",
            Prefetch("involvements", involvements.public()),
        )

    def for_export(self):
        """Bring along everything that a row of the export shows, public records only."""
        relation = self.model._meta.get_field
        return self.for_list().prefetch_related(
            "threats",
            Prefetch("events", relation("events").related_model.objects.published()),
            Prefetch("basis", relation("basis").related_model.objects.public()),
            Prefetch(
                "citations", relation("citations").related_model.objects.select_related("source")
            ),
        )

    def answering(self, paragraph):
        """Keep those whose basis names the paragraph."""
        return self.filter(basis__paragraph=paragraph)


class BasisQuerySet(models.QuerySet):
    """Links from a practice to the operative paragraphs that it answers."""

    def public(self):
        """Keep links to paragraphs with a page, and bring these along."""
        return self.filter(
            paragraph__code__isnull=False, paragraph__resolution__status="published"
        ).select_related("paragraph__resolution")
