"""Every column says what it holds and how it is read back; the document about the data agrees."""

import pytest
from django.conf import settings

from catalogue.core.registry import listed_nouns
from tools.data_dictionary import update_document

EXPORTS = {noun.export.name: (noun.model, noun.export) for noun in listed_nouns()}
TYPES = {"string", "integer", "gYear", "date", "dateTime", "boolean", "anyURI"}


def test_the_document_is_written_from_the_declarations():
    text = (settings.ROOT / "docs" / "data.md").read_text()
    assert update_document(text) == text, "./run data-dictionary"
    for noun in listed_nouns():
        for column in noun.export.columns:
            assert f"| `{column.name}` | {column.meaning} |" in text


@pytest.mark.parametrize("name", EXPORTS)
def test_every_column_is_declared_whole(name):
    _model, export = EXPORTS[name]
    assert len(export.by_name) == len(export.columns)
    assert [column.is_key for column in export.columns].count(True) == 1
    assert all(column.meaning and column.type in TYPES for column in export.columns)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_column_is_read_back_into_a_field_or_says_that_it_is_not(name):
    model, export = EXPORTS[name]
    for column in export.columns:
        if column.derived:
            continue
        names = {field.name for field in model._meta.get_fields()}
        assert column.reads.fields <= names, column.name
        if column.reads.row_field:
            owner = model._meta.get_field(column.reads.field).related_model
            for part in column.reads.row_field.split("__"):
                owner = owner._meta.get_field(part).related_model
