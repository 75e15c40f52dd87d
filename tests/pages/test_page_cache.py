"""A copy of a page that is still good is not sent again, and no page is ever out of date."""

import gzip

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogue.core.versioned_cache import VersionedCache
from catalogue.models import Practice
from catalogue.pages.middleware import compute_build_digest, pack_page
from tests.factories import make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """Make a public practice."""
    return make_practice(title="First title")


def test_a_good_copy_is_not_sent_again(client, practice):
    for path in ("/", "/practices/", practice.get_absolute_url()):
        tag = client.get(path)["ETag"]
        response = client.get(path, headers={"If-None-Match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == tag


def test_a_change_is_on_the_next_page_whichever_way_it_was_made(client, practice):
    tag = client.get("/practices/")["ETag"]
    Practice.objects.update(title="Second title")
    response = client.get("/practices/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Second title" in response.text
    practice.refresh_from_db()
    practice.status = "draft"
    practice.save()
    assert "Second title" not in client.get("/practices/").text


def test_the_second_reader_costs_one_query(client, practice):
    first = client.get("/practices/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/practices/")
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert len(queries) == 1


def test_addresses_are_kept_apart(client, practice):
    assert client.get("/practices/")["ETag"] != client.get("/practices/?sort=title")["ETag"]
    other = client.get("/practices/", headers={"host": "localhost"})
    assert (
        "http://localhost/"
        in client.get(practice.get_absolute_url(), headers={"host": "localhost"}).text
    )
    assert other["ETag"] != client.get("/practices/")["ETag"]


def test_the_head_answers_without_a_body(client, practice):
    head, page = client.head("/practices/"), client.get("/practices/")
    assert head.content == b""
    assert head["ETag"] == page["ETag"]


@pytest.mark.parametrize("path", ["/practices/?page=9", "/practices/?sector=x", "/nothing/"])
def test_only_pages_have_a_tag(client, practice, path):
    assert "ETag" not in client.get(path)


def test_the_desk_is_never_kept(admin_client, practice):
    response = admin_client.get("/admin/")
    assert "ETag" not in response
    assert "no-store" in response["Cache-Control"]


def test_kept_pages_carry_the_policy_and_no_cookie(client, practice):
    client.get("/practices/")
    response = client.get("/practices/")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_the_cache_is_bounded():
    cache = VersionedCache(2)
    pages = {tag: pack_page(HttpResponse(tag)) for tag in ("a", "b", "c")}
    for tag, page in pages.items():
        cache.set(tag, "page", page)
    assert cache.get("a", "page") is None
    assert cache.get("c", "page") == pages["c"]


def test_a_browser_gets_a_page_packed_and_another_reader_gets_the_same_plain(client, practice):
    plain = client.get("/practices/")
    for _made_and_kept in range(2):
        packed = client.get("/practices/?sort=title", headers={"Accept-Encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
        assert b"First title" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in plain
    assert int(plain["Content-Length"]) == len(plain.content)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("gzip;q=0.5", True), ("gzip;q=0", False), ("br, gzip; q=0.0", False)],
)
def test_a_browser_that_wants_nothing_packed_gets_it_plain(client, practice, accepted, packed):
    answer = client.get("/practices/", headers={"Accept-Encoding": accepted})
    assert ("Content-Encoding" in answer) == packed


def test_a_page_in_another_language_is_another_page(client, practice, settings):
    tag = client.get("/practices/")["ETag"]
    settings.LANGUAGE_CODE = "fr"
    with translation.override("fr"):
        assert client.get("/practices/")["ETag"] != tag


def test_another_build_makes_other_pages(tmp_path):
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    page.write_text("one")
    before = compute_build_digest(tmp_path)
    page.rename(page.with_name("other.html"))
    compute_build_digest.cache_clear()  # a process computes it once
    assert compute_build_digest(tmp_path) != before
