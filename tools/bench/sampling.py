"""Choose filters with four numbers of matching records, and words of three frequencies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, count, product
from urllib.parse import urlencode

Chosen = dict[str, list[str]]
Count = Callable[[Chosen], int]


@dataclass(frozen=True)
class Filter:
    """A filter of the list of practices: name, description, and number of matching records."""

    name: str
    what: str
    chosen: Chosen
    records: int

    @property
    def query(self) -> str:
        """Return it as a query string."""
        return urlencode(self.chosen, doseq=True)


def find_nearest(candidates: Iterable[Chosen], wanted: float, counted: Count) -> tuple[Chosen, int]:
    """Return the candidate whose number of records is nearest to the wanted one."""
    sizes = ((chosen, counted(chosen)) for chosen in candidates)
    return min(sizes, key=lambda pair: abs(pair[1] - wanted))


def choose_filters(total: int, values: dict[str, list[str]], counted: Count) -> list[Filter]:
    """Choose four filters of a list of `total` records.

    `values` gives the values of each facet, the most frequent first.
    """
    wanted = {
        "F1": ("one kind", 0.30, one_value(values, "kind")),
        "F2": ("one sector and two measures", 0.07, sector_and_measures(values)),
        "F3": ("one sector, two kinds, three countries", 0.002, three_facets(values)),
        "F4": ("one value in each of four facets", 0.012, four_facets(values)),
    }
    found = []
    for name, (what, share, candidates) in wanted.items():
        chosen, records = find_nearest(candidates, share * total, counted)
        found.append(Filter(name, what, chosen, records))
    return found


def one_value(values, facet: str) -> Iterable[Chosen]:
    """Return a filter for each value of a facet."""
    return ({facet: [value]} for value in values[facet])


def sector_and_measures(values) -> Iterable[Chosen]:
    """Return filters by one sector and two measures."""
    pairs = list(combinations(values["measure"][:8], 2))
    return (
        {"sector": [sector], "measure": list(pair)}
        for sector, pair in product(values["sector"], pairs)
    )


def three_facets(values) -> Iterable[Chosen]:
    """Return filters by one sector, two kinds and three countries."""
    countries = values["country"]
    threes = [countries[place : place + 3] for place in range(0, len(countries) - 2, 3)]
    return (
        {"sector": [sector], "kind": values["kind"][:2], "country": three}
        for sector, three in product(values["sector"], threes)
    )


def four_facets(values) -> Iterable[Chosen]:
    """Return filters by one value in each of four facets."""
    return (
        {"kind": [kind], "sector": [sector], "measure": [measure], "threat": [threat]}
        for kind, sector, measure, threat in product(
            values["kind"][:3], values["sector"][:6], values["measure"][:6], values["threat"][:4]
        )
    )


#: The share of records that should contain a word, by frequency.
FREQUENCIES = {"rare": 0.0001, "middling": 0.02, "very common": 0.9}


def choose_words(
    candidates: list[str], total: int, counted: Callable[[str], int]
) -> dict[str, tuple]:
    """Choose a word of each frequency; return it with the number of records that contain it."""
    sizes = {word: size for word in candidates if (size := counted(word))}
    return {
        name: min(sizes.items(), key=lambda pair: abs(pair[1] - share * total))
        for name, share in FREQUENCIES.items()
    }


def uncached_addresses(path: str):
    """Return addresses of the same list that are not in the page cache."""
    joint = "&" if "?" in path else "?"
    return (f"{path}{joint}utm_x={number}" for number in count())
