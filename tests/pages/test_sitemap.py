"""Search engines are shown every public page once, and nothing else."""

import re

import pytest
from django.test import Client

from catalogue.pages.sitemaps import SITEMAPS
from tests.factories import make_practice
from tests.world import World

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    """Return every address of the sitemap, by way of its index."""
    parts = re.findall("<loc>(.*?)</loc>", Client().get("/sitemap.xml").text)
    assert len(parts) == len(SITEMAPS)
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
    text = Client().get("/sitemap-practices.xml").text
    assert f"<lastmod>{practice.updated_at:%Y-%m-%d}</lastmod>" in text


def test_robots_are_told_where_it_is():
    assert "Sitemap: http://testserver/sitemap.xml" in Client().get("/robots.txt").text
