"""Practices side by side: what each has, what only some have, and what is wrong in an address."""

import re

import pytest
from django.test import Client

from catalogue.practices.comparison import build_rows
from catalogue.practices.models import Practice
from tests.factories import (
    make_country,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_sector,
)

pytestmark = pytest.mark.django_db


def compare(*codes, status=200):
    """Return the page on which practices stand side by side."""
    response = Client().get("/practices/compare/", {"code": codes})
    assert response.status_code == status
    return response.text


def table(*practices) -> dict:
    """Return the rows of a comparison by their labels."""
    found = {each.pk: each for each in Practice.objects.for_page()}
    return {str(row.label): row for row in build_rows([found[each.pk] for each in practices])}


def marked(row) -> list[list[tuple[str, bool]]]:
    """Return the things in a row, and whether each is left unmarked."""
    return [[(item.text, common) for item, common in cell] for cell in row.cells]


def test_what_only_some_have_is_marked_where_all_have_something_in_common():
    shared, own = make_measure(label="Shared"), make_measure(label="Own")
    one = make_practice(measures=[shared, own])
    two = make_practice(measures=[shared])
    row = table(one, two)["Measures"]
    assert marked(row) == [[("Shared", True), ("Own", False)], [("Shared", True)]]
    assert not row.is_same


def test_a_row_without_anything_in_common_marks_nothing():
    one, two = (make_practice(sectors=[make_sector(label=label)]) for label in ("One", "Two"))
    assert marked(table(one, two)["Sectors"]) == [[("One", True)], [("Two", True)]]


def test_a_row_that_is_the_same_in_all_says_so():
    one, two = make_practice(started=2017), make_practice(started=2017)
    found = table(one, two)
    assert found["Years"].is_same
    assert not found["Sectors"].is_same
    assert "the same in all" in compare(one.code, two.code)


def test_a_body_in_another_role_is_the_same_body_and_another_row():
    body = make_organization()
    one, two = make_practice(organizations=[body]), make_practice(organizations=[])
    two.involvements.create(organization=body, role="funder")
    row = table(one, two)["Organizations"]
    assert marked(row) == [[(str(body), True)], [(str(body), True)]]
    assert not row.is_same


def test_rows_in_which_nobody_has_anything_are_left_out():
    one, two = make_practice(), make_practice(limits="It is costly.")
    assert {"Threats", "Paragraphs", "Results reported"}.isdisjoint(table(one, two))
    assert "Nothing recorded" in compare(one.code, two.code)


def test_the_page_has_every_fact_of_each_practice():
    country, paragraph = make_country(name="Japan"), make_paragraph(number="3")
    one = make_practice(countries=[country], paragraphs=[paragraph], safeguards="Judges see it.")
    one.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
    text = compare(one.code, make_practice().code)
    for fact in ("Japan", str(paragraph), "Judges see it.", "Monitored", "An auditor", one.summary):
        assert fact in text


@pytest.mark.parametrize("number", [2, 4])
def test_two_to_four_stand_in_the_order_of_the_address(number):
    codes = [make_practice().code for _ in range(number)][::-1]
    text = compare(*codes)
    assert re.findall(r'<span class="key">(GP-\d+)</span>', text) == codes
    assert ("Add a practice" in text) is (number < 4)


def test_each_is_taken_away_by_a_link_that_keeps_the_others():
    one, two, three = (make_practice().code for _ in range(3))
    text = compare(one, two, three).replace("&amp;", "&")
    assert f'href="/practices/compare/?code={one}&code={three}"' in text


def test_codes_are_read_as_people_write_them():
    one, two = make_practice().code, make_practice().code
    assert "side by side" in compare(f" {one.lower()}", two, two, "")


def test_one_practice_is_told_how_to_get_company():
    code = make_practice().code
    assert f"Choose at least one more practice to stand beside {code}" in compare(code)
    assert "Choose two to four practices" in compare()


@pytest.mark.parametrize("wrong", ["GP-9999", "nonsense", "GP-0001;DROP", "<b>", "x" * 500, "反恐"])
def test_a_wrong_code_is_named_and_nothing_is_compared(wrong):
    code = make_practice().code
    text = compare(code, wrong, status=400)
    assert "No public practice has the code" in text
    assert "<table" not in text
    assert "<b>" not in text.lower()


def test_more_than_four_are_refused():
    text = compare(*(make_practice().code for _ in range(5)), status=400)
    assert "At most 4 practices stand side by side; the address names 5." in text


def test_the_page_of_a_practice_leads_to_a_comparison():
    measure = make_measure()
    one, two = make_practice(measures=[measure]), make_practice(measures=[measure])
    text = Client().get(one.get_absolute_url()).text.replace("&amp;", "&")
    assert f'<input type="hidden" name="code" value="{one.code}">' in text
    assert f'href="/practices/compare/?code={one.code}&code={two.code}"' in text
