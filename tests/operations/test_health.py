"""Those who watch over the server are told whether it lives and whether it is ready."""

import json
import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.db.required_objects import forget_missing_objects
from catalogue.operations import views
from catalogue.operations.log_formatters import JsonFormatter
from catalogue.operations.middleware import current_request_id
from tests.factories import make_practice

pytestmark = pytest.mark.django_db


def test_it_lives_without_asking_the_database():
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not queries


def test_it_is_ready_when_database_migrations_and_search_are():
    make_practice()
    answer = Client().get("/health/ready")
    assert answer.status_code == 200
    passed = dict.fromkeys(["database", "migrations", "objects", "search"], "ok")
    assert answer.json() == {"ready": True} | passed
    assert "no-store" in answer["Cache-Control"]


def test_a_search_that_lost_its_documents_is_not_ready():
    make_practice()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_search_practice")
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["search"] == "out of step"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP INDEX an_address_is_one_source", "index an_address_is_one_source"),
        ("DROP TABLE catalogue_search_event CASCADE", "table catalogue_search_event"),
    ],
)
def test_a_database_that_is_not_whole_is_not_ready(statement, words):
    forget_missing_objects()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            statement = statement.removesuffix(" CASCADE")
        cursor.execute(statement)
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert words in answer.json()["objects"]
    forget_missing_objects()


def test_the_database_is_compared_once_a_minute():
    forget_missing_objects()
    make_practice()
    for queries in (1, 0):
        with CaptureQueriesContext(connection) as seen:
            assert views.check_objects() == "ok"
        assert len(seen) == queries


def test_a_migration_that_waits_is_told(monkeypatch):
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "2 not applied")


def test_a_database_that_is_away_is_told_and_nothing_else(monkeypatch):
    def away():
        raise OperationalError("host db.internal, password x")

    monkeypatch.setitem(views.HEALTH_CHECKS, "database", away)
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] == "no answer"
    assert "internal" not in answer.text


class TestTraces:
    """Each request has an id."""

    def test_an_answer_carries_one_of_its_own(self):
        first, second = (Client().get("/health/live")["X-Request-ID"] for _ in range(2))
        assert first != second

    def test_that_of_the_proxy_is_taken_over(self):
        answer = Client().get("/health/live", headers={"X-Request-ID": "proxy-12345678"})
        assert answer["X-Request-ID"] == "proxy-12345678"

    @pytest.mark.parametrize("given", ["short", "a" * 65, 'quote"12345678', "line\n12345678"])
    def test_what_is_no_id_is_not(self, given):
        answer = Client().get("/health/live", headers={"X-Request-ID": given})
        assert answer["X-Request-ID"] != given

    def test_a_line_of_the_log_is_one_object_with_the_id(self):
        token = current_request_id.set("abc12345")
        try:
            raise ValueError("two\nlines")
        except ValueError as error:
            record = logging.LogRecord(
                "django.request", logging.ERROR, __file__, 1, "Failed: %s", ("x",),
                (type(error), error, error.__traceback__),
            )  # fmt: skip
        line = JsonFormatter().format(record)
        current_request_id.reset(token)
        assert "\n" not in line
        found = json.loads(line)
        assert found["request"] == "abc12345"
        assert found["message"] == "Failed: x"
        assert "ValueError: two" in found["traceback"]
