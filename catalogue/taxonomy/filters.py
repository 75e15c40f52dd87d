"""Facets over the controlled words: a chosen parent includes its children."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.facets.facet_index import ROWS_PER_FETCH
from catalogue.listings.facets import RecordFacet
from catalogue.taxonomy.models import Country, Region


class TreeFacet(RecordFacet):
    """A facet over records in a tree. A chosen one includes those below it.

    `paths` lead from the noun to a record of the tree; several where there are several ways.
    """

    def __init__(self, *paths, label, values, code, text, only_used=False):
        super().__init__(
            paths[0], label=label, values=values, code=code, text=text, only_used=only_used
        )
        self.paths = paths

    def parents(self, used):
        """Return the code of the record above each one."""
        above = self.values().filter(parent__isnull=False)
        return dict(above.values_list(self.code, f"parent__{self.code}"))

    def pairs(self, public):
        """Return (key, code) for every record of the tree and for all those above it."""
        tree = ParentTree(self.values())
        codes = {key: tree.upward(key, self.code) for key in tree.records}
        for path in self.paths:
            linked = public.filter(**{f"{path}__isnull": False}).values_list("pk", path)
            for key, value in linked.distinct().iterator(ROWS_PER_FETCH):
                for code in codes.get(value, ()):
                    yield key, code

    def build_condition(self, codes):
        """Return the condition that a record has one of the values, or one below them."""
        tree = ParentTree(self.values())
        named = [key for key, each in tree.records.items() if getattr(each, self.code) in codes]
        chosen = set().union(*(tree.below(key) for key in named))
        return reduce(or_, (Q(**{f"{path}__in": chosen}) for path in self.paths))


class TermFacet(TreeFacet):
    """A facet over sectors, measures or threats."""

    def __init__(self, path, *, label, values):
        super().__init__(path, label=label, values=values, code="slug", text="label")

    def labels(self, used):
        """Return the terms in vocabulary order; a retired one only where it is still in use."""
        terms = self.values().values_list("slug", "label", "retired")
        return [(slug, label) for slug, label, retired in terms if not retired or slug in used]


class RegionFacet(TreeFacet):
    """A facet over the regions of M49, in its order."""

    group_label = _("Region and country")

    def __init__(self, *paths, label):
        super().__init__(
            *paths, label=label, values=Region.objects.all, code="code", text="name", only_used=True
        )


class CountryFacet(RecordFacet):
    """A facet over the countries and areas in which public records lie."""

    under = "region"

    def parents(self, used):
        """Return the region of each country."""
        return dict(Country.objects.values_list("code", "region__code"))

    def __init__(self, path):
        super().__init__(
            path,
            label=_("Country"),
            values=Country.objects.all,
            code="code",
            text="name",
            only_used=True,
        )


class ParentTree:
    """Records by their keys, by what stands above them and by what lies below."""

    def __init__(self, records):
        self.records = {record.pk: record for record in records}
        self.children = {}
        for record in self.records.values():
            self.children.setdefault(record.parent_id, []).append(record.pk)

    def below(self, key) -> set:
        """Return a key and the keys of everything below it."""
        found, waiting = set(), [key]
        while waiting:
            found.add(place := waiting.pop())
            waiting += [child for child in self.children.get(place, []) if child not in found]
        return found

    def upward(self, key, code: str) -> list[str]:
        """Return the code of a record and of all those above it."""
        codes = []
        while key in self.records and getattr(self.records[key], code) not in codes:
            codes.append(getattr(self.records[key], code))
            key = self.records[key].parent_id
        return codes
