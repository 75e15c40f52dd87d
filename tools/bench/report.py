"""docs/speed.md: all measurements as tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tools.bench import report_rows
from tools.bench.goals import GOALS, Goal

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INTRODUCTION = """\
# Speed

`./run bench` writes this page. It creates synthetic catalogues on both databases, serves them with
gunicorn as in production, measures them, and removes them. `./run bench --million` includes a
million practices; `./run bench --help` lists the other options.

The load client shares the machine with the server, so figures under load are lower than from
another machine. Machines are noisy: ratios within one run say more than times. Each single
measurement took {seconds:g} s.
"""
FILTERS = """\
The page is the list of practices with its filters, all their counts, the total and 20 cards. Every
request has an address that is not in the page cache. Cards are rendered once for each state of a
record, so most of them are cached; "other pages" requests another page of the list each time.
"""
SHARES = """\
Percentages of a profile of 100 pages under F2, in one process without server and page cache.
Profiling overstates many short functions.
"""
PLAIN = """\
The plain view is `tools/bench/plain/`: the same filters, counts, total and cards with one
aggregate query per facet, `prefetch_related` and Django's templates, under the same gunicorn.
Before the measurement, every number on it is compared with the product's. The raw limit is the
time for bitmaps and row queries of a page in one process, without requests and templates; it
counts all values of all facets, but only the first ten organizations and events. Datasette has the
same practices in one flat table and shows five facets under one filter; it is compared with F1.
"""
EXPORTS = """\
All public practices, the fastest of three downloads. Memory is that of the largest worker, before
and at its peak. "Plain" uses `prefetch_related` in chunks of 2,000.
"""
EDITS = """\
Saving a practice with one sector more or less through the ORM, with and without the triggers of
the catalogue (median of 100 and 50). Then one process changes a title and requests the page at
once.
"""


@dataclass(frozen=True)
class Result:
    """The figures of one catalogue."""

    database: str
    size: int
    figures: dict

    @property
    def name(self) -> str:
        """Return the name of its column."""
        return f"{NAMES[self.database]} {short_size(self.size)}"


def format_report(results: Sequence[Result], facts: dict[str, str], seconds: float) -> str:
    """Return the whole page."""
    every = [each.figures for each in results]
    parts = [
        INTRODUCTION.format(seconds=seconds),
        format_table(["", ""], facts.items()),
        "## Goals\n",
        format_table(
            ["Goal", "practices", "database", "limit", "measured", "met"], goal_rows(results)
        ),
        *format_section("The page of practices", FILTERS, results, report_rows.page_rows()),
        *format_section(
            "Where the time of a page goes", SHARES, results, report_rows.share_rows(every)
        ),
        *format_section(
            "Comparison with other software", PLAIN, results, report_rows.beside_rows()
        ),
        *format_section("Search, first page by relevance", "", results, report_rows.search_rows()),
        *format_section("Files", EXPORTS, results, report_rows.export_rows(every)),
        *format_section("An edit", EDITS, results, report_rows.edit_rows()),
        *format_section("The engine", "", results, report_rows.engine_rows()),
        format_failures(results),
    ]
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def database_versions(results: Sequence[Result]) -> dict[str, str]:
    """Return the version of each database that was measured."""
    notes = {
        "sqlite": "",
        "postgresql": ", started by the bench: no fsync, no autovacuum, "
        "otherwise its default settings",
    }
    return {
        NAMES[each.database]: each.figures["version"]["database"] + notes[each.database]
        for each in results
        if "version" in each.figures
    }


def short_size(size: int) -> str:
    """Return a size in short form: 10k, 1M."""
    return f"{size // 1_000_000}M" if size % 1_000_000 == 0 else f"{size / 1000:g}k"


def format_number(value: float | str | None) -> str:
    """Return a value for a cell: three significant digits, thousands separated."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def format_table(header: Sequence[str], cells: Iterable[Sequence]) -> str:
    """Return a table in Markdown."""
    lines = [header, ["---"] * len(header), *cells]
    return "\n".join(f"| {' | '.join(map(format_number, line))} |" for line in lines) + "\n"


def goal_rows(results: Sequence[Result]) -> list[list]:
    """Return a row for each goal and each catalogue that it applies to."""
    return [
        goal_row(goal, result)
        for goal in GOALS
        for result in results
        if goal.size in (None, result.size)
    ]


def goal_row(goal: Goal, result: Result) -> list:
    """Return the goal, its limit and the measured value."""
    value, sign = read_figure(goal.figure, result.figures), "≤" if goal.at_most else "≥"
    met = "not measured" if value is None else format_met(goal.is_met(result.database, value))
    limit = f"{sign} {goal.limit(result.database):,g} {goal.unit}"
    return [goal.words, short_size(result.size), NAMES[result.database], limit, value, met]


def format_met(met: bool) -> str:
    """Return "yes", or "no" in bold."""
    return "yes" if met else "**no**"


def read_figure(figure: Callable[[dict], float], figures: dict) -> float | None:
    """Return a figure, or None if it was not measured."""
    try:
        return figure(figures)
    except KeyError:
        return None


def format_section(
    title: str, words: str, results: Sequence[Result], wanted: Iterable[report_rows.Row]
) -> list[str]:
    """Return a heading, a text and a table with a column for each catalogue."""
    lines = [
        [name, *(read_figure(figure, each.figures) for each in results)] for name, figure in wanted
    ]
    lines = [line for line in lines if any(cell is not None for cell in line[1:])]
    if not lines:
        return []
    return [f"## {title}\n", words, format_table(["", *(each.name for each in results)], lines)]


def list_failures(results: Sequence[Result]) -> list[str]:
    """Return every failed measurement with its reason."""
    return [
        f"{each.name}, {part}: {figures['failed']}"
        for each in results
        for part, figures in each.figures.items()
        if "failed" in figures
    ]


def format_failures(results: Sequence[Result]) -> str:
    """Return the failed measurements as a list in Markdown."""
    lines = list_failures(results)
    return "## Not measured\n\n" + "".join(f"- {line}\n" for line in lines) if lines else ""
