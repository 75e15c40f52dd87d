"""What the tables of docs/speed.md show: a row for each figure, by section."""

from collections.abc import Callable, Iterable, Sequence

from tools.bench.goals import memory_added, times_datasette, times_limit, times_plain

Row = tuple[str, Callable[[dict], float]]


def at(*path: str) -> Callable[[dict], float]:
    """Return the reader of a figure by its path."""

    def figure(figures: dict):
        for name in path:
            figures = figures[name]
        return figures

    return figure


def page_rows() -> Iterable[Row]:
    """Return the rows about the page."""
    for name in ("F1", "F2", "F3", "F4"):
        yield f"{name}: what it asks", at("pages", name, "what")
        yield f"{name}: records", lambda f, n=name: f"{f['pages'][n]['records']:,}"
        for figure in ("p50", "p95", "p99"):
            yield f"{name}: {figure}, ms", at("pages", name, figure)
    yield "F2: size of the page as it is sent, kB", lambda f: f["pages"]["F2"]["bytes"] / 1000
    yield "other pages: p50, ms", at("pages", "other pages", "p50")
    yield "other pages: p95, ms", at("pages", "other pages", "p95")
    for name, words in (("load", "made anew"), ("cached", "cached"), ("not modified", "304")):
        yield f"F2, 8 connections, {words}: requests/s", at("pages", name, "per_second")
        yield f"F2, 8 connections, {words}: p95, ms", at("pages", name, "p95")
    yield "memory of a worker afterwards, MB", at("pages", "memory", "worker")


def share_rows(every: Sequence[dict]) -> Iterable[Row]:
    """Return a row for each place of the profile."""
    return ((name, at("shares", name)) for name in names_in("shares", every))


def names_in(part: str, every: Sequence[dict]) -> list[str]:
    """Return the names of all figures of a part, in the order of the first catalogue."""
    parts = (figures.get(part, {}) for figures in every)
    return list(dict.fromkeys(name for each in parts for name in each if name != "failed"))


def beside_rows() -> Iterable[Row]:
    """Return the rows about what the page is compared with."""
    for name in ("F1", "F2", "F3", "F4"):
        yield f"{name}, the product: p50, ms", at("pages", name, "p50")
        yield f"{name}, plain Django view: p50, ms", at("plain", name, "p50")
        yield f"{name}, raw limit: p50, ms", at("limit", name, "p50")
    yield "F2, plain Django view, 8 connections: requests/s", at("plain", "load", "per_second")
    yield "numbers compared with the plain view", lambda f: f"{f['plain']['compared']:,}"
    yield "F2, faster than the plain view: times", times_plain
    yield "F2, slower than the raw limit: times", times_limit
    yield "Datasette, one kind, 5 facets: p50, ms", at("datasette", "p50")
    yield "F1, faster than Datasette: times", times_datasette


def search_rows() -> Iterable[Row]:
    """Return the rows about search."""
    for name in ("rare", "middling", "very common"):
        yield f"a {name} word", at("searching", name, "word")
        yield f"a {name} word: records", lambda f, n=name: f"{f['searching'][n]['records']:,}"
        yield f"a {name} word: p50, ms", at("searching", name, "p50")
        yield f"a {name} word: p95, ms", at("searching", name, "p95")


def export_rows(every: Sequence[dict]) -> Iterable[Row]:
    """Return the rows about files."""
    for name in names_in("exports", every):
        yield f"{name}: rows/s", at("exports", name, "per_second")
        yield f"{name}: kB a row", lambda f, n=name: kilobytes(f["exports"][n])
        yield f"{name}: memory before, MB", at("exports", name, "memory before")
        yield f"{name}: memory at its peak, MB", at("exports", name, "memory peak")
        yield f"{name}: memory added, MB", lambda f, n=name: memory_added(f["exports"][n])
        yield f"{name}: refused", at("exports", name, "refused")


def kilobytes(file: dict) -> float:
    """Return the size of a row of a file."""
    return file["bytes"] / 1000 / (file["per_second"] * file["seconds"])


def edit_rows() -> Iterable[Row]:
    """Return the rows about edits."""
    yield "a save, ms", at("edits", "save")
    yield "a save without triggers, ms", at("edits", "save without")
    yield "added, ms", at("edits", "added")
    yield "next requests that showed it, %", at("edits", "next request", "seen")
    yield "the next request: p50, ms", at("edits", "next request", "p50")
    yield "the next request: p95, ms", at("edits", "next request", "p95")


def engine_rows() -> Iterable[Row]:
    """Return the rows about the engine."""
    yield "index of practices from nothing, s", at("engine", "start")
    yield "start of the server to its first answer, s", at("engine", "server start")
    yield "cells of the coverage matrix", lambda f: f"{f['engine']['cells']:,}"
    yield "coverage matrix under F1: p50, ms", at("engine", "matrix", "p50")
