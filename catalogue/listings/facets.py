"""Facets: OR among the values of one, AND across them, values by their codes in the address."""

import re
from dataclasses import dataclass
from functools import cached_property

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

FIRST = 10  # values of a facet that show before "Show all"


@dataclass(frozen=True)
class Option:
    """A value of a facet: its code in the address, its label, and whether a record has it."""

    code: str
    label: str
    in_use: bool = True


class FacetField(forms.MultipleChoiceField):
    """Codes of a facet. A blank one, as a plain form sends it, is none."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not a known value here.")}

    def to_python(self, value):
        """Drop blanks and repetitions."""
        return [code for code in dict.fromkeys(super().to_python(value)) if code]

    def __init__(self, *, knows, **kwargs):
        super().__init__(**kwargs)
        self.knows = knows

    def validate(self, value):
        """Name every unknown code at once."""
        errors = [
            forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": code[:80]}
            )
            for code in value
            if not self.knows(code)
        ]
        if errors:
            raise forms.ValidationError(errors)


class Facet(filters.Filter):
    """A facet over fixed choices, such as the kind of a practice.

    `path` leads from the noun to the value. Records are found by subquery: a join would show a
    record once for each of its values.
    """

    field_class = FacetField

    def __init__(self, path, *, label, choices=(), only_used=False):
        super().__init__(field_name=path, label=label, knows=self.knows)
        self.fixed, self.only_used = choices, only_used

    @cached_property
    def options(self) -> list[Option]:
        """Return every value in its fixed order, read once a request."""
        return self.read_options(self.parent.queryset)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the label of each value by its code."""
        return {option.code: option.label for option in self.options}

    def knows(self, code: str) -> bool:
        """Say whether a code is a value of this facet."""
        return code in self.labels

    def label_for(self, code: str) -> str:
        """Return what a reader sees of a code."""
        return self.labels.get(code, code)

    def shown(self, chosen: list[str]) -> list[Option]:
        """Return the values to offer; none where no public record has any.

        A value of a vocabulary shows although nothing has it: a gap is information.
        """
        if not any(option.in_use for option in self.options):
            return []
        return [o for o in self.options if o.in_use or o.code in chosen or not self.only_used]

    def read_options(self, public) -> list[Option]:
        """Return the values; `public` is the noun's public records."""
        used = set(public.order_by().values_list(self.field_name, flat=True).distinct())
        return [Option(code, label, code in used) for code, label in self.fixed]

    def filter(self, queryset, codes):
        """Keep records that have one of the values."""
        if not codes:
            return queryset
        holders = queryset.model.objects.filter(self.holding(codes))
        return queryset.filter(pk__in=holders.order_by().values("pk"))

    def holding(self, codes) -> Q:
        """Return the condition that a record has one of the values."""
        return Q(**{f"{self.field_name}__in": codes})


class RecordFacet(Facet):
    """A facet over records of another table, named by a field of theirs that is a stable code."""

    def __init__(self, path, *, label, values, code="slug", text="label", only_used=False):
        super().__init__(path, label=label, only_used=only_used)
        self.values, self.code, self.text = values, code, text

    def read_options(self, public) -> list[Option]:
        """Return all values of the table; which of them are in use is asked along."""
        used = public.order_by().filter(**{self.field_name: OuterRef("pk")})
        values = self.values().annotate(in_use=Exists(used))
        return [Option(*row) for row in values.values_list(self.code, self.text, "in_use")]

    def holding(self, codes) -> Q:
        """Return the condition that a record has one of the values."""
        return Q(**{f"{self.field_name}__{self.code}__in": codes})


class YearFacet(Facet):
    """A facet over the years that occur, the newest first."""

    def read_options(self, public) -> list[Option]:
        """Return the years of public records."""
        years = public.order_by().values_list(self.field_name, flat=True).distinct()
        present = sorted((year for year in years if year is not None), reverse=True)
        return [Option(str(year), str(year)) for year in present]

    def knows(self, code):
        """Say whether a code is a year: one without a record is an empty list, not an error."""
        return re.fullmatch(r"[1-9][0-9]{3}", code) is not None
