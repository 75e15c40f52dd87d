"""What is found at the end of an address; only what clearly says so counts as gone."""

import ssl

import pytest

from catalogue.linkcheck.http_client import LinkResponse, UrlRefused
from catalogue.linkcheck.probe import LinkResult, LinkStatus, check_link
from catalogue.linkcheck.robots import MAX_REDIRECTS
from tests.linkcheck.web import AWAY, PUBLIC, LocalClient, polite, serving

START = "https://host.example/a"
EXPIRED = ssl.SSLCertVerificationError(1, "certificate verify failed")
EXPIRED.verify_message = "certificate has expired"


def outcome(answers, url=START):
    return check_link(url, polite(answers))


def test_what_answers_is_reached_also_where_it_has_moved():
    moved = {
        START: LinkResponse(301, "/b"), "https://host.example/b": LinkResponse(302,
        "//other.example/c"),
        "https://other.example/c": LinkResponse(200),
    }  # fmt: skip
    assert outcome(moved) == LinkResult(LinkStatus.REACHED)


@pytest.mark.parametrize(
    ("status", "came"),
    [
        (200, LinkStatus.REACHED), (204, LinkStatus.REACHED), (304, LinkStatus.REACHED), (400,
        LinkStatus.UNCLEAR),
        (401, LinkStatus.UNCLEAR), (403, LinkStatus.UNCLEAR), (404, LinkStatus.GONE), (410,
        LinkStatus.GONE),
        (429, LinkStatus.UNCLEAR), (451, LinkStatus.UNCLEAR), (500, LinkStatus.GONE), (503,
        LinkStatus.GONE),
        (999, LinkStatus.UNCLEAR),
    ],
)  # fmt: skip
def test_a_text_that_is_gone_is_told_apart_from_a_server_that_wants_no_programs(status, came):
    found = outcome({START: LinkResponse(status)})
    assert found.status is came
    assert found.message == ("" if came is LinkStatus.REACHED else f"status {status}")


def test_a_server_that_gives_no_heads_is_asked_for_the_page():
    assert (
        outcome({("HEAD", START): LinkResponse(405), ("GET", START): LinkResponse(200)}).status
        is LinkStatus.REACHED
    )
    assert (
        outcome({("HEAD", START): LinkResponse(404), ("GET", START): LinkResponse(200)}).status
        is LinkStatus.REACHED
    )


def test_a_busy_server_is_not_asked_twice():
    manners = polite({START: LinkResponse(429)})
    check_link(START, manners)
    assert [method for method, url in manners.client.asked if url == START] == ["HEAD"]
    assert check_link("https://host.example/b", manners) == LinkResult(LinkStatus.LATER)


def test_a_text_that_has_become_the_front_page_is_for_a_person_to_look_at():
    front = {START: LinkResponse(301, "/"), "https://host.example/": LinkResponse(200)}
    assert outcome(front) == LinkResult(
        LinkStatus.UNCLEAR, "leads to the front page of host.example"
    )
    assert outcome(front, "https://host.example/").status is LinkStatus.REACHED


def test_a_circle_of_redirects_ends():
    manners = polite({START: LinkResponse(302, "/a")})
    assert "redirects" in check_link(START, manners).message
    assert manners.client.asked.count(("HEAD", START)) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    ("failure", "came", "said"),
    [
        (AWAY, LinkStatus.AWAY, "no connection: Name or service not known"),
        (TimeoutError("timed out"), LinkStatus.UNCLEAR, "no answer to a program: timed out"),
        (
            ConnectionResetError(),
            LinkStatus.UNCLEAR,
            "no answer to a program: ConnectionResetError",
        ),
        (
            UnicodeError("label too long"),
            LinkStatus.UNCLEAR,
            "no answer to a program: label too long",
        ),
        (ssl.SSLError(1, "expired"), LinkStatus.UNCLEAR, "no safe connection: expired"),
        (EXPIRED, LinkStatus.UNCLEAR, "no safe connection: certificate has expired"),
        (UrlRefused("it is secret"), LinkStatus.UNCLEAR, "not asked: it is secret"),
    ],
)
def test_no_failure_is_raised(failure, came, said):
    assert outcome({START: failure}) == LinkResult(came, said)


def inside(host, port):
    """Return private addresses for one name only."""
    return ["10.0.0.1"] if host == "inside.example" else [PUBLIC]


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://inside.example/b", "not public"),
        ("//inside.example/b", "not public"),
        ("http://host.example:8080/", "unusual port"),
        ("http://user:word@host.example/", "name or password"),
        ("file:///etc/passwd", "no address of the web"),
    ],
)
def test_each_redirect_is_judged_like_the_first_address(location, why, monkeypatch):
    """Over a real connection: the server would answer, and is not asked a second time."""
    with serving({"/a": (302, {"Location": location}), "/b": (200, {})}) as server:
        manners = polite({})
        manners.client = LocalClient(server)
        manners.client.resolve = inside
        found = check_link("http://host.example/a", manners)
        assert [path for _method, path, _headers in server.asked] == ["/robots.txt", "/a"]
    assert found.status is LinkStatus.UNCLEAR
    assert found.message.startswith("not asked: ")
    assert why in found.message
