"""Facets: OR among the values of one, AND across them, values by their codes in the address.

A facet is read by the counting engine (`labels`, `pairs`). It can also filter in plain SQL
(`filter`), which the engine is compared with.
"""

import re
from collections.abc import Iterable
from copy import copy
from functools import reduce
from operator import or_

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.facets.index import ROWS_PER_FETCH
from catalogue.listings.forms import FacetField

INITIAL_VALUES = 10  # values of a facet that show before "Show all"


class Facet(filters.Filter):
    """A facet over fixed choices, such as the kind of a practice.

    `path` leads from the noun to the value. A value that nothing has shows all the same, since a
    gap is information; with `only_used` it does not.
    """

    field_class = FacetField
    #: The facet under whose values those of this one stand on the page.
    under: str | None = None
    #: What the page calls this facet together with the one under it.
    group_label = ""

    def __init__(self, path, *, label, choices=(), only_used=False):
        super().__init__(field_name=path, label=label)
        self.choices, self.only_used = choices, only_used

    def __deepcopy__(self, memo):
        # A filter set copies its filters for every request; only what it sets on them differs.
        return copy(self)

    def knows(self, code: str) -> bool:
        """Say whether a code is a value of this facet."""
        return code in self.parent.values_of(self).labels

    def label_for(self, code: str) -> str:
        """Return what a reader sees of a code."""
        return self.parent.values_of(self).labels.get(code, code)

    def labels(self, used) -> list[tuple[str, str]]:
        """Return the code and label of every value in its fixed order."""
        return [(code, str(label)) for code, label in self.choices]

    def parents(self, used) -> dict[str, str]:
        """Return the code under which each value stands: another of this facet, or of `under`."""
        return {}

    def pairs(self, public) -> Iterable[tuple[int, str]]:
        """Return (key, code) for every value of every public record."""
        # Not exclude(…=None): PostgreSQL takes a minute for its anti-join at 100,000 records.
        known = public.filter(**{f"{self.field_name}__isnull": False})
        return known.values_list("pk", self.field_name)

    def filter(self, queryset, codes):
        """Keep, in plain SQL, records that have one of the values.

        By subquery: a join would show a record once for each of its values.
        """
        if not codes:
            return queryset
        holders = queryset.model.objects.filter(self.holding(codes))
        return queryset.filter(pk__in=holders.order_by().values("pk"))

    def holding(self, codes) -> Q:
        """Return the condition that a record has one of the values."""
        return Q(**{f"{self.field_name}__in": codes})


class NoneValueMixin:
    """Makes of a facet one in which having no value is a value too, the last one.

    `none` is its code and its label.
    """

    def __init__(self, *paths, none, **fields):
        super().__init__(*paths, **fields)
        self.none, self.none_label = none

    def knows(self, code):
        """Say whether a code is a value of this facet, or the absence of one."""
        return code == self.none or super().knows(code)

    def labels(self, used):
        """Return the values of the facet; that of having none shows even where nothing has it."""
        return [*super().labels(used - {self.none}), (self.none, str(self.none_label))]

    def parents(self, used):
        """Return what the values stand under; having none stands under nothing."""
        return super().parents(used - {self.none})

    def pairs(self, public):
        """Return (key, code) for every value, and for every record without one."""
        yield from super().pairs(public)
        without = public.filter(**{f"{self.field_name}__isnull": True})
        yield from ((key, self.none) for key in without.values_list("pk", flat=True))

    def holding(self, codes):
        """Return the condition that a record has one of the values, or none where that is asked."""
        held = super().holding([code for code in codes if code != self.none])
        return held | Q(**{f"{self.field_name}__isnull": True}) if self.none in codes else held


class RecordFacet(Facet):
    """A facet over records of another table, named by a field of theirs that is a stable code."""

    def __init__(self, path, *, label, values, code="slug", text="label", only_used=False):
        super().__init__(path, label=label, only_used=only_used)
        self.values, self.code, self.text = values, code, text

    def labels(self, used):
        """Return the code and label of every record of the table."""
        return list(self.values().values_list(self.code, self.text))

    def pairs(self, public):
        """Return (key, code) for every linked record that is a value of this facet."""
        offered = {f"{self.field_name}__in": self.values().order_by()}
        return public.filter(**offered).values_list("pk", f"{self.field_name}__{self.code}")

    def holding(self, codes):
        """Return the condition that a record has one of the values."""
        return Q(**{f"{self.field_name}__{self.code}__in": codes})


class YearFacet(Facet):
    """A facet over the years that occur, the newest first."""

    under = "decade"

    def parents(self, used):
        """Return the decade of each year."""
        return {year: get_decade(int(year)) for year in used}

    def labels(self, used):
        """Return the years of the records, the newest first."""
        return [(year, year) for year in sorted(used, key=int, reverse=True)]

    def pairs(self, public):
        """Return (key, year) for every record with a year."""
        return ((key, str(year)) for key, year in super().pairs(public).iterator(ROWS_PER_FETCH))

    def knows(self, code):
        """Say whether a code is a year: one without a record is an empty list, not an error."""
        return re.fullmatch(r"[1-9][0-9]{3}", code) is not None


class DayFacet(YearFacet):
    """A facet over the years of days. Days are read as they are stored: it takes half the time."""

    under = None

    def parents(self, used):
        """Return nothing: these years stand under nothing."""
        return {}

    def pairs(self, public):
        """Return (key, year) for every record with a day."""
        return [(key, day[:4]) for key, day in super().pairs(public)]

    def holding(self, codes):
        """Return the condition that a day lies in one of the years."""
        return Q(**{f"{self.field_name}__year__in": codes})


class VerifiedFacet(NoneValueMixin, DayFacet):
    """A facet over the years in which records were last verified, and over never.

    A year stays what it is while an index is kept; how long ago it was does not.
    """

    def __init__(self):
        super().__init__("last_verified_on", label=_("Last verified"), none=("never", _("Never")))


def get_decade(year: int) -> str:
    """Return the code of the decade of a year, which is its first year."""
    return f"{year // 10}0"


class DecadeFacet(YearFacet):
    """A facet over the decades of the years that occur; the years stand under them."""

    under = None

    def __init__(self, path, *, label, group_label):
        super().__init__(path, label=label)
        self.group_label = group_label

    def labels(self, used):
        """Return the decades of the records, the newest first."""
        return [
            (code, str(_("%(decade)ss") % {"decade": code}))
            for code, _label in super().labels(used)
        ]

    def parents(self, used):
        """Return nothing: decades stand under nothing."""
        return {}

    def pairs(self, public):
        """Return (key, decade) for every record with a year."""
        return ((key, get_decade(int(year))) for key, year in super().pairs(public))

    def knows(self, code):
        """Say whether a code is the first year of a decade."""
        return re.fullmatch(r"[1-9][0-9]{2}0", code) is not None

    def holding(self, codes):
        """Return the condition that a year lies in one of the decades."""
        spans = [(int(code), int(code) + 9) for code in codes]
        return reduce(or_, (Q(**{f"{self.field_name}__range": span}) for span in spans))
