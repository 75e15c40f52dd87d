"""An answer for readers is ready in its time, or is given up in words; nobody waits behind it."""

import re
import threading

import pytest
from django.db import OperationalError, connection
from django.test import Client

from catalogue.db import transactions
from catalogue.db.transactions import read_snapshot
from catalogue.exports import responses
from catalogue.exports.formats import FORMATS
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.filterset import MAX_CHOSEN_VALUES
from catalogue.pages.middleware import MAX_ADDRESS_LENGTH, page_cache
from tests.factories import make_practice
from tests.house.test_pages import address_of, named_routes
from tests.world import World

FOREVER = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n "
    "WHERE i < 0",
    "postgresql": "SELECT pg_sleep(600)",
}
#: Work of a moment, and yet so much that SQLite looks at the clock meanwhile.
SOME_WORK = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
    "SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(0.01)",
}


@pytest.fixture
def reader():
    """Return a reader who gets answers where a test would get the exception."""
    return Client(raise_request_exception=False)


def without_end(execute, sql, params, many, context):
    """Have every question about practices and their words take for ever."""
    if re.search('FROM "catalogue_practice"|catalogue_search_practice', f"{sql} {params}"):
        sql, params = FOREVER[connection.vendor], None
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["/practices/?q=practice", "/practices/GP-0001/", "/practices.csv"]
)
def test_what_the_database_does_not_finish_in_time_is_given_up(reader, settings, address):
    make_practice()
    reader.get("/practices/")  # the index is made once, unhurried
    settings.PAGE_TIME_LIMIT = settings.FILE_TIME_LIMIT = 0.5
    with connection.execute_wrapper(without_end):
        answer = reader.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "takes too long" in answer.text
    assert "Content-Disposition" not in answer
    assert "statement" not in answer.text
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_the_next_reader_has_the_whole_time_again(reader, settings):
    make_practice()
    reader.get("/practices/")
    settings.PAGE_TIME_LIMIT = 0.5
    with connection.execute_wrapper(without_end):
        assert reader.get("/practices/?q=practice").status_code == 503
    settings.PAGE_TIME_LIMIT = 600
    assert reader.get("/practices/?q=practice").status_code == 200
    settings.PAGE_TIME_LIMIT = 0
    assert reader.get("/practices/?q=practice&sort=title").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_time_outside_of_the_database_counts_too(reader, settings):
    reader.get("/practices.csv")
    settings.PAGE_TIME_LIMIT = 0.000_001
    assert reader.get("/practices/").status_code == 503
    assert reader.get("/practices.csv").status_code == 200
    assert reader.get("/admin/login/").status_code == 200
    assert reader.get("/health/live").status_code == 200


def noting(unbounded: list):
    """Return a wrapper that notes the questions that no deadline bounds."""

    def look(execute, sql, params, many, context):
        bounded = transactions.seconds_left() is not None and connection.in_atomic_block
        if not bounded and "FROM catalogue_change" not in sql and not sql.startswith("BEGIN"):
            unbounded.append(sql)
        return execute(sql, params, many, context)

    return look


@pytest.mark.django_db(transaction=True)
def test_no_question_of_a_page_or_file_is_without_a_deadline():
    world = World(2)
    practice, body = world.practices[0], world.organizations[0]
    paths = [address_of(name, world) for name in named_routes()]
    paths += [practice.permalink, f"{practice.permalink.rstrip('/')}.ris", "/nothing/at-all/"]
    paths += [body.get_absolute_url().rstrip("/") + ".bib", "/organizations/nobody/"]
    paths += ["/sitemap.xml", "/sitemap-practices.xml", "/coverage.csv", "/statistics.csv"]
    paths += [f"/practices.{extension}" for extension in FORMATS]
    for path in paths:
        Client().get(path)  # indexes are made once, unhurried
        page_cache.clear()
        unbounded: list[str] = []
        with connection.execute_wrapper(noting(unbounded)):
            answer = Client().get(path)
            answer.getvalue()
        assert answer.status_code in (200, 301, 404), path
        assert not unbounded, path


@pytest.mark.django_db(transaction=True)
def test_what_is_made_for_all_readers_takes_its_time_and_gives_it_back(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(transactions.time, "monotonic", lambda: now[0])
    with transactions.time_limit(0.2), read_snapshot():
        with transactions.pause_deadline(), connection.cursor() as cursor:
            now[0] += 10
            cursor.execute(SOME_WORK[connection.vendor])
            assert cursor.fetchone()
        assert transactions.seconds_left() == pytest.approx(0.2)
        monkeypatch.undo()
    with transactions.time_limit(0.2), read_snapshot(), connection.cursor() as cursor:
        with transactions.pause_deadline():
            pass
        with pytest.raises(OperationalError):
            cursor.execute(FOREVER[connection.vendor])


@pytest.mark.django_db
def test_nobody_waits_without_end_for_an_index_that_another_makes(reader, settings):
    make_practice()
    settings.PAGE_TIME_LIMIT = 0.05
    with facet_indexes._lock:
        assert reader.get("/practices/").status_code == 503
    settings.PAGE_TIME_LIMIT = 600
    assert reader.get("/practices/").status_code == 200


@pytest.mark.django_db
def test_large_files_are_made_one_after_the_other_and_pages_go_on(reader, monkeypatch):
    make_practice()
    monkeypatch.setattr(responses, "LARGE", 0)
    monkeypatch.setattr(responses, "_places", threading.BoundedSemaphore(1))
    with responses.limit_large_files(1):
        for path in ("/practices.csv", "/practices.xlsx", "/coverage.csv?shape=long"):
            answer = reader.get(path)
            assert (answer.status_code, answer["Retry-After"]) == (503, "30"), path
            assert "Large files" in answer.text
        assert reader.get("/practices/").status_code == 200
        assert reader.get("/coverage.csv").status_code == 200
    assert reader.get("/practices.csv").status_code == 200


@pytest.mark.django_db
def test_an_address_has_a_longest_length(reader):
    most = MAX_ADDRESS_LENGTH - len("/practices/?utm_x=")
    assert reader.get("/practices/?utm_x=" + "a" * most).status_code == 200
    answer = reader.get("/practices/?utm_x=" + "a" * (most + 1))
    assert answer.status_code == 414
    assert f"{MAX_ADDRESS_LENGTH} characters" in answer.text.replace(",", "")
    assert reader.get("/practices.csv?utm_x=" + "a" * MAX_ADDRESS_LENGTH).status_code == 414


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/practices/", "/practices.csv", "/coverage/", "/coverage.csv"])
def test_so_many_values_can_be_chosen_and_no_more(reader, path):
    make_practice()
    years = "&".join(f"year={year}" for year in range(1900, 1900 + MAX_CHOSEN_VALUES))
    assert reader.get(f"{path}?{years}&resolution=").status_code == 200
    answer = reader.get(f"{path}?{years}&resolution=&decade=1990")
    assert answer.status_code == 400
    assert "Choose 100 values in all at most." in answer.text or path == "/coverage.csv"
