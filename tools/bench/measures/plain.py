"""The same page as a plain Django view, in the same run under the same server."""

from catalogue.facets.index import Selection
from tools.bench.client import one_by_one, together
from tools.bench.figures import Times
from tools.bench.installations import serve_catalogue
from tools.bench.measures.work import Work, say
from tools.bench.plain.views import FACETS, counts, filtered
from tools.bench.sampling import never_the_same
from tools.servers import ToolFailed

PAGE = "/plain/practices/"
SLOW = 2_000  # milliseconds for one page, from which on it is not asked for in parallel


def measure(work: Work) -> dict:
    """Return the figures of the plain page; ToolFailed where it says something else."""
    found = {"compared": sum(compare(work, name) for name in work.filters)}
    with serve_catalogue(work.installation, "tools.bench.plain.settings") as server:
        for name in work.filters:
            say(f"  plain Django view under {name}")
            paths = never_the_same(work.address(name, PAGE))
            one_by_one(server.port, paths, 0, least=2)
            times = Times.of(one_by_one(server.port, paths, work.seconds, least=3))
            found[name] = times.as_dict()
        if found["F2"]["p50"] < SLOW:
            paths = never_the_same(work.address("F2", PAGE))
            done = together(server.port, paths, max(work.seconds, 5))
            found["load"] = {"per_second": done.per_second}
    return found


def compare(work: Work, name: str) -> int:
    """Compare every number of the plain page with the product's and say how many there are."""
    chosen, index = work.filters[name].chosen, work.index
    selection, compared = Selection(index, chosen), 1
    if filtered(chosen).count() != len(selection):
        raise ToolFailed(f"{name}: the plain view has another total")
    for facet in FACETS:
        plain = {str(code): number for code, number in counts(chosen, facet).items()}
        for code, number in selection.counts(facet).items():
            compared += 1
            if plain.get(code, 0) != number:
                raise ToolFailed(f"{name}, {facet}={code}: {plain.get(code, 0)}, and not {number}")
    return compared
