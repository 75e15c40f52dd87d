"""CSV on the Web: the description fits the CSV of the same address, and a validator agrees."""

import csv
import hashlib
import io
import json

import pytest
from django.test import Client

from tests.exports.described import column, describe, validated
from tests.factories import make_practice, make_sector

pytestmark = pytest.mark.django_db


def test_the_description_belongs_to_the_csv_of_the_same_query():
    sector = make_sector(label="Aviation")
    make_practice(title="Drones", sectors=[sector])
    make_practice()
    query = f"q=drones&sector={sector.slug}&sort=title&bom=0"
    description = describe(f"/practices.csv-metadata.json?{query}")
    response = Client().get(description["url"].removeprefix("http://testserver"))
    assert description["url"].startswith("http://testserver/practices.csv?")
    assert description["schema:sha256"] == hashlib.sha256(response.getvalue()).hexdigest()
    assert description["schema:numberOfItems"] == 1
    assert description["dc:description"] == "Search: “drones”; Sector: Aviation"
    assert description["dc:source"]["@id"].startswith("http://testserver/practices/?")
    assert "by/4.0" in description["dc:license"]["@id"]


def test_a_csv_says_where_its_description_is():
    make_practice()
    response = Client().get("/practices.csv?sort=title&bom=0&utm_source=x")
    address, *rest = response["Link"].split("; ")
    assert rest == ['rel="describedby"', 'type="application/csvm+json"']
    found = Client().get(address.strip("<>").removeprefix("http://testserver"))
    assert found["Content-Type"] == "application/csvm+json"
    assert json.loads(found.getvalue())["schema:sha256"] == response["ETag"].strip('"')
    assert "Link" not in Client().get("/practices.json")


def test_columns_say_their_type_and_whether_a_cell_holds_several():
    description = describe("/practices.csv-metadata.json")
    assert description["tableSchema"]["primaryKey"] == ["code"]
    assert column(description, "started")["datatype"] == "gYear"
    assert column(description, "published_at")["datatype"]["format"] == "yyyy-MM-ddTHH:mm:ssX"
    assert column(description, "sources_url_unopened")["datatype"]["base"] == "boolean"
    assert column(description, "sectors")["separator"] == "|"
    assert "separator" not in column(description, "title")
    assert column(description, "title")["dc:description"] == "Title"


def test_the_dialect_is_that_of_the_file():
    make_practice(title='a "b", c')
    dialect = describe("/practices.csv-metadata.json")["dialect"]
    body = Client().get("/practices.csv").getvalue().decode(f"{dialect['encoding']}-sig")
    header, row = csv.reader(
        io.StringIO(body, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
    )
    assert row[header.index("title")] == 'a "b", c'
    assert body.endswith(dialect["lineTerminators"][0])
    columns = describe("/practices.csv-metadata.json")["tableSchema"]["columns"]
    assert [each["titles"] for each in columns] == header


def test_a_choice_of_columns_is_described_alone(tmp_path):
    make_practice(started=2017)
    query = "columns=started,code&bom=0"
    description = describe(f"/practices.csv-metadata.json?{query}")
    body = Client().get(f"/practices.csv?{query}").getvalue()
    assert [each["name"] for each in description["tableSchema"]["columns"]] == ["started", "code"]
    assert "columns=started,code" in description["url"]
    assert validated(tmp_path, description, body).is_valid
    assert "primaryKey" not in describe("/practices.csv-metadata.json?columns=title")["tableSchema"]


@pytest.mark.parametrize("query", ["bom=2", "secteur=x", "sector=unknown"])
def test_anything_in_doubt_is_refused(query):
    assert Client().get(f"/practices.csv-metadata.json?{query}").status_code == 400
