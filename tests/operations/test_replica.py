"""Readers read from the replica, whole pages of one state; everybody else from the primary."""

import os
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from catalogue.changelog.queries import CatalogueVersion
from catalogue.models import Practice
from catalogue.operations import replica
from config import databases
from tests.operations.pair import pair
from tests.serving import served
from tools.installations import Installation

EDITOR = {"Cookie": "sessionid=somebody"}
LIST = "/practices/?per_page=100"
here = pytest.mark.skipif(
    os.environ["DATABASE_URL"].startswith("sqlite"),
    reason="a replica is one of PostgreSQL: the run on PostgreSQL has these tests",
)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Have a primary with made-up records, and a replica that follows it."""
    with pair() as servers:
        Installation(servers.primary.url, tmp_path_factory.mktemp("var")).fill(30)
        servers.copy()
        yield servers


@pytest.fixture(scope="module")
def site(both, tmp_path_factory):
    """Serve the catalogue from both, with one process."""
    with served(
        tmp_path_factory.mktemp("site"),
        "tests.operations.impatient",
        CATALOGUE_MODE="test",
        DATABASE_URL=both.primary.url,
        DATABASE_REPLICA_URL=both.replica.url,
    ) as site:
        yield site


def write(both, text: str) -> str:
    """Give a public practice another summary, and return the address of its page."""
    code, title = both.primary.execute(
        "UPDATE catalogue_practice SET summary = %s WHERE id = (SELECT min(id) FROM "
        "catalogue_practice WHERE status = 'published') RETURNING code, title",
        text,
    )
    return Practice(code=code, title=title).get_absolute_url()


@here
def test_a_reader_is_served_by_the_replica_and_who_has_a_session_by_the_primary(both, site):
    page = write(both, "As it was before")
    both.catch_up()
    with both.held_back():
        write(both, "As it was after")
        for path in (page, LIST, "/practices.csv"):
            reader, editor = site.ask(path).text, site.ask(path, **EDITOR).text
            assert "it was before" in reader, path
            assert "it was after" not in reader, path
            assert "it was after" in editor, path
        tag = site.ask(page).headers["etag"]
        assert site.ask(page, If_None_Match=tag).status == 304
    assert "it was after" in site.ask(page, If_None_Match=tag).text


@here
def test_no_page_is_of_two_states(both, site):
    """Readers of either database take turns; each list agrees with its counts and its state."""
    both.catch_up()
    (some,) = both.primary.execute(
        "SELECT array_agg(id) FROM (SELECT id FROM catalogue_practice "
        "WHERE status = 'published' AND kind = 'good_practice' LIMIT 3) found"
    )
    held = "UPDATE catalogue_practice SET status = %s WHERE id = ANY(%s)"
    for status in ("draft", "published") * 2:
        before = shown(site)
        with both.held_back():
            both.primary.execute(held, status, some)
            after = shown(site, **EDITOR)
            assert after != before
            for _ in range(3):
                assert shown(site) == before
                assert shown(site, **EDITOR) == after
        assert shown(site) == after


def shown(site, **headers) -> int:
    """Return how many practices of a kind there are: by the headline, the facet and the list."""
    html = site.ask(f"{LIST}&kind=good_practice", **headers).text
    headline = int(re.search(r'class="count">\s*(\d+)', html)[1])
    cards = html.count('<article class="card')
    facet = int(re.search(r'value="good_practice" checked>.*?"number">(\d+)<', html, re.DOTALL)[1])
    assert headline == cards == facet
    return headline


@here
def test_the_health_names_the_replica_and_how_far_it_is_behind(both, site):
    both.catch_up()
    assert site.ask("/health/ready").json["replica"] == "ok"
    with both.held_back():
        write(both, "One more")
        answer = site.ask("/health/ready")
        assert re.fullmatch(r"[1-9]\d? changes behind", answer.json["replica"])
        assert (answer.status, answer.json["ready"]) == (200, True)


@here
def test_without_the_replica_readers_are_served_by_the_primary_and_return_to_it(both, site):
    page, said = write(both, "While it was away"), len(site.log.read_text())
    both.replica.stop()
    try:
        assert "While it was away" in site.ask(page).text
        answer = site.ask("/health/ready")
        assert (answer.status, answer.json["replica"]) == (200, "no answer")
    finally:
        both.replica.start()
    both.catch_up()
    with both.held_back():
        write(both, "Since it is back")
        assert "While it was away" in site.ask(page).text
    log = site.log.read_text()[said:]
    assert log.count("served by the primary, not by the replica: it does not answer") == 1
    assert log.count("served by the replica again") == 1


@here
def test_a_connection_that_is_cut_is_made_again(both, site):
    page = write(both, "Cut off")
    both.catch_up()
    site.ask(page)
    both.replica.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    assert "Cut off" in site.ask(page).text


@here
def test_without_the_primary_readers_are_served_all_the_same(both, site):
    page = write(both, "Without the primary")
    both.catch_up()
    both.primary.stop()
    try:
        assert "Without the primary" in site.ask(page).text
        assert site.ask(LIST).status == 200
        assert site.ask(page, **EDITOR).status == 503
        assert site.ask("/admin/login/", "POST", **EDITOR).status in (403, 503)
        answer = site.ask("/health/ready")
        assert (answer.status, answer.json["database"]) == (200, "no answer")
    finally:
        both.primary.start()
    assert site.ask(page, **EDITOR).status == 200


class TestJudging:
    """A replica is left aside when it has lacked something for too long, or is no replica."""

    def test_one_that_is_a_moment_behind_is_good_and_one_that_stays_so_is_not(self):
        watch, late = replica.ReplicaMonitor(), replica.MAX_DELAY_SECONDS
        assert not watch.is_late(CatalogueVersion(10, 1), behind=5, now=1000)
        assert not watch.is_late(CatalogueVersion(12, 1), behind=90, now=1000 + late)
        assert watch.is_late(CatalogueVersion(14, 1), behind=90, now=1001 + late)
        assert not watch.is_late(CatalogueVersion(15, 1), behind=90, now=1002 + late)

    @here
    @pytest.mark.django_db
    def test_one_with_other_records_is_not_read_from(self):
        assert replica.count_missing_changes(CatalogueVersion(10**9, 7)) is None


@pytest.mark.parametrize(
    ("url", "primary"),
    [
        ("postgresql://db/catalogue", {"ENGINE": "django.db.backends.sqlite3"}),
        ("sqlite:////tmp/copy.sqlite3", {"ENGINE": databases.ENGINE}),
    ],
)
def test_sqlite_has_no_replica(url, primary):
    with pytest.raises(ImproperlyConfigured, match="SQLite has none"):
        databases.build_replica_setting(url, primary)


def test_a_replica_is_reached_as_the_primary_is_and_only_to_read():
    primary = databases_of("postgresql://one:x@first:5432/catalogue")
    found = databases.build_replica_setting(
        "postgresql://two:y@second:6432/copy?sslmode=require", primary
    )
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("second", 6432, "copy")
    assert (found["USER"], found["PASSWORD"]) == ("two", "y")
    assert found["CONN_HEALTH_CHECKS"]
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["options"].startswith("-c statement_timeout=30000 ")
    assert found["OPTIONS"]["options"].endswith("default_transaction_read_only=on")
    assert primary["HOST"] == "first"


def databases_of(url: str) -> dict:
    """Return the setting of a primary, with what settings.py adds."""
    options = {"options": "-c statement_timeout=30000"}
    return databases.dj_database_url.parse(url) | {"CONN_HEALTH_CHECKS": True, "OPTIONS": options}
