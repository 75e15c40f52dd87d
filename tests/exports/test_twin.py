"""Every way of reading gives what each record says of itself, in the order asked for."""

import csv as standard
import io

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.core.registry import get_noun
from catalogue.exports import cells
from catalogue.exports.formats import csv
from catalogue.exports.table import About, ExportTable
from catalogue.models import Practice
from tests.exports import twin
from tests.factories import make_organization, make_practice, make_source
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db

SITE = "https://example.org"
EXAMPLES = count_cases(25, 1000)
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def table(noun: str, keys: list[int], names: list[str] = ()) -> ExportTable:
    """Return a list of records as a table."""
    model = twin.NOUNS[noun][0]
    return ExportTable(
        get_noun(model).export, model.objects.published(), keys, About("", "", SITE), names
    )


def written(of: ExportTable) -> bytes:
    """Return the file as the catalogue writes it."""
    file = io.BytesIO()
    csv.write_csv(file, of, {"bom": "0"})
    return file.getvalue()


def written_by_the_book(of: ExportTable, rows: list[tuple]) -> bytes:
    """Return the file as Python's own csv module writes it."""
    file = io.StringIO(newline="")
    writer = standard.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in of.columns])
    writer.writerows([cells.cell_text(cell, SITE) for cell in row] for row in rows)
    return file.getvalue().encode()


@pytest.fixture(scope="module")
def known(real_records) -> dict[str, dict[int, tuple]]:
    """Return of each noun its public records as the twin reads them, by their keys."""
    found = {}
    for noun, (model, *_rest) in twin.NOUNS.items():
        keys = list(model.objects.filter(status="published").values_list("pk", flat=True))
        found[noun] = dict(zip(keys, twin.rows(noun, keys), strict=True))
    return found


@pytest.mark.parametrize("noun", twin.NOUNS)
def test_every_cell_of_every_record_is_right(known, noun):
    columns, keys = list(twin.NOUNS[noun][1]), sorted(known[noun], reverse=True)
    whole = table(noun, keys)
    assert [column.name for column in whole.columns] == columns
    for row, key in zip(whole.rows(), keys, strict=True):
        assert row == known[noun][key]
        assert list(map(type, row)) == list(map(type, known[noun][key]))
    assert written(whole) == written_by_the_book(whole, [known[noun][key] for key in keys])


@pytest.mark.parametrize("noun", twin.NOUNS)
def test_so_is_every_choice_of_records_and_columns(known, noun):
    columns = list(twin.NOUNS[noun][1])

    @many
    @given(
        st.lists(st.sampled_from(sorted(known[noun])), unique=True, max_size=40),
        st.lists(st.sampled_from(columns), unique=True, min_size=1, max_size=6),
    )
    def check(keys, names):
        chosen = table(noun, keys, names)
        wanted = [[known[noun][key][columns.index(name)] for name in names] for key in keys]
        assert [list(row) for row in chosen.rows()] == wanted
        assert written(chosen) == written_by_the_book(chosen, wanted)

    check()


NASTY = st.text(
    st.sampled_from("'\"=+-@＝＋－＠,|;\\. \t\n\v\f\r\x1c\x85\xa0\u2003\u2028\ufeffaß反%{}")
    | st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    max_size=40,
)


def test_so_is_text_that_is_made_to_break_it():
    bodies = [make_organization(), make_organization()]
    practice = make_practice(organizations=bodies, sources=[make_source(), make_source()])
    names = ["title", "lead_label", "other_participants", "results", "sources_title", "summary"]

    @many
    @given(NASTY, NASTY, NASTY)
    @example("\\.", "", "''=1")
    @example("\r", "\n", " \ufeff=1")
    @example('"', '""', ",")
    @example("%s %(x)s", "{0}", "\\")
    def check(first, second, third):
        Practice.objects.update(
            title=f"{first} x",
            other_participants=second,
            results=first,
            summary=f"{third} x",
        )
        for body, name in zip(bodies, (second, third), strict=True):
            type(body).objects.filter(pk=body.pk).update(name=name)
        (row,) = twin.rows("practices", [practice.pk], names)
        for part in (slice(None), slice(2, 3), slice(3, 4)):
            chosen = table("practices", [practice.pk], names[part])
            wanted = [row[part]]
            assert list(chosen.rows()) == wanted
            assert written(chosen) == written_by_the_book(chosen, wanted)

    check()


@pytest.mark.parametrize(
    ("noun", "names", "sayable"),
    [
        ("practices", ["code", "title", "sectors"], True),
        ("organizations", ["slug", "other_names_name"], True),
        ("practices", ["code"], False),
    ],
)
def test_a_database_that_can_writes_the_lines_itself(monkeypatch, noun, names, sayable):
    make_practice()
    scanned = []
    monkeypatch.setattr(csv, "write_in_batches", lambda file, table: scanned.append(table))
    written(table(noun, [], names))
    assert bool(scanned) != (sayable and connection.vendor == "postgresql")
