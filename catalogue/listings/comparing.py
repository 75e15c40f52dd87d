"""The counting engine against plain SQL: what differs for one address of a list."""

import random
from collections.abc import Iterator

from django.http import QueryDict

from catalogue.facets.engine import engine
from catalogue.listings.views import ListingView

MOST_VALUES = 3  # chosen at random in one facet


def differences(view: type[ListingView], address: QueryDict, facets=None) -> Iterator[str]:
    """Say in which records, order or counts the engine and plain SQL differ.

    `facets` limits the facets whose counts are compared: each value costs a query.
    """
    filterset = view.filterset_class(address, view.noun.public(), engine.index(view.noun))
    if not filterset.is_valid():
        yield f"{address.urlencode()}: not valid: {filterset.errors.as_text()}"
        return
    plain = list(filterset.filter_queryset(view.noun.public()).values_list("pk", flat=True))
    counted = filterset.order().all(filterset.selection.records)
    if plain != counted:
        yield f"{address.urlencode()}: {len(plain)} records in SQL, {len(counted)} in the engine"
    for name in filterset.facets if facets is None else facets:
        for code, count in filterset.selection.counts(name).items():
            expected = count_in_sql(view, address, name, code)
            if count != expected:
                yield f"{address.urlencode()}, {name}={code}: {expected} in SQL, {count} counted"


def count_in_sql(view: type[ListingView], address: QueryDict, name: str, code: str) -> int:
    """Count the records that a value of a facet would give under every other filter."""
    asked = address.copy()
    asked.setlist(name, [code])
    filterset = view.filterset_class(asked, view.noun.public(), engine.index(view.noun))
    filterset.is_valid()
    return filterset.filter_queryset(view.noun.public()).count()


def random_address(view: type[ListingView], chance: random.Random) -> QueryDict:
    """Return the address of a list under up to three facets, in any of its orders."""
    values, address = engine.index(view.noun).values, QueryDict(mutable=True)
    for name in chance.sample(sorted(values), chance.randint(0, 3)):
        codes = sorted(values[name].records)
        address.setlist(name, chance.sample(codes, min(len(codes), chance.randint(1, MOST_VALUES))))
    address["sort"] = chance.choice(sorted(view.filterset_class.sorts))
    return address
