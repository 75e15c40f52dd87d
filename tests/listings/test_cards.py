"""A card is made once, and again as soon as anything that it shows has changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Organization, Practice
from catalogue.pages.middleware import page_cache
from tests.factories import make_country, make_event, make_organization, make_practice, make_sector

pytestmark = pytest.mark.django_db


def page(path="/practices/"):
    """Return a page as the next reader gets it, and the number of queries that it took."""
    page_cache.clear()
    with CaptureQueriesContext(connection) as queries:
        html = Client().get(path).text
    return html, len(queries)


def test_known_cards_cost_no_query():
    for _ in range(3):
        make_practice()
    first, many = page()
    second, few = page()
    assert first == second
    assert few < many
    assert few <= 2  # the version of the catalogue, for the tag and for the list


@pytest.mark.parametrize(
    "change",
    [
        lambda p: Practice.objects.filter(pk=p.pk).update(title="Changed"),
        lambda p: p.organizations.update(name="Changed"),
        lambda p: p.sectors.update(label="Changed"),
        lambda p: p.measures.update(label="Changed"),
        lambda p: p.countries.update(name="Changed"),
        lambda p: p.sectors.add(make_sector(label="Changed")),
        lambda p: p.involvements.create(
            organization=make_organization(name="Changed"), role="lead"
        ),
    ],
)
def test_whatever_a_card_shows_is_shown_as_it_is_now(change):
    practice, other = make_practice(countries=[make_country()]), make_practice()
    assert "Changed" not in page()[0]
    change(practice)
    html, _queries = page()
    assert "Changed" in html.partition('<ol class="cards"')[2]
    assert other.title in html


def test_a_body_that_is_no_longer_public_leaves_the_cards_of_its_records():
    body = make_organization(name="Leaving")
    make_practice(organizations=[body])
    make_event(organizations=[body])
    assert "Leaving" in page()[0]
    assert "Leaving" in page("/events/")[0]
    Organization.objects.filter(pk=body.pk).update(status="draft")
    assert "Leaving" not in page()[0]
    assert "Leaving" not in page("/events/")[0]


def test_a_record_that_is_no_longer_public_leaves_the_list():
    practice = make_practice(title="Leaving")
    assert "Leaving" in page()[0]
    Practice.objects.filter(pk=practice.pk).update(status="draft")
    assert "Leaving" not in page()[0]
