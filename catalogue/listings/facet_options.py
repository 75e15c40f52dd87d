"""What a list offers to choose from: groups of values, each with the number of records it gives."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import get_language

from catalogue.core.versioned_cache import VersionedCache
from catalogue.listings.facets import INITIAL_VALUES, Facet

tree_cache = VersionedCache(128)  # one for each facet of each noun, for two versions and more

#: A value: the parameter of its facet, and its code.
FacetValue = tuple[str, str]


class Option(NamedTuple):
    """A value on the page: its parameter and code, its label, how deep it stands in its tree."""

    name: str
    code: str
    label: str
    depth: int
    chosen: bool
    count: int


class ValueTree:
    """The values that are offered, each followed by those under it; the same for every reader."""

    def __init__(
        self, children: dict[FacetValue | None, list[FacetValue]], labels: dict[FacetValue, str]
    ):
        self.children = children
        self.depth: dict[FacetValue, int] = {}
        self.above: dict[FacetValue, FacetValue] = {}
        self.label: dict[FacetValue, str] = {}
        for value, depth, above in walk_tree(children):
            self.depth[value], self.label[value] = depth, labels[value]
            if above:
                self.above[value] = above
                # What stands right under another value need not begin with its name.
                self.label[value] = labels[value].removeprefix(f"{labels[above]}, ")
        self.place = {value: place for place, value in enumerate(self.depth)}

    @cached_property
    def top(self) -> list[FacetValue]:
        """Return the first values at the top; what stands under a single root counts as such."""
        depth = 1 if len(self.children.get(None, ())) == 1 else 0
        return [value for value in self.depth if self.depth[value] <= depth][:INITIAL_VALUES]

    def around(self, value: FacetValue) -> Iterator[FacetValue]:
        """Return a value, what stands directly under it, and everything above it."""
        yield from self.children.get(value, ())
        while value is not None:
            yield value
            value = self.above.get(value)


def walk_tree(
    children, above=None, depth: int = 0
) -> Iterator[tuple[FacetValue, int, FacetValue | None]]:
    """Return every value with its depth and the one above it, each before those under it."""
    for value in children.get(above, ()):
        yield value, depth, above
        yield from walk_tree(children, value, depth + 1)


class FacetGroup:
    """A facet as the page shows it, with the facet whose values stand under its own.

    Countries stand under their regions, paragraphs under their resolutions.
    """

    def __init__(self, filterset, facet: Facet, under: Facet | None):
        self.filterset, self.facets = filterset, [facet, *([under] if under else [])]
        self.name = facet.parameter
        self.label = facet.group_label if under else facet.label
        self.names = [each.parameter for each in self.facets]

    @cached_property
    def tree(self) -> ValueTree:
        """Return the values that are offered, made once for a version of the catalogue."""
        index = self.filterset.index
        return tree_cache.get_or_make(
            index.version,
            (index.name, get_language(), *self.names),
            lambda: ValueTree(self._children(), self._labels()),
        )

    def _labels(self):
        return {
            (facet.parameter, code): label
            for facet in self.facets
            for code, label in self.filterset.values_of(facet).labels.items()
        }

    def _children(self):
        children: dict[FacetValue | None, list[FacetValue]] = {}
        above = self.facets[0].parameter
        for facet in self.facets:
            values = self.filterset.values_of(facet)
            # Of values whose place is under those of another facet, 2020 is no decade but a year.
            stand_here = facet.under in (None, above)
            known = self.filterset.values_of(self.facets[0]).labels if stand_here else ()
            for code in values.labels:
                if code in values.records or not facet.only_used:
                    parent = values.parents.get(code)
                    under = (above, parent) if parent in known else None
                    children.setdefault(under, []).append((facet.parameter, code))
        return children

    @cached_property
    def chosen(self) -> set[FacetValue]:
        """Return the chosen values."""
        asked = self.filterset.data.getlist
        return {(name, code) for name in self.names for code in asked(name) if code}

    @property
    def total(self) -> int:
        """Return how many values there are."""
        return len(self.tree.place)

    @property
    def all(self) -> list[Option]:
        """Return every value."""
        return [self.option(value) for value in self._in_order(self.tree.place)]

    @cached_property
    def first(self) -> list[Option]:
        """Return what shows at once, in the order of the tree.

        The first ten at the top, and every chosen value with those above and under it.
        """
        shown = {near for value in self.chosen for near in self.tree.around(value)}
        values = self._in_order({*self.tree.top, *shown}) if shown else self.tree.top
        return [self.option(value) for value in values]

    def _in_order(self, values) -> list[FacetValue]:
        """Sort values by their place; one that is chosen although nothing has it comes last."""
        place = self.tree.place
        return sorted({*values, *self.chosen}, key=lambda each: (place.get(each, len(place)), each))

    def label_of(self, value: FacetValue) -> str:
        """Return what a reader sees of a value."""
        return self.filterset.facets[value[0]].label_for(value[1])

    def option(self, value: FacetValue) -> Option:
        """Return a value with the number of records that it would give."""
        tree, count = self.tree, self.filterset.selection.count(*value)
        label = tree.label.get(value) or self.label_of(value)
        return Option(*value, label, tree.depth.get(value, 0), value in self.chosen, count)


def build_groups(filterset) -> list[FacetGroup]:
    """Return the groups of a list in the order of its facets.

    A facet without any value in use is left out.
    """
    facets = filterset.facets
    under = {each.under: each for each in facets.values() if each.under in facets}
    return [
        FacetGroup(filterset, facet, under.get(name))
        for name, facet in facets.items()
        if facet.under not in facets and filterset.values_of(facet).records
    ]


def find_group(filterset, name: str) -> FacetGroup:
    """Return the group of a facet; one that stands under another is also a group of its own."""
    found = {each.name: each for each in build_groups(filterset)}
    return found.get(name) or FacetGroup(filterset, filterset.facets[name], None)
