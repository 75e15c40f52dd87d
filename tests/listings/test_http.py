"""What the answers of a list say to browsers, caches and search engines."""

import re

import pytest
from django.test import Client

from tests.factories import make_practice, make_sector

pytestmark = pytest.mark.django_db


def canonical(html: str) -> str:
    """Return the canonical address that a page names."""
    return re.search(r'<link rel="canonical" href="([^"]+)"', html)[1].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("", ""),
        ("?utm_source=x&gclid=1", ""),
        ("?page=1", ""),
        ("?colour=red&sort=title", "?sort=title"),
        ("?q=&kind=tool&year_from=", "?kind=tool"),
        ("?per_page=20&page=2", "?per_page=20&page=2"),
    ],
)
def test_a_list_names_its_address_without_what_says_nothing(asked, named):
    for _ in range(21):
        make_practice(kind="tool")
    html = Client().get(f"/practices/{asked}").text
    assert canonical(html) == f"http://testserver/practices/{named}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/practices/", False), ("/practices/?kind=tool", True), ("/practices/?page=2", True)],
)
def test_filtered_lists_are_not_for_search_engines(path, expected):
    for _ in range(21):
        make_practice(kind="tool")
    assert ('content="noindex"' in Client().get(path).text) == expected


@pytest.mark.parametrize("path", ["/", "/practices/", "/practices/?q=x", "/practices.csv"])
def test_an_answer_depends_on_nothing_but_its_address(path):
    """Neither a cookie nor a language of the reader changes what is answered; it may be packed."""
    make_practice(sectors=[make_sector()])
    plain = Client().get(path)
    other = Client(headers={"accept-language": "fr", "cookie": "a=b"}).get(path)
    assert plain.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert plain["ETag"] == other["ETag"]


@pytest.mark.parametrize("path", ["/practices/", "/practices.csv", "/practices.json"])
def test_head_answers_as_get_without_a_body(path):
    make_practice()
    get, head = Client().get(path), Client().head(path)
    assert head.content == b""
    assert head.status_code == 200
    for name in ("ETag", "Content-Type"):
        assert head[name] == get[name]
    assert head.get("X-Total-Count") == get.get("X-Total-Count")


@pytest.mark.parametrize("path", ["/practices/", "/practices.csv"])
def test_a_copy_that_is_still_good_is_not_sent_again(path):
    make_practice()
    tag = Client().get(path)["ETag"]
    assert Client(headers={"if-none-match": tag}).get(path).status_code == 304
    make_practice()
    assert Client(headers={"if-none-match": tag}).get(path).status_code == 200
