"""An address answers for its record, also when the record has moved on."""

import pytest
from django.urls import reverse

from catalogue.models import FormerSlug
from tests.factories import (
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_practice, make_event])
def test_a_wrong_slug_leads_to_the_right_one(client, make):
    record = make(title="Right words")
    for path in (record.permalink, f"{record.permalink}wrong-words/"):
        response = client.get(path)
        assert response.status_code == 301
        assert response["Location"] == record.get_absolute_url()
    assert record.get_absolute_url().endswith(f"/{record.code}/right-words/")


@pytest.mark.parametrize("make", [make_practice, make_event])
def test_a_title_without_latin_letters_has_an_address(client, make):
    record = make(title="反恐")
    assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("make", [make_practice, make_event])
def test_a_merged_record_leads_to_the_one_it_went_into(client, make):
    target = make()
    merged = make(status="withdrawn", withdrawal_reason="Double", merged_into=target)
    response = client.get(merged.permalink)
    assert (response.status_code, response["Location"]) == (301, target.get_absolute_url())


@pytest.mark.parametrize("make", [make_practice, make_event, make_organization, make_resolution])
def test_a_withdrawn_record_has_a_tombstone_that_says_why(client, make):
    record = make(status="withdrawn", withdrawal_reason="The source was retracted.")
    response = client.get(record.get_absolute_url())
    assert response.status_code == 410
    assert "The source was retracted." in response.text


def test_the_tombstone_names_what_replaces_the_practice(client):
    withdrawn = make_practice(status="withdrawn", withdrawal_reason="Old")
    make_practice(title="The newer one").relations.create(other=withdrawn, kind="supersedes")
    hidden = make_practice(title="Not public yet", status="draft")
    hidden.relations.create(other=withdrawn, kind="supersedes")
    html = client.get(withdrawn.permalink, follow=True).text
    assert "The newer one" in html
    assert "Not public yet" not in html


@pytest.mark.parametrize("status", ["draft", "in_review"])
@pytest.mark.parametrize("make", [make_practice, make_event, make_organization, make_resolution])
def test_a_record_that_is_not_public_is_not_there(client, make, status):
    assert client.get(make(status=status).get_absolute_url()).status_code == 404


def test_a_merge_into_a_draft_does_not_lead_there(client):
    draft = make_practice(status="draft")
    merged = make_practice(status="withdrawn", withdrawal_reason="Double", merged_into=draft)
    assert client.get(merged.permalink).status_code == 410


def test_a_former_address_leads_to_the_present_one(client):
    body = make_organization()
    FormerSlug.objects.create(slug="old-name", organization=body)
    response = client.get(reverse("organization-detail", args=["old-name"]))
    assert (response.status_code, response["Location"]) == (301, body.get_absolute_url())


def test_a_former_address_of_a_draft_is_not_there(client):
    FormerSlug.objects.create(slug="old-name", organization=make_organization(status="draft"))
    assert client.get(reverse("organization-detail", args=["old-name"])).status_code == 404


def test_a_paragraph_is_found_by_its_number(client):
    resolution = make_resolution(1373, 2001)
    paragraph = make_paragraph(resolution, "2(g)")
    assert paragraph.code == "1373-2g"
    assert paragraph.get_absolute_url() == "/resolutions/s-res-1373-2001/2g/"
    assert client.get(paragraph.get_absolute_url()).status_code == 200
    assert client.get("/resolutions/s-res-1373-2001/2G/").status_code in (301, 404)
    assert client.get("/resolutions/s-res-1373-2001/99/").status_code == 404


def test_a_paragraph_of_a_draft_resolution_is_not_there(client):
    paragraph = make_paragraph(make_resolution(status="draft"))
    assert client.get(paragraph.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "path", ["/practices/GP-9999/", "/practices/x%00y/", "/events/%F0%9F%98%80/"]
)
def test_a_code_that_nobody_has_is_not_there(client, path):
    assert client.get(path).status_code == 404
