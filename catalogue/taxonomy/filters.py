"""Facets over the controlled words: a chosen parent includes its children."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalogue.listings.facets import RecordFacet
from catalogue.taxonomy.models import Country, Region


class TreeFacet(RecordFacet):
    """A facet over records in a tree. A chosen one includes those below it.

    `paths` lead from the noun to a record of the tree; several where there are several ways.
    """

    def __init__(self, *paths, **options):
        super().__init__(paths[0], **options)
        self.paths, self.parent_path = paths, f"parent__{self.code}"

    def build_queries(self, public):
        """Return a queryset of the records of the tree for each path."""
        return [
            public.filter(**{f"{path}__isnull": False}).values_list("pk", path).distinct()
            for path in self.paths
        ]

    def read_codes(self):
        """Return the function that gives the codes of a record of the tree and of all above it."""
        codes = self.codes_upward()
        return lambda key: codes.get(int(key), ())

    def codes_upward(self):
        """Return by the key of each record its code and those of all records above it."""
        records, found = {record.pk: record for record in self.values()}, {}
        for key, record in records.items():
            found[key] = []
            while record and getattr(record, self.code) not in found[key]:
                found[key].append(getattr(record, self.code))
                record = records.get(record.parent_id)
        return found


class TermFacet(TreeFacet):
    """A facet over sectors, measures or threats."""

    def labels(self, used):
        """Return the terms in vocabulary order; a retired one only where it is still in use."""
        terms = self.values().values_list("slug", "label", "retired")
        return [(slug, label) for slug, label, retired in terms if not retired or slug in used]


#: A facet over the regions of M49, in its order.
region_facet = partial(
    TreeFacet,
    label=_("Region"),
    group_label=_("Region and country"),
    values=Region.objects.all,
    code="code",
    text="name",
    only_used=True,
)
#: A facet over the countries and areas in which public records lie.
country_facet = partial(
    RecordFacet,
    label=_("Country"),
    under="region",
    parent_path="region__code",
    values=Country.objects.all,
    code="code",
    text="name",
    only_used=True,
)
