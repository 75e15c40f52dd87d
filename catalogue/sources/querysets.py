"""The querysets of every noun that cites sources."""

from django.db.models import Prefetch

from catalogue.core.models import PublishableQuerySet


class CitingQuerySet(PublishableQuerySet):
    """Records that cite sources."""

    def with_sources(self):
        """Prefetch the citations with their sources."""
        citations = self.related("citations").select_related("source__link_check")
        return self.prefetch_related(Prefetch("citations", citations))
