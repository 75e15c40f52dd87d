"""The plain Django view says what the product says; else the comparison would be worth nothing."""

import pytest
from django.test import override_settings

from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.practices.nouns import PRACTICE
from tools.bench.measures.limit import card_statements, read_page, shown_values
from tools.bench.plain.views import FACETS, count_values, filter_practices
from tools.synthetic.generator import generate_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    """Return the index of a small synthetic catalogue."""
    generate_catalogue(60)
    with read_snapshot():
        return facet_indexes.index(PRACTICE)


def most_frequent(index, facet, number):
    records = index.values[facet].records
    return sorted(records, key=lambda code: -len(records[code]))[:number]


def test_plain_counts_are_those_of_the_engine(index):
    chosen = {"sector": most_frequent(index, "sector", 1),
              "measure": most_frequent(index, "measure", 2)}  # fmt: skip
    selection = Selection(index, chosen)
    assert 0 < filter_practices(chosen).count() == len(selection) < 60
    for facet in FACETS:
        plain = {str(code): number for code, number in count_values(chosen, facet).items()}
        counted = selection.counts(facet)
        assert {code: plain.get(code, 0) for code in counted} == counted, facet


def test_the_plain_page_and_file_show_what_was_found(index, client):
    kind = most_frequent(index, "kind", 1)[0]
    found = len(index.values["kind"].records[kind])
    with override_settings(**plain_settings()):
        text = client.get("/plain/practices/", {"kind": kind}).text
        assert f"{found} practices" in text
        assert text.count('<article class="card">') == min(found, 20)
        lines = client.get("/plain/practices.csv").getvalue().decode().splitlines()
    assert len(lines) >= len(index.records)


def plain_settings():
    """Return the settings of the plain server."""
    from tools.bench.plain import settings

    return {name: getattr(settings, name) for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES")}


def test_the_raw_limit_reads_counts_total_and_rows_of_a_page(index):
    chosen = {"kind": most_frequent(index, "kind", 1)}
    numbers, total, rows = read_page(index, chosen, shown_values(index), card_statements())
    assert total == len(Selection(index, chosen))
    assert set(numbers) == set(index.values)
    assert numbers["sector"] == Selection(index, chosen).counts("sector")
    assert len(rows[0]) == min(total, 20)
