"""A list as a file: complete, with its length, its number of records and a name that says both."""

import csv
import hashlib
import io

import pytest

from tests.factories import make_practice, make_source

pytestmark = pytest.mark.django_db


def rows(response) -> list[dict]:
    """Return the rows of a CSV response as dictionaries."""
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_the_file_says_what_it_is(client):
    for _ in range(3):
        make_practice()
    response = client.get("/practices.csv")
    body = response.getvalue()
    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response["X-Total-Count"] == "3"
    assert response["Content-Length"] == str(len(body))
    assert response["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
    assert response["Last-Modified"].endswith("GMT")
    name = response["Content-Disposition"]
    assert name.startswith('attachment; filename="good-practices_')
    assert name.endswith('_3-records.csv"')


def test_lines_end_as_the_standard_says_and_the_mark_can_be_left_out(client):
    make_practice(title='A "quoted", title', how_it_works="one\n\ntwo")
    marked, bare = (client.get(f"/practices.csv{q}").getvalue() for q in ("", "?bom=0"))
    assert marked == b"\xef\xbb\xbf" + bare
    assert bare.startswith(b"code,permalink,title,")
    assert b'"A ""quoted"", title"' in bare
    assert bare.endswith(b"\r\n")
    assert bare.replace(b"\r\n", b"").count(b"\r") == 0


def test_the_head_answers_the_same_without_the_body(client):
    make_practice()
    full, head = client.get("/practices.csv"), client.head("/practices.csv")
    assert head.getvalue() == b""
    for name in ("Content-Length", "Content-Type", "ETag", "X-Total-Count", "Content-Disposition"):
        assert head[name] == full[name]


def test_a_copy_that_is_still_good_is_not_sent_again(client):
    practice = make_practice()
    tag = client.get("/practices.csv")["ETag"]
    assert client.get("/practices.csv", headers={"If-None-Match": tag}).status_code == 304
    practice.title = "Changed"
    practice.save()
    assert client.get("/practices.csv", headers={"If-None-Match": tag}).status_code == 200


def test_an_old_date_alone_never_hides_a_record_that_left(client):
    make_practice()
    gone = make_practice()
    date = client.get("/practices.csv")["Last-Modified"]
    gone.delete()
    response = client.get("/practices.csv", headers={"If-Modified-Since": date})
    assert (response.status_code, response["X-Total-Count"]) == (200, "1")


def test_a_list_without_records_is_the_header(client):
    response = client.get("/practices.csv?q=nothing")
    assert response.getvalue().count(b"\r\n") == 1
    assert response["X-Total-Count"] == "0"
    assert "Last-Modified" not in response


def test_one_record_is_not_called_records(client):
    make_practice()
    assert '_1-record.csv"' in client.get("/practices.csv")["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("secteur=aviation", "secteur"),
        ("sector=unknown", "unknown"),
        ("year_from=abc", "year_from"),
        ("q=a&q=b", "q"),
        ("bom=2", "bom"),
        ("sort=relevance", "sort=relevance"),
        ("per_page=7", "per_page"),
    ],
)
def test_anything_in_doubt_is_refused_and_named(client, query, named):
    make_practice()
    response = client.get(f"/practices.csv?{query}")
    assert response.status_code == 400
    assert named in response.text
    assert "Content-Disposition" not in response


def test_what_others_hang_on_to_an_address_changes_nothing(client):
    make_practice()
    response = client.get("/practices.csv?utm_source=letter&fbclid=1&gclid=2")
    assert (response.status_code, response["X-Total-Count"]) == (200, "1")


def test_formulas_are_guarded_and_links_carry_the_site(client):
    practice = make_practice(title="=1+1", sources=[make_source(title="@home"), make_source()])
    (row,) = rows(client.get("/practices.csv", headers={"host": "localhost"}))
    assert row["title"] == "'=1+1"
    assert row["permalink"] == f"http://localhost/practices/{practice.code}/"
    assert row["sources_title"].startswith("'@home|")
    assert row["sources_year"] == "|"
