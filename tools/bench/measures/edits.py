"""An edit: the cost of the triggers, and how soon readers see a change."""

import time
from contextlib import contextmanager

from django.db import connection, transaction

from catalogue.practices.models import Practice
from tools.bench.client import Connection
from tools.bench.figures import Times
from tools.bench.measures.work import LIST, Work, median_ms, print_progress
from tools.bench.sampling import uncached_addresses

SAVES = 50
SEEN = 40  # edits that are each followed by a request


def measure(work: Work) -> dict:
    """Return the cost of a save and the figures of the next request."""
    print_progress("  an edit")
    keys = list(work.index.records[: SAVES // 2])
    time_saves(keys)  # warm up the database
    with_triggers = time_saves(keys)
    with without_triggers():
        without = time_saves(keys)
    with_triggers += time_saves(keys)
    found = {"save": median_ms(with_triggers), "save without": median_ms(without)}
    found["added"] = found["save"] - found["save without"]
    found["next request"] = measure_next_requests(work)
    return found


def time_saves(keys: list[int]) -> list[float]:
    """Save practices one by one, and return the duration of each save.

    Each is saved twice: without its first sector, and with it again.
    """
    durations = []
    for key in keys:
        practice = Practice.objects.get(pk=key)
        sectors = list(practice.sectors.all())
        for chosen in (sectors[1:], sectors):
            start = time.perf_counter()
            with transaction.atomic():
                practice.change_note = f"changed at {start}"
                practice.save()
                practice.sectors.set(chosen)
            durations.append(time.perf_counter() - start)
    return durations


def measure_next_requests(work: Work) -> dict:
    """Change a title on a page, request the page at once, and look for the change."""
    paths, durations, seen = uncached_addresses(f"{LIST}?sort=title"), [], 0
    # Digits sort before letters in every collation, so the record stays on the first page.
    first = work.index.orders["title"].slice(work.index.records, 0, 1)[0]
    practice = Practice.objects.get(pk=first)
    browser = Connection(work.port)
    browser.get(next(paths))
    for number in range(SEEN):
        practice.title = f"[Synthetic] {number:03} changed"
        practice.save()
        start = time.perf_counter()
        answer = browser.get(next(paths))
        durations.append(time.perf_counter() - start)
        seen += practice.title.encode() in answer.body
    return {"seen": 100 * seen / SEEN, **Times.of(durations).as_dict()}


@contextmanager
def without_triggers():
    """Disable the triggers of the catalogue inside the block."""
    off, on = SWITCHES[connection.vendor]()
    run_statements(off)
    try:
        yield
    finally:
        run_statements(on)


def run_statements(statements: list[str]) -> None:
    """Run statements in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _sql in triggers], [sql for _name, sql in triggers]


def _postgresql():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        tables = [name for (name,) in cursor.fetchall()]
    return (
        [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables],
        [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables],
    )


SWITCHES = {"sqlite": _sqlite, "postgresql": _postgresql}
