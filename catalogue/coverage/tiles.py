"""The numbers of the map of States by region, computed from bitmaps."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from catalogue.coverage.matrix import shade_step
from catalogue.facets.index import EMPTY_BITMAP, FacetValues


@dataclass(frozen=True)
class State:
    """A country or area, and the code of its M49 region."""

    code: str
    alpha3: str
    name: str
    region: str
    member: bool


@dataclass(frozen=True)
class Square:
    """A State with the number of its practices and the shade of its tile."""

    state: State
    count: int
    shade: int


@dataclass(frozen=True)
class Area:
    """A region: its practices, each counted once, its tiles, and its subregions."""

    code: str
    name: str
    count: int
    squares: list[Square]
    parts: list["Area"]

    def walk(self, *above: "Area") -> Iterator[tuple[Square, tuple["Area", ...]]]:
        """Return every tile with its regions, the widest first."""
        around = (*above, self)
        for square in self.squares:
            yield square, around
        for part in self.parts:
            yield from part.walk(*around)


def count_areas(
    states: list[State], countries: FacetValues, regions: FacetValues, counted: BitMap
) -> list[Area]:
    """Count the practices of every State and region.

    Regions are in the order of M49; a region without a tile is omitted.
    """
    within = squares_by_region(states, countries, counted)
    children: dict[str | None, list[str]] = {}
    for code in regions.labels:
        children.setdefault(regions.parents.get(code), []).append(code)

    def area(code: str) -> Area:
        records = regions.records.get(code, EMPTY_BITMAP)
        number = counted.intersection_cardinality(records)
        return Area(code, regions.labels[code], number, within.get(code, []), areas(code))

    def areas(parent: str | None) -> list[Area]:
        found = map(area, children.get(parent, ()))
        return [each for each in found if each.squares or each.parts]

    return unwrap_world(areas(None))


def unwrap_world(areas: list[Area]) -> list[Area]:
    """Return the subregions of the World if it is the only top region: it needs no heading."""
    alone = len(areas) == 1 and areas[0].parts and not areas[0].squares
    return areas[0].parts if alone else areas


def squares_by_region(
    states: list[State], countries: FacetValues, counted: BitMap
) -> dict[str, list[Square]]:
    """Return the tiles of each region; shades are relative to the largest number on the map."""
    counts = [
        counted.intersection_cardinality(countries.records.get(state.code, EMPTY_BITMAP))
        for state in states
    ]
    most, found = max(counts, default=0), {}
    for state, count in zip(states, counts, strict=True):
        square = Square(state, count, shade_step(count, most) if count else 0)
        found.setdefault(state.region, []).append(square)
    return found
