"""The numbers on the home page and the about page."""

from dataclasses import dataclass

from django.db.models import Count, Q

from catalogue.events.models import Event
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.taxonomy.models import Region, Sector

PUBLIC = Q(practices__status="published")


@dataclass(frozen=True)
class Totals:
    """How many public records of each noun there are, and how many practices were verified."""

    practices: int
    events: int
    resolutions: int
    organizations: int
    verified: int


def totals() -> Totals:
    """Count the public records."""
    practices = Practice.objects.published().aggregate(
        all=Count("pk"), verified=Count("pk", filter=Q(last_verified_on__isnull=False))
    )
    return Totals(
        practices["all"],
        Event.objects.published().count(),
        Resolution.objects.published().count(),
        Organization.objects.published().count(),
        practices["verified"],
    )


def sectors():
    """Return the sectors in use or not, each with `public`, its number of public practices."""
    return Sector.objects.filter(retired=False).annotate(
        public=Count("practices", filter=PUBLIC, distinct=True)
    )


def resolutions():
    """Return public resolutions, each with `public`, the number of practices that answer it."""
    answered = "paragraphs__basis__practice"
    return (
        Resolution.objects.published()
        .annotate(
            public=Count(
                answered,
                filter=Q(**{f"{answered}__status": "published", "paragraphs__code__isnull": False}),
                distinct=True,
            )
        )
        .order_by("-public", "-adopted_on", "symbol")
    )


def regions():
    """Return the regions directly below the World."""
    return Region.objects.filter(parent__code="001")


def unanswered_paragraphs() -> int:
    """Count the numbered paragraphs that no public practice answers."""
    answered = Practice.objects.published().values("basis__paragraph")
    public = OperativeParagraph.objects.public()
    return public.exclude(pk__in=answered.filter(basis__paragraph__isnull=False)).count()
