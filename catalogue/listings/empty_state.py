"""What an empty list advises: which single filter to drop, and which values come nearest."""

from dataclasses import dataclass

from django.http import QueryDict

from catalogue.listings.active_filters import remove_parameter
from catalogue.listings.filterset import ListFilterSet

MAX_SUGGESTED_VALUES = 3  # values of a facet that are offered instead of the chosen ones


@dataclass(frozen=True)
class Suggestion:
    """Another list that is not empty: in words, how many records it has, its state."""

    label: str
    count: int
    state: str


def suggest_fewer_filters(filterset: ListFilterSet) -> list[Suggestion]:
    """Return the single filters without which there would be records, most first."""
    fields = filterset.form.fields
    return [
        Suggestion(str(fields[name].label), count, remove_parameter(filterset.applied, name))
        for name, count in filterset.selection.counts_without_each().items()
        if count
    ]


def suggest_other_values(filterset: ListFilterSet) -> list[tuple[str, list[Suggestion]]]:
    """Return, for each facet in force, the other values that would give most records."""
    found = []
    for name, facet in filterset.facets.items():
        if not filterset.form.cleaned_data[name]:
            continue
        counts = filterset.selection.counts(name)
        best = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
        if best:
            values = [
                Suggestion(
                    facet.label_for(code), counts[code], choose_value(filterset.applied, name, code)
                )
                for code in best[:MAX_SUGGESTED_VALUES]
            ]
            found.append((str(facet.label), values))
    return found


def choose_value(state: QueryDict, name: str, code: str) -> str:
    """Return the query of an address in which a facet has one value, and no other."""
    chosen = state.copy()
    chosen.pop("page", None)
    chosen[name] = code
    return chosen.urlencode()
