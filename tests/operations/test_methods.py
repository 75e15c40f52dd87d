"""Readers only read: no address of theirs takes anything."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/practices/", "/practices.csv", "/nothing/", "/health/"])
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MADE-UP"]
)
def test_another_method_is_refused_and_the_answer_names_those_that_are_not(path, method):
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_the_desk_takes_forms():
    assert Client().post("/admin/login/", {"username": "x", "password": "x"}).status_code == 200
