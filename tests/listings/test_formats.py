"""For random filters: every format holds the page's records in the page's order."""

import json

import pytest
import rispy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalogue.exports.formats import FORMATS
from tests.listings.asking import client, key_of, on_pages, queries, rows_of_file
from tests.listings.formats import keys_in, rows_of_workbook, texts
from tests.listings.twin import NOUNS, Twin
from tests.sizes import count_cases

NEWEST = FORMATS["atom"].newest

pytestmark = pytest.mark.django_db

EXAMPLES = count_cases(3, 2000)
WHOLE = ["xlsx", "json", "jsonl", "ris", "bib"]


@pytest.fixture(scope="module", params=NOUNS)
def noun(request, real_records):
    """Return the name of one of the four lists."""
    return request.param


@pytest.fixture(scope="module")
def ask(noun):
    """Return the strategy of addresses for a list; one in twenty is looked at by cells."""
    return st.tuples(queries(noun, Twin(noun).values()), st.integers(0, 19).map(lambda n: n == 0))


def test_every_format_is_compared():
    assert {*WHOLE, "csv", "csv-metadata.json", "atom"} == set(FORMATS)


def test_all_formats_hold_the_records_of_the_page_in_its_order(noun, ask):
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],  # looking for a smaller case would take minutes
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(ask)
    def agree(asked):
        query, cell_by_cell = asked
        rows = rows_of_file(noun, query)
        keys = [key_of(row) for row in rows]
        assert on_pages(noun, query) == keys
        files = {each: file(noun, each, query) for each in WHOLE}
        for extension, body in files.items():
            assert keys_in(extension, body, noun) == keys, extension
        check_newest(noun, query, keys)
        if cell_by_cell:
            check_cells(rows, files)

    agree()


def test_every_cell_of_the_whole_list_is_the_same(noun):
    check_cells(rows_of_file(noun, {}), {each: file(noun, each, {}) for each in WHOLE})


def file(noun: str, extension: str, query: dict) -> bytes:
    """Return a file of a list."""
    return client.get(f"/{noun}.{extension}", query).getvalue()


def check_newest(noun: str, query: dict, keys: list[str]) -> None:
    """Check that the feed has the newest records of a list, the newest first."""
    fed = keys_in("atom", file(noun, "atom", query), noun)
    if query["sort"] == "newest":
        assert fed == keys[:NEWEST]
    elif len(keys) > 1:
        newest = file(noun, "csv", query | {"sort": "newest", "columns": "permalink"})
        assert fed == [line.split("/")[4] for line in newest.decode().split()[1 : NEWEST + 1]]
    else:
        assert fed == keys


def check_cells(rows: list[dict], files: dict[str, bytes]) -> None:
    """Check that every cell is the same in all formats, and every title in the references."""
    expected = [texts(row) for row in rows]
    content = json.loads(files["json"])
    assert differences([texts(record) for record in content["records"]], expected) == []
    assert [json.loads(line) for line in files["jsonl"].splitlines()] == content["records"]
    opened = [texts(row) for row in rows_of_workbook(files["xlsx"])]
    assert differences(opened, expected) == []
    titles = [row.get("title") or row.get("name") or row["symbol"] for row in expected]
    cited = rispy.loads(files["ris"].decode()) if rows else []
    assert [each["title"] for each in cited] == [" ".join(title.split()) for title in titles]


def differences(rows: list[dict], expected: list[dict]) -> list:
    """Return the cells in which two tables differ, as (row, column, cell, expected cell)."""
    assert len(rows) == len(expected)
    return [
        (number, name, row.get(name), cell)
        for number, (row, wanted) in enumerate(zip(rows, expected, strict=True))
        for name, cell in wanted.items()
        if row.get(name) != cell
    ]
