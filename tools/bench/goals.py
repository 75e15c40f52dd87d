"""The goals, and how each is computed from the figures."""

from collections.abc import Callable
from dataclasses import dataclass

Figures = dict
CSV = "csv, 8 columns"


@dataclass(frozen=True)
class Goal:
    """A goal: its name, the limit on each database, and the figure to compare.

    `size` is the number of practices that it applies to; None for every size.
    """

    words: str
    unit: str
    limits: tuple[float, float]  # on SQLite, on PostgreSQL
    figure: Callable[[Figures], float]
    size: int | None = 100_000
    at_most: bool = True

    def limit(self, database: str) -> float:
        """Return the limit on a database."""
        return self.limits[database == "postgresql"]

    def is_met(self, database: str, value: float) -> bool:
        """Return True if a value meets the goal."""
        limit = self.limit(database)
        return value <= limit if self.at_most else value >= limit


def page_figure(name: str, figure: str) -> Callable[[Figures], float]:
    """Return a function that reads a figure of the page."""
    return lambda figures: figures["pages"][name][figure]


def gain_over_plain(figures: Figures) -> float:
    """Return how many times longer the plain view takes under F2."""
    return figures["plain"]["F2"]["p50"] / figures["pages"]["F2"]["p50"]


def loss_to_limit(figures: Figures) -> float:
    """Return how many times longer the page takes than the raw limit under F2."""
    return figures["pages"]["F2"]["p50"] / figures["limit"]["F2"]["p50"]


def gain_over_datasette(figures: Figures) -> float:
    """Return how many times longer Datasette takes under a filter by one kind."""
    return figures["datasette"]["p50"] / figures["pages"]["F1"]["p50"]


def memory_added(file: Figures) -> float:
    """Return how much the memory of the worker grows while it writes a file."""
    return file["memory peak"] - file["memory before"]


GOALS = (
    Goal("Page under F2, one connection: p50", "ms", (5, 8), page_figure("F2", "p50")),
    Goal("Page under F2, one connection: p95", "ms", (10, 15), page_figure("F2", "p95")),
    Goal(
        "Page under F2, eight connections",
        "requests/s",
        (250, 250),
        page_figure("load", "per_second"),
        at_most=False,
    ),
    Goal(
        "The same from the page cache",
        "requests/s",
        (1500, 1500),
        page_figure("cached", "per_second"),
        at_most=False,
    ),
    Goal("The same from the page cache: p95", "ms", (5, 5), page_figure("cached", "p95")),
    Goal(
        "The same as 304",
        "requests/s",
        (1500, 1500),
        page_figure("not modified", "per_second"),
        at_most=False,
    ),
    Goal("The same as 304: p95", "ms", (5, 5), page_figure("not modified", "p95")),
    Goal(
        "Page under F2, one connection: p50",
        "ms",
        (12, 12),
        page_figure("F2", "p50"),
        size=1_000_000,
    ),
    Goal(
        "Page under F2, one connection: p95",
        "ms",
        (30, 30),
        page_figure("F2", "p95"),
        size=1_000_000,
    ),
    Goal(
        "Faster than the plain Django view, F2", "times", (100, 100), gain_over_plain, at_most=False
    ),
    Goal("Slower than the raw limit, F2", "times", (5, 5), loss_to_limit),
    Goal(
        "CSV of everything, 8 columns",
        "rows/s",
        (45_000, 100_000),
        lambda figures: figures["exports"][CSV]["per_second"],
        size=None,
        at_most=False,
    ),
    Goal(
        "CSV of everything: memory of the worker at its peak",
        "MB",
        (100, 100),
        lambda figures: figures["exports"][CSV]["memory peak"],
        size=None,
    ),
    Goal(
        "CSV of everything: what it adds to that memory, at any size",
        "MB",
        (30, 30),
        lambda figures: memory_added(figures["exports"][CSV]),
        size=None,
    ),
    Goal(
        "An edit: what it adds to the save",
        "ms",
        (2, 10),
        lambda figures: figures["edits"]["added"],
        size=None,
    ),
    Goal(
        "An edit: next requests that showed it",
        "%",
        (100, 100),
        lambda figures: figures["edits"]["next request"]["seen"],
        size=None,
        at_most=False,
    ),
    Goal(
        "Coverage matrix, 60 paragraphs x 20 sectors, filtered: p50",
        "ms",
        (30, 30),
        lambda figures: figures["engine"]["matrix"]["p50"],
    ),
)
