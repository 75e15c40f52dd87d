"""Did you mean: other spellings for words that find nothing, with what each would give."""

from dataclasses import dataclass

from catalogue.listings.filterset import ListFilterSet
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.spelling import suggest_spellings

MAX_SPELLINGS = 3  # spellings on a page


@dataclass(frozen=True)
class Spelling:
    """A search as it is typed, how many records it gives, and the address of that list."""

    words: str
    count: int
    state: str


def suggest_list_spellings(filterset: ListFilterSet) -> list[Spelling]:
    """Return other spellings where words find nothing; all other filters stay in force."""
    if not filterset.query.terms or filterset.found:
        return []
    others, found = filterset.selection.records_without("q"), []
    searched, version = filterset.searched, filterset.version
    for typed in suggest_spellings(searched, filterset.query, version):
        records = matching_keys(searched, parse_query(typed), version)
        if (count := others.intersection_cardinality(records)) and len(found) < MAX_SPELLINGS:
            found.append(Spelling(typed, count, replace_words(filterset, typed)))
    return found


def replace_words(filterset: ListFilterSet, typed: str) -> str:
    """Return the query of an address of the list with other words."""
    state = filterset.applied
    state.pop("page", None)
    state["q"] = typed
    return state.urlencode()
