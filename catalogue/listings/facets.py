"""Facets: values that a list is filtered by, and how a page offers them with their counts.

Values of one facet are combined by OR, facets by AND; the address has the codes of the values. The
index reads a facet by `labels`, `parents`, `build_queries` and `read_codes`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import django_filters as filters
from django import forms
from django.db.models import CharField, Model, QuerySet, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.changelog.untouched import models_on_paths
from catalogue.core.versioned_cache import VersionedCache
from catalogue.facets.facet_values import ROWS_PER_FETCH

INITIAL_VALUES = 10  # values of a facet that show before "Show all"
tree_cache = VersionedCache(128)  # a tree for each facet of each noun, for two versions and more
#: A value: the parameter of its facet, and its code.
FacetValue = tuple[str, str]


class FacetField(forms.Field):
    """The codes of a facet in an address; the form checks them, since it knows the facet."""

    widget = forms.SelectMultiple

    def to_python(self, value):
        """Return each code once, without the blank ones that a plain form sends."""
        return [code for code in dict.fromkeys(value) if code]


class Facet(filters.Filter):
    """A facet over fixed choices, such as the kind of a practice.

    `path` is the lookup from the noun to the value, or to what `value` is an expression over; by
    default it is the value. Values without a record are shown, because a gap is information, unless
    `only_used` is set. The page lists the values under those of the facet `under`, if there is one;
    the `group_label` of that one names both.
    """

    field_class = FacetField
    under: str | None = None

    def __init__(
        self, path, *, label, choices=(), value=None, only_used=False, group_label="", under=None
    ):
        super().__init__(field_name=path, label=label)
        self.value, self.under = value or path, under or self.under
        self.choices, self.only_used, self.group_label = choices, only_used, group_label

    def __deepcopy__(self, memo):
        # A filter set copies its filters for every request and only sets attributes on them.
        return copy(self)

    def is_known(self, code: str) -> bool:
        """Return True if a code is a value of this facet."""
        return code in self.parent.values_of(self).labels

    def get_label(self, code: str) -> str:
        """Return the label of a code."""
        return self.parent.values_of(self).labels.get(code, code)

    def labels(self, used) -> list[tuple[str, str]]:
        """Return the code and label of every value in its fixed order."""
        return [(code, str(label)) for code, label in self.choices]

    def parents(self, used) -> dict[str, str]:
        """Return the parent code of values that have one, in this facet or in `under`."""
        return {}

    def list_models(self) -> set[type[Model]]:
        """Return the models whose tables `labels`, `parents` and `read_codes` read."""
        return set()

    def build_queries(self, public: QuerySet) -> list[QuerySet]:
        """Return the querysets of (key, value) for every value of every public record."""
        # Not exclude(…=None): its anti-join takes PostgreSQL a minute at 100,000 records.
        known = public.filter(**{f"{self.field_name}__isnull": False})
        return [known.values_list("pk", self.value)]

    def read_codes(self) -> Callable[[Any], Iterable[str]]:
        """Return the function that gives the codes of a value, as a query has it or as text."""
        return lambda value: (value,)

    def pairs(self, public: QuerySet) -> Iterator[tuple[int, str]]:
        """Return (key, code) for every value of every public record."""
        codes = self.read_codes()
        for query in self.build_queries(public):
            for key, value in query.iterator(ROWS_PER_FETCH):
                yield from ((key, code) for code in codes(value))


class NoneValueMixin:
    """Adds to a facet a last value for records without any; `none` is its code and label."""

    def __init__(self, *paths, none, **fields):
        super().__init__(*paths, **fields)
        self.none, self.none_label = none

    def is_known(self, code):
        """Return True if a code is a value of this facet, or that for none."""
        return code == self.none or super().is_known(code)

    def labels(self, used):
        """Return the values of the facet and, even if unused, that for none."""
        return [*super().labels(used - {self.none}), (self.none, str(self.none_label))]

    def build_queries(self, public):
        """Return the querysets of every value, and of every record without one."""
        without = public.filter(**{f"{self.field_name}__isnull": True})
        none = Value(self.none, output_field=CharField())
        return [*super().build_queries(public), without.values_list("pk", none)]

    def read_codes(self):
        """Return the function that gives the codes of a value; that for none is its own code."""
        codes = super().read_codes()
        return lambda value: (value,) if value == self.none else codes(value)


class RecordFacet(Facet):
    """A facet over records of another table, or over fixed choices for a field of theirs, the code.

    `parent_path` leads from such a record to the code of the value above it.
    """

    def __init__(self, path, *, values, code="slug", text="label", parent_path="", **options):
        super().__init__(path, **options)
        self.values, self.code, self.text, self.parent_path = values, code, text, parent_path

    def labels(self, used):
        """Return the choices, or the code and label of every record of the table."""
        return super().labels(used) or list(self.values().values_list(self.code, self.text))

    def parents(self, used):
        """Return the code of the value above each record that has one."""
        if not self.parent_path:
            return {}
        above = self.values().filter(**{f"{self.parent_path}__isnull": False})
        return dict(above.values_list(self.code, self.parent_path))

    def list_models(self):
        """Return the model of the records, and those on the way to the values above them."""
        if self.choices:
            return set()
        return models_on_paths(self.values().model, filter(None, [self.parent_path]))

    def build_queries(self, public):
        """Return the queryset of every linked record that is a value of this facet."""
        offered = {f"{self.field_name}__in": self.values().order_by()}
        return [public.filter(**offered).values_list("pk", f"{self.field_name}__{self.code}")]


class YearFacet(Facet):
    """A facet over the years that occur, the newest first."""

    under = "decade"

    def parents(self, used):
        """Return the decade of each year."""
        return {year: get_decade(int(year)) for year in used}

    def labels(self, used):
        """Return the years of the records, the newest first."""
        return [(year, year) for year in sorted(used, key=int, reverse=True)]

    def read_codes(self):
        """Return the function that gives the year of a year or a day."""
        return lambda year_or_day: (str(year_or_day)[:4],)

    def is_known(self, code):
        """Return True if a code is a year: one without records is an empty list, no error."""
        return re.fullmatch(r"[1-9][0-9]{3}", code) is not None


class VerifiedFacet(NoneValueMixin, YearFacet):
    """A facet over the years in which records were last verified, and never.

    Years, because they stay true while an index is cached; how long ago does not.
    """

    # These years have no decades above them.
    under, parents = None, Facet.parents

    def __init__(self):
        super().__init__("last_verified_on", label=_("Last verified"), none=("never", _("Never")))


def get_decade(year: int) -> str:
    """Return the code of the decade of a year, which is its first year."""
    return f"{year // 10}0"


class DecadeFacet(Facet):
    """A facet over the decades of the years that occur; the years are listed under them."""

    def labels(self, used):
        """Return the decades of the records, the newest first."""
        label = _("%(decade)ss")
        return [(code, label % {"decade": code}) for code in sorted(used, key=int, reverse=True)]

    def read_codes(self):
        """Return the function that gives the decade of a year."""
        return lambda year: (get_decade(int(year)),)

    def is_known(self, code):
        """Return True if a code is the first year of a decade."""
        return re.fullmatch(r"[1-9][0-9]{2}0", code) is not None


class Option(NamedTuple):
    """A value on the page; `name` is the parameter, `depth` that in the tree of values."""

    name: str
    code: str
    label: str
    depth: int
    chosen: bool
    count: int


class ValueTree:
    """The values that are offered, each followed by those under it; the same for every reader.

    `place` has the position of each value, `above` its parent.
    """

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
                # A label need not repeat that of the value right above it.
                self.label[value] = labels[value].removeprefix(f"{labels[above]}, ")
        self.place = {value: place for place, value in enumerate(self.depth)}

        roots = children.get(None, [])
        #: The depth of the level that is shown first: below a single root, or that of the roots.
        self.first_depth = int(len(roots) == 1 and roots[0] in children)

    @cached_property
    def top(self) -> list[FacetValue]:
        """Return the first values that are not below the level that is shown first."""
        shown = (value for value in self.depth if self.depth[value] <= self.first_depth)
        return list(islice(shown, INITIAL_VALUES))

    def list_neighbours(self, value: FacetValue) -> Iterator[FacetValue]:
        """Yield a value, the values directly under it, and all above it."""
        yield from self.children.get(value, ())
        while value is not None:
            yield value
            value = self.above.get(value)


def walk_tree(
    children, above=None, depth: int = 0
) -> Iterator[tuple[FacetValue, int, FacetValue | None]]:
    """Yield (value, depth, value above) for every value, each before those under it."""
    for value in children.get(above, ()):
        yield value, depth, above
        yield from walk_tree(children, value, depth + 1)


class FacetGroup:
    """A facet as the page shows it, with the facet whose values are listed under its own.

    Countries are listed under their regions, paragraphs under their resolutions.
    """

    def __init__(self, filterset, *facets: Facet):
        self.filterset, self.facets = filterset, facets
        self.names = [each.parameter for each in facets]
        self.name = self.names[0]
        self.label = facets[0].group_label if len(facets) > 1 else facets[0].label

    @cached_property
    def tree(self) -> ValueTree:
        """Return the values that are offered, made again when these have changed."""
        index = self.filterset.index
        versions = [self.filterset.values_of(each).offered_since for each in self.facets]
        return tree_cache.get_or_make(
            max(filter(None, versions), default=None),
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
            # The parents of years are decades: elsewhere 2020 is the code of a year.
            has_parents = facet.under in (None, above)
            known = self.filterset.values_of(self.facets[0]).labels if has_parents else ()
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
    def all_options(self) -> list[Option]:
        """Return every value."""
        return [self.option(value) for value in self._in_order(self.tree.place)]

    @cached_property
    def initial_options(self) -> list[Option]:
        """Return the values that are shown at first, in the order of the tree.

        These are the first ten of the top, and every chosen value with those above and under it.
        """
        shown = {near for value in self.chosen for near in self.tree.list_neighbours(value)}
        values = self._in_order({*self.tree.top, *shown}) if shown else self.tree.top
        return [self.option(value) for value in values]

    def _in_order(self, values) -> list[FacetValue]:
        """Sort values by their position; chosen values without records come last."""
        place = self.tree.place
        return sorted({*values, *self.chosen}, key=lambda each: (place.get(each, len(place)), each))

    def label_of(self, value: FacetValue) -> str:
        """Return the label of a value without regard to its parent."""
        return self.filterset.facets[value[0]].get_label(value[1])

    def option(self, value: FacetValue) -> Option:
        """Return a value with the number of records that choosing it would give."""
        tree, count = self.tree, self.filterset.selection.count(*value)
        label = tree.label.get(value) or self.label_of(value)
        return Option(*value, label, tree.depth.get(value, 0), value in self.chosen, count)


def build_groups(filterset) -> list[FacetGroup]:
    """Return the groups of a list in the order of its facets, without facets that are not used."""
    facets = filterset.facets
    under = {each.under: [each] for each in facets.values() if each.under in facets}
    return [
        FacetGroup(filterset, facet, *under.get(name, ()))
        for name, facet in facets.items()
        if facet.under not in facets and filterset.values_of(facet).records
    ]


def find_group(filterset, name: str) -> FacetGroup:
    """Return the group of a facet; one that is listed under another also has its own."""
    found = {each.name: each for each in build_groups(filterset)}
    return found.get(name) or FacetGroup(filterset, filterset.facets[name])
