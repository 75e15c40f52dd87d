"""When the database is away, readers are told so, and the next request finds everything again."""

import errno

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client

from catalogue.facets.facet_index import facet_indexes
from catalogue.pages import warmup
from catalogue.practices.nouns import PRACTICE
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


def lost_connection():
    """Fail as a driver does that lost its connection in the middle of an answer."""
    raise DatabaseError("server closed the connection unexpectedly")


def lost_in_the_driver():
    """Fail as a driver does that stumbles over its own error."""
    raise SystemError("returned a result with an exception set") from shut_down()


def lost_on_the_way_out():
    """Fail while an error of the database is handled."""
    try:
        raise shut_down()
    except connection.Database.OperationalError:
        raise KeyError("_session_cache")  # noqa: B904 (this is what happens)


def shut_down():
    """Return the driver's own error, which Django has not seen."""
    return connection.Database.OperationalError("terminating connection")


def no_room():
    """Fail as a file does that is written to a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "fail", [lost_connection, lost_in_the_driver, lost_on_the_way_out, no_room]
)
def test_what_passes_by_itself_is_said_as_such(reader, monkeypatch, fail):
    monkeypatch.setattr(facet_indexes, "index", lambda noun: fail())
    response = reader.get("/practices/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "What you sent" not in response.text


def unfit():
    """Fail as a statement does that the database refuses."""
    raise IntegrityError("an inner word")


def not_found():
    """Fail as a file does that is not there."""
    raise FileNotFoundError(errno.ENOENT, "an inner word")


@pytest.mark.parametrize("fail", [unfit, not_found])
def test_what_does_not_pass_is_a_server_error(reader, monkeypatch, fail):
    monkeypatch.setattr(facet_indexes, "index", lambda noun: fail())
    assert reader.get("/practices/").status_code == 500


def test_who_sent_a_form_is_told_how_to_send_it_again(reader):
    with connection.execute_wrapper(away):
        response = reader.post("/admin/login/", {"username": "editor", "password": "typed"})
    assert response.status_code == 503
    assert "everything you typed is still in it" in response.text


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

    monkeypatch.setattr(facet_indexes, "index", fail)
    response = reader.get("/practices/")
    assert response.status_code == 500
    assert "an inner word" not in response.text


def test_the_start_makes_every_index(monkeypatch):
    monkeypatch.setattr(warmup.connections, "close_all", lambda: None)
    monkeypatch.setattr(warmup.gc, "freeze", lambda: None)
    make_practice()
    warmup.warm_up()
    with connection.execute_wrapper(away_while_reading_facets):
        assert len(facet_indexes.index(PRACTICE).records) == 1


def test_a_start_without_the_database_says_so_and_goes_on(monkeypatch, caplog):
    monkeypatch.setattr(warmup.connections, "close_all", lambda: None)
    monkeypatch.setattr(warmup.gc, "freeze", lambda: None)
    with connection.execute_wrapper(away):
        warmup.warm_up()
    assert "were not made at the start" in caplog.text
