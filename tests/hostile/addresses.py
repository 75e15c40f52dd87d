"""Every public address, from the URL configuration, with what may stand in it: right and wrong.

Nothing is listed here that the configuration, a filter set or a format says itself.
"""

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import URLPattern, get_resolver
from hypothesis import strategies as st

from catalogue.exports.formats import FORMATS
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.downloads import COLUMNS_PARAMETER
from catalogue.listings.views import ListingView
from catalogue.pages.sitemaps import build_sitemaps
from tests.hostile.values import HOSTILE, OTHER_METHODS, SOME_HEADERS, mostly, on_the_wire
from tests.world import World

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
WORDS = ["practice", "Practice 1", "GP-0001", "-practice", '"what is done"', "practic", "zzzz"]
#: What views that are no lists ask for; a test sees to it that they ask for nothing else.
ASKED = {"search": ["q"], "suggestions": ["q"], "practice-compare": ["code"], "sitemap": ["p"]}
ASKED["django.contrib.sitemaps.views.sitemap"] = ["p"]
#: Parameters that no page knows.
OTHER = ["utm_source", "fbclid", "colour", "", "sector[]", "pk"]
RIGHT = {
    "q": WORDS, "page": ["1", "2"], "per_page": ["20", "50", "100"], "p": ["1", "2"],
    "year_from": ["1990", "2017"], "year_to": ["2018", "2019"],
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A public address: its form, and the right values of each of its parameters."""

    name: str
    path: str
    places: dict[str, list[str]]
    query: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, values: dict[str, str]) -> str:
        """Return the path with values in its places."""
        return "/" + PARAMETER.sub(lambda place: values[place[2]], self.path)

    @property
    def right(self) -> str:
        """Return an address at which something is."""
        return self.filled({name: values[0] for name, values in self.places.items()})


def routes(world: World) -> list[Route]:
    """Return every public address of a small catalogue."""
    return [route(each, world) for each in patterns()]


def patterns() -> list[URLPattern]:
    """Return every public address of the configuration, in its order."""
    return list(get_resolver("catalogue.urls").url_patterns)


def route(pattern: URLPattern, world: World) -> Route:
    """Return the right values of an address."""
    path, there = str(pattern.pattern), places(world)
    start = path.partition("/")[0]
    names = [name for _type, name in PARAMETER.findall(path)]
    right = {name: there[name] if name in there else there[start, name] for name in names}
    right |= {"facet": list(facets(pattern))} if "facet" in names else {}
    return Route(pattern.name, path, right, queries(pattern))


def places(world: World) -> dict:
    """Return what may stand in a path, by the name of the place, or with what the path begins."""
    practices, events = world.practices, world.events
    bodies = [each.slug for each in world.organizations]
    resolutions = [world.resolutions[0].slug, world.resolutions[-1].slug]
    return {
        "facet": ["year"],
        "section": list(build_sitemaps()),
        "number": [each.number for each in world.paragraphs],
        ("practices", "code"): [each.code for each in practices],
        ("practices", "title"): [each.slug for each in practices],
        ("events", "code"): [each.code for each in events],
        ("events", "title"): [each.slug for each in events],
        ("organizations", "slug"): bodies,
        ("resolutions", "slug"): resolutions,
        ("sectors", "slug"): [each.slug for each in world.sectors],
        ("measures", "slug"): [each.slug for each in world.measures],
        ("threats", "slug"): [each.slug for each in world.threats],
    }


def list_of(pattern: URLPattern) -> ListingView | None:
    """Return the list behind an address; None where it is no list."""
    view = getattr(pattern.callback, "view_class", None)
    is_list = view and issubclass(view, ListingView)
    return view(**pattern.callback.view_initkwargs) if is_list else None


def facets(pattern: URLPattern) -> dict[str, list[str]]:
    """Return the facets of a list with the codes that they have, as its index knows them."""
    view = list_of(pattern)
    values = facet_indexes.index(view.noun).values
    return {
        name: list(values[name].records) for name in asking(view).facets if values[name].records
    }


def asking(view: ListingView):
    """Return the filters of a list as they are for an empty address."""
    return view.filterset_class(QueryDict(), view.noun.public(), facet_indexes.index(view.noun))


def queries(pattern: URLPattern) -> dict[str, list[str]]:
    """Return every parameter that an address knows, with right values."""
    view = list_of(pattern)
    if view is None:
        return {name: RIGHT.get(name, ["GP-0001"]) for name in ASKED.get(pattern.name, [])}
    fields = asking(view).form.fields
    known = {
        name: [str(key) for key, _label in each.choices]
        for name, each in fields.items()
        if hasattr(each, "choices")
    }
    known |= facets(pattern) | {name: RIGHT[name] for name in RIGHT if name in fields}
    known |= {name: RIGHT.get(name, ["1"]) for name in fields if not known.get(name)}
    return known | options(pattern, view)


def options(pattern: URLPattern, view: ListingView) -> dict[str, list[str]]:
    """Return what a file of a list takes besides its filters."""
    if view.extension not in FORMATS or type(view) is not ListingView:
        return {}
    names = [column.name for column in view.noun.export.columns]
    columns = [names[0], ",".join(names[:3]), ",".join(reversed(names))]
    return {COLUMNS_PARAMETER: columns} | {
        n: list(v) for n, v in FORMATS[view.extension].parameters.items()
    }


def requests(known: list[Route]):
    """Return a strategy for requests, as (method, path, query, headers): a part of each is right.

    Were all of it wrong, nothing would be looked at but the first mistake.
    """
    return st.sampled_from(known).flatmap(request_of)


def request_of(route: Route):
    """Return a strategy for requests of one address."""
    query = mostly(parameter(route), st.tuples(HOSTILE, HOSTILE).map("=".join))
    return st.tuples(
        mostly(st.just("GET"), st.sampled_from(OTHER_METHODS)),
        mostly(st.just(route.right), path_of(route)),
        st.lists(query, max_size=3).map("&".join),
        mostly(st.just({}), SOME_HEADERS),
    )


def path_of(route: Route):
    """Return a strategy for addresses with something wrong in the places, or behind them."""
    places = {name: value(right) for name, right in route.places.items()}
    start = st.just(route.right.rstrip("/"))
    behind = st.tuples(start, st.sampled_from(["", "/", "//", "/.", "/..", "."]), HOSTILE)
    filled = [st.fixed_dictionaries(places).map(route.filled)] if places else []
    return st.one_of(behind.map("".join), *filled)


def parameter(route: Route):
    """Return a strategy for a parameter, known or not, with its value."""
    return st.sampled_from([*route.query, *route.query, "q", *OTHER]).flatmap(
        lambda name: value(route.query.get(name, ["1"])).map(
            lambda wanted: f"{on_the_wire(name)}={wanted}"
        )
    )


def value(right: list[str]):
    """Return a strategy for a value, mostly a right one."""
    return mostly(st.sampled_from([on_the_wire(each) for each in right]), HOSTILE)
