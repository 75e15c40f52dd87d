"""What the search box suggests: links to public records and names, few of them, for any text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.pages.middleware import page_cache
from catalogue.pages.search_box import MAX_IN_GROUP
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggestions/"


def suggest(client, typed: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return (label, note, address) of what is suggested, by the titles of the groups."""
    groups = client.get(ADDRESS, {"q": typed}).context["groups"]
    return {
        group.title: [(each.label, each.note, each.address) for each in group.suggestions]
        for group in groups
    }


def labels(client, typed: str) -> dict[str, list[str]]:
    return {
        title: [label for label, *_ in found] for title, found in suggest(client, typed).items()
    }


def test_records_of_every_noun_lead_to_their_pages(client):
    practice = make_practice(title="Moats around stadiums")
    event = make_event(title="Workshop on moats")
    organization = make_organization(name="Moat Society", acronym="MOS")
    resolution = make_resolution(title="Moats")
    found = suggest(client, "moa")
    assert found["Practices"] == [
        (practice.title, f"{practice.code} · {practice.get_kind_display()}",
         practice.get_absolute_url()),
    ]  # fmt: skip
    assert [address for *_, address in found["Events"]] == [event.get_absolute_url()]
    assert [address for *_, address in found["Organizations"]] == [organization.get_absolute_url()]
    assert [label for label, *_ in found["Resolutions"]] == [f"{resolution.symbol}: Moats"]
    assert labels(client, "mos")["Organizations"] == ["Moat Society"]


def test_terms_lead_to_their_pages_and_places_to_their_practices(client):
    sector = make_sector(label="Shopping centres")
    sector.other_names.create(name="mall")
    country = make_country(name="Türkiye")
    for name in ("Turkey", "The Republic of Turkey"):
        country.other_names.create(name=name)
    make_practice(sectors=[sector], countries=[country])
    place = f"{reverse('practice-list')}?country={country.code}"
    for typed in ("cent", "Malls", "shopping c"):
        assert suggest(client, typed)["Terms"] == [
            ("Shopping centres", "1 practice", sector.get_absolute_url())
        ]
    for typed in ("turk", "Türk", "TURKEY", "rep of tur"):
        assert suggest(client, typed)["States and regions"] == [("Türkiye", "1 practice", place)]


def test_what_begins_so_comes_before_what_has_such_a_word(client):
    for label in ("Water and moats", "Moats", "Dry moats"):
        make_sector(label=label)
    assert labels(client, "moat")["Terms"] == ["Moats", "Dry moats", "Water and moats"]


def test_paragraphs_are_found_by_number_and_by_heading(client):
    resolution = make_resolution(symbol="S/RES/2341 (2017)")
    paragraph = make_paragraph(resolution=resolution, number="2", heading="Digging of moats")
    for typed in ("2341 para 2", "OP2 of resolution 2341", "digging", "moats"):
        assert suggest(client, typed)["Operative paragraphs"] == [
            (str(paragraph), "0 practices", paragraph.get_absolute_url())
        ]


def test_a_code_finds_its_record_first(client):
    practice = make_practice(title="Moats")
    other = make_practice(title=f"More than {practice.code}")
    typed = practice.code.lower().replace("-", " ")
    assert labels(client, typed)["Practices"][0] == "Moats"
    assert labels(client, practice.code)["Practices"] == ["Moats", other.title]
    make_organization(name=f"Keepers of {practice.code}")
    event = make_event(title="Workshop")
    make_practice(title=f"After {event.code}")
    assert list(labels(client, practice.code)) == ["Practices", "Organizations"]
    assert list(labels(client, event.code)) == ["Events", "Practices"]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_public_is_not_suggested(client, status):
    hidden = {"status": status, "withdrawal_reason": "Superseded."}
    practice = make_practice(title="Moats", **hidden)
    make_event(title="Moats", **hidden)
    make_organization(name="Moats", acronym="MOS", **hidden)
    resolution = make_resolution(symbol="S/RES/2341 (2017)", title="Moats", **hidden)
    make_paragraph(resolution=resolution, number="2", heading="Moats")
    for typed in ("moats", "moat", "mos", practice.code, "2341", "2341 para 2", "moats gp"):
        assert suggest(client, typed) == {}, typed


def test_a_group_is_short_and_the_work_does_not_grow(client):
    for number in range(MAX_IN_GROUP + 2):
        make_practice(title=f"Moats {number}", sectors=[make_sector(label=f"Moats {number}")])
    client.get(ADDRESS, {"q": "moat"})
    spent = []
    for _more in range(2):
        make_practice(title="Moats")
        client.get(reverse("practice-list"))  # the counting engine takes up the change
        client.get(ADDRESS, {"q": "other"})
        with CaptureQueriesContext(connection) as queries:
            found = suggest(client, "moat")
        spent.append(len(queries))
        assert {len(group) for group in found.values()} == {MAX_IN_GROUP}
    assert spent[0] == spent[1] <= 20


@pytest.mark.parametrize("typed", ["", " ", "a", ".", "-", '"', "'", "\x00"])
def test_too_little_suggests_nothing(client, typed):
    make_practice(title="a")
    assert suggest(client, typed) == {}


def test_one_sign_is_enough_in_scripts_without_blanks(client):
    make_country(name="Japan").other_names.create(name="日本", language="ja")
    assert labels(client, "日")["States and regions"] == ["Japan"]


@pytest.mark.parametrize(
    "typed",
    ["-moats", '"moats', "mo* OR", "moats:*", "NEAR(moats)", "%", "\\", "<b>moats</b>", "moats\x00",
     "\ud7ff moats", "ﷺ" * 100, "moats " * 300, "(" * 100, "S/RES/" * 20, "9" * 100],
)  # fmt: skip
def test_hostile_text_is_answered(client, typed):
    make_practice(title="Moats")
    response = client.get(ADDRESS, {"q": typed, "page": "x"})
    assert response.status_code == 200
    assert len(response.content) < 5_000


def test_names_are_escaped(client):
    make_practice(title="Moats <script>alert(1)</script>")
    response = client.get(ADDRESS, {"q": "moats"})
    assert "Moats &lt;script&gt;" in response.text
    assert "<script" not in response.text


def test_the_answer_is_kept_by_the_browser_alone(client):
    page_cache.clear()
    first = client.get(ADDRESS, {"q": "moats"})
    assert not page_cache._entries
    assert '<meta name="robots" content="noindex">' in first.text
    again = client.get(ADDRESS, {"q": "moats"}, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert client.post(ADDRESS).status_code == 405


def test_every_page_has_a_plain_form_and_the_desk_has_none(client):
    for address in ("/", "/practices/", "/search/?q=moats", "/about/", "/nothing/"):
        page = client.get(address).text
        assert page.count('id="site-search"') == 1, address
        assert f'action="{reverse("search")}" role="search"' in page
    assert "site-search" not in client.get(reverse("admin:login")).text
