"""Every column says what it holds, once, and the document about the data says the same."""

import pytest
from django.conf import settings

from catalogue.exports import data_dictionary
from catalogue.imports.row_schema import NOUNS

EXPORTS = [export for export, _ in NOUNS.values()]
TYPES = {"string", "integer", "gYear", "date", "dateTime", "boolean", "anyURI"}


def line(export, column) -> str:
    """Return the line of `docs/data.md` for a column."""
    meaning = data_dictionary.of(export.meanings, column.name)
    kind = f"several `{meaning.type}`" if meaning.several else f"`{meaning.type}`"
    return f"| `{column.name}` | {meaning.text} | {kind} | {'yes' if column.derived else ''} |"


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_the_document_says_what_the_columns_hold(export):
    text = (settings.ROOT / "docs" / "data.md").read_text()
    section = text.partition(f"## {export.name} ")[2].partition("\n## ")[0]
    written = [row for row in section.splitlines() if row.startswith("| `")]
    assert written == [line(export, column) for column in export.columns]


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_no_meaning_is_left_over_and_one_column_tells_records_apart(export):
    assert set(export.meanings) <= {column.name for column in export.columns}
    assert [m.key for m in export.meanings.values()].count(True) == 1
    assert {meaning.type for meaning in export.meanings.values()} <= TYPES
