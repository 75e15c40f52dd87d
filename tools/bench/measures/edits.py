"""An edit: what the catalogue's triggers add to a save, and how soon readers see it."""

import time
from contextlib import contextmanager

from django.db import connection, transaction

from catalogue.practices.models import Practice
from tools.bench.client import Connection
from tools.bench.figures import Times
from tools.bench.measures.work import LIST, Work, median_ms, say
from tools.bench.sampling import never_the_same

SAVES = 50
SEEN = 40  # edits after each of which a page is asked for


def measure(work: Work) -> dict:
    """Return the cost of a save and the figures of the next request."""
    say("  an edit")
    keys = list(work.index.records[: SAVES // 2])
    saves(keys)  # the first ones warm the database up
    with_triggers = saves(keys)
    with without_triggers():
        without = saves(keys)
    with_triggers += saves(keys)
    found = {"save": median_ms(with_triggers), "save without": median_ms(without)}
    found["added"] = found["save"] - found["save without"]
    found["next request"] = next_requests(work)
    return found


def saves(keys: list[int]) -> list[float]:
    """Save practices one by one, and return how long each took.

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


def next_requests(work: Work) -> dict:
    """Change a title that a page shows, ask for the page at once, and look for the change."""
    paths, durations, seen = never_the_same(f"{LIST}?sort=title"), [], 0
    # Digits stand before letters in every order, so that the record stays on the first page.
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
    """Switch off every trigger of the catalogue's own for a while."""
    off, on = SWITCHES[connection.vendor]()
    run(off)
    try:
        yield
    finally:
        run(on)


def run(statements: list[str]) -> None:
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
