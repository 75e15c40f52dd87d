"""JSON and JSON Lines: values as they are, one record a line, nothing guarded."""

import json

import pytest
from django.test import Client

from tests.factories import make_country, make_event, make_practice, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """Make a practice with text that a spreadsheet would evaluate, and two of several things."""
    return make_practice(
        title='=1+1 "反恐"',
        countries=[make_country(name="A"), make_country(name="B")],
        events=[make_event()],
        sources=[make_source(year=2018), make_source()],
        started=2017,
    )


def test_the_object_has_columns_records_and_their_number(practice):
    response = Client().get("/practices.json", headers={"host": "localhost"})
    content = json.loads(response.getvalue())
    (record,) = content["records"]
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].endswith('_1-record.json"')
    assert content["total"] == 1
    assert content["columns"] == list(record)
    assert record["title"] == practice.title
    assert record["started"] == 2017
    assert record["ended"] is None
    assert record["countries_label"] == ["A", "B"]
    assert record["sources_year"] == [2018, None]
    assert record["sources_url_unopened"] == [False, False]
    assert record["permalink"] == f"http://localhost/practices/{practice.code}/"
    assert record["published_at"].endswith("Z")


def test_the_object_says_which_list_it_is(practice):
    about = json.loads(Client().get("/practices.json?q=反恐&sort=title").getvalue())["about"]
    assert about["title"] == "Practices"
    assert about["address"].startswith("http://testserver/practices/?q=")
    assert about["filters"] == [{"filter": "Search", "value": "“反恐”"}]
    assert about["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_lines_hold_the_same_records(practice):
    make_practice()
    whole = json.loads(Client().get("/practices.json").getvalue())
    response = Client().get("/practices.jsonl")
    assert response["Content-Type"] == "application/jsonl"
    lines = response.getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == whole["records"]
    assert len(lines) == 2


def test_an_empty_list_is_valid_too(practice):
    content = json.loads(Client().get("/practices.json?q=nothing").getvalue())
    assert (content["records"], content["total"]) == ([], 0)
    assert Client().get("/practices.jsonl?q=nothing").getvalue() == b""


@pytest.mark.parametrize("extension", ["json", "jsonl"])
def test_a_parameter_of_another_format_is_refused(practice, extension):
    assert Client().get(f"/practices.{extension}?bom=0").status_code == 400
