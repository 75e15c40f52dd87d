"""The counting engine against plain SQL: what differs for one address of a list."""

import random
from collections import Counter
from collections.abc import Iterator

from django.http import QueryDict

from catalogue.facets.index_cache import facet_indexes
from catalogue.listings.views import ListingView

MOST_VALUES = 3  # chosen at random in one facet


def differences(view: type[ListingView], address: QueryDict) -> Iterator[str]:
    """Say in which records, order, total or counts the engine and plain SQL differ."""
    filterset = asked(view, address)
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
        expected = counts_in_sql(view, address, name)
        for code, count in filterset.selection.counts(name).items():
            if count != expected[code]:
                yield (
                    f"{address.urlencode()}, {name}={code}: "
                    f"{expected[code]} in SQL, {count} counted"
                )


def asked(view: type[ListingView], address: QueryDict):
    """Return the filters of a list at an address."""
    return view.filterset_class(address, view.noun.public(), facet_indexes.index(view.noun))


def counts_in_sql(view: type[ListingView], address: QueryDict, name: str) -> Counter:
    """Count what each value of a facet would give under every other filter: one statement."""
    others = address.copy()
    others.pop(name, None)
    filterset = asked(view, others)
    filterset.is_valid()
    records = filterset.filter_queryset(view.noun.public()).order_by()
    return Counter(code for _key, code in set(filterset.facets[name].pairs(records)))


def count_in_sql(view: type[ListingView], address: QueryDict, name: str, code: str) -> int:
    """Count the records that a value of a facet would give by choosing it."""
    choosing = address.copy()
    choosing.setlist(name, [code])
    filterset = asked(view, choosing)
    filterset.is_valid()
    return filterset.filter_queryset(view.noun.public()).count()


def random_address(view: type[ListingView], chance: random.Random) -> QueryDict:
    """Return the address of a list under up to three facets, in any of its orders."""
    values, address = facet_indexes.index(view.noun).values, QueryDict(mutable=True)
    for name in chance.sample(sorted(values), chance.randint(0, 3)):
        codes = sorted(values[name].records)
        address.setlist(name, chance.sample(codes, min(len(codes), chance.randint(1, MOST_VALUES))))
    address["sort"] = chance.choice(sorted(view.filterset_class.sorts))
    return address
