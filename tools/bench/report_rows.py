"""The rows of the tables in docs/speed.md, by section."""

from collections.abc import Callable, Iterable, Sequence

from tools.bench.goals import gain_over_datasette, gain_over_plain, loss_to_limit, memory_added

Row = tuple[str, Callable[[dict], float]]


def figure_at(*path: str) -> Callable[[dict], float]:
    """Return a function that reads the figure at a path."""

    def figure(figures: dict):
        for name in path:
            figures = figures[name]
        return figures

    return figure


def page_rows() -> Iterable[Row]:
    """Return the rows about the page."""
    for name in ("F1", "F2", "F3", "F4"):
        yield f"{name}: filter", figure_at("pages", name, "what")
        yield f"{name}: records", lambda f, n=name: f"{f['pages'][n]['records']:,}"
        for figure in ("p50", "p95", "p99"):
            yield f"{name}: {figure}, ms", figure_at("pages", name, figure)
    yield "F2: compressed size of the page, kB", lambda f: f["pages"]["F2"]["bytes"] / 1000
    yield "other pages: p50, ms", figure_at("pages", "other pages", "p50")
    yield "other pages: p95, ms", figure_at("pages", "other pages", "p95")
    for name, words in (("load", "not cached"), ("cached", "cached"), ("not modified", "304")):
        yield f"F2, 8 connections, {words}: requests/s", figure_at("pages", name, "per_second")
        yield f"F2, 8 connections, {words}: p95, ms", figure_at("pages", name, "p95")
    yield "memory of a worker afterwards, MB", figure_at("pages", "memory", "worker")


def share_rows(every: Sequence[dict]) -> Iterable[Row]:
    """Return a row for each place of the profile."""
    return ((name, figure_at("shares", name)) for name in figure_names("shares", every))


def figure_names(part: str, every: Sequence[dict]) -> list[str]:
    """Return the names of all figures of a part, in the order of the first catalogue."""
    parts = (figures.get(part, {}) for figures in every)
    return list(dict.fromkeys(name for each in parts for name in each if name != "failed"))


def beside_rows() -> Iterable[Row]:
    """Return the rows about the comparison with other software."""
    for name in ("F1", "F2", "F3", "F4"):
        yield f"{name}, the product: p50, ms", figure_at("pages", name, "p50")
        yield f"{name}, plain Django view: p50, ms", figure_at("plain", name, "p50")
        yield f"{name}, raw limit: p50, ms", figure_at("limit", name, "p50")
    yield (
        "F2, plain Django view, 8 connections: requests/s",
        figure_at("plain", "load", "per_second"),
    )
    yield "numbers compared with the plain view", lambda f: f"{f['plain']['compared']:,}"
    yield "F2, faster than the plain view: times", gain_over_plain
    yield "F2, slower than the raw limit: times", loss_to_limit
    yield "Datasette, one kind, 5 facets: p50, ms", figure_at("datasette", "p50")
    yield "F1, faster than Datasette: times", gain_over_datasette


def search_rows() -> Iterable[Row]:
    """Return the rows about search."""
    for name in ("rare", "middling", "very common"):
        yield f"a {name} word", figure_at("searching", name, "word")
        yield f"a {name} word: records", lambda f, n=name: f"{f['searching'][n]['records']:,}"
        yield f"a {name} word: p50, ms", figure_at("searching", name, "p50")
        yield f"a {name} word: p95, ms", figure_at("searching", name, "p95")


def export_rows(every: Sequence[dict]) -> Iterable[Row]:
    """Return the rows about files."""
    for name in figure_names("exports", every):
        yield f"{name}: rows/s", figure_at("exports", name, "per_second")
        yield f"{name}: kB per row", lambda f, n=name: kilobytes(f["exports"][n])
        yield f"{name}: memory before, MB", figure_at("exports", name, "memory before")
        yield f"{name}: memory at its peak, MB", figure_at("exports", name, "memory peak")
        yield f"{name}: memory added, MB", lambda f, n=name: memory_added(f["exports"][n])
        yield f"{name}: refused", figure_at("exports", name, "refused")


def kilobytes(file: dict) -> float:
    """Return the size of a row of a file."""
    return file["bytes"] / 1000 / (file["per_second"] * file["seconds"])


def edit_rows() -> Iterable[Row]:
    """Return the rows about edits."""
    yield "a save, ms", figure_at("edits", "save")
    yield "a save without triggers, ms", figure_at("edits", "save without")
    yield "added, ms", figure_at("edits", "added")
    yield "next requests that showed the change, %", figure_at("edits", "next request", "seen")
    yield "the next request: p50, ms", figure_at("edits", "next request", "p50")
    yield "the next request: p95, ms", figure_at("edits", "next request", "p95")


def engine_rows() -> Iterable[Row]:
    """Return the rows about the engine."""
    yield "build the index of practices, s", figure_at("engine", "start")
    yield "start of the server until its first response, s", figure_at("engine", "server start")
    yield "cells of the coverage matrix", lambda f: f"{f['engine']['cells']:,}"
    yield "coverage matrix under F1: p50, ms", figure_at("engine", "matrix", "p50")
