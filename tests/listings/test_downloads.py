"""The page offers its list in every format, says how much each holds, and lets one follow it."""

import re

import pytest
from django.test import Client

from catalogue.exports.formats import FORMATS
from tests.factories import make_practice, make_sector

pytestmark = pytest.mark.django_db


def offered(path: str) -> dict[str, str]:
    """Return the addresses of the files of a page by their texts."""
    part = Client().get(path).text.partition('<section class="downloads"')[2]
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', part.partition("</section>")[0])
    return {text: address.replace("&amp;", "&") for address, text in found}


def test_every_file_says_how_many_records_it_holds():
    for _ in range(3):
        make_practice()
    found = offered("/practices/")
    assert [*found][:-1] == [f"{each.name}, 3 records" for each in FORMATS.values() if each.group]
    assert [*found][-1] == "Follow this list"
    for text, address in found.items():
        response = Client().get(address)
        assert response["X-Total-Count"] == "3", text


def test_files_keep_the_filters_and_the_order_and_leave_out_the_page():
    sector = make_sector()
    make_practice(sectors=[sector])
    query = f"q=practice&sector={sector.slug}&sort=title"
    found = offered(f"/practices/?{query}&page=1&per_page=50")
    assert found["CSV, 1 record"] == f"/practices.csv?{query}"
    assert found["Follow this list"] == f"/practices.atom?q=practice&sector={sector.slug}"


def test_the_page_says_that_the_feed_holds_the_newest():
    make_practice()
    assert "the newest 50 of its records" in Client().get("/practices/").text


def test_feed_readers_find_the_feed_of_every_list_that_is_there():
    link = '<link rel="alternate" type="application/atom+xml" href="/practices.atom?q=x"'
    assert link in Client().get("/practices/?q=x&sort=title").text
    assert "atom+xml" not in Client().get("/practices/?sort=wrong").text


@pytest.mark.parametrize("extension", FORMATS)
def test_no_file_is_for_search_engines(extension):
    make_practice()
    response = Client().get(f"/practices.{extension}")
    assert response["X-Robots-Tag"] == "noindex"
    again = Client().get(f"/practices.{extension}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["X-Robots-Tag"]) == (304, "noindex")
    head = Client().head(f"/practices.{extension}")
    assert head["Content-Length"] == response["Content-Length"]
