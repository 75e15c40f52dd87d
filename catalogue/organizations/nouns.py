"""Organizations as a noun."""

from catalogue.core.registry import Noun
from catalogue.editorial.duplicates import DuplicateRule
from catalogue.organizations.columns import EXPORT
from catalogue.organizations.filters import OrganizationFilter
from catalogue.organizations.models import Organization

ORGANIZATION = Noun(
    model=Organization,
    key="slug",
    title="name",
    plural="organizations",
    public=Organization.objects.published,
    fixture=("organizations.yaml", None),
    facet="organization",
    has_proper_names=True,
    names=("acronym", "other_names__name"),
    filterset=OrganizationFilter,
    export=EXPORT,
    search_note=Organization.get_kind_display,
    search_order=3,
    breakdowns=(("kind",), ("region",), ("decade",), ("source_health",)),
    duplicate_rule=DuplicateRule(
        title="name",
        countries="country",
        organizations="parent",
        other_names=("acronym",),
        min_similarity=85,
        by_source=False,
    ),
)
