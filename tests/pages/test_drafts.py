"""No draft, and no text of a draft, leaves by any exit: each holds a word of its own."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from catalogue.exports.formats import FORMATS
from catalogue.taxonomy.models import Measure, Sector
from catalogue.versions.revisions import begin_revision
from tests.factories import (
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_source,
)
from tests.sizes import SIZE

pytestmark = pytest.mark.django_db

#: The small size leaves out the status that readers cannot tell from that of a draft.
HIDDEN = ["draft", "withdrawn"] if SIZE == "small" else ["draft", "in_review", "withdrawn"]
#: What only records have that are not public: words, the number of a resolution, codes.
#: A number in a digest is none of a resolution.
MARKERS = [r"zq\w+", r"(?<![0-9a-f])9999(?![0-9a-f])", r"RV-\d+"]
LISTS = ["practices", "events", "organizations", "resolutions"]


def hidden(status: str, word: str) -> dict:
    """Return the fields of a record that is not public, with a marker in every text."""
    fields = {"status": status, "summary": f"{word}summary"}
    if status == "withdrawn":
        fields["withdrawal_reason"] = "Withdrawn for a reason"
    return fields


def marked(word: str) -> dict:
    """Return texts with a marker."""
    return {"title": f"{word}title", "review_note": f"{word}note", "change_note": f"{word}change"}


@pytest.fixture(scope="module", params=HIDDEN)
def status(request):
    """Return a status that is not public."""
    return request.param


@pytest.fixture(scope="module")
def catalogue(status, django_db_setup, django_db_blocker):
    """Make public records of each noun, tied in every way to records that are not public.

    Tests only read them; they are rolled back before the next status.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_records(status)
        transaction.set_rollback(True)


def make_records(status):
    """Return the public records, once those that are not public are tied to them."""
    body = make_organization(name="A public body")
    resolution = make_resolution(2341)
    paragraph = make_paragraph(resolution, "2")
    event = make_event(title="A public event", organizations=[body], resolutions=[resolution])
    practice = make_practice(
        title="A public practice",
        organizations=[body],
        events=[event],
        paragraphs=[paragraph],
        review_note="zqnote",
        change_note="zqchange",
    )
    hide_organization(status, body, practice, event)
    hide_resolution(status, practice, event)
    hide_event(status, body, resolution, practice)
    hide_practice(status, body, event, paragraph, practice)
    for record in (practice, event):
        revise(record)
    return [practice, event, body, resolution, paragraph]


def hide_organization(status, body, practice, event):
    fields = hidden(status, "zqbody") | {"name": "zqbodyname", "acronym": "ZQBODY"}
    secret = make_organization(slug="zqbody", other_names=["zqbodyother"], **fields)
    make_organization(
        slug="zqbodychild", parent=body, successor=body, **fields | {"name": "zqbodychild"}
    )
    body.parent = body.successor = secret
    body.save()
    practice.involvements.create(organization=secret, role="partner")
    event.participations.create(organization=secret, role="participant")
    secret.citations.create(source=make_source(title="zqbodysource"))


def hide_resolution(status, practice, event):
    secret = make_resolution(9999, **hidden(status, "zqresolution"), title="zqresolutiontitle")
    paragraph = make_paragraph(secret, "7", summary="zqresolutionparagraph")
    practice.basis.create(paragraph=paragraph, relation="cites", reason="zqresolutionreason")
    event.resolutions.add(secret)


def hide_event(status, body, resolution, practice):
    secret = make_event(
        organizations=[body],
        resolutions=[resolution],
        practices=[practice],
        city="zqeventcity",
        other_participants="zqeventothers",
        **hidden(status, "zqevent") | marked("zqevent"),
    )
    secret.citations.create(source=make_source(title="zqeventsource"))


def hide_practice(status, body, event, paragraph, practice):
    secret = make_practice(
        organizations=[body],
        events=[event],
        how_it_works="zqpracticework",
        limits="zqpracticelimits",
        other_participants="zqpracticeothers",
        sources=[make_source(title="zqpracticesource")],
        **hidden(status, "zqpractice") | marked("zqpractice"),
    )
    secret.basis.create(paragraph=paragraph, relation="cites", reason="zqpracticereason")
    secret.evidence.create(kind="monitored", by_whom="zqpracticewhom", finding="zqpracticefound")
    secret.relations.create(other=practice, kind="supersedes", reason="zqpracticerelation")
    practice.relations.create(other=secret, kind="related", reason="zqpracticerelated")


def revise(record):
    """Change a public record in a revision, which readers do not see."""
    revision = begin_revision(record, by=None)
    for name, text in marked("zqrevision").items():
        setattr(revision, name, text)
    revision.summary = "zqrevisionsummary"
    revision.save()
    revision.citations.create(source=make_source(title="zqrevisionsource"), position=9)


def leaks(response) -> set[str]:
    """Return the markers in a response, its headers included."""
    body = response.getvalue() if response.streaming else response.content
    text = unescape(text_of(body)) + str(dict(response.headers))
    return {found for marker in MARKERS for found in re.findall(marker, text, re.IGNORECASE)}


def text_of(body: bytes) -> str:
    """Return what stands in a body; a workbook is a package of files."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if "theme" not in name
        )


def test_the_markers_are_found_where_they_are(catalogue, admin_client):
    page = admin_client.get(reverse("admin:catalogue_practice_changelist"))
    assert leaks(page)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_marker_in_a_public_record_is_found_in_every_file(extension):
    make_practice(title="zqpublic")
    asked = "?q=zqpublic" if extension == "csv-metadata.json" else ""
    assert "zqpublic" in leaks(Client().get(f"/practices.{extension}{asked}"))


def test_no_page_shows_a_draft(catalogue):
    paths = ["/", "/about/", "/accessibility/", "/robots.txt", "/nothing/", "/a-public-practice/"]
    paths += ["/sectors/", "/measures/", "/threats/", "/statistics/", "/statistics.csv"]
    paths += ["/coverage/", "/coverage.csv", "/coverage/states/", "/coverage/states.csv"]
    paths += ["/events/timeline/"]
    paths += [term.get_absolute_url() for term in (*Sector.objects.all(), *Measure.objects.all())]
    for path in [*paths, *(record.get_absolute_url() for record in catalogue)]:
        assert not leaks(Client().get(path)), path


def test_no_file_of_one_record_holds_or_is_a_draft(catalogue, status):
    for path in ("/practices/GP-0001", "/events/EV-0001", "/resolutions/s-res-2341-2017"):
        for extension in ("bib", "ris"):
            response = Client().get(f"{path}.{extension}")
            assert response.status_code == 200
            assert not leaks(response), path
    for path in ("/practices/GP-0002", "/events/EV-0002", "/organizations/zqbody"):
        response = Client().get(f"{path}.bib")
        assert response.status_code == (410 if status == "withdrawn" else 404)
        assert not leaks(response) - {"zqbody"}, path


def test_a_draft_stands_beside_no_practice(catalogue):
    other = make_practice(title="Another public practice", measures=list(Measure.objects.all()))
    public = Client().get("/practices/compare/", {"code": ["GP-0001", other.code]})
    assert public.status_code == 200
    assert not leaks(public)
    response = Client().get("/practices/compare/", {"code": ["GP-0001", "GP-0002"]})
    assert response.status_code == 400
    assert not leaks(response)


def test_what_only_a_draft_says_leads_nobody_to_it(catalogue):
    for word in ("zqpracticetitle", "zqeventcity", "zqbodyname", "zqresolutiontitle"):
        response = Client().get(f"/{word}/")
        assert "Was it one of these?" not in response.text
        assert leaks(response) == {word}


@pytest.mark.parametrize("noun", LISTS)
def test_no_list_and_no_file_shows_a_draft(catalogue, noun):
    for path in [f"/{noun}/", *(f"/{noun}.{extension}" for extension in FORMATS)]:
        for query in ("", "?q=public"):
            response = Client().get(path + query)
            assert response.status_code == 200
            assert not leaks(response), path + query


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize(
    "word",
    ["zqpractice", "zqevent", "zqbody", "zqresolution", "zqpracticenote", "zqnote", "zqrevision"],
)
def test_no_search_finds_a_draft_or_what_only_a_draft_says(catalogue, noun, word):
    assert Client().get(f"/{noun}.csv", {"q": word})["X-Total-Count"] == "0"


@pytest.mark.parametrize(
    "query",
    [
        "organization=zqbody",
        "parent=zqbody",
        "resolution=9999",
        "paragraph=9999-7",
        "event=EV-0002",
    ],
)
def test_a_draft_is_no_value_of_a_filter(catalogue, query):
    for noun in LISTS:
        assert Client().get(f"/{noun}.csv?{query}").status_code == 400


def test_the_address_of_a_draft_tells_nothing(catalogue, status):
    for path in ("/practices/RV-0001/", "/events/RV-0002/"):
        assert Client().get(path, follow=True).status_code == 404
    for path in ("/practices/GP-0002/", "/events/EV-0002/", "/organizations/zqbody/"):
        response = Client().get(path, follow=True)
        assert response.status_code == (410 if status == "withdrawn" else 404)
        assert not leaks(response) - {"zqbody"}, path


def test_numbers_count_public_records_only(catalogue):
    text = Client().get("/").text
    assert "1 practices, 1 events and 1 organizations" in text
    assert "1 practice</span>" in text or ">1<" in text


def test_paragraphs_of_a_public_resolution_count_public_practices_only(catalogue):
    assert "1 practice answers it" in Client().get("/resolutions/s-res-2341-2017/2/").text
