"""Every column says what it holds and how it is read back; the document about the data agrees."""

import pytest
from django.conf import settings

from catalogue.imports.schemas import EXPORTS as EXPORTS_BY_MODEL

EXPORTS = {export.name: (model, export) for model, export in EXPORTS_BY_MODEL.items()}
TYPES = {"string", "integer", "gYear", "date", "dateTime", "boolean", "anyURI"}


def line(column) -> str:
    """Return the line of `docs/data.md` for a column."""
    kind = f"several `{column.type}`" if column.several else f"`{column.type}`"
    return f"| `{column.name}` | {column.meaning} | {kind} | {'yes' if column.derived else ''} |"


@pytest.mark.parametrize("name", EXPORTS)
def test_the_document_says_what_the_columns_hold(name):
    text = (settings.ROOT / "docs" / "data.md").read_text()
    section = text.partition(f"## {name} ")[2].partition("\n## ")[0]
    written = [row for row in section.splitlines() if row.startswith("| `")]
    assert written == [line(column) for column in EXPORTS[name][1].columns]


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
