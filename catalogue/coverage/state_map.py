"""Select the States and areas of the map for an address, and summarize it."""

from dataclasses import dataclass

from pyroaring import BitMap

from catalogue.coverage.tiles import Area, State, count_areas
from catalogue.taxonomy.models import Country

#: The facets that select tiles; they do not narrow the counts of the tiles.
PLACE_FACETS = ("region", "country")


@dataclass(frozen=True)
class StateSummary:
    """The summary of the map of States.

    `total` practices match the filters, `nowhere` of them name no State or area; `named` tiles
    have a practice, and `most` is the largest number. `states` are those on the map, by code.
    """

    total: int
    nowhere: int
    named: int
    most: int
    states: list[State]


def build_state_areas(filterset) -> list[Area]:
    """Return the regions of the map with their tiles."""
    values = filterset.index.values
    counted = filterset.selection.records_without(*PLACE_FACETS)
    return count_areas(shown_states(filterset), values["country"], values["region"], counted)


def shown_states(filterset) -> list[State]:
    """Return the States and areas with a tile: every Member State, and other areas with practices.

    With a filter these are the chosen countries, and those in the chosen regions.
    """
    chosen = set(filterset.form.cleaned_data["country"])
    regions = filterset.index.values["region"].parents
    wanted = codes_within(set(filterset.form.cleaned_data["region"]), regions)
    lying = chosen | filterset.index.values["country"].records.keys()
    return [
        state
        for state in known_states()
        if (state.member or state.code in lying)
        and (not chosen | wanted or state.code in chosen or state.region in wanted)
    ]


def known_states() -> list[State]:
    """Return every country and area of the catalogue, by name."""
    fields = ("code", "alpha3", "name", "region__code", "un_member")
    return [State(*row) for row in Country.objects.values_list(*fields)]


def codes_within(codes: set[str], parents: dict[str, str]) -> set[str]:
    """Return the codes of regions and of all regions in them."""
    found = set(codes)
    while more := {code for code, above in parents.items() if above in found} - found:
        found |= more
    return found


def summarize_states(filterset, shown: list[Area]) -> StateSummary:
    """Return the summary of the map."""
    found, countries = filterset.selection.records, filterset.index.values["country"].records
    squares = [square for area in shown for square, _around in area.walk()]
    return StateSummary(
        total=len(found),
        nowhere=len(found - BitMap.union(BitMap(), *countries.values())),
        named=sum(square.count > 0 for square in squares),
        most=max((square.count for square in squares), default=0),
        states=sorted((square.state for square in squares), key=lambda each: each.alpha3),
    )
