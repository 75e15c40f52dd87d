"""What is found at the end of an address; only what clearly says so counts as gone."""

import ssl

import pytest

from catalogue.linkcheck.http_client import Answer
from catalogue.linkcheck.probe import Came, Outcome, reach
from catalogue.linkcheck.robots import REDIRECTS
from catalogue.linkcheck.url_policy import Refused
from tests.linkcheck.web import AWAY, PUBLIC, LocalOpener, polite, serving

START = "https://host.example/a"
EXPIRED = ssl.SSLCertVerificationError(1, "certificate verify failed")
EXPIRED.verify_message = "certificate has expired"


def outcome(answers, url=START):
    return reach(url, polite(answers))


def test_what_answers_is_reached_also_where_it_has_moved():
    moved = {
        START: Answer(301, "/b"), "https://host.example/b": Answer(302, "//other.example/c"),
        "https://other.example/c": Answer(200),
    }  # fmt: skip
    assert outcome(moved) == Outcome(Came.REACHED)


@pytest.mark.parametrize(
    ("status", "came"),
    [
        (200, Came.REACHED), (204, Came.REACHED), (304, Came.REACHED), (400, Came.UNCLEAR),
        (401, Came.UNCLEAR), (403, Came.UNCLEAR), (404, Came.GONE), (410, Came.GONE),
        (429, Came.UNCLEAR), (451, Came.UNCLEAR), (500, Came.GONE), (503, Came.GONE),
        (999, Came.UNCLEAR),
    ],
)  # fmt: skip
def test_a_text_that_is_gone_is_told_apart_from_a_server_that_wants_no_programs(status, came):
    found = outcome({START: Answer(status)})
    assert found.came is came
    assert found.said == ("" if came is Came.REACHED else f"status {status}")


def test_a_server_that_gives_no_heads_is_asked_for_the_page():
    assert outcome({("HEAD", START): Answer(405), ("GET", START): Answer(200)}).came is Came.REACHED
    assert outcome({("HEAD", START): Answer(404), ("GET", START): Answer(200)}).came is Came.REACHED


def test_a_busy_server_is_not_asked_twice():
    manners = polite({START: Answer(429)})
    reach(START, manners)
    assert [method for method, url in manners.opener.asked if url == START] == ["HEAD"]
    assert reach("https://host.example/b", manners) == Outcome(Came.LATER)


def test_a_text_that_has_become_the_front_page_is_for_a_person_to_look_at():
    front = {START: Answer(301, "/"), "https://host.example/": Answer(200)}
    assert outcome(front) == Outcome(Came.UNCLEAR, "leads to the front page of host.example")
    assert outcome(front, "https://host.example/").came is Came.REACHED


def test_a_circle_of_redirects_ends():
    manners = polite({START: Answer(302, "/a")})
    assert "redirects" in reach(START, manners).said
    assert manners.opener.asked.count(("HEAD", START)) == REDIRECTS + 1


@pytest.mark.parametrize(
    ("failure", "came", "said"),
    [
        (AWAY, Came.AWAY, "no connection: Name or service not known"),
        (TimeoutError("timed out"), Came.UNCLEAR, "no answer to a program: timed out"),
        (ConnectionResetError(), Came.UNCLEAR, "no answer to a program: ConnectionResetError"),
        (UnicodeError("label too long"), Came.UNCLEAR, "no answer to a program: label too long"),
        (ssl.SSLError(1, "expired"), Came.UNCLEAR, "no safe connection: expired"),
        (EXPIRED, Came.UNCLEAR, "no safe connection: certificate has expired"),
        (Refused("it is secret"), Came.UNCLEAR, "not asked: it is secret"),
    ],
)
def test_no_failure_is_raised(failure, came, said):
    assert outcome({START: failure}) == Outcome(came, said)


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
        manners.opener = LocalOpener(server)
        manners.opener.resolve = inside
        found = reach("http://host.example/a", manners)
        assert [path for _method, path, _headers in server.asked] == ["/robots.txt", "/a"]
    assert found.came is Came.UNCLEAR
    assert found.said.startswith("not asked: ")
    assert why in found.said
