"""What an empty list advises: which single filter to drop, and which values come nearest."""

from dataclasses import dataclass

from django.http import QueryDict

from catalogue.listings.active_filters import without
from catalogue.listings.filterset import ListFilterSet

NEAREST = 3  # values of a facet that are offered instead of the chosen ones


@dataclass(frozen=True)
class Advice:
    """Another list that is not empty: in words, how many records it has, its state."""

    label: str
    count: int
    state: str


def fewer(filterset: ListFilterSet) -> list[Advice]:
    """Return the single filters without which there would be records, most first."""
    fields = filterset.form.fields
    return [
        Advice(str(fields[name].label), count, without(filterset.applied, name))
        for name, count in filterset.selection.counts_without_each().items()
        if count
    ]


def nearest(filterset: ListFilterSet) -> list[tuple[str, list[Advice]]]:
    """Return, for each facet in force, the other values that would give most records."""
    found = []
    for name, facet in filterset.facets.items():
        if not filterset.form.cleaned_data[name]:
            continue
        counts = filterset.selection.counts(name)
        best = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
        if best:
            values = [
                Advice(facet.label_for(code), counts[code], choosing(filterset.applied, name, code))
                for code in best[:NEAREST]
            ]
            found.append((str(facet.label), values))
    return found


def choosing(state: QueryDict, name: str, code: str) -> str:
    """Return the query of an address in which a facet has one value, and no other."""
    chosen = state.copy()
    chosen.pop("page", None)
    chosen[name] = code
    return chosen.urlencode()
