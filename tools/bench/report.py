"""docs/speed.md: everything that was measured, as tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tools.bench import report_rows
from tools.bench.goals import GOALS, Goal

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INTRODUCTION = """\
# Speed

Measured by `./run bench`, which writes this page. It makes synthetic catalogues on both databases,
serves them with gunicorn as production does, measures, and removes everything it made. A million
practices: `./run bench --million`. `./run bench --help` names the other options.

The load client shares the machine with the server, so that figures under load are lower than from
another machine. Machines are noisy: ratios within one run say more than times. Each single
measurement took {seconds:g} s.
"""
FILTERS = """\
The page is the list of practices with its filters, all their counts, the total and 20 cards. Every
request has an address that the page cache has not seen. Cards are made once for each state of a
record, so most of them are there already; "other pages" shows another page of the list each time.
"""
SHARES = """\
Per cent of a profile of 100 pages under F2, in one process without a server and without the page
cache. Profiling makes many short functions look longer than they are.
"""
PLAIN = """\
The plain view is `bench/plain/`: the same filters, counts, total and cards with one aggregate query
a facet, `prefetch_related` and Django's templates, under the same gunicorn. Before it is measured,
every number on it is compared with the product's. The raw limit is bitmaps and the row statements
of a page in one process, without requests and templates; it counts all values of all facets, of
bodies and events the first ten. Datasette has the same practices in one flat table and shows five
facets under one filter; it is compared with F1.
"""
EXPORTS = """\
All public practices, the fastest of three downloads. Memory is that of the largest worker, before
and at its peak. The plain way is `prefetch_related` in chunks of 2,000.
"""
EDITS = """\
A save of a practice with one sector more or less through the ORM, with and without the triggers of
the catalogue (median of 100 and 50). Then a title is changed by one process, and the page asked for
at once.
"""


@dataclass(frozen=True)
class Result:
    """The figures of one catalogue."""

    database: str
    size: int
    figures: dict

    @property
    def name(self) -> str:
        """Return what its column is called."""
        return f"{NAMES[self.database]} {short(self.size)}"


def text(results: Sequence[Result], facts: dict[str, str], seconds: float) -> str:
    """Return the whole page."""
    every = [each.figures for each in results]
    parts = [
        INTRODUCTION.format(seconds=seconds),
        table(["", ""], facts.items()),
        "## Goals\n",
        table(["Goal", "practices", "database", "limit", "measured", "met"], goals(results)),
        *section("The page of practices", FILTERS, results, report_rows.page_rows()),
        *section("Where the time of a page goes", SHARES, results, report_rows.share_rows(every)),
        *section("Beside others", PLAIN, results, report_rows.beside_rows()),
        *section("Search, first page by relevance", "", results, report_rows.search_rows()),
        *section("Files", EXPORTS, results, report_rows.export_rows(every)),
        *section("An edit", EDITS, results, report_rows.edit_rows()),
        *section("The engine", "", results, report_rows.engine_rows()),
        failed(results),
    ]
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def versions(results: Sequence[Result]) -> dict[str, str]:
    """Return the version of each database that was measured."""
    notes = {
        "sqlite": "",
        "postgresql": ", started by the bench: nothing waits for the disk, no autovacuum, "
        "otherwise its default settings",
    }
    return {
        NAMES[each.database]: each.figures["version"]["database"] + notes[each.database]
        for each in results
        if "version" in each.figures
    }


def short(size: int) -> str:
    """Return a size as people say it: 10k, 1M."""
    return f"{size // 1_000_000}M" if size % 1_000_000 == 0 else f"{size / 1000:g}k"


def number(value: float | str | None) -> str:
    """Return a value for a cell: three digits that count, thousands apart."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(header: Sequence[str], cells: Iterable[Sequence]) -> str:
    """Return a table of Markdown."""
    lines = [header, ["---"] * len(header), *cells]
    return "\n".join(f"| {' | '.join(map(number, line))} |" for line in lines) + "\n"


def goals(results: Sequence[Result]) -> list[list]:
    """Return a row for each goal and each catalogue that it is about."""
    return [
        goal_row(goal, result)
        for goal in GOALS
        for result in results
        if goal.size in (None, result.size)
    ]


def goal_row(goal: Goal, result: Result) -> list:
    """Return what was to be reached and what was."""
    value, sign = read(goal.figure, result.figures), "≤" if goal.at_most else "≥"
    met = "not measured" if value is None else yes(goal.is_met(result.database, value))
    limit = f"{sign} {goal.limit(result.database):,g} {goal.unit}"
    return [goal.words, short(result.size), NAMES[result.database], limit, value, met]


def yes(met: bool) -> str:
    """Return whether a goal was met, in a word that is seen."""
    return "yes" if met else "**no**"


def read(figure: Callable[[dict], float], figures: dict) -> float | None:
    """Return a figure; None where it was not measured."""
    try:
        return figure(figures)
    except KeyError:
        return None


def section(
    title: str, words: str, results: Sequence[Result], wanted: Iterable[report_rows.Row]
) -> list[str]:
    """Return a heading, its words and a table with a column for each catalogue."""
    lines = [[name, *(read(figure, each.figures) for each in results)] for name, figure in wanted]
    lines = [line for line in lines if any(cell is not None for cell in line[1:])]
    if not lines:
        return []
    return [f"## {title}\n", words, table(["", *(each.name for each in results)], lines)]


def failures(results: Sequence[Result]) -> list[str]:
    """Return what could not be measured, and why."""
    return [
        f"{each.name}, {part}: {figures['failed']}"
        for each in results
        for part, figures in each.figures.items()
        if "failed" in figures
    ]


def failed(results: Sequence[Result]) -> str:
    """Return what could not be measured, as a list."""
    lines = failures(results)
    return "## Not measured\n\n" + "".join(f"- {line}\n" for line in lines) if lines else ""
