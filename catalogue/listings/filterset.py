"""The filters and orders of a list, the form that checks its address, and the active filters."""

from array import array
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from operator import ge, le
from types import MappingProxyType

import django_filters as filters
from django import forms
from django.db.models import Func, OrderBy
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from catalogue.core.registry import searched_nouns
from catalogue.facets.facet_index import Selection
from catalogue.facets.facet_values import FacetValues
from catalogue.facets.orders import RecordOrder
from catalogue.listings.facets import Facet, FacetField
from catalogue.search import queries
from catalogue.search.highlight import Highlighter
from catalogue.search.query_parser import SearchQuery, parse_query
from catalogue.search.recognition import recognise
from catalogue.search.search_index import SearchIndex

PAGE_SIZES = (20, 50, 100)
#: Values that can be chosen in all facets together: the page has a link for each to drop it.
MAX_CHOSEN_VALUES = 100
TRACKING_PARAMETERS = ("fbclid", "gclid")
FIRST_YEAR, LAST_YEAR = 1, 9999


class RankedOrder:
    """The records that contain some words, by their grades; equal ones in an order of the list."""

    def __init__(self, grades: list[BitMap], equals: RecordOrder):
        self.grades, self.equals = grades, equals

    def page_keys(self, selection: BitMap, start: int, stop: int) -> list[int]:
        """Return the selected records from `start` to `stop`."""
        found: list[int] = []
        for grade in self.grades:
            part = grade & selection
            if start < len(part) and stop > 0:
                found += self.equals.page_keys(part, max(start, 0), stop)
            start, stop = start - len(part), stop - len(part)
        return found

    def all_keys(self, selection: BitMap) -> array:
        """Return every selected record, four bytes for each."""
        keys = array("I")
        for grade in self.grades:
            keys.extend(self.equals.all_keys(grade & selection))
        return keys


class SharedFields(dict):
    """Form fields that no request changes, and so need no copy for each form."""

    def __deepcopy__(self, memo):
        return self


class WordsField(forms.CharField):
    """What a reader typed. Nothing of it is an error; `parse_query` bounds it."""

    def to_python(self, value):
        """Return text with a blank for each NUL, which databases refuse."""
        return super().to_python((value or "").replace("\0", " "))


class ListForm(forms.Form):
    """The address of a list: single values given once, fixed page sizes, known codes of facets."""

    filterset = None
    q = WordsField(label=_("Search"), required=False)
    page = forms.CharField(required=False)
    per_page = forms.TypedChoiceField(
        coerce=int,
        empty_value=PAGE_SIZES[0],
        required=False,
        choices=[(size, size) for size in PAGE_SIZES],
    )

    def clean(self):
        """Add errors for repeated single values, unknown codes, too many values, wrong years."""
        for name, field in self.fields.items():
            if isinstance(field, FacetField):
                self.check_codes(name)
            elif len(self.data.getlist(name)) > 1:
                self.add_error(name, _("Give this only once."))
        self.check_value_count()
        self.check_years()
        return super().clean()

    def check_years(self) -> None:
        """Add an error if the last year of a range is before the first."""
        first, last = (self.cleaned_data.get(name) for name in ("year_from", "year_to"))
        if first is not None and last is not None and last < first:
            message = _("%(last)d is before %(first)d: give %(first)d or a later year.")
            self.add_error("year_to", message % {"first": first, "last": last})

    def check_value_count(self) -> None:
        """Add an error to the facet with most values if too many are chosen in all."""
        chosen = {name: len(self.cleaned_data.get(name, ())) for name in self.filterset.facets}
        if sum(chosen.values()) > MAX_CHOSEN_VALUES:
            message = _("Choose %(most)d values in all at most.") % {"most": MAX_CHOSEN_VALUES}
            self.add_error(max(chosen, key=chosen.get), message)

    def check_codes(self, name: str) -> None:
        """Add an error for each code that is no value of its facet."""
        facet = self.filterset.facets[name]
        message = _("“%(value)s” is not a known value here.")
        unknown = [code for code in self.cleaned_data[name] if not facet.is_known(code)]
        if unknown:
            self.add_error(name, [message % {"value": code[:80]} for code in unknown])


@cache
def build_form_class(filterset: type) -> type[ListForm]:
    """Return the form class of a filter set, with a field for each of its filters."""
    fields = {name: each.field for name, each in filterset.base_filters.items()}
    made = type(f"{filterset.__name__}Form", (filterset._meta.form,), fields)
    made.base_fields = SharedFields(made.base_fields)
    return made


def is_tracking_parameter(name: str) -> bool:
    """Return True if a parameter is one that other sites append to addresses."""
    return name in TRACKING_PARAMETERS or name.startswith("utm_")


class YearFilter(filters.Filter):
    """The first or last year of a range."""

    field_class = forms.IntegerField

    def __init__(self, *, label):
        super().__init__(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class ListFilterSet(filters.FilterSet):
    """The filters, search and orders of one noun's list.

    A noun declares `searched`, its facets, `year_from`, `year_to`, and in `sorts` the label and the
    field of each order. The first one is the default; `last_key` makes each unambiguous. Records
    that are equally relevant to words are in the order of the fields in `equals`.
    """

    searched: SearchIndex
    sorts: dict[str, tuple[str, str | Func | OrderBy]] = {}
    equals: tuple[str | Func | OrderBy, ...] = ()
    last_key = "code"
    #: Parameters that are not removed when filters are cleared.
    unfiltered_parameters = ("q", "sort", "per_page")

    class Meta:
        form = ListForm

    def __init__(self, data, records, index=None):
        super().__init__(data, records)
        self.index = index
        words = self.data.get("q", "")
        self.query = parse_query(words) if words else SearchQuery()
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
        """Return the declared filters and, as last one, the order."""
        sort = filters.ChoiceFilter(
            label=_("Sort by"), choices=cls.sort_choices(), empty_label=None
        )
        return super().get_filters() | {"sort": sort}

    @classmethod
    def sort_choices(cls):
        """Return the orders of this list, relevance first."""
        declared = [(key, label) for key, (label, _by) in cls.sorts.items()]
        return [("relevance", _("Relevance")), *declared]

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Return the facets by their parameter, as declared."""
        return {name: each for name, each in self.filters.items() if isinstance(each, Facet)}

    @property
    def not_applied(self) -> list[str]:
        """Return unknown parameters, and `sort=relevance` if nothing is searched for."""
        known = self.form.fields
        unknown = [n for n in self.data if n not in known and not is_tracking_parameter(n)]
        return unknown + ["sort=relevance"] * (not self._can_sort())

    @property
    def applied(self) -> QueryDict:
        """Return the parameters of the address that are in force."""
        applied = QueryDict(mutable=True)
        for name, values in self.data.lists():
            if name in self.form.fields and (name != "sort" or self._can_sort()):
                applied.setlist(name, [value for value in values if value])
        return applied

    def state(self, *without: str) -> str:
        """Return the query string of what is in force, without some parameters."""
        if without not in self._states:
            rest = self.applied
            for name in without:
                rest.pop(name, None)
            query = rest.urlencode()
            self._states[without] = f"?{query}" if query else ""
        return self._states[without]

    def _can_sort(self):
        return bool(self.query.terms) or self.data.get("sort") != "relevance"

    @classmethod
    def list_facets(cls) -> dict[str, Facet]:
        """Return the facets by their parameter, in the order in which they are declared."""
        return {name: each for name, each in cls.base_filters.items() if isinstance(each, Facet)}

    @classmethod
    def list_orders(cls) -> dict[str, tuple]:
        """Return the fields of each order; relevance has those of equally relevant records."""
        sorted_by = {name: (by, cls.last_key) for name, (_label, by) in cls.sorts.items()}
        return {"relevance": (*cls.equals, cls.last_key)} | sorted_by

    def values_of(self, facet: Facet) -> FacetValues:
        """Return the values of a facet in the index."""
        return self.index.values[facet.parameter]

    @cached_property
    def selection(self) -> Selection:
        """Return the selected records and their counts, or the whole list if invalid."""
        if not self.is_valid():
            return Selection(self.index, {})
        cleaned = self.form.cleaned_data
        chosen = {name: cleaned[name] for name in self.facets}
        return Selection(self.index, chosen, self.restrictions())

    def restrictions(self) -> dict[str, BitMap]:
        """Return the records of each filter besides facets: words and years."""
        cleaned, found = self.form.cleaned_data, {}
        if self.query.has_text:
            found["q"] = self.found
        years = self.index.values["year"]
        for name, is_within in (("year_from", ge), ("year_to", le)):
            if (bound := cleaned[name]) is not None:
                found[name] = years.records_with_any(
                    year for year in years.records if is_within(int(year), bound)
                )
        return found

    def order(self) -> RecordOrder | RankedOrder:
        """Return the order in force; that by relevance depends on the words."""
        order = self.index.orders[self.sort]
        return RankedOrder(self.grades(), order) if self.sort == "relevance" else order

    @cached_property
    def found(self) -> BitMap:
        """Return the records that contain the words, without regard to other filters."""
        return queries.matching_keys(self.searched, self.query, self.index.version)

    @property
    def has_only_words(self) -> bool:
        """Return True if words are typed and no filter is chosen."""
        return bool(self.query.terms) and clear_filters(self) == self.applied.urlencode()

    @property
    def is_missed_search(self) -> bool:
        """Return True if no noun has the words, they name nothing, and nothing else is asked."""
        if not self.query.terms or self.found or not self.has_only_words:
            return False
        version = self.index.version
        return not recognise(self.data["q"], version).is_whole and not any(
            queries.matching_keys(noun.filterset.searched, self.query, version)
            for noun in searched_nouns()
        )

    def grades(self) -> list[BitMap]:
        """Return the records that contain the words in grades, the best first."""
        total = len(self.index.records)
        return queries.grade_keys(self.searched, self.query, self.index.version, total)

    def marks(self, keys: list[int]) -> Highlighter:
        """Return the highlighter of the words for some records."""
        plan = queries.get_plan(self.query, self.index.version)
        return Highlighter(self.searched, plan.groups, keys)

    @property
    def default_sort(self) -> str:
        """Return the order that applies if none is chosen: with words, relevance."""
        return "relevance" if self.query.terms else next(iter(self.sorts))

    @property
    def offered_sorts(self) -> list[tuple[str, str, bool]]:
        """Return (value, label, in force) of each order.

        The default has no value, so that it changes when words are typed.
        """
        labels = dict(self.sort_choices())
        offered = [*["relevance"] * bool(self.query.terms), *self.sorts]
        return [
            ("" if name == self.default_sort else name, labels[name], name == self.sort)
            for name in offered
        ]

    @property
    def sort(self) -> str:
        """Return the chosen order, or the default."""
        chosen = self.form.cleaned_data.get("sort") if self._can_sort() else ""
        return chosen or self.default_sort


def list_active_filters(filterset: ListFilterSet) -> list[dict[str, str]]:
    """Return each value of each filter in force, in the order of the filters.

    It comes with the label of its filter and with the query string without it.
    """
    return [
        {
            "filter": str(filterset.form.fields[name].label),
            "label": label,
            "without": remove_parameter(filterset.applied, name, code),
        }
        for name, value in filterset.form.cleaned_data.items()
        for code, label in label_filter_values(filterset, name, value)
    ]


def label_filter_values(filterset: ListFilterSet, name: str, value) -> list[tuple[str | None, str]]:
    """Return (code, label) of each value of a filter; only a facet has codes."""
    if facet := filterset.facets.get(name):
        return [(code, facet.get_label(code)) for code in value]
    if value and name in ("q", "year_from", "year_to"):
        return [(None, _("“%(words)s”") % {"words": value} if name == "q" else str(value))]
    return []


def remove_parameters(
    state: QueryDict, *names: str, add: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> str:
    """Return a query string without some parameters, with values of others, for the first page."""
    rest = state.copy()
    for name in ("page", *names):
        rest.pop(name, None)
    for name, values in add.items():
        rest.setlist(name, list(values))
    if "q" in names and rest.get("sort") == "relevance":
        del rest["sort"]  # there is no relevance without words
    return rest.urlencode()


def remove_parameter(state: QueryDict, name: str, code: str | None = None) -> str:
    """Return a query string without one value of a parameter, or without the parameter."""
    rest = [value for value in state.getlist(name) if value != code] if code is not None else []
    return remove_parameters(state, name, add={name: rest})


def clear_filters(filterset: ListFilterSet) -> str:
    """Return a query string without filters, but with words and order."""
    rest = filterset.applied
    for name in set(rest) - set(filterset.unfiltered_parameters):
        del rest[name]
    return rest.urlencode()
