"""What the log says of requests that failed: one line where it passes, everything where not."""

import pytest
from django.db import OperationalError
from django.test import Client

from catalogue.facets.facet_index import facet_indexes

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_of(monkeypatch, caplog):
    """Return what the log says of a page that fails in some way."""

    def log(error: Exception) -> str:
        def fail(noun):
            raise error

        monkeypatch.setattr(facet_indexes, "index", fail)
        Client(raise_request_exception=False).get("/practices/")
        return caplog.text

    return log


def test_a_database_that_is_away_takes_one_line_for_each_request(log_of):
    said = log_of(OperationalError("50% of it is gone\nDETAIL: more\n"))
    assert said.endswith("Unavailable: /practices/ (OperationalError: 50% of it is gone)\n")
    assert said.count("\n") == 1


def test_a_host_that_is_not_ours_takes_one_line_for_each_request(caplog):
    Client(raise_request_exception=False).get("/", headers={"host": "other.example.org"})
    said = [record for record in caplog.records if "other.example.org" in record.getMessage()]
    assert [(record.exc_info, record.name) for record in said] == [
        (None, "django.security.DisallowedHost")
    ]


def test_an_error_of_ours_is_told_with_its_trace(log_of):
    said = log_of(ValueError("an inner word"))
    assert "Server Error: /practices/" in said
    assert "Traceback" in said
    assert "ValueError: an inner word" in said
