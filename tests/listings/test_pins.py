"""What a search names stands above its results, with counts that its links keep."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from catalogue.models import Country, Sector
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_threat,
)

pytestmark = pytest.mark.django_db

PLAIN = re.compile(r"<[^>]+>")
OFFER = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>(?: <span class="hint">[^<]*</span>)? '
                   r'<span class="number">\((\d+)\)')  # fmt: skip


def find_pins(typed: str, path: str = "/practices/", **parameters) -> str:
    """Return what stands above the results of a search, as HTML."""
    answer = Client().get(path, {"q": typed, **parameters})
    assert answer.status_code == 200
    found = re.search(r'<section class="pins.*?</section>', answer.text, re.DOTALL)
    return found[0] if found else ""


def list_offers(pins: str) -> list[tuple[str, int]]:
    """Return the label and the count of each list that is offered, as its page counts it."""
    offers = []
    for address, label, count in OFFER.findall(pins):
        page = Client().get(unescape(address))
        assert page.status_code == 200
        shown = re.search(r'class="count">\s*([\d,]+) ', page.text)
        assert int(shown[1].replace(",", "")) == int(count), address
        offers.append((unescape(label), int(count)))
    return offers


def read_text(pins: str) -> str:
    """Return the text of some HTML."""
    return " ".join(unescape(PLAIN.sub(" ", pins)).split())


@pytest.fixture
def malls():
    """Have practices in malls, against firearms, in Kenya, and drafts of all of these."""
    retail = make_sector(slug="retail", label="Retail")
    retail.other_names.create(name="mall")
    firearms = make_threat(slug="firearms", label="Firearms")
    kenya = make_country(code="KE", name="Kenya")
    body = make_organization(slug="iata", name="Air Transport Association", acronym="IATA")
    paragraph = make_paragraph(make_resolution(2341), "2")
    for _ in range(3):
        make_practice(sectors=[retail], threats=[firearms], started=2018)
    for practice in (make_practice(), make_practice(countries=[kenya], sectors=[retail])):
        practice.basis.create(paragraph=paragraph, relation="cites", reason="x")
    make_practice(countries=[kenya])
    make_event(sectors=[retail], organizations=[body])
    make_practice(status="draft", sectors=[retail], threats=[firearms], countries=[kenya])


def test_a_named_record_is_pinned_with_its_page_and_its_list(malls):
    pins = find_pins("UNSCR 2341 para 2")
    assert '<a class="pin" href="/resolutions/s-res-2341-2017/2/"' in pins
    assert "S/RES/2341 (2017), para. 2" in read_text(pins)
    assert list_offers(pins) == [("Practices", 2)]
    assert '<a class="pin" href="/practices/GP-0001/' in find_pins("gp 1")
    assert '<a class="pin" href="/organizations/iata/"' in find_pins("IATA", "/events/")


def test_a_state_without_a_page_is_pinned_with_its_list(malls):
    pins = find_pins("kenya")
    assert read_text(pins) == "Kenya Country or area Practices (2)"
    assert list_offers(pins) == [("Practices", 2)]
    assert read_text(find_pins("kenya", "/events/")) == "Kenya Country or area Events (0)"


def test_in_a_sentence_what_is_named_is_offered_as_filters(malls):
    pins = find_pins("firearms in malls of Kenya")
    assert read_text(pins) == (
        "Filter by: Firearms (3) Retail (4) Kenya (2) Together: Firearms + Retail (3)"
    )
    assert list_offers(pins) == [
        ("Firearms", 3), ("Retail", 4), ("Kenya", 2), ("Firearms + Retail", 3)
    ]  # fmt: skip


def test_a_record_with_a_code_is_pinned_in_a_sentence_too(malls):
    pins = find_pins("Kenya OP2 2341")
    assert '<a class="pin" href="/resolutions/s-res-2341-2017/2/"' in pins
    assert [count for _label, count in list_offers(pins)] == [2, 2, 1]


def test_filters_in_force_stay_and_are_counted(malls):
    pins = find_pins("mall attack", country="KE", sort="relevance", page="1")
    assert list_offers(pins) == [("Retail", 1)]
    assert 'href="/practices/?country=KE&amp;sector=retail"' in pins
    # A value of the same facet replaces the chosen one.
    assert list_offers(find_pins("Kenya mall", country="KE"))[0] == ("Kenya", 2)


def test_a_year_is_offered_where_the_list_has_years(malls):
    assert list_offers(find_pins("malls 2018")) == [
        ("Retail", 4), ("2018", 3), ("Retail + 2018", 3)
    ]  # fmt: skip


def test_the_search_over_all_nouns_offers_each_list(malls):
    make_event(sectors=[Sector.objects.get(slug="retail")], country=Country.objects.get(code="KE"))
    make_event()
    pins = find_pins("malls in Kenya", "/search/")
    assert read_text(pins) == (
        "Filter by: Retail : Practices (4) Events (2) Kenya : Practices (2) Events (1) "
        "Together: Retail + Kenya : Practices (1) Events (1)"
    )
    assert [count for _title, count in list_offers(pins)] == [4, 2, 2, 1, 1, 1]


def test_what_may_mean_several_things_is_offered_and_never_combined(malls):
    for code, name in (("KR", "Republic of Korea"), ("KP", "Democratic Korea")):
        korea = make_country(code=code, name=name)
        korea.other_names.create(name="Korea")
        make_practice(countries=[korea], sectors=[make_sector(slug=f"s-{code}")])
    pins = read_text(find_pins("Korea"))
    assert "Republic of Korea" in pins
    assert "Democratic Korea" in pins
    sentence = read_text(find_pins("Korea mall"))
    assert "Republic of Korea (1)" in sentence
    assert "Together" not in sentence


def test_a_filter_that_all_records_have_is_not_offered(malls):
    assert read_text(find_pins("mall IATA workshop", "/events/")) == ""
    make_event()
    assert read_text(find_pins("mall IATA workshop", "/events/")) == (
        "Filter by: Retail (1) Air Transport Association (1) "
        "Together: Retail + Air Transport Association (1)"
    )


def test_nothing_is_said_where_nothing_is_named(malls):
    for typed in ("", "zebra", '"', "-mall", "draft"):
        assert find_pins(typed) == ""
    assert find_pins("mall", "/search/") != ""


def test_no_draft_is_pinned_or_counted(malls):
    draft = make_practice(status="draft", title="Secret")
    make_organization(slug="secret", name="Secret Service", status="draft")
    make_resolution(9999, status="draft")
    for typed in (draft.code, "Secret Service", "UNSCR 9999"):
        for path in ("/practices/", "/search/"):
            assert find_pins(typed, path) == ""


def test_what_was_typed_is_never_markup(malls):
    for typed in ('"><script>alert(1)</script> Kenya', "Kenya <b>2341</b> para 2"):
        answer = Client().get(f"/practices/?{urlencode({'q': typed})}").text
        assert "<script>alert" not in answer
        assert "<b>2341" not in answer
