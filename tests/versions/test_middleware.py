"""Who saves at the desk while a large import is written waits for it, and is not turned away."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from catalogue.versions.middleware import AtomicRevisionMiddleware

pytestmark = pytest.mark.django_db

ASKED = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}
A_MINUTE = {"sqlite": 60_000, "postgresql": "1min"}
#: On SQLite readers wait for nobody.
OF_READERS = {"sqlite": 60_000, "postgresql": "5s"}


def patience(request) -> str:
    """Return how long a request waits for a writer, asked from inside of it."""
    answers = []

    def view(request):
        with connection.cursor() as cursor:
            cursor.execute(ASKED[connection.vendor])
            answers.append(cursor.fetchone()[0])
        return HttpResponse()

    AtomicRevisionMiddleware(view)(request)
    return answers[0]


def test_a_save_waits_for_an_import(person):
    request = RequestFactory().post("/")
    request.user = person("editor")
    assert patience(request) == A_MINUTE[connection.vendor]


def test_a_reader_does_not_wait_as_long(person):
    request = RequestFactory().get("/")
    request.user = person("editor")
    assert patience(request) == OF_READERS[connection.vendor]
