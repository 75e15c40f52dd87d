"""A card is made once, and again as soon as anything that it shows has changed."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from catalogue.core.models import fetch_in_order
from catalogue.core.registry import listed_nouns
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.cards import SLOT, render_cards
from catalogue.models import Organization, Practice, Resolution
from catalogue.pages.middleware import page_cache
from tests.factories import (
    make_country,
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
)

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


#: What could be mistaken for a slot, for markup, or for a place of the code's own.
HOSTILE = [
    "<slot>", "</slot>", "&lt;slot&gt;", "<slot/> drones <slot>", "<b>\"drones\"</b> & 'drones'",
    "{% excerpt %} {{ slots }} drones", "\ue000drones\ue001", "\x1fdrones\x1e<slot>",
    "<mark>drones</mark>", "%s %(drones)s {0} $1 \\1", "drones\u2028<!-- -->\u202edrones",
    "", " ", "Ünïcode d\u0301rones",
]  # fmt: skip


class FilledSlots:
    """What a template gets to render a whole card at once, with nothing put in later."""

    def __init__(self, marks, key):
        self.marks, self.key = marks, key

    def add(self, text):
        """Return what stands in the place of a text, or of an excerpt."""
        if text is not None:
            return self.marks.highlight(text) if self.marks else escape(text)
        excerpt = self.marks and self.marks.excerpt(self.key)
        return render_to_string("parts/excerpt.html", {"excerpt": excerpt}) if excerpt else ""


def read_lists(record):
    """Return what the card of a record shows of others, asked of each relation by itself."""
    lists = {"Practice": ["sectors", "measures", "countries", "regions"], "Event": ["sectors"]}
    found = {
        name: list(map(str, getattr(record, name).all()))
        for name in lists.get(type(record).__name__, ())
    }
    for name in ("involvements", "participations"):
        if name in {each.name for each in record._meta.get_fields()} and found:
            rows = getattr(record, name).all().public()
            found["organizations"] = [row.organization.short_name for row in rows]
    if isinstance(record, Resolution):
        found["paragraphs"] = [each.number for each in record.paragraphs.all()]
    return found


def render_anew(noun, filterset, keys):
    """Render each card from its record: the slow, obvious twin of `render_cards`."""
    template = get_template(noun.list_template.replace("list.html", "_card.html"))
    marks = filterset.marks(keys) if filterset.query.terms else None
    return [
        template.render(
            {
                noun.name: record,
                "lists": read_lists(record),
                "slots": FilledSlots(marks, record.pk),
            }
        )
        for record in fetch_in_order(noun.public(), keys)
    ]


def make_hostile_records():
    """Make records of every noun with hostile texts in all that cards show."""
    for number, text in enumerate(HOSTILE):
        title, name = f"{text} {number}", f"{text} name {number}"
        body = make_organization(name=name, acronym=text[:20], summary=text)
        many = [make_organization(name=f"{name} {each}") for each in range(4)]
        practice = make_practice(
            title=title,
            summary=f"{text} summary",
            sectors=[make_sector(label=f"{name} {each}") for each in range(5)],
            measures=[make_measure(label=name)],
            countries=[make_country(name=name)] * (number % 3 > 0),
            organizations=[body, *many, make_organization(name="Draft", status="draft")],
            regions=[make_region(name=name)] * (number % 2),
            started=2000 + number,
            limits=f"Of limits.\n{text} and quadcopters",
        )
        make_event(
            title=title, summary=text, organizations=[body, *many], sectors=practice.sectors.all(),
            city=name, country=make_country(name=f"{name} country"),
        )  # fmt: skip
        resolution = make_resolution(title=text, summary=f"{text} summary")
        make_paragraph(resolution, heading=text)


@pytest.mark.parametrize(
    "typed", ["", "drones", "slot", "slot mark quadcopters", "-slot", '"slot drones"', "d"]
)
def test_kept_cards_are_those_rendered_anew_whatever_their_texts_are(typed):
    make_hostile_records()
    for noun in listed_nouns():
        index = facet_indexes.index(noun)
        filterset = noun.filterset(QueryDict(f"q={typed}"), noun.public(), index)
        keys = list(index.records)
        expected = render_anew(noun, filterset, keys)
        for _kept in (False, True):
            assert render_cards(noun, filterset, keys) == expected
        assert not any(SLOT in html for html in expected)
        assert any("&lt;slot&gt;" in html for html in expected) or typed


def test_a_search_and_a_list_share_their_cards():
    for number in range(3):
        make_practice(title=f"Drones {number}")
    first, many = page("/practices/?q=drones")
    second, few = page("/practices/?q=drones")
    assert first == second
    assert few <= 3 < many  # the version, twice, and the texts to quote from
    assert page("/practices/?sort=title")[1] <= 2
