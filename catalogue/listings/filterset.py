"""The filters of a list: what they keep, in which order, and what of an address is wrong."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import django_filters as filters
from django import forms
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion, current_version
from catalogue.facets.index import FacetValues, IndexedNoun, RecordOrder, Selection
from catalogue.listings.facets import Facet
from catalogue.listings.forms import ListForm, build_form_class
from catalogue.search import queries
from catalogue.search.highlight import Highlighter
from catalogue.search.index import SearchIndex
from catalogue.search.query_parser import parse_query

#: Parameters that others hang on to addresses; they change nothing and are passed over.
TRACKING_PARAMETERS = ("fbclid", "gclid")
FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True)
class Sort:
    """An order of a list: how a reader knows it, and by what it sorts. The code comes last."""

    label: str
    by: tuple


def build_position_expression(keys: Iterable[int]) -> StrIndex:
    """Return the place of a record among keys in their order, as an expression."""
    written = Value(f",{','.join(map(str, keys))},")
    key = Concat(Value(","), Cast("pk", CharField()), Value(","))
    return StrIndex(written, key)


class WordsFilter(filters.CharFilter):
    """Keep records that hold every word."""

    def filter(self, queryset, value):
        """Search in what the noun's filterset declares."""
        query = self.parent.query
        return (
            queries.filter_matching(queryset, self.parent.searched, query)
            if query.has_text
            else queryset
        )


class WordsField(forms.CharField):
    """What a reader typed. Nothing of it is an error; `parse` bounds it."""

    def to_python(self, value):
        """Return plain text; a NUL, which databases refuse, is a blank."""
        return super().to_python((value or "").replace("\0", " "))


WordsFilter.field_class = WordsField


class YearFilter(filters.Filter):
    """One end of a span of years."""

    field_class = forms.IntegerField

    def __init__(self, path, lookup, *, label):
        super().__init__(path, lookup, label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class SortFilter(filters.ChoiceFilter):
    """The order of the list; it keeps every record."""

    def filter(self, queryset, value):
        """Leave the selection as it is: ordering comes after all filters."""
        return queryset


class ListFilterSet(filters.FilterSet):
    """Filters, words and order of one noun's list.

    A noun declares `searched`, `sorts` (the first is the default), its facets, `year_from` and
    `year_to`.
    """

    searched: SearchIndex
    sorts: dict[str, Sort] = {}
    last_key = "code"
    #: What is no filter: it stays when filters are cleared.
    kept = ("q", "sort", "per_page")

    q = WordsFilter(label=_("Search"))

    class Meta:
        form = ListForm

    def __init__(self, data, records, index=None):
        super().__init__(data, records)
        self.index = index
        self.query = parse_query(self.data.get("q", ""))
        self._states: dict[tuple[str, ...], str] = {}
        for name, each in self.filters.items():
            each.parameter = name

    @cached_property
    def form(self) -> ListForm:
        """Return the form of this list, filled with the address."""
        form = build_form_class(type(self))(self.data)
        form.filterset = self
        return form

    @classmethod
    def get_filters(cls):
        """Add the order, whose choices the noun declares, behind the declared filters."""
        sort = SortFilter(label=_("Sort by"), choices=cls.sort_choices(), empty_label=None)
        return super().get_filters() | {"sort": sort}

    @classmethod
    def sort_choices(cls):
        """Return the orders of this list, relevance first."""
        return [("relevance", _("Relevance"))] + [(key, s.label) for key, s in cls.sorts.items()]

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Return the facets by their parameter, in the order in which they are declared."""
        return {name: each for name, each in self.filters.items() if isinstance(each, Facet)}

    @property
    def not_applied(self) -> list[str]:
        """Return the parameters that this list does not know, and an order it cannot give."""
        unknown = [name for name in self.data if not self._is_known(name)]
        return unknown + ["sort=relevance"] * (not self._can_sort())

    @property
    def applied(self) -> QueryDict:
        """Return the state of the list as an address: what is in force, and nothing else."""
        applied = QueryDict(mutable=True)
        for name, values in self.data.lists():
            if name in self.form.fields and (name != "sort" or self._can_sort()):
                applied.setlist(name, [value for value in values if value])
        return applied

    def state(self, *without: str) -> str:
        """Return the end of an address with what is in force but for some parameters."""
        if without not in self._states:
            rest = self.applied
            for name in without:
                rest.pop(name, None)
            query = rest.urlencode()
            self._states[without] = f"?{query}" if query else ""
        return self._states[without]

    def _is_known(self, name):
        return name in self.form.fields or name in TRACKING_PARAMETERS or name.startswith("utm_")

    def _can_sort(self):
        return bool(self.query.terms) or self.data.get("sort") != "relevance"

    @classmethod
    def noun(cls, name: str, records) -> IndexedNoun:
        """Return what the counting engine must know of a noun with these filters."""
        facets = {n: each for n, each in cls.base_filters.items() if isinstance(each, Facet)}
        orders = {key: (*sort.by, cls.last_key) for key, sort in cls.sorts.items()}
        return IndexedNoun(name, records, lambda: facets, lambda: orders)

    def values_of(self, facet: Facet) -> FacetValues:
        """Return the values of a facet in the index."""
        return self.index.values[facet.parameter]

    @cached_property
    def selection(self) -> Selection:
        """Return the selected records and every number that follows from them.

        At a wrong address nothing is filtered, and the numbers are those of the whole list.
        """
        if not self.is_valid():
            return Selection(self.index, {})
        cleaned = self.form.cleaned_data
        chosen = {name: cleaned[name] for name in self.facets}
        return Selection(self.index, chosen, self.limits())

    def limits(self) -> dict[str, BitMap]:
        """Return what restricts the selection besides facets: words and a span of years."""
        cleaned, limits = self.form.cleaned_data, {}
        if self.query.has_text:
            limits["q"] = self.found
        years = self.index.values["year"]
        if (low := cleaned["year_from"]) is not None:
            limits["year_from"] = years.records_with_any(
                year for year in years.records if int(year) >= low
            )
        if (high := cleaned["year_to"]) is not None:
            limits["year_to"] = years.records_with_any(
                year for year in years.records if int(year) <= high
            )
        return limits

    def order(self) -> RecordOrder:
        """Return the order in force; by relevance it depends on the words."""
        by = self.ranked_or_sorted
        return RecordOrder(self.ranked()) if by == "relevance" else self.index.orders[by]

    @cached_property
    def version(self) -> CatalogueVersion | None:
        """Return the version of the catalogue under which answers to the words are kept."""
        return current_version()

    @cached_property
    def found(self) -> BitMap:
        """Return the records that answer the words, whatever other filters say."""
        return queries.matching_keys(self.searched, self.query, self.version)

    def ranked(self) -> array:
        """Return what answers the words, the best first."""
        return queries.ranked_keys(self.searched, self.query, self.last_key, self.version)

    @property
    def too_many_to_rank(self) -> bool:
        """Say whether so many records answer that they stand in the order without words."""
        return self.sort == "relevance" and len(self.found) > queries.MAX_RANKED_RECORDS

    @property
    def ranked_or_sorted(self) -> str:
        """Return by what the records stand: too many to rank stand as without words."""
        return next(iter(self.sorts)) if self.too_many_to_rank else self.sort

    def marks(self, keys: list[int]) -> Highlighter:
        """Return what the words mark on the cards of some records."""
        return Highlighter(self.searched, self.query, queries.read_documents(self.searched, keys))

    def filter_queryset(self, queryset):
        """Keep what every filter keeps, in the asked order, in plain SQL.

        Lists do not ask it; the engine is compared with it.
        """
        for name, each in self.filters.items():
            queryset = each.filter(queryset, self.form.cleaned_data[name])
        return self.ordered(queryset)

    def ordered(self, queryset):
        """Sort records; the code as last key makes the order one and the same everywhere."""
        if (by := self.ranked_or_sorted) == "relevance":
            return queryset.order_by(build_position_expression(self.ranked()))
        return queryset.order_by(*self.sorts[by].by, self.last_key)

    @property
    def default_sort(self) -> str:
        """Return the order unless a reader chooses: with words it is relevance."""
        return "relevance" if self.query.terms else next(iter(self.sorts))

    @property
    def offered_sorts(self) -> list[tuple[str, str, bool]]:
        """Return (value, label, in force) of each order; the default needs no value.

        Words that are typed next may have another default.
        """
        labels = dict(self.sort_choices())
        offered = [*["relevance"] * bool(self.query.terms), *self.sorts]
        return [
            ("" if name == self.default_sort else name, labels[name], name == self.sort)
            for name in offered
        ]

    @property
    def sort(self) -> str:
        """Return the order in force: the default unless another one was chosen."""
        chosen = self.form.cleaned_data.get("sort")
        return (
            chosen if chosen and (chosen != "relevance" or self.query.terms) else self.default_sort
        )
