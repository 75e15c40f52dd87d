"""Compare the facet counts of a list with those of the database."""

import random
from collections import Counter
from collections.abc import Iterator

from django.http import QueryDict

from catalogue.core.registry import Noun
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.filterset import LAST_YEAR
from catalogue.search.queries import combine_groups

MOST_VALUES = 3  # chosen at random in one facet


def find_differences(noun: Noun, address: QueryDict) -> Iterator[str]:
    """Yield a line for each difference in records, order, total or counts."""
    filterset = create_filterset(noun, address)
    if not filterset.is_valid():
        yield f"{address.urlencode()}: not valid: {filterset.errors.as_text()}"
        return
    plain = list_keys_in_sql(filterset)
    counted = list(filterset.order().all_keys(filterset.selection.records))
    if plain != counted:
        yield f"{address.urlencode()}: {len(plain)} records in SQL, {len(counted)} in the engine"
    if len(plain) != len(filterset.selection):
        yield f"{address.urlencode()}: {len(plain)} in SQL, a total of {len(filterset.selection)}"
    for name in filterset.facets:
        expected = count_values_in_sql(noun, address, name)
        for code, count in filterset.selection.counts(name).items():
            if count != expected[code]:
                yield (
                    f"{address.urlencode()}, {name}={code}: "
                    f"{expected[code]} in SQL, {count} counted"
                )


def create_filterset(noun: Noun, address: QueryDict, filters: type | None = None):
    """Return the filters of a list, or of one of its maps, at an address, with their index."""
    return (filters or noun.filterset)(address, noun.public(), facet_indexes.index(noun))


def find_keys_in_sql(filterset) -> set[int]:
    """Return the keys of a list: each filter is asked of the database, without the index."""
    public, cleaned = filterset.queryset, filterset.form.cleaned_data
    found = set(public.values_list("pk", flat=True))
    for name, facet in filterset.facets.items():
        if cleaned[name]:
            found &= {key for key, code in facet.pairs(public) if code in cleaned[name]}
    low, high = cleaned["year_from"], cleaned["year_to"]
    if low is not None or high is not None:
        years = {key: int(year) for key, year in filterset.facets["year"].pairs(public)}
        found &= {key for key, year in years.items() if (low or 0) <= year <= (high or LAST_YEAR)}
    if filterset.query.has_text:
        found &= set() if filterset.query.is_unsearchable else find_words_in_sql(filterset)
    return found


def find_words_in_sql(filterset) -> set[int]:
    """Return the keys of the records with the words, without the cache of results."""
    return set(combine_groups(filterset.searched, filterset.query, version=None))


def list_keys_in_sql(filterset) -> list[int]:
    """Return the keys of a list in their order, read from the database."""
    fields = filterset.list_orders()[filterset.sort]
    ordered = list(filterset.queryset.order_by(*fields).values_list("pk", flat=True))
    if filterset.sort == "relevance":
        grades = {key: place for place, grade in enumerate(filterset.grades()) for key in grade}
        ordered.sort(key=lambda key: grades.get(key, len(grades)))
    found = find_keys_in_sql(filterset)
    return [key for key in ordered if key in found]


def count_values_in_sql(noun: Noun, address: QueryDict, name: str) -> Counter:
    """Return the count of each value of a facet under all other filters."""
    others = address.copy()
    others.pop(name, None)
    filterset = create_filterset(noun, others)
    filterset.is_valid()
    found = find_keys_in_sql(filterset)
    pairs = set(filterset.facets[name].pairs(filterset.queryset))
    return Counter(code for key, code in pairs if key in found)


def count_records_in_sql(noun: Noun, address: QueryDict, name: str, code: str) -> int:
    """Return how many records a value of a facet has under the other filters."""
    choosing = address.copy()
    choosing.setlist(name, [code])
    filterset = create_filterset(noun, choosing)
    filterset.is_valid()
    return len(find_keys_in_sql(filterset))


def choose_random_address(noun: Noun, chance: random.Random) -> QueryDict:
    """Return the address of a list under up to three facets, in any of its orders."""
    values, address = facet_indexes.index(noun).values, QueryDict(mutable=True)
    for name in chance.sample(sorted(values), chance.randint(0, 3)):
        codes = sorted(values[name].records)
        address.setlist(name, chance.sample(codes, min(len(codes), chance.randint(1, MOST_VALUES))))
    address["sort"] = chance.choice(sorted(noun.filterset.sorts))
    return address
