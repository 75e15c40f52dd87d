"""Where the time of a page goes: shares of a profile, in one process without a server."""

import cProfile
import pstats
import re
from collections import Counter

from django.test import Client

from tools.bench.measures.work import Work, print_progress
from tools.bench.sampling import uncached_addresses
from tools.servers import ToolFailed

PAGES = 100
#: Categories of functions by their file; the first match counts.
PLACES = (
    (r"/django/template/", "Django's templates"),
    (r"/django/db/|/sqlite3/|/psycopg2/", "the database"),
    (r"/django/forms/|/django_filters/", "forms and filters"),
    (r"/django/(utils/translation|conf/locale)|/gettext\.py", "translation"),
    (r"/django/|/whitenoise/|/csp/", "the rest of Django"),
    (r"/catalogue/(?P<room>\w+)/", "catalogue/{room}"),
)
#: Functions without a file are recognized by name.
DRIVERS = re.compile(r"sqlite3|psycopg2|Cursor")


def measure(work: Work) -> dict:
    """Return the share of each category in a page under F2."""
    print_progress("  where the time of a page goes")
    browser = Client(headers={"host": "127.0.0.1", "x-forwarded-proto": "https"})
    paths = uncached_addresses(work.address("F2"))
    for _ in range(5):
        browser.get(next(paths))
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(PAGES):
        answer = browser.get(next(paths))
    profile.disable()
    if answer.status_code != 200:
        raise ToolFailed(f"the profiled page answered with {answer.status_code}")
    return time_shares(pstats.Stats(profile).stats)


def time_shares(stats: dict) -> dict[str, float]:
    """Return the share of each category in per cent, the largest first."""
    times: Counter[str] = Counter()
    for (file, _line, function), (_calls, _all, own, *_rest) in stats.items():
        times[place_of(file, function)] += own
    total = sum(times.values())
    return {place: 100 * own / total for place, own in times.most_common()}


def place_of(file: str, function: str) -> str:
    """Return the category of a function."""
    if file == "~" and DRIVERS.search(function):
        return "the database"
    for pattern, name in PLACES:
        if found := re.search(pattern, file):
            return name.format(**found.groupdict())
    return "Python and other libraries"
