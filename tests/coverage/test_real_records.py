"""The map of the real records counts what its links lead to, whatever its axes and filters."""

import csv
import io
import random
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.coverage.filters import CoverageFilter
from catalogue.coverage.matrix import AXES, build_matrix
from catalogue.coverage.models import NotApplicable
from catalogue.coverage.views import practice_list_query
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import OperativeParagraph, Sector
from catalogue.practices.nouns import PRACTICE
from tests.coverage.twin import SlowMap
from tests.sizes import count_cases
from tools.counts import create_filterset, find_keys_in_sql

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(6, 300)
CELLS = 6  # of each map, whose links are followed


@pytest.fixture(scope="module")
def slow(real_records):
    """Return the twin over the real records."""
    return SlowMap()


def random_map(chance) -> dict:
    """Return the axes of a map and some filters."""
    rows, columns = chance.sample(sorted(AXES), 2)
    values = facet_indexes.index(PRACTICE).values
    asked = {"rows": rows, "columns": columns}
    for name in chance.sample(["sector", "measure", "kind", "region", "organization_kind"], 2):
        codes = sorted(values[name].records)
        asked[name] = chance.sample(codes, chance.randint(1, 3))
    if "paragraph" in (rows, columns):
        asked["resolution"] = [chance.choice(sorted(values["resolution"].records))]
    return asked


def test_cells_totals_and_lists_agree_with_the_twin(slow):
    chance = random.Random(2341)
    for _ in range(SAMPLES):
        query = random_map(chance)
        filterset = create_filterset(
            PRACTICE, QueryDict(urlencode(query, doseq=True)), CoverageFilter
        )
        chosen = {name: values for name, values in query.items() if isinstance(values, list)}
        found = build_matrix(filterset)
        assert found.total == len(slow.matching(chosen))
        for line, total in zip(found.rows, found.row_totals, strict=True):
            assert total == slow.total(chosen, line.value)
        for line, total in zip(found.columns, found.column_totals, strict=True):
            assert total == slow.total(chosen, line.value)
        cells = [cell for row in found.cells for cell in row]
        for cell in chance.sample(cells, min(CELLS, len(cells))):
            expected = slow.cell(chosen, cell.row.value, cell.column.value)
            assert cell.count == expected == listed(filterset, cell.row.value, cell.column.value)


def listed(filterset, *chosen) -> int:
    """Return how many practices plain SQL gives for the list that a number leads to."""
    address = QueryDict(practice_list_query(filterset.applied, *chosen))
    practices = create_filterset(PRACTICE, address)
    assert practices.is_valid(), practices.errors
    assert not practices.not_applied
    return len(find_keys_in_sql(practices))


def test_every_link_of_the_page_leads_to_as_many_practices_as_it_says(real_records):
    html = Client().get("/coverage/").text
    numbers = re.findall(r'<td[^>]*><a href="(/practices/[^"]+)">(\d+)</a>', html)
    assert len(numbers) > 100
    for address, number in random.Random(1).sample(numbers, 15):
        page = Client().get(address.replace("&amp;", "&")).text
        count = re.search(r'class="count">\s*([\d,]+) practice', page)
        assert int(count[1] if count else 0) == int(number), address


def rows(path: str) -> list[list[str]]:
    """Return the rows of a file."""
    response = Client().get(path)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_the_file_holds_the_numbers_of_the_page(real_records):
    html = Client().get("/coverage/?rows=measure&columns=threat").text
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)[1]
    shown = [re.findall(r"<a[^>]*>(\d+)", row) for row in body.split("</tr>")[:-1]]
    _head, *filed, total = rows("/coverage.csv?rows=measure&columns=threat")
    assert [row[2:] for row in filed] == shown
    assert total[0] == "total"


def test_the_long_file_has_every_practice_of_every_row(real_records):
    query = "rows=paragraph&columns=sector&resolution=2341"
    _head, *lines = rows(f"/coverage.csv?{query}&shape=long")
    _head, *wide, _total = rows(f"/coverage.csv?{query}")
    for row in wide:
        mine = [line for line in lines if line[3] == row[0]]
        assert len(mine) == int(row[-1])
        assert len({line[0] for line in mine}) == len(mine)
    assert all(line[5] for line in lines)


def test_a_mark_needs_a_row_and_a_column(real_records):
    lonely = NotApplicable(sector=Sector.objects.first(), reason="x")
    with pytest.raises(Exception, match="exactly two"):
        lonely.full_clean()
    both = NotApplicable(
        sector=Sector.objects.first(), paragraph=OperativeParagraph.objects.first(), reason="x"
    )
    both.full_clean()
