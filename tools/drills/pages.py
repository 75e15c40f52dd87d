"""The mix of pages that the readers of a drill ask for."""

import random
import re
from itertools import count, pairwise

from tools.drills.visitors import Visitor

OPTION = re.compile(r'type="checkbox" name="(\w+)" value="([\w.-]+)"')
FACETS = ("sector", "measure", "threat", "kind", "organization_kind", "region", "country")
PLACE = re.compile(r"<loc>https?://[^/]+(/[^<]*)</loc>")
RECORDS = ("practices", "events", "organizations", "resolutions")
WORDS = ("airport", "stadium", "risk", "training", "public private", "protection")


def list_mixed_pages(port: int) -> list[str]:
    """Return pages of every sort of the catalogue that a server has, the commonest most often."""
    visitor, chance = Visitor(port), random.Random(1)
    options = OPTION.findall(visitor.ask("/practices/").body.decode())
    chosen = [f"{name}={value}" for name, value in options if name in FACETS]
    assert chosen, "the list of practices has no filter"
    filters = chance.sample(chosen, min(30, len(chosen)))
    pairs = [f"{one}&{other}" for one, other in pairwise(filters)]
    records = [path for noun in RECORDS for path in list_record_paths(visitor, noun)]
    return [
        *["/"] * 10,
        *["/practices/", "/events/", "/organizations/", "/resolutions/"] * 3,
        *(f"/practices/?{query}" for query in [*filters, *pairs]),
        *(f"/practices/?q={word.replace(' ', '+')}" for word in WORDS * 2),
        *chance.sample(records, min(100, len(records))),
        *["/coverage/", "/about/"] * 3,
        *list_small_files(chance, chosen),
    ]


def list_record_paths(visitor: Visitor, noun: str) -> list[str]:
    """Return the addresses of the public records of a noun, as search engines are told them."""
    return PLACE.findall(visitor.ask(f"/sitemap-{noun}.xml").body.decode())


def list_small_files(chance: random.Random, chosen: list[str], number: int = 10) -> list[str]:
    """Return the addresses of lists as files, each of a sector, a measure and a kind."""
    values = {
        facet: [query for query in chosen if query.startswith(f"{facet}=")]
        for facet in ("sector", "measure", "kind")
    }
    queries = ["&".join(map(chance.choice, values.values())) for _ in range(number)]
    return [f"/practices.csv?{query}&columns=code,title,permalink" for query in queries]


def choose_paths(paths: list[str], seed: int = 1):
    """Return the paths in random order without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield chance.choice(paths)


def choose_uncached_paths(paths: list[str], seed: int = 1):
    """Return the paths likewise, each in a form that the page cache has not seen."""
    number = count()
    for path in choose_paths(paths, seed):
        yield f"{path}{'&' if '?' in path else '?'}utm_x={seed}-{next(number)}"
