"""Every named page: it answers, has one heading and a title, and keeps its budget of queries."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from catalogue.exports.formats import FORMATS
from catalogue.pages.middleware import page_cache
from catalogue.practices.comparison import comparison_url
from tests.world import World

BUDGETS = json.loads((Path(__file__).parent.parent / "query_budgets.json").read_text())
MOST = 20  # queries of any public page
NO_PAGE = {"robots", "sitemap", "django.contrib.sitemaps.views.sitemap"}
NO_PAGE |= {"health", "health-live", "health-ready", "security-txt"}


def named_routes() -> list[str]:
    """Return the names of the public addresses, those of files and of redirects left out."""
    patterns = get_resolver("catalogue.urls").url_patterns
    names = [pattern.name for pattern in patterns if isinstance(pattern, URLPattern)]
    return [n for n in names if not n.endswith((*FORMATS, "permalink")) and n not in NO_PAGE]


def address_of(name: str, world: World) -> str:
    """Return the address of a page of the small catalogue."""
    records = {
        "practice-detail": world.practices,
        "event-detail": world.events,
        "resolution-detail": world.resolutions,
        "paragraph-detail": world.paragraphs,
        "organization-detail": world.organizations,
        "sector-detail": world.sectors,
        "measure-detail": world.measures,
        "threat-detail": world.threats,
    }
    if name == "practice-compare":
        return comparison_url([practice.code for practice in world.practices[:4]])
    if name.endswith("-values"):
        return reverse(name, args=["year"])
    return records[name][0].get_absolute_url() if name in records else reverse(name)


def test_the_routes_include_nested_pages():
    assert {"home", "practice-list", "practice-detail", "paragraph-detail"} <= set(named_routes())


def test_every_route_has_a_budget_and_no_budget_is_forgotten():
    assert set(BUDGETS) == set(named_routes())


def test_no_budget_is_above_the_most_that_is_allowed():
    assert max(BUDGETS.values()) <= MOST


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 8])
def test_every_page_answers_within_its_budget(client, size):
    world = World(size)
    spent = {}
    for name in named_routes():
        client.get(address_of(name, world))  # the counting engine reads the catalogue once
        page_cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address_of(name, world))
        assert response.status_code == 200, name
        check_page(name, response.text)
        spent[name] = len(queries)
    assert spent == BUDGETS, json.dumps(spent, indent=2)


@pytest.mark.django_db
def test_a_list_under_every_filter_stays_below_the_most(client):
    world = World(3)
    practice = world.practices[0]
    filters = {
        "q": "practice",
        "sort": "relevance",
        "sector": [sector.slug for sector in world.sectors],
        "region": world.regions[0].code,
        "country": world.countries[0].code,
        "paragraph": world.paragraphs[0].code,
        "organization": world.organizations[0].slug,
        "event": world.events[0].code,
        "kind": practice.kind,
        "year": practice.started,
        "evidence": "monitored",
        "verified": "never",
        "source_health": "opened",
    }
    # The counting engine reads the catalogue once, the search all names.
    client.get(reverse("practice-list"), {"q": "other"})
    page_cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("practice-list"), filters)
    assert practice.code in response.text
    assert len(queries) <= MOST


def check_page(name: str, html: str) -> None:
    """Check what every page has: one main heading, a title of its own, a language."""
    assert len(re.findall(r"<h1[ >]", html)) == 1, name
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title, name
    assert title[1].strip().partition("·")[0].strip(), name
    assert re.search(r'<html lang="en-gb" dir="ltr">', html), name


@pytest.mark.django_db
def test_a_page_sets_no_cookie_and_carries_the_policy(client):
    world = World(1)
    for name in named_routes():
        response = client.get(address_of(name, world))
        assert not response.cookies, name
        assert "default-src 'none'" in response["Content-Security-Policy"], name
        assert "unsafe" not in response["Content-Security-Policy"], name
