"""The records of a noun in one order, and their places in it after a change.

The database compares records, because only it knows its collation. One query ranks records in every
order of a noun, so that after most changes one is enough: a record mostly stays where it was.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from pyroaring import BitMap

from catalogue.db.keyed_queries import CompiledQuery, filter_keys

SCAN_FACTOR = 4  # sorting one record costs as much as looking at some four
MAX_SINGLE_REMOVALS = 20  # keys that are found faster one by one than by looking at all
#: Records that a query compares with one whose place is searched for, and with all of them.
MAX_PIVOTS, MAX_COMPARED = 64, 4_000

#: The ranks of records among those that were compared, by order and key.
Ranks = Mapping[str, Mapping[int, int]]


class RecordOrder:
    """The records of a noun in one order: four bytes for each."""

    def __init__(self, keys: Iterable[int]):
        self.keys = keys if isinstance(keys, array) else array("I", keys)

    @cached_property
    def positions(self) -> array:
        """Return the position of each record, by its key; made when it is first needed."""
        positions = array("I", bytes(4 * (max(self.keys, default=0) + 1)))
        for position, key in enumerate(self.keys):
            positions[key] = position
        return positions

    def page_keys(self, selection: BitMap, start: int, stop: int) -> list[int]:
        """Return the selected records from `start` to `stop` in this order.

        The beginning of the order is scanned first. If the page is not full soon, the selection is
        sorted.
        """
        stop = min(stop, len(selection))
        limit = min(SCAN_FACTOR * len(selection), len(self.keys))
        selected = filter(selection.__contains__, islice(self.keys, limit))
        found = list(islice(selected, start, stop))
        if len(found) == max(stop - start, 0):
            return found
        return sorted(selection, key=self.positions.__getitem__)[start:stop]

    def all_keys(self, selection: BitMap) -> array:
        """Return every selected record in this order, four bytes for each."""
        if SCAN_FACTOR * len(selection) < len(self.keys):
            return array("I", sorted(selection, key=self.positions.__getitem__))
        return array("I", filter(selection.__contains__, self.keys))


class RankQuery:
    """The query that ranks records with given keys in several orders, compiled once."""

    def __init__(self, records: QuerySet, orders: Mapping[str, tuple]):
        self.names = list(orders)
        ranks = {
            f"rank{place}": Window(RowNumber(), order_by=list(by))
            for place, by in enumerate(orders.values())
        }
        ranked = filter_keys(records.order_by(), "pk").annotate(**ranks)
        self.query = CompiledQuery(ranked.values_list("pk", *ranks))

    def fetch(self, keys: Iterable[int]) -> Ranks:
        """Return the rank of each record in each order, counted among these records."""
        rows = self.query.fetch(list(keys))
        return {
            name: {row[0]: row[place] for row in rows}
            for place, name in enumerate(self.names, start=1)
        }


def update_orders(
    old: Mapping[str, RecordOrder],
    touched: BitMap,
    present: BitMap,
    fetch_ranks: Callable[[set[int]], Ranks],
) -> dict[str, RecordOrder]:
    """Return orders with the touched records at their present places; `present` are still there."""
    rests = {name: split_keys(order.keys, touched) for name, order in old.items()}
    searches = [
        PlaceSearch(name, key, rest, places.get(key))
        for name, (rest, places) in rests.items()
        for key in present
    ]
    ranks = find_places(searches, fetch_ranks) if searches else {}
    return {
        name: place_keys(old[name], rest, ranks, [each for each in searches if each.name == name])
        for name, (rest, _places) in rests.items()
    }


@dataclass(eq=False)
class PlaceSearch:
    """The search for the place of a record in an order: among `keys`, from `low` to `high`.

    `former` is the place where it was: most likely it still is.
    """

    name: str
    key: int
    keys: array
    former: int | None
    low: int = 0

    def __post_init__(self):
        self.high = len(self.keys)

    @property
    def is_open(self) -> bool:
        """Return True as long as there are several places."""
        return self.low < self.high

    def choose_pivots(self, number: int) -> range:
        """Return the places of the records to compare with: of two neighbours, or of `number`."""
        if self.former is not None:
            return range(max(self.former - 1, 0), min(self.former + 1, len(self.keys)))
        step = -(-(self.high - self.low) // number)
        return range(self.low + step // 2, self.high, step)

    def narrow(self, pivots: range, ranks: Mapping[int, int]) -> None:
        """Draw the range of places together, as the ranks of records at the pivots tell."""
        self.former = None
        for pivot in pivots:
            if ranks[self.keys[pivot]] > ranks[self.key]:
                self.high = pivot
                return
            self.low = pivot + 1


def find_places(
    searches: list[PlaceSearch], fetch_ranks: Callable[[set[int]], Ranks]
) -> dict[str, dict[int, int]]:
    """Finish searches; return the ranks of their records among each other, by order and key."""
    found = None
    while found is None or any(each.is_open for each in searches):
        still = [each for each in searches if each.is_open]
        number = max(1, min(MAX_PIVOTS, MAX_COMPARED // max(len(still), 1)))
        chosen = [(each, each.choose_pivots(number)) for each in still]
        compared = {each.key for each in (searches if found is None else still)}
        compared |= {each.keys[pivot] for each, pivots in chosen for pivot in pivots}
        ranks = fetch_ranks(compared)
        found = found or ranks
        for each, pivots in chosen:
            each.narrow(pivots, ranks[each.name])
    return found


def place_keys(
    old: RecordOrder, rest: array, ranks: Ranks, searches: list[PlaceSearch]
) -> RecordOrder:
    """Return an order with records at the places that were found; the old one if it is the same."""
    keys = rest
    placed = sorted(searches, key=lambda each: (each.low, ranks[each.name][each.key]))
    for each in reversed(placed):
        keys.insert(each.low, each.key)
    return old if keys == old.keys else RecordOrder(keys)


def split_keys(keys: array, touched: BitMap) -> tuple[array, dict[int, int]]:
    """Return ordered keys without the touched ones, and the places of these among the others."""
    if len(touched) > MAX_SINGLE_REMOVALS:
        rest, places = array("I"), {}
        for key in keys:
            if key in touched:
                places[key] = len(rest)
            else:
                rest.append(key)
        return rest, places
    found = sorted((at, key) for key in touched if (at := find_key(keys, key)) >= 0)
    rest = keys[:]
    for at, _key in reversed(found):
        del rest[at]
    return rest, {key: at - number for number, (at, key) in enumerate(found)}


def find_key(keys: array, key: int) -> int:
    """Return the position of a key, or -1: the search of array itself takes ten times as long."""
    data, size = keys.tobytes(), keys.itemsize
    wanted, at = array("I", [key]).tobytes(), -1
    while (at := data.find(wanted, at + 1)) >= 0 and at % size:
        pass
    return at // size if at >= 0 else -1
