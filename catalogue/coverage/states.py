"""The map of States: its tiles and the numbers of its regions, computed from bitmaps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from catalogue.coverage.matrix import shade_step
from catalogue.facets.facet_values import EMPTY_BITMAP
from catalogue.taxonomy.models import Country

#: The facets that select tiles; they do not narrow the counts of the tiles.
PLACE_FACETS = ("region", "country")
STATE_HEADER = ["code", "name", "region", "subregion", "practices", "list"]


@dataclass(frozen=True)
class Tile:
    """A State or area with the number of its practices and the shade of its tile."""

    state: Country
    count: int
    shade: int


@dataclass(frozen=True)
class Area:
    """A region: its practices, each counted once, its tiles, and its subregions."""

    code: str
    name: str
    count: int
    tiles: list[Tile]
    parts: list["Area"]

    def walk(self, *above: "Area") -> Iterator[tuple[Tile, tuple["Area", ...]]]:
        """Return every tile with its regions, the widest first."""
        around = (*above, self)
        for tile in self.tiles:
            yield tile, around
        for part in self.parts:
            yield from part.walk(*around)


def build_state_areas(filterset) -> list[Area]:
    """Return the regions of the map with their tiles.

    Regions are in the order of M49; a region without a tile is omitted.
    """
    counted = filterset.selection.records_without(*PLACE_FACETS)
    regions = filterset.index.values["region"]
    within = tiles_by_region(filterset, counted)
    children: dict[str | None, list[str]] = {}
    for code in regions.labels:
        children.setdefault(regions.parents.get(code), []).append(code)

    def area(code: str) -> Area:
        records = regions.records.get(code, EMPTY_BITMAP)
        number = counted.intersection_cardinality(records)
        return Area(code, regions.labels[code], number, within.get(code, []), areas(code))

    def areas(parent: str | None) -> list[Area]:
        found = map(area, children.get(parent, ()))
        return [each for each in found if each.tiles or each.parts]

    top = areas(None)
    # The World needs no heading if it is the only top region.
    alone = len(top) == 1 and top[0].parts and not top[0].tiles
    return top[0].parts if alone else top


def tiles_by_region(filterset, counted: BitMap) -> dict[str, list[Tile]]:
    """Return the tiles of each region; shades are relative to the largest number on the map."""
    states, records = shown_states(filterset), filterset.index.values["country"].records
    counts = [
        counted.intersection_cardinality(records.get(state.code, EMPTY_BITMAP)) for state in states
    ]
    most, found = max(counts, default=0), {}
    for state, count in zip(states, counts, strict=True):
        tile = Tile(state, count, shade_step(count, most) if count else 0)
        found.setdefault(state.region.code, []).append(tile)
    return found


def shown_states(filterset) -> list[Country]:
    """Return the States and areas with a tile: every Member State, and other areas with practices.

    With a filter these are the chosen countries, and those in the chosen regions.
    """
    chosen = set(filterset.form.cleaned_data["country"])
    regions = filterset.index.values["region"].parents
    wanted = codes_within(set(filterset.form.cleaned_data["region"]), regions)
    lying = chosen | filterset.index.values["country"].records.keys()
    return [
        state
        for state in Country.objects.select_related("region")
        if (state.un_member or state.code in lying)
        and (not chosen | wanted or state.code in chosen or state.region.code in wanted)
    ]


def codes_within(codes: set[str], parents: dict[str, str]) -> set[str]:
    """Return the codes of regions and of all regions in them."""
    found = set(codes)
    while more := {code for code, above in parents.items() if above in found} - found:
        found |= more
    return found


def summarize_states(filterset, shown: list[Area]) -> dict:
    """Return the summary of the map of States.

    `total` practices match the filters, `nowhere` of them name no State or area; `named` tiles
    have a practice, and `most` is the largest number. `states` are those on the map, by code.
    """
    found, countries = filterset.selection.records, filterset.index.values["country"].records
    tiles = [tile for area in shown for tile, _around in area.walk()]
    return {
        "total": len(found),
        "nowhere": len(found - BitMap.union(BitMap(), *countries.values())),
        "named": sum(tile.count > 0 for tile in tiles),
        "most": max((tile.count for tile in tiles), default=0),
        "states": sorted((tile.state for tile in tiles), key=lambda each: each.alpha3),
    }


def state_rows(areas: list[Area], address: Callable[[str], str]) -> Iterator[list[str]]:
    """Return a row for each State or area, with the address of its list."""
    yield STATE_HEADER
    for area in areas:
        for tile, around in area.walk():
            state = tile.state
            places = [around[0].name, around[-1].name]
            yield [state.code, state.name, *places, str(tile.count), address(state.code)]
