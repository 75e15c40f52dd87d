"""The real records: every file loads, and what is in the files is in the catalogue."""

import csv
import datetime
import io
from collections import Counter

import pytest
import yaml
from django.conf import settings
from django.test import Client

from catalogue import models
from catalogue.imports.loader import RecordLoader, fixture_nouns
from catalogue.imports.schemas import schema_of
from tools import build_countries

pytestmark = pytest.mark.django_db

FOLDER = settings.ROOT / "fixtures"


def file(name: str):
    """Return the content of a file in fixtures/."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text(), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def practices(real_records):
    """Return the practices of the file."""
    return file("practices")


def test_every_file_of_the_folder_is_read():
    assert {path.name for path in FOLDER.iterdir()} == {noun.fixture[0] for noun in fixture_nouns()}


def test_loading_twice_changes_nothing(real_records):
    for outcome in RecordLoader().run(FOLDER):
        assert (outcome.created, outcome.updated) == (0, 0), outcome
        assert outcome.unchanged > 0


def entries(noun) -> list[dict]:
    """Return the records of a noun in its file."""
    name, under = noun.fixture
    content = file(name.removesuffix(".yaml"))
    return content[under] if under else content


def count_in_files(noun) -> dict[str, int]:
    """Return how many records, rows and links the file of a noun has, by what they fill."""
    words, listed = schema_of(noun.model).words, entries(noun)
    counts = Counter({"": len(listed)})
    for name, word in words.items():
        if word.kind is list:
            counts[word.target] += sum(len(each.get(name) or []) for each in listed)
    return counts


def count_in_catalogue(noun) -> dict[str, int]:
    """Return the same, read from the tables."""
    counts = {"": noun.model.objects.count()}
    for word in schema_of(noun.model).words.values():
        if word.kind is list:
            relation = noun.model._meta.get_field(word.target)
            table = relation.related_model if word.relation else relation.remote_field.through
            counts[word.target] = table.objects.count()
    return counts


@pytest.mark.parametrize("noun", fixture_nouns(), ids=lambda noun: noun.plural)
def test_there_is_as_much_of_everything_as_in_the_file(real_records, noun):
    assert count_in_catalogue(noun) == count_in_files(noun)


def test_the_files_have_rows_of_every_kind():
    empty = {
        (noun.plural, name)
        for noun in fixture_nouns()
        for name, count in count_in_files(noun).items()
        if not count
    }
    assert not empty


def test_a_name_of_a_term_leads_to_one_term_unless_the_file_says_that_it_is_meant_for_several():
    terms: dict[str, set] = {}
    meant = set()
    for vocabulary, listed in file("taxonomy").items():
        for term in listed:
            terms.setdefault(term["label"].casefold(), set()).add((vocabulary, term["slug"]))
            for each in term.get("other_names", []):
                name = each["name"].casefold()
                terms.setdefault(name, set()).add((vocabulary, term["slug"]))
                if each.get("meant_for_several"):
                    meant.add(name)
    assert {name for name, found in terms.items() if len(found) > 1} == meant
    assert "car bomb" in meant


def test_a_name_of_a_country_leads_to_one_country():
    countries: dict[str, set] = {}
    for country in file("countries")["countries"]:
        for name in [country["name"], *(each["name"] for each in country.get("other_names", []))]:
            countries.setdefault(name.casefold(), set()).add(country["code"])
    assert not {name: codes for name, codes in countries.items() if len(codes) > 1}


def test_names_of_countries_in_other_languages_have_yet_to_be_reviewed(real_records):
    names = models.CountryOtherName.objects.exclude(language="")
    assert set(names.values_list("language", "needs_review")) == {
        (language, True) for language in ("ar", "es", "fr", "ru", "zh")
    }


def test_drafts_stay_drafts_and_keep_their_note(practices):
    wanted = {each["code"]: each.get("review_note", "") for each in practices}
    assert dict(models.Practice.objects.values_list("code", "review_note")) == wanted
    assert Counter(models.Practice.objects.values_list("status", flat=True)) == Counter(
        each["status"] for each in practices
    )


def test_the_verification_of_a_record_is_the_second_reading(practices):
    for each in practices:
        practice = models.Practice.objects.get(code=each["code"])
        if reading := each.get("verification"):
            on = datetime.date.fromisoformat(reading["on"])
            assert practice.last_verified_on == on
            assert practice.get_verdict_display().lower() == reading["verdict"]
            assert practice.review_due_on == on.replace(year=on.year + 2)
        else:
            assert practice.last_verified_on is None


def test_every_source_of_a_record_is_cited_in_its_order(practices):
    for each in practices:
        cited = models.Practice.objects.get(code=each["code"]).citations.select_related("source")
        assert [(c.source.title, c.source.url, c.locator) for c in cited] == [
            (s["title"], s.get("url", ""), s.get("locator", "")) for s in each["sources"]
        ]


def test_an_address_that_nobody_opened_is_shown_as_not_checked(practices):
    sources = [source for each in practices for source in each["sources"] if source.get("url")]
    unopened = {source["url"] for source in sources if source.get("url_unopened")}
    assert unopened
    assert not models.Source.objects.filter(url__in=unopened, url_opened=True).exists()
    text = Client().get("/practices/GP-0001/", follow=True).text
    assert "Link not opened yet" in text


def test_the_basis_of_each_paragraph_is_counted_as_in_the_files(practices):
    wanted = Counter(
        (basis["resolution"], basis["paragraph"], basis["relation"])
        for each in practices
        for basis in each["basis"]
    )
    rows = models.Basis.objects.values_list(
        "paragraph__resolution__symbol", "paragraph__number", "relation"
    )
    assert Counter(rows) == wanted


def test_the_file_of_all_practices_counts_as_the_records_do(practices):
    response = Client().get("/practices.csv")
    rows = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline=""))
    codes = sorted(row["code"] for row in rows)
    assert codes == sorted(each["code"] for each in practices if each["status"] == "published")
    assert response["X-Total-Count"] == str(len(codes))


def test_every_country_of_the_records_and_of_iso_3166_is_there(real_records):
    import pycountry

    iso = {(each.alpha_2, each.alpha_3, each.numeric) for each in pycountry.countries}
    assert set(models.Country.objects.values_list("code", "alpha3", "numeric")) == iso
    assert models.Country.objects.filter(un_member=True).count() == 193


def test_the_countries_are_those_that_the_tool_builds():
    stored = file("countries")["countries"]
    names = {each["code"]: each["name"] for each in file("regions")["regions"]}
    # The table of country_converter, as far as the tool reads it.
    lines = [f"{e['alpha3']}\t{names[e['region']]}\t{e['un_member'] or ''}\n" for e in stored]
    table = ["ISO3\tUNregion\tUNmember\n", *lines]
    codes = {name: code for code, name in names.items()}
    names = build_countries.list_other_names(stored)
    assert build_countries.build_countries(table, codes, names) == stored


def test_only_countries_in_use_are_offered_as_filters(real_records):
    text = Client().get("/practices/values/country/").text
    assert 'name="country" value="JP"' in text
    assert 'name="country" value="AQ"' not in text


def test_the_streams_of_a_preamble_are_those_of_the_file_in_the_order_of_measures(real_records):
    listed = file("resolutions")[0]["streams"]
    streams = models.Resolution.objects.get(symbol="S/RES/2341 (2017)").streams.all()
    assert [(each.name, each.measure.slug) for each in streams] == [
        (each["name"], each["measure"]) for each in listed
    ]


def test_paragraphs_without_a_number_have_no_page(real_records):
    paragraphs = models.OperativeParagraph.objects.all()
    listed = [each for resolution in file("resolutions") for each in resolution["paragraphs"]]
    assert paragraphs.numbered().count() == sum("paragraph" in each for each in listed)
    assert paragraphs.numbered().count() < paragraphs.count()
    text = Client().get("/resolutions/s-res-2309-2016/").text
    assert "Read, number not confirmed" in text


@pytest.mark.parametrize("noun", ["practices", "events", "organizations", "resolutions"])
def test_an_export_that_is_loaded_back_changes_nothing(real_records, tmp_path, noun):
    path = tmp_path / f"{noun}.csv"
    path.write_bytes(Client().get(f"/{noun}.csv").getvalue())
    for outcome in RecordLoader().run(path):
        assert (outcome.created, outcome.updated) == (0, 0), outcome
        assert outcome.unchanged > 0


def test_the_founding_document_is_in_the_catalogue_and_linked(real_records):
    event = models.Event.objects.get(code="EV-0029")
    bodies = set(event.organizations.values_list("acronym", flat=True))
    assert {"CTED", "CTWG", "US-ATAARI"} <= bodies
    symbols = set(event.resolutions.values_list("symbol", flat=True))
    assert symbols == {"S/RES/2341 (2017)", "S/RES/2396 (2017)"}
    compendium = event.practices.get(code="GP-0001")
    assert compendium.organizations.filter(slug__startswith="ctitf-working-group").exists()
    assert "should be mapped" in event.summary
    for path in ("/", "/about/"):
        assert event.get_absolute_url() in Client().get(path).text
