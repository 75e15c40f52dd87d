"""What an empty list suggests: other spellings, one filter less, other values of a facet."""

from django.http import QueryDict

from catalogue.listings.filterset import ListFilterSet, remove_parameter
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.spelling import suggest_spellings

MAX_SUGGESTED_VALUES = 3  # of a facet, instead of the chosen ones
MAX_SUGGESTED_SEARCHES = 3


def build_suggestions(filterset: ListFilterSet) -> dict[str, list]:
    """Return what the page of an empty list suggests; nothing for one with records.

    A suggestion is another list that is not empty: its label, number of records and query string.
    """
    is_empty = not filterset.selection.records
    return {
        "fewer": suggest_fewer_filters(filterset) if is_empty else [],
        "nearest": suggest_other_values(filterset) if is_empty else [],
        "spellings": suggest_other_words(filterset) if is_empty else [],
    }


def suggest_fewer_filters(filterset: ListFilterSet) -> list[dict]:
    """Return the filters without which there would be records, most records first.

    Words alone are no filter to take away: that would give the whole list.
    """
    if filterset.has_only_words:
        return []
    fields = filterset.form.fields
    return [
        {
            "label": str(fields[name].label),
            "count": count,
            "state": remove_parameter(filterset.applied, name),
        }
        for name, count in filterset.selection.counts_without_each().items()
        if count
    ]


def suggest_other_values(filterset: ListFilterSet) -> list[tuple[str, list[dict]]]:
    """Return, for each facet in force, the other values that would give most records."""
    found = []
    for name, facet in filterset.facets.items():
        if not filterset.form.cleaned_data[name]:
            continue
        counts = filterset.selection.counts(name)
        best = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
        if best:
            values = [
                {
                    "label": facet.get_label(code),
                    "count": counts[code],
                    "state": replace_parameter(filterset.applied, name, code),
                }
                for code in best[:MAX_SUGGESTED_VALUES]
            ]
            found.append((str(facet.label), values))
    return found


def suggest_other_words(filterset: ListFilterSet) -> list[dict]:
    """Return other spellings if no record contains the words; other filters stay in force."""
    if not filterset.query.terms or filterset.found:
        return []
    others, found = filterset.selection.records_without("q"), []
    searched, version = filterset.searched, filterset.index.version
    for typed in suggest_spellings(searched, filterset.query, version):
        records = matching_keys(searched, parse_query(typed), version)
        if count := others.intersection_cardinality(records):
            state = replace_parameter(filterset.applied, "q", typed)
            found.append({"label": typed, "count": count, "state": state})
    return found[:MAX_SUGGESTED_SEARCHES]


def replace_parameter(state: QueryDict, name: str, value: str) -> str:
    """Return a query string with a single value of a parameter, for the first page."""
    replaced = state.copy()
    replaced.pop("page", None)
    replaced[name] = value
    return replaced.urlencode()
