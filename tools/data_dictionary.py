"""`./run data-dictionary`: write the tables of `docs/data.md` from the declarations of the code."""

import os
import re
from collections.abc import Iterable

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from catalogue.core.registry import Noun, listed_nouns  # noqa: E402
from catalogue.exports.columns import Column  # noqa: E402
from catalogue.exports.formats import FORMATS  # noqa: E402

#: A part of the document that is written by a program, with its name.
GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def update_document(text: str) -> str:
    """Return the text of the document with its generated parts written from the declarations."""
    parts = {
        "formats": describe_formats(),
        "columns": "\n".join(describe_noun(noun) for noun in listed_nouns()),
    }
    return GENERATED.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[3]}", text)


def describe_formats() -> str:
    """Return the table of the formats."""
    head = ("address", "what it is", "several values of a cell", "good for")
    rows = (
        (f"`.{each.extension}`", each.contents, each.several_values, each.good_for)
        for each in FORMATS.values()
    )
    return format_table(head, rows)


def describe_noun(noun: Noun) -> str:
    """Return the section of a noun: a table of its columns."""
    table = format_table(
        ("column", "what it holds", "type", "derived"), map(column_row, noun.export.columns)
    )
    return f"## {noun.export.name} (`/{noun.plural}.csv`)\n\n{table}"


def column_row(column: Column) -> tuple[str, ...]:
    """Return the row of a column."""
    several = "several " if column.several else ""
    derived = "yes" if column.derived else ""
    return f"`{column.name}`", column.meaning, f"{several}`{column.type}`", derived


def format_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    document = settings.ROOT / "docs" / "data.md"
    document.write_text(update_document(document.read_text()))
