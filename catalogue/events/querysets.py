"""Querysets of events."""

from django.db.models import Prefetch

from catalogue.sources.querysets import CitingQuerySet


class EventQuerySet(CitingQuerySet):
    """Events, as lists and pages ask for them."""

    def for_card(self):
        """Read the fields that a card shows."""
        fields = "code", "title", "kind", "summary", "start", "end", "city", "country__name"
        return self.select_related("country").only(*fields)

    def for_page(self):
        """Prefetch what the page shows, public records only."""
        participations = self.related("participations").public()
        resolutions = self.related("resolutions").published()
        practices = self.related("practices").published()
        return (
            self.select_related("country")
            .with_sources()
            .prefetch_related(
                "sectors",
                "measures",
                Prefetch("participations", participations),
                Prefetch("resolutions", resolutions),
                Prefetch("practices", practices),
            )
        )
