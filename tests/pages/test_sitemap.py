"""Search engines are shown every public page once, and nothing else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.pages.sitemaps import RecordSitemap, build_sitemaps
from tests.factories import make_paragraph, make_practice, make_resolution
from tests.world import World

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    """Return every address of the sitemap, by way of its index."""
    parts = re.findall("<loc>(.*?)</loc>", Client().get("/sitemap.xml").text)
    assert len(parts) == len(build_sitemaps())
    pages = [Client().get(part.removeprefix("http://testserver")) for part in parts]
    return [each for page in pages for each in re.findall("<loc>(.*?)</loc>", page.text)]


def test_every_address_is_a_page_at_its_own_address():
    World(2)
    found = addresses()
    assert len(set(found)) == len(found)
    for each in found:
        answer = Client().get(each.removeprefix("http://testserver"))
        assert answer.status_code == 200, each
        assert 'content="noindex"' not in answer.text, each


def test_what_is_not_public_is_not_named():
    drafts = [make_practice(status="draft"), make_practice(status="in_review")]
    public = make_practice()
    found = " ".join(addresses())
    assert public.code in found
    assert not [each for each in drafts if each.code in found]


def test_a_record_says_when_it_was_changed():
    practice = make_practice()
    resolution = make_resolution(2341)
    make_paragraph(resolution, "2")
    for part, changed in (("practices", practice), ("paragraphs", resolution)):
        text = Client().get(f"/sitemap-{part}.xml").text
        assert f"<lastmod>{changed.updated_at:%Y-%m-%d}</lastmod>" in text


def test_a_page_names_itself_as_the_one_address():
    World(2)
    for each in addresses():
        text = Client().get(each.removeprefix("http://testserver")).text
        assert f'<link rel="canonical" href="{each}">' in text, each


def test_a_large_noun_has_several_parts_and_no_record_is_read_for_the_index(monkeypatch):
    monkeypatch.setattr(RecordSitemap, "limit", 2)
    practices = [make_practice() for _ in range(5)]
    with CaptureQueriesContext(connection) as queries:
        parts = re.findall("<loc>(.*?)</loc>", Client().get("/sitemap.xml").text)
    assert len(queries) <= 2 * len(build_sitemaps()) + 1
    assert len([part for part in parts if "sitemap-practices.xml" in part]) == 3
    last = Client().get("/sitemap-practices.xml?p=3").text
    assert practices[-1].code in last
    assert practices[0].code not in last


@pytest.mark.parametrize("page", ["0", "4", "x", "9" * 30])
def test_a_part_that_is_not_there_is_not_found(page):
    make_practice()
    assert Client().get(f"/sitemap-practices.xml?p={page}").status_code == 404


def test_robots_are_told_where_it_is():
    assert "Sitemap: http://testserver/sitemap.xml" in Client().get("/robots.txt").text


def may_read(path: str) -> bool:
    """Say whether robots may read an address, as RFC 9309 has it: the longest rule that fits."""
    rules = re.findall(r"^(Allow|Disallow): (\S+)$", Client().get("/robots.txt").text, re.MULTILINE)
    fitting = [
        (len(rule), word)
        for word, rule in rules
        if re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    return max(fitting, default=(0, "Allow"))[1] == "Allow"


def test_robots_may_read_all_that_the_sitemap_names_and_its_parts():
    World(2)
    paths = [each.removeprefix("http://testserver") for each in addresses()]
    assert [path for path in paths if not may_read(path)] == []
    assert may_read("/sitemap-practices.xml?p=2")
    assert may_read("/practices.atom")


@pytest.mark.parametrize(
    "path",
    [
        "/practices/?sector=aviation",
        "/practices/?page=2",
        "/search/?q=airport",
        "/practices/compare/?code=GP-0001&code=GP-0002",
        "/practices/values/organization/",
        "/practices.csv",
        "/practices/GP-0001.ris",
        "/coverage/states.csv?sector=aviation",
        "/admin/",
    ],
)
def test_robots_are_kept_from_combinations_and_files(path):
    assert not may_read(path)
