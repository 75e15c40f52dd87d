"""The querysets of sources, and of every noun that cites them."""

from django.db import models
from django.db.models import Count, Prefetch, Q

from catalogue.core.models import PublishableQuerySet
from catalogue.sources.addresses import canonical_address


class SourceQuerySet(models.QuerySet):
    """Sources, as the desk asks for them."""

    def at_address(self, address):
        """Keep the sources at an address, in any spelling."""
        return self.exclude(url="").filter(canonical_address=canonical_address(address))

    def at_addresses(self, addresses):
        """Keep the sources with one of some addresses, also as another link to their text."""
        forms = {canonical_address(each) for each in addresses} - {""}
        others = Q(other_url__in=addresses) | Q(archived_url__in=addresses)
        return self.filter(Q(canonical_address__in=forms) | others)

    def usual_publisher(self, address):
        """Return the publisher that most sources of the same site have, or an empty text."""
        host = canonical_address(address).partition("/")[0].partition("?")[0]
        of_site = self.filter(canonical_address__startswith=f"{host}/").exclude(publisher="")
        counted = of_site.order_by().values("publisher").annotate(number=Count("pk"))
        found = counted.order_by("-number", "publisher").first() if host else None
        return found["publisher"] if found else ""


class CitingQuerySet(PublishableQuerySet):
    """Records that cite sources."""

    def with_sources(self):
        """Prefetch the citations with their sources."""
        citations = self.related("citations").select_related("source__link_check")
        return self.prefetch_related(Prefetch("citations", citations))
