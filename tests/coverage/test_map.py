"""The map counts what its links lead to, whatever is in its rows and columns and filters."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.coverage.models import NotApplicable
from catalogue.pages.middleware import page_cache
from tests.factories import make_paragraph, make_practice, make_resolution, make_sector
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(12, 300)
CELLS = 6  # of each map, whose links are followed


def test_the_map_costs_the_same_queries_whatever_its_size():
    def spent():
        Client().get("/coverage/")
        page_cache.clear()
        with CaptureQueriesContext(connection) as queries:
            Client().get("/coverage/")
        return len(queries)

    resolution = make_resolution(2341)
    make_practice(paragraphs=[make_paragraph(resolution, "1")])
    before = spent()
    for number in range(2, 20):
        make_practice(paragraphs=[make_paragraph(resolution, str(number))])
    assert spent() == before


def test_three_kinds_of_empty_are_told_apart():
    resolution = make_resolution(2341)
    mapped, unmapped = make_paragraph(resolution, "3"), make_paragraph(resolution, "4", order=2)
    port, farm = make_sector(label="Ports"), make_sector(label="Farms")
    make_sector(label="Mines")
    make_practice(paragraphs=[mapped], sectors=[port])
    NotApplicable.objects.create(paragraph=mapped, sector=farm, reason="It speaks of ports.")
    body = re.search(r"<tbody>(.*?)</tbody>", Client().get("/coverage/").text, re.DOTALL)[1]
    first, second = body.split("</tr>")[:2]
    kinds = [each.partition(" ")[0] for each in re.findall(r'<td class="([\w-]+)', first)]
    assert kinds == ["shade-5", "not-applicable", "gap", "total"]
    assert "It speaks of ports." in first
    assert re.findall(r'<td class="([\w-]+)', second)[:3] == ["not-mapped"] * 3
    assert unmapped.code in second


def test_a_practice_outweighs_a_mark_that_there_can_be_none():
    paragraph, sector = make_paragraph(make_resolution(2341), "3"), make_sector()
    NotApplicable.objects.create(paragraph=paragraph, sector=sector, reason="None.")
    make_practice(paragraphs=[paragraph], sectors=[sector])
    assert 'class="not-applicable"' not in Client().get("/coverage/").text.partition("<tfoot>")[0]


def test_the_map_says_in_words_what_it_shows():
    resolution = make_resolution(2341)
    sectors = [make_sector(), make_sector()]
    for number, times in (("3", 2), ("5", 1)):
        paragraph = make_paragraph(resolution, number, order=int(number))
        for _ in range(times):
            make_practice(paragraphs=[paragraph], sectors=sectors[:1])
    text = re.sub(r"\s+", " ", Client().get("/coverage/").text)
    assert "Best covered: para. 3 (2 practices); para. 5 (1 practice)." in text
    assert "Widest gaps: para. 3 (nothing for 1 of 2 sectors)" in text


@pytest.mark.parametrize(
    "query", ["rows=colour", "rows=sector&rows=kind", "shape=cube", "sector=unknown"]
)
def test_a_wrong_address_is_named_and_gives_no_map(query):
    make_practice()
    page, file = Client().get(f"/coverage/?{query}"), Client().get(f"/coverage.csv?{query}")
    assert page.status_code == file.status_code == 400
    assert "<table" not in page.text
    assert query.partition("=")[0] in file.text


def test_rows_and_columns_are_two_different_things():
    make_practice()
    response = Client().get("/coverage/?rows=sector&columns=sector")
    assert response.status_code == 400
    assert "two different" in response.text
