"""The context of a measurement: installation, running server, chosen filters."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import FacetIndex, Selection, facet_indexes
from catalogue.practices.nouns import PRACTICE
from tools.bench import sampling
from tools.bench.figures import Times
from tools.installations import Installation
from tools.servers import Server

LIST = "/practices/"


@dataclass
class Work:
    """The catalogue that is measured; `server` runs the product, `tools` is a folder."""

    installation: Installation
    seconds: float
    tools: str
    server: Server | None = None

    @property
    def index(self) -> FacetIndex:
        """Return the current index of practices in this process."""
        with read_snapshot():
            return facet_indexes.index(PRACTICE)

    @property
    def port(self) -> int:
        """Return the port of the server."""
        return self.server.port

    @cached_property
    def filters(self) -> dict[str, sampling.Filter]:
        """Return the filters F1 to F4."""
        index = self.index
        values = {
            name: sorted(each.records, key=lambda code, each=each: -len(each.records[code]))
            for name, each in index.values.items()
        }
        found = sampling.choose_filters(
            len(index.records), values, lambda chosen: len(Selection(index, chosen))
        )
        return {each.name: each for each in found}

    def address(self, name: str, path: str = LIST) -> str:
        """Return the address of a list under one of the filters."""
        return f"{path}?{self.filters[name].query}"


def database_version() -> str:
    """Return the version of the database of this process."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION[connection.vendor])
        return cursor.fetchone()[0]


VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


def print_progress(text: str) -> None:
    """Print a progress message."""
    print(text, file=sys.stderr, flush=True)


def time_repeatedly(action: Callable[[], object], seconds: float, least: int = 5) -> Times:
    """Repeat an action for some seconds and return its durations."""
    durations, end = [], time.perf_counter() + seconds
    while len(durations) < least or time.perf_counter() < end:
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return Times.of(durations)


def median_ms(durations: list[float]) -> float:
    """Return the median of durations in seconds, in milliseconds."""
    return 1000 * statistics.median(durations)
