"""One record as one cites it: in words on its page, and as files that strict readers read back."""

import datetime
import re
from html import unescape

import pytest
import rispy
from django.test import Client
from django.utils import timezone

from catalogue.pages.middleware import PageCacheMiddleware
from tests.exports.cited import in_bibtex, printed
from tests.factories import (
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
)

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate():%-d %B %Y}"


def cited(record) -> str:
    """Return the citation on the page of a record, as it is copied."""
    text = Client().get(record.get_absolute_url()).text
    marked = re.search(r'<p class="citation"[^>]*>(.*?)</p>', text, re.DOTALL)[1]
    return unescape(re.sub(r"<[^>]+>", "", marked))


def records() -> dict:
    """Return one record of each noun by the start of the address of its files."""
    body = make_organization(name="Ministry of “Sport” & Play", slug="ministry")
    practice = make_practice(
        title="حماية 50% {of} stadiums", organizations=[body], started=2018, kind="guidance"
    )
    event = make_event(title="A workshop", organizations=[body])
    resolution = make_resolution(2341, title="Threats")
    return {
        f"/practices/{practice.code}": practice,
        f"/events/{event.code}": event,
        "/resolutions/s-res-2341-2017": resolution,
        "/organizations/ministry": body,
    }


def test_a_practice_is_cited_with_bodies_year_version_permalink_and_the_day_of_access():
    bodies = [make_organization(name=name) for name in ("CTED", "UNOCT", "INTERPOL")]
    practice = make_practice(title="A manual", kind="guidance", organizations=bodies, started=2018)
    assert cited(practice) == (
        "CTED, UNOCT & INTERPOL. (2018). A manual [Guidance]. Catalogue of Counter-Terrorism Good "
        f"Practices, {practice.code}, version 1. Retrieved {TODAY}, from "
        f"http://testserver/practices/{practice.code}/"
    )


def test_a_paragraph_is_cited_with_its_resolution_and_what_editors_call_it():
    resolution = make_resolution(2341)
    paragraph = make_paragraph(resolution, number="3", heading="Awareness")
    day = f"{resolution.updated_at:%-d %B %Y}"
    assert cited(paragraph) == (
        "United Nations Security Council. (2017). S/RES/2341 (2017), para. 3 - Awareness "
        f"[Operative paragraph]. Catalogue of Counter-Terrorism Good Practices, 2341-3, last "
        f"changed {day}. Retrieved {TODAY}, from http://testserver/resolutions/s-res-2341-2017/3/"
    )


def test_without_a_body_the_title_stands_first_and_without_a_year_it_has_no_date():
    practice = make_practice(title="A manual", kind="tool", organizations=[])
    assert cited(practice).startswith("A manual [Tool]. (n.d.). Catalogue of")


def test_partners_stand_for_authors_where_nobody_leads():
    practice = make_practice(organizations=[])
    practice.involvements.create(organization=make_organization(name="Funder"), role="funder")
    practice.involvements.create(organization=make_organization(name="Police Inc."), role="partner")
    assert cited(practice).startswith("Police Inc. (n.d.).")


def test_a_resolution_is_cited_by_its_organ():
    resolution = make_resolution(2341, title="Threats")
    start = "United Nations Security Council. (2017). Threats [Resolution]. Catalogue of"
    assert cited(resolution).startswith(start)
    assert "S/RES/2341 (2017), last changed" in cited(resolution)


def test_every_noun_is_cited_at_its_permalink():
    for record in records().values():
        assert cited(record).endswith(f" http://testserver{record.permalink}")


def test_the_files_of_a_record_are_read_back():
    for start, record in records().items():
        bib, ris = (Client().get(f"{start}.{extension}") for extension in ("bib", "ris"))
        (entry,) = in_bibtex(bib.getvalue()).values()
        (read,) = rispy.loads(ris.getvalue().decode())
        title = getattr(record, "title", None) or record.name
        assert printed(entry.fields["title"]) == title
        assert read["title"] == title
        assert entry.fields["url"] == f"http://testserver{record.permalink}"
        assert read["urls"] == [f"http://testserver{record.permalink}"]


def test_the_files_name_the_authors_that_the_page_names():
    for start, record in records().items():
        (read,) = rispy.loads(Client().get(f"{start}.ris").getvalue().decode())
        for author in read.get("authors", []):
            assert author in cited(record)


def test_a_file_is_offered_on_the_page_and_named_after_the_record():
    practice = make_practice()
    page = Client().get(practice.get_absolute_url()).text
    for extension in ("bib", "ris"):
        assert f'href="/practices/{practice.code}.{extension}"' in page
        response = Client().get(f"/practices/{practice.code}.{extension}")
        name = f'attachment; filename="{practice.code}.{extension}"'
        assert response["Content-Disposition"] == name
        assert response["X-Robots-Tag"] == "noindex"


def test_a_file_that_a_program_has_already_is_not_sent_again():
    path = f"/practices/{make_practice().code}.bib"
    etag = Client().get(path)["ETag"]
    assert Client().get(path, headers={"if-none-match": etag}).status_code == 304


def test_a_record_that_is_not_there_has_no_file():
    assert Client().get("/practices/GP-9999.bib").status_code == 404


def test_a_kept_page_is_good_for_its_day_only(rf, monkeypatch):
    pages, request = PageCacheMiddleware(lambda request: None), rf.get("/practices/")
    today = pages.compute_tag(request)
    assert pages.compute_tag(request) == today
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert pages.compute_tag(request) != today
