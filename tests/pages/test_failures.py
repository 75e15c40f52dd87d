"""When the database is away, readers are told so, and the next request finds everything again."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from catalogue.facets.engine import engine
from catalogue.pages import start
from catalogue.practices.views import PracticeList
from tests.factories import make_practice, make_sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    """Return a reader who gets answers where a test would get the exception."""
    return Client(raise_request_exception=False)


def away(execute, sql, params, many, context):
    """Fail as a database that is away does."""
    raise OperationalError("server closed the connection unexpectedly")


def away_while_reading_facets(execute, sql, params, many, context):
    """Fail in the middle of bringing an index up to date."""
    if "catalogue_practice_sectors" in sql:
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("path", ["/", "/practices/", "/practices.csv", "/practices/GP-0001/"])
def test_a_database_that_is_away_is_said_and_soon_asked_again(reader, path):
    with connection.execute_wrapper(away):
        response = reader.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "away for a moment" in response.text
    assert "closed the connection" not in response.text


def test_an_index_that_could_not_be_finished_is_made_by_the_next_reader(reader):
    practice = make_practice()
    assert "1 practice" in reader.get("/practices/").text
    practice.sectors.set([make_sector(label="Stadiums")])
    with connection.execute_wrapper(away_while_reading_facets):
        assert reader.get("/practices/").status_code == 503
    assert "Stadiums" in reader.get("/practices/").text


def test_another_fault_is_a_server_error_without_its_words(reader, monkeypatch):
    def fail(noun):
        raise ValueError("an inner word")

    monkeypatch.setattr(engine, "index", fail)
    response = reader.get("/practices/")
    assert response.status_code == 500
    assert "an inner word" not in response.text


def test_the_start_makes_every_index(monkeypatch):
    monkeypatch.setattr(start.connections, "close_all", lambda: None)
    monkeypatch.setattr(start.gc, "freeze", lambda: None)
    make_practice()
    start.warm()
    with connection.execute_wrapper(away_while_reading_facets):
        assert len(engine.index(PracticeList.noun).records) == 1


def test_a_start_without_the_database_says_so_and_goes_on(monkeypatch, caplog):
    monkeypatch.setattr(start.connections, "close_all", lambda: None)
    monkeypatch.setattr(start.gc, "freeze", lambda: None)
    with connection.execute_wrapper(away):
        start.warm()
    assert "were not made at the start" in caplog.text
