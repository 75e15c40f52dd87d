"""Querysets of events."""

from django.db.models import Prefetch

from catalogue.sources.querysets import CitingQuerySet


class EventQuerySet(CitingQuerySet):
    """Events, as lists and pages ask for them."""

    def for_list(self):
        """Prefetch what a card shows, public records only."""
        participations = self.related("participations").public()
        return self.select_related("country").prefetch_related(
            "sectors", "measures", Prefetch("participations", participations)
        )

    def for_page(self):
        """Prefetch what the page shows, public records only."""
        resolutions = self.related("resolutions").published()
        practices = self.related("practices").published()
        return (
            self.for_list()
            .with_sources()
            .prefetch_related(
                Prefetch("resolutions", resolutions), Prefetch("practices", practices)
            )
        )
