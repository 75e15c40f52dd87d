"""An address answers for its record, also when the record has moved on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalogue.models import FormerSlug
from tests.admin.desk import decide, filled_in, list_address, said
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


# --- Only one public organization at an address -----------------------------------------------


@pytest.mark.parametrize("write", ["save", "bulk"])
def test_no_address_leads_to_two_organizations(write):
    """Present and former addresses are unique together, whatever writes them."""
    first, second = make_organization(slug="one"), make_organization(slug="two")
    FormerSlug.objects.create(slug="former-one", organization=first)
    second.slug = "former-one"
    other = FormerSlug(slug="one", organization=second)
    writes = {
        "save": [second.save, other.save],
        "bulk": [
            lambda: type(second).objects.filter(pk=second.pk).update(slug="former-one"),
            lambda: FormerSlug.objects.bulk_create([other]),
        ],
    }
    for attempt in writes[write]:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    for record in (second, other):
        with pytest.raises(ValidationError, match="address of"):
            record.validate_unique()


def test_an_organization_may_go_back_to_a_former_address():
    body = make_organization(slug="new-name")
    FormerSlug.objects.create(slug="old-name", organization=body)
    body.slug = "old-name"
    body.validate_unique()
    body.save()


def test_a_draft_does_not_take_over_the_former_address_of_a_public_one(editor, client):
    body = make_organization()
    FormerSlug.objects.create(slug="old-name", organization=body)
    new = {"name": "Another", "slug": "old-name", "kind": "academia"}
    page = editor.get(list_address("organization", "add"))
    answer = editor.post(list_address("organization", "add"), filled_in(page, **new))
    assert "This is a former address of" in answer.text
    response = client.get(reverse("organization-detail", args=["old-name"]))
    assert (response.status_code, response["Location"]) == (301, body.get_absolute_url())


# --- Nothing has effect in public while its record is not public ------------------------------


@pytest.mark.parametrize("make", [make_practice, make_event])
@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_only_a_withdrawn_record_leads_to_another_one(make, status):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(status=status, merged_into=make())


def test_a_revision_has_no_public_address(client):
    practice = make_practice()
    copy = make_practice(status="draft", revises=practice)
    for path in (copy.permalink, copy.get_absolute_url(), f"/practices/{copy.code}.bib"):
        assert client.get(path).status_code == 404


# --- Duplicates -------------------------------------------------------------------------------


def test_a_chain_of_duplicates_leads_to_its_end(client):
    third = make_practice()
    second = make_practice(status="withdrawn", withdrawal_reason="Double", merged_into=third)
    first = make_practice(status="withdrawn", withdrawal_reason="Double", merged_into=second)
    response = client.get(first.permalink)
    assert (response.status_code, response["Location"]) == (301, third.get_absolute_url())
    type(third).objects.filter(pk=third.pk).update(
        status="withdrawn", withdrawal_reason="The source was retracted."
    )
    response = client.get(first.permalink)
    assert response.status_code == 410
    assert "The source was retracted." in response.text


def test_a_withdrawal_names_the_record_that_stays(reviewer, client):
    stays, double = make_practice(), make_practice()
    typed = {"text": "The same programme.", "original_key": stays.code}
    decide(reviewer, double, "withdraw", **typed)
    double.refresh_from_db()
    assert (double.status, double.merged_into) == ("withdrawn", stays)
    assert client.get(double.permalink)["Location"] == stays.get_absolute_url()
    decide(reviewer, stays, "withdraw", text="Old.", original_key=double.code)
    stays.refresh_from_db()
    assert stays.is_public  # no circle
    decide(reviewer, double, "reopen")
    double.refresh_from_db()
    assert (double.status, double.merged_into) == ("draft", None)
    assert client.get(double.permalink).status_code == 404


@pytest.mark.parametrize("key", ["GP-9999", "itself", "a draft"])
def test_a_duplicate_is_of_another_public_record(reviewer, key):
    double, draft = make_practice(), make_practice(status="draft")
    keys = {"itself": double.code, "a draft": draft.code}
    typed = {"text": "The same.", "original_key": keys.get(key, key)}
    told = said(decide(reviewer, double, "withdraw", **typed))
    assert "No published record has the code" in told or "cannot be a duplicate of itself" in told
    double.refresh_from_db()
    assert double.is_public


# --- How long an answer is good ---------------------------------------------------------------


def test_no_browser_keeps_a_redirect_an_error_or_a_file(client):
    practice = make_practice()
    paths = {
        practice.permalink: 301,
        "/practices": 301,
        "/practices/GP-9999/": 404,
        "/practices.csv": 200,
        "/practices.csv?nothing=1": 400,
        practice.get_absolute_url(): 200,
    }
    for path, status in paths.items():
        response = client.get(path)
        assert (response.status_code, response["Cache-Control"]) == (status, "no-cache"), path
