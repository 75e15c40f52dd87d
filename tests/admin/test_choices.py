"""What people type into a relation is found, and the record that they mean comes first."""

import json

import pytest
from django.urls import reverse

from catalogue.models import Sector
from tests.admin.desk import save
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_practice,
    make_source,
)

pytestmark = pytest.mark.django_db


def offer(client, term, field="countries", model="practice"):
    """Return what is offered for the words typed into a relation."""
    asked = {"app_label": "catalogue", "model_name": model, "field_name": field, "term": term}
    return json.loads(client.get(reverse("admin:autocomplete"), asked).content)["results"]


def first(client, term, field="countries", model="practice"):
    """Return the name of the first choice that is offered, or nothing."""
    return next((each["text"] for each in offer(client, term, field, model)), "")


COUNTRIES = {
    "UK": "United Kingdom", "uk": "United Kingdom", "Great Britain": "United Kingdom",
    "USA": "United States", "US": "United States", "Turkey": "Türkiye", "Turkiye": "Türkiye",
    "TÜRKİYE": "Türkiye", "South Korea": "Republic of Korea", "Ivory": "Côte d",
    "Cote d'Ivoire": "Côte d",
    "Côte d’Iv": "Côte d", "cote": "Côte d", "Maroc": "Morocco", "MA": "Morocco", "mar": "Morocco",
    "Vietnam": "Viet Nam", "Burma": "Myanmar", "Swaziland": "Eswatini", "Niger": "Niger",
    "Марокко": "Morocco", "المغرب": "Morocco", "摩洛哥": "Morocco", "Reunion": "Réunion",
}  # fmt: skip


@pytest.mark.usefixtures("real_records")
def test_a_country_is_found_by_its_codes_and_other_names(editor):
    found = {typed: first(editor, typed) for typed in COUNTRIES}
    wrong = {typed: name for typed, name in found.items() if COUNTRIES[typed] not in name}
    assert wrong == {}
    assert first(editor, "Atlantis") == ""


@pytest.mark.usefixtures("real_records")
def test_a_paragraph_is_found_as_people_write_it(editor):
    for typed in (
        "S/RES/2341 (2017), para. 6", "2341 6", "UNSCR 2341 para 6", "2341-6", "s/res/2341(2017) 6",
        "OP6 of resolution 2341", "2341 op 6", "paragraph 6 of Security Council resolution 2341",
    ):  # fmt: skip
        assert first(editor, typed, "paragraph", "basis").startswith("S/RES/2341 (2017), para. 6")
    first_of_2341 = offer(editor, "UNSCR 2341", "paragraph", "basis")[:5]
    assert {each["text"][:17] for each in first_of_2341} == {"S/RES/2341 (2017)"}


@pytest.mark.usefixtures("real_records")
def test_a_choice_has_a_line_that_tells_it_from_others(editor):
    by_field = {
        ("paragraph", "basis"): "2341 6", ("countries", "practice"): "Morocco",
        ("sectors", "practice"): "retail", ("organization", "involvement"): "ICAO",
    }  # fmt: skip
    for (field, model), typed in by_field.items():
        assert offer(editor, typed, field, model)[0]["note"], field
    assert first(editor, "mall", "sectors") == Sector.objects.get(other_names__name="mall").label
    assert first(editor, "icao", "organization", "involvement").endswith("(ICAO)")


def test_an_organization_is_found_by_its_acronym_and_without_accents(editor):
    make_organization(name="Ibero-American Union of Police", acronym="")
    make_organization(name="Cuerpo Nacional de Policía", acronym="CNP", other_names=["Guardia"])
    make_organization(name="Łódź Airport – l’Aéroport", acronym="")
    make_organization(name="CNP Group", acronym="")
    found = {
        typed: first(editor, typed, "organization", "involvement").split(" (")[0]
        for typed in (
            "Policia",
            "cnp",
            "guardia",
            "lodz",
            "l'aeroport",
            "polic",
            "policia nac",
        )
    }
    police, airport = "Cuerpo Nacional de Policía", "Łódź Airport – l’Aéroport"
    assert found == {
        "Policia": police, "cnp": police, "guardia": police, "lodz": airport,
        "l'aeroport": airport, "polic": police, "policia nac": police,
    }  # fmt: skip
    draft = offer(editor, "cnp group", "organization", "involvement")[0]
    assert "Published" not in draft["note"]


def test_a_source_is_found_by_its_address_and_shows_it(editor):
    source = make_source(
        title="Compendium", publisher="CTED", year=2018, url="https://www.un.org/sc/report.pdf"
    )
    make_source(title="A text on un.org", url="https://example.org/a")
    for typed in (
        "https://www.un.org/sc/report.pdf", "http://un.org/sc/report.pdf?utm_source=x", "un.org/sc",
        "compendium", "cted",
    ):  # fmt: skip
        choice = offer(editor, typed, "source", "practicecitation")[0]
        assert choice["text"] == str(source), typed
        assert choice["note"] == "CTED · 2018 · https://www.un.org/sc/report.pdf"


@pytest.mark.parametrize(("make", "field"), [(make_practice, "other"), (make_event, "events")])
def test_a_record_is_found_by_its_code_in_any_writing(editor, make, field):
    record = make(title="Baggage")
    prefix, number = record.code[:2], int(record.code[3:])
    other = make(title=f"After {record.code}")
    model = "practicerelation" if field == "other" else "practice"
    written = (record.code, record.code.lower(), f"{prefix}-{number}", f"{prefix.lower()}{number}")
    for typed in (*written, f"{prefix} {number:06}"):
        assert first(editor, typed, field, model) == str(record), typed
    assert [each["text"] for each in offer(editor, "after", field, model)] == [str(other)]


def test_names_that_are_renamed_are_found_by_their_new_form(editor):
    country = make_country(name="Zubrowka")
    country.name = "Žubrówka"
    country.save()
    assert first(editor, "zubrow") == "Žubrówka"


def found_in_list(client, noun, typed):
    """Return the records that the list of the desk shows for a search."""
    return set(client.get(f"/admin/catalogue/{noun}/", {"q": typed}).context["cl"].result_list)


def test_a_list_of_the_desk_finds_what_readers_find_and_drafts_by_their_names(editor):
    public = make_practice(
        title="Tapir practice", countries=[make_country(name="Zubrowka")], status="published",
        how_it_works="It began in Casablanca.",
    )  # fmt: skip
    draft = make_practice(title="Policía de tapires", status="draft")
    for typed in (
        "“tapir practice”",
        "casablanca",
        "zubrowka",
        public.code,
        f"gp{public.code[3:]}",
    ):
        assert found_in_list(editor, "practice", typed) == {public}, typed
    assert found_in_list(editor, "practice", "policia tapires") == {draft}
    organization = make_organization(name="Côte d’Azur Police", other_names=["Blue Coast"])
    for typed in ("cote d'azur", "Côte d’Azur", "blue coast"):
        assert found_in_list(editor, "organization", typed) == {organization}


# --- A source that is written -----------------------------------------------------------------


def known_address(client, url):
    """Return what the desk says of an address."""
    return client.get("/admin/catalogue/source/known-address/", {"url": url}).json()


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.example.org/report.pdf", "https://example.org:443/report.pdf/",
        "HTTPS://EXAMPLE.ORG/%72eport.pdf?utm_source=mail&fbclid=1",
        "example.org/report.pdf#page=2",
    ],
)  # fmt: skip
def test_an_address_that_is_known_in_another_spelling_is_named(editor, typed):
    source = make_source(title="Report", url="https://example.org/report.pdf", publisher="CTED")
    assert known_address(editor, typed)["found"]["key"] == str(source.pk)
    other = known_address(editor, "https://example.org/another.pdf?id=1")
    assert ("found" in other, other["publisher"]) == (False, "CTED")
    sent = {"url": typed if "//" in typed else f"https://{typed}", "_save": "Save"}
    page = editor.post("/admin/catalogue/source/add/", sent)
    assert "Report" in str(page.context["adminform"].form.errors["url"])


def test_a_source_that_has_a_twin_already_can_be_changed(editor):
    make_source(url="https://example.org/a")
    twin = make_source(url="https://example.org/a/")
    assert save(editor, twin, title="Another title").status_code == 302


def test_an_address_that_differs_in_more_than_spelling_is_new(editor):
    make_source(url="https://example.org/report?id=1")
    for typed in (
        "https://example.org/report?id=2",
        "https://docs.example.org/report?id=1",
        "",
        "x",
    ):
        assert "found" not in known_address(editor, typed)


def test_who_may_not_see_sources_learns_nothing_of_them(client):
    assert client.get("/admin/catalogue/source/known-address/").status_code == 302
