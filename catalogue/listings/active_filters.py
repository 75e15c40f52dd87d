"""Chips: one for each filter in force, each a link to the list without it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.listings.filterset import ListFilterSet


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: what it filters by, its value, and the address without it."""

    filter: str
    label: str
    without: str


def list_active_filters(filterset: ListFilterSet) -> list[ActiveFilter]:
    """Return a chip for each filter in force, in the order of the filters."""
    return [
        ActiveFilter(
            str(filterset.form.fields[name].label),
            label,
            remove_parameter(filterset.applied, name, code),
        )
        for name, value in filterset.form.cleaned_data.items()
        for code, label in label_values(filterset, name, value)
    ]


def label_values(filterset: ListFilterSet, name: str, value) -> list[tuple[str | None, str]]:
    """Return (code, label) of what is in force of one filter; only a facet has codes."""
    if facet := filterset.facets.get(name):
        return [(code, facet.label_for(code)) for code in value]
    return [(None, describe_value(name, value))] if value and is_simple_filter(name) else []


def is_simple_filter(name):
    return name in ("q", "year_from", "year_to")


def describe_value(name, value):
    return _("“%(words)s”") % {"words": value} if name == "q" else str(value)


def remove_parameter(state: QueryDict, name: str, code: str | None = None) -> str:
    """Return the query of an address without one value of a parameter, or without all of them."""
    rest = state.copy()
    rest.pop("page", None)
    values = rest.pop(name, [])
    if code is not None:
        rest.setlist(name, [value for value in values if value != code])
    if name == "q" and rest.get("sort") == "relevance":
        del rest["sort"]  # there is no relevance without words
    return rest.urlencode()


def clear_filters(filterset: ListFilterSet) -> str:
    """Return the query of an address without any filter; words and order stay."""
    rest = filterset.applied
    for name in set(rest) - set(filterset.kept):
        del rest[name]
    return rest.urlencode()
