"""The same page as a plain Django view, in the same run under the same server."""

from catalogue.facets.facet_index import Selection
from tools.bench.client import request_in_parallel, request_in_turn
from tools.bench.figures import Times
from tools.bench.installations import serve_catalogue
from tools.bench.measures.work import Work, print_progress
from tools.bench.plain.views import FACETS, count_values, filter_practices
from tools.bench.sampling import uncached_addresses
from tools.servers import ToolFailed

PAGE = "/plain/practices/"
SLOW = 2_000  # milliseconds for one page, above which there are no parallel requests


def measure(work: Work) -> dict:
    """Return the figures of the plain page; raise ToolFailed if its numbers differ."""
    found = {"compared": sum(count_equal_numbers(work, name) for name in work.filters)}
    with serve_catalogue(work.installation, "tools.bench.plain.settings") as server:
        for name in work.filters:
            print_progress(f"  plain Django view under {name}")
            paths = uncached_addresses(work.address(name, PAGE))
            request_in_turn(server.port, paths, 0, least=2)
            times = Times.of(request_in_turn(server.port, paths, work.seconds, least=3))
            found[name] = times.as_dict()
        if found["F2"]["p50"] < SLOW:
            paths = uncached_addresses(work.address("F2", PAGE))
            done = request_in_parallel(server.port, paths, max(work.seconds, 5))
            found["load"] = {"per_second": done.per_second}
    return found


def count_equal_numbers(work: Work, name: str) -> int:
    """Compare every number of the plain page with the product's; return how many there are."""
    chosen, index = work.filters[name].chosen, work.index
    selection, compared = Selection(index, chosen), 1
    if filter_practices(chosen).count() != len(selection):
        raise ToolFailed(f"{name}: the plain view has another total")
    for facet in FACETS:
        plain = {str(code): number for code, number in count_values(chosen, facet).items()}
        for code, number in selection.counts(facet).items():
            compared += 1
            if plain.get(code, 0) != number:
                raise ToolFailed(
                    f"{name}, {facet}={code}: {plain.get(code, 0)}, but the product has {number}"
                )
    return compared
