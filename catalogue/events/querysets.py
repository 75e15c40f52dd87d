"""Adjectives of events."""

from django.db.models import Prefetch

from catalogue.core.querysets import PublishableQuerySet


class EventQuerySet(PublishableQuerySet):
    """Events, as lists and pages ask for them."""

    def for_list(self):
        """Bring along what a card and a row of the export show, public records only."""
        relation = self.model._meta.get_field
        participations = relation("participations").related_model.objects
        resolutions = relation("resolutions").related_model.objects
        return self.select_related("country").prefetch_related(
            "sectors",
            "measures",
            Prefetch("resolutions", resolutions.published()),
            Prefetch("participations", participations.public()),
        )
