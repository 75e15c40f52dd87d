"""A reader chooses the columns of a file, in an order of one's own; what is in doubt is refused."""

import json

import pytest
from django.test import Client

from tests.factories import make_practice

pytestmark = pytest.mark.django_db


def get(address: str):
    """Return the answer to an address."""
    return Client().get(address, headers={"host": "localhost"})


def test_the_columns_are_those_asked_for_in_that_order():
    practice = make_practice(started=2017)
    body = get("/practices.csv?columns=started,code&bom=0").getvalue()
    assert body == f"started,code\r\n2017,{practice.code}\r\n".encode()


def test_one_empty_column_is_still_a_row():
    make_practice()
    assert get("/practices.csv?columns=ended&bom=0").getvalue() == b'ended\r\n""\r\n'


@pytest.mark.parametrize("query", ["", "?columns="])
def test_without_a_choice_there_are_all(query):
    make_practice()
    header = get(f"/practices.csv{query}").getvalue().decode("utf-8-sig").partition("\r\n")[0]
    assert len(header.split(",")) > 60


def test_filters_and_order_hold_for_a_choice_too():
    names = [make_practice(title=title).title for title in ("b", "a", "c")]
    body = get("/practices.csv?columns=title,code&sort=title&bom=0").getvalue().decode()
    assert [line.partition(",")[0] for line in body.splitlines()[1:]] == sorted(names)


def test_other_formats_have_the_same_choice():
    practice = make_practice()
    content = json.loads(get("/practices.json?columns=title,code").getvalue())
    assert content["columns"] == ["title", "code"]
    assert content["records"] == [{"title": practice.title, "code": practice.code}]
    line = get("/practices.jsonl?columns=code").getvalue()
    assert json.loads(line) == {"code": practice.code}
    assert get("/practices.xlsx?columns=code,title").status_code == 200


def test_the_description_belongs_to_the_same_columns():
    make_practice()
    content = json.loads(get("/practices.csv-metadata.json?columns=title,code").getvalue())
    assert [each["name"] for each in content["tableSchema"]["columns"]] == ["title", "code"]
    assert content["url"].endswith("/practices.csv?columns=title,code")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("columns=code,colour", "colour"),
        ("columns=code,title,code", "columns: code"),
        ("columns=code,", '""'),
        ("columns=code&columns=title", "columns"),
        ("columns=code%20", "code "),
        ("bom=0&bom=0", "bom"),
    ],
)
def test_a_choice_in_doubt_is_refused_and_named(query, named):
    make_practice()
    response = get(f"/practices.csv?{query}")
    assert response.status_code == 400
    assert named in response.text


@pytest.mark.parametrize("extension", ["ris", "bib", "atom"])
def test_references_take_what_they_need(extension):
    make_practice()
    response = get(f"/practices.{extension}?columns=code")
    assert response.status_code == 400
    assert "columns: unknown parameter." in response.text
