"""What is read of changed records: the values of all facets, and the ranks in all orders."""

from functools import cache

from django.db.models import F
from pyroaring import BitMap

from catalogue.core.registry import Noun
from catalogue.db.keyed_queries import CompiledUnion, filter_keys
from catalogue.facets.orders import RankQuery


class NounQueries:
    """The queries for the public records of a noun with given keys, compiled once.

    One statement has the values of all facets, another one the ranks in all orders.
    """

    def __init__(self, noun: Noun):
        public = noun.public().order_by()
        self.ranks = RankQuery(public, noun.filterset.list_orders())
        self.facets = noun.filterset.list_facets()
        among = filter_keys(public, "pk")
        found = [(name, e) for name, each in self.facets.items() for e in each.build_queries(among)]
        self.names = [name for name, _query in found]
        itself = among.values_list("pk", F("pk"))
        self.values = CompiledUnion([*(query for _name, query in found), itself])

    def fetch_values(self, keys: BitMap) -> tuple[BitMap, dict[str, list[tuple[int, str]]]]:
        """Return which of the records are public, and the rows of each facet (key, value)."""
        present, rows = BitMap(), {name: [] for name in self.facets}
        for place, key, value in self.values.fetch(keys) if keys else ():
            if place < len(self.names):
                rows[self.names[place]].append((key, value))
            else:
                present.add(key)
        return present, rows


@cache
def compile_queries(noun: Noun) -> NounQueries:
    """Return the queries of a noun for the database of this process."""
    return NounQueries(noun)
