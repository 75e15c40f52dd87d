"""Compare the facet counts of a list with plain SQL."""

import random
from collections import Counter
from collections.abc import Iterator

from django.http import QueryDict

from catalogue.events.views import EventList
from catalogue.facets.facet_index import facet_indexes
from catalogue.organizations.views import OrganizationList
from catalogue.practices.views import PracticeList
from catalogue.resolutions.views import ResolutionList

LIST_VIEWS = (PracticeList, EventList, OrganizationList, ResolutionList)
MOST_VALUES = 3  # chosen at random in one facet


def find_differences(view, address: QueryDict) -> Iterator[str]:
    """Yield a line for each difference in records, order, total or counts."""
    filterset = create_filterset(view, address)
    if not filterset.is_valid():
        yield f"{address.urlencode()}: not valid: {filterset.errors.as_text()}"
        return
    plain = list(filterset.filter_queryset(view.noun.public()).values_list("pk", flat=True))
    counted = list(filterset.order().all_keys(filterset.selection.records))
    if plain != counted:
        yield f"{address.urlencode()}: {len(plain)} records in SQL, {len(counted)} in the engine"
    if len(plain) != len(filterset.selection):
        yield f"{address.urlencode()}: {len(plain)} in SQL, a total of {len(filterset.selection)}"
    for name in filterset.facets:
        expected = count_values_in_sql(view, address, name)
        for code, count in filterset.selection.counts(name).items():
            if count != expected[code]:
                yield (
                    f"{address.urlencode()}, {name}={code}: "
                    f"{expected[code]} in SQL, {count} counted"
                )


def create_filterset(view, address: QueryDict):
    """Return the filters of a list at an address, with its index."""
    return view.filterset_class(address, view.noun.public(), facet_indexes.index(view.noun))


def count_values_in_sql(view, address: QueryDict, name: str) -> Counter:
    """Return the count of each value of a facet under all other filters, in one statement."""
    others = address.copy()
    others.pop(name, None)
    filterset = create_filterset(view, others)
    filterset.is_valid()
    records = filterset.filter_queryset(view.noun.public()).order_by()
    return Counter(code for _key, code in set(filterset.facets[name].pairs(records)))


def count_records_in_sql(view, address: QueryDict, name: str, code: str) -> int:
    """Return how many records a value of a facet has under the other filters."""
    choosing = address.copy()
    choosing.setlist(name, [code])
    filterset = create_filterset(view, choosing)
    filterset.is_valid()
    return filterset.filter_queryset(view.noun.public()).count()


def choose_random_address(view, chance: random.Random) -> QueryDict:
    """Return the address of a list under up to three facets, in any of its orders."""
    values, address = facet_indexes.index(view.noun).values, QueryDict(mutable=True)
    for name in chance.sample(sorted(values), chance.randint(0, 3)):
        codes = sorted(values[name].records)
        address.setlist(name, chance.sample(codes, min(len(codes), chance.randint(1, MOST_VALUES))))
    address["sort"] = chance.choice(sorted(view.filterset_class.sorts))
    return address
