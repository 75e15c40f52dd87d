"""`./run compare-counts`: compare the counting engine with plain SQL for random selections."""

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator

import django
from django.http import QueryDict

from catalogue.facets.index_cache import facet_indexes

MOST_VALUES = 3  # chosen at random in one facet


def main(arguments: list[str] | None = None) -> int:
    """Compare random selections of every list; return 1 if records, order or counts differ."""
    from catalogue.db.read_transactions import read_snapshot

    parser = argparse.ArgumentParser(prog="./run compare-counts", description=__doc__)
    parser.add_argument("--samples", type=int, default=10, help="selections of each list")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same selections")
    options = parser.parse_args(arguments)
    chance, found = random.Random(options.seed), []
    for view in list_views():
        with read_snapshot():
            for _ in range(options.samples):
                found += find_differences(view, choose_random_address(view, chance))
        print(f"{view.title}: {options.samples} selections compared")
    print("\n".join([f"Differences: {len(found)}", *found]) if found else "No differences.")
    return 1 if found else 0


def list_views() -> tuple:
    """Return the view of every list with facets."""
    from catalogue.events.views import EventList
    from catalogue.organizations.views import OrganizationList
    from catalogue.practices.views import PracticeList
    from catalogue.resolutions.views import ResolutionList

    return PracticeList, EventList, OrganizationList, ResolutionList


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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
