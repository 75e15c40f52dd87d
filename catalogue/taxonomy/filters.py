"""Facets over the controlled words: a chosen parent takes its children along."""

from functools import cached_property, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from catalogue.listings.facets import Option, RecordFacet
from catalogue.taxonomy.models import Region


class TermFacet(RecordFacet):
    """A facet over sectors, measures or threats. Retired terms show only where they are in use."""

    def read_options(self, public):
        """Return the terms in vocabulary order."""
        used = public.order_by().filter(**{self.field_name: OuterRef("pk")})
        terms = self.values().annotate(in_use=Exists(used))
        return [Option(t.slug, t.label, t.in_use) for t in terms if t.in_use or not t.retired]

    def holding(self, codes):
        """Return the condition that a record has one of the terms, or one below them."""
        name = f"{self.field_name}__"
        return Q(**{f"{name}slug__in": codes}) | Q(**{f"{name}parent__slug__in": codes})


class RegionFacet(RecordFacet):
    """A facet over the regions of M49. A chosen region takes along what lies inside it.

    `paths` lead from the noun to a region; several where a record can be placed in several ways.
    """

    def __init__(self, *paths, label):
        super().__init__(
            paths[0],
            label=label,
            values=Region.objects.all,
            code="code",
            text="name",
            only_used=True,
        )
        self.paths = paths

    @cached_property
    def regions(self):
        """Return all regions in the order of M49, read once a request."""
        return list(self.values())

    def read_options(self, public):
        """Return the regions in the order of M49, in use where a public record lies inside."""
        first, *others = (public.order_by().values_list(path, flat=True) for path in self.paths)
        used = set(first.union(*others) if others else first.distinct())
        tree = Tree(self.regions)
        return [Option(r.code, r.name, bool(tree.below(r.pk) & used)) for r in self.regions]

    def holding(self, codes):
        """Return the condition that a record lies in one of the regions, or inside it."""
        tree = Tree(self.regions)
        chosen = set().union(*(tree.below(r.pk) for r in self.regions if r.code in codes))
        return reduce(or_, (Q(**{f"{path}__in": chosen}) for path in self.paths))


class Tree:
    """The regions by what lies inside them."""

    def __init__(self, regions):
        self.children = {}
        for region in regions:
            self.children.setdefault(region.parent_id, []).append(region.pk)

    def below(self, key) -> set:
        """Return a region's key and the keys of all regions inside it."""
        found, waiting = set(), [key]
        while waiting:
            found.add(region := waiting.pop())
            waiting += [child for child in self.children.get(region, []) if child not in found]
        return found
