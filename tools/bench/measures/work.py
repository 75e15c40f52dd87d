"""What a measurement works with: the installation, the running server, the chosen filters."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from catalogue.db.read_transactions import read_snapshot
from catalogue.facets.index import FacetIndex, Selection
from catalogue.facets.index_cache import facet_indexes
from catalogue.practices.views import PracticeList
from tools.bench import sampling
from tools.bench.figures import Times
from tools.installations import Installation
from tools.servers import Server

LIST = "/practices/"


@dataclass
class Work:
    """One catalogue under measurement; `server` runs the product, `tools` lie in a folder."""

    installation: Installation
    seconds: float
    tools: str
    server: Server | None = None

    @property
    def index(self) -> FacetIndex:
        """Return the index of practices as it is now, in this process."""
        with read_snapshot():
            return facet_indexes.index(PracticeList.noun)

    @property
    def port(self) -> int:
        """Return where the product listens."""
        return self.server.port

    @cached_property
    def filters(self) -> dict[str, sampling.Filter]:
        """Return the filters F1 to F4."""
        index = self.index
        values = {
            name: sorted(each.records, key=lambda code, each=each: -len(each.records[code]))
            for name, each in index.values.items()
        }
        found = sampling.filters(
            len(index.records), values, lambda chosen: len(Selection(index, chosen))
        )
        return {each.name: each for each in found}

    def address(self, name: str, path: str = LIST) -> str:
        """Return the address of a list under one of the filters."""
        return f"{path}?{self.filters[name].query}"


def database_version() -> str:
    """Return the version of the database that this process works with."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION[connection.vendor])
        return cursor.fetchone()[0]


VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


def say(text: str) -> None:
    """Say what is being done."""
    print(text, file=sys.stderr, flush=True)


def timed(action: Callable[[], object], seconds: float, least: int = 5) -> Times:
    """Do something again and again for so many seconds and return how long it takes."""
    durations, end = [], time.perf_counter() + seconds
    while len(durations) < least or time.perf_counter() < end:
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return Times.of(durations)


def median_ms(durations: list[float]) -> float:
    """Return the median of durations in seconds, in milliseconds."""
    return 1000 * statistics.median(durations)
