"""The filters of a list: what they keep, in which order, and what of an address is wrong."""

from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.listings.facets import Facet
from catalogue.search.words import words

PAGE_SIZES = (20, 50, 100)
#: Parameters that others hang on to addresses; they change nothing and are passed over.
TRACKING = ("fbclid", "gclid")
FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True)
class Sort:
    """An order of a list: how a reader knows it, and by what it sorts. The code comes last."""

    label: str
    by: tuple


class ListForm(forms.Form):
    """The form behind an address: single values are given once, page sizes are fixed."""

    page = forms.CharField(required=False)
    per_page = forms.TypedChoiceField(
        coerce=int,
        empty_value=PAGE_SIZES[0],
        required=False,
        choices=[(size, size) for size in PAGE_SIZES],
    )

    def clean(self):
        """Refuse a single-valued parameter that is given twice."""
        for name, field in self.fields.items():
            if (
                not isinstance(field, forms.MultipleChoiceField)
                and len(self.data.getlist(name)) > 1
            ):
                self.add_error(name, _("Give this only once."))
        return super().clean()


class WordsFilter(filters.CharFilter):
    """Keep records that hold every word."""

    def filter(self, queryset, value):
        """Search in what the noun's filterset declares."""
        return self.parent.searched.keep(queryset, words(value)) if value else queryset


class WordsField(forms.CharField):
    """What a reader typed. Nothing of it is an error; `words` bounds it."""

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

    searched = None
    sorts: dict[str, Sort] = {}
    last_key = "code"

    q = WordsFilter(label=_("Search"))

    class Meta:
        form = ListForm

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        super().__init__(data, queryset, request=request, prefix=prefix)
        self.words = words(self.data.get("q", ""))

    @classmethod
    def get_filters(cls):
        """Add the order, whose choices the noun declares, behind the declared filters."""
        sort = SortFilter(label=_("Sort by"), choices=cls.sort_choices(), empty_label=None)
        return super().get_filters() | {"sort": sort}

    @classmethod
    def sort_choices(cls):
        """Return the orders of this list, relevance first."""
        return [("relevance", _("Relevance"))] + [(key, s.label) for key, s in cls.sorts.items()]

    @property
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

    def _is_known(self, name):
        return name in self.form.fields or name in TRACKING or name.startswith("utm_")

    def _can_sort(self):
        return bool(self.words) or self.data.get("sort") != "relevance"

    def filter_queryset(self, queryset):
        """Keep what every filter keeps, in the asked order."""
        for name, each in self.filters.items():
            queryset = each.filter(queryset, self.form.cleaned_data[name])
        return self.ordered(queryset)

    def ordered(self, queryset):
        """Sort records; the code as last key makes the order one and the same everywhere."""
        if self.sort == "relevance":
            return self.searched.rank(queryset, self.words).order_by("search_place", self.last_key)
        return queryset.order_by(*self.sorts[self.sort].by, self.last_key)

    @property
    def sort(self) -> str:
        """Return the order in force: with words it is relevance unless another one was chosen."""
        chosen = self.form.cleaned_data.get("sort") or "relevance"
        if chosen == "relevance" and not self.words:
            return next(iter(self.sorts))
        return chosen
