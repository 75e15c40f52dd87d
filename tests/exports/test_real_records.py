"""The real records in every noun's files, as strict readers of other makers find them."""

import datetime
import json

import pytest
import rispy
from django.test import Client

from catalogue.core.registry import listed_nouns
from tests.exports.cited import in_bibtex, printed
from tests.exports.described import column, describe, validated

pytestmark = pytest.mark.django_db

TYPES = {"integer": int, "gYear": int, "boolean": bool}
NOUNS = ["practices", "events", "organizations", "resolutions"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_validator_finds_every_real_record_as_described(real_records, tmp_path, noun):
    description = describe(f"/{noun}.csv-metadata.json?bom=0")
    body = Client().get(f"/{noun}.csv?bom=0").getvalue()
    checked = validated(tmp_path, description, body)
    assert checked.is_valid, [str(warning.message) for warning in checked.warnings]
    table = checked.tables[0]
    assert table.check_primary_key(log=None)
    rows = list(table)
    assert len(rows) == description["schema:numberOfItems"] > 5
    assert isinstance(rows[0]["published_at"], datetime.datetime)


def test_the_validator_notices_what_does_not_fit(real_records, tmp_path):
    description = describe("/events.csv-metadata.json?bom=0")
    body = Client().get("/events.csv?bom=0").getvalue()
    column(description, "title")["datatype"] = "date"
    checked = validated(tmp_path, description, body)
    assert not checked.is_valid
    assert "Invalid column value" in str(checked.warnings[0].message)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_real_records_are_read_by_a_strict_reader(real_records, noun):
    entries = in_bibtex(Client().get(f"/{noun}.bib").getvalue())
    cited = rispy.loads(Client().get(f"/{noun}.ris").getvalue().decode())
    assert [entry.fields["url"] for entry in entries.values()] == [u["urls"][0] for u in cited]
    assert [printed(e.fields["title"]) for e in entries.values()] == [u["title"] for u in cited]
    assert len(entries) > 5


@pytest.mark.parametrize("noun", NOUNS)
def test_values_in_json_have_the_types_that_the_columns_declare(real_records, noun):
    records = json.loads(Client().get(f"/{noun}.json").getvalue())["records"]
    columns_of = {
        export.name: export.by_name for export in [noun.export for noun in listed_nouns()]
    }
    known = columns_of["good-practices" if noun == "practices" else noun]
    for record in records:
        for name, value in record.items():
            column = known[name]
            assert isinstance(value, list) == column.several, name
            for each in value if column.several else [value]:
                fits = type(each) is TYPES.get(column.type, str)
                assert each is None or fits or each == "", name
