"""Whether an address is still there is asked of public machines only, whatever it leads to."""

import http.server
import socket
import threading

import pytest

from catalogue.sources import reaching
from catalogue.sources.reaching import Answer, Outcome, reach

PUBLIC = "93.184.215.14"


def answering(**answers):
    """Return a way of asking: path to (status, where it sends us)."""

    def ask(method, parts, address):
        found = answers.get(parts.path.strip("/"), (404, ""))
        return Answer(*found) if not callable(found) else found(method)

    return ask


def at(*addresses):
    """Return a resolver that always gives these."""
    return lambda host, port: list(addresses)


def outcome(url, resolve=None, **answers):
    return reach(url, resolve=resolve or at(PUBLIC), ask=answering(**answers))


def test_what_answers_is_reached_also_after_redirects():
    there = {"a": (301, "/b"), "b": (302, "https://other.example/c"), "c": (200, "")}
    assert outcome("http://host.example/a", **there) == Outcome("reached", "")


@pytest.mark.parametrize(
    ("status", "state"), [(404, "broken"), (410, "broken"), (500, "broken"), (403, "unwelcome")]
)
def test_an_error_is_told_apart_from_a_server_that_wants_no_programs(status, state):
    assert outcome("http://host.example/a", a=(status, "")) == Outcome(state, f"status {status}")


def test_a_server_that_knows_no_heads_is_asked_for_the_whole():
    both = lambda method: Answer(200 if method == "GET" else 405)  # noqa: E731
    assert outcome("http://host.example/a", a=both).state == "reached"


def test_a_circle_of_redirects_ends():
    assert "redirects" in outcome("http://host.example/a", a=(302, "/a")).note


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.9", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104 (as an address to refuse)
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::",
    ],
)  # fmt: skip
def test_no_machine_that_is_not_public_is_asked(address):
    asked = []
    ask = lambda *words: asked.append(words)  # noqa: E731
    for addresses in ([address], [PUBLIC, address]):
        found = reach("http://host.example/", resolve=at(*addresses), ask=ask)
        assert found == Outcome("broken", "leads to a machine that is not public")
    assert not asked


def test_a_redirect_to_a_private_machine_is_not_followed():
    def resolver(host, port):
        return ["127.0.0.1"] if host == "inside.example" else [PUBLIC]

    found = outcome("http://host.example/a", resolver, a=(302, "http://inside.example/b"))
    assert found.note == "leads to a machine that is not public"


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_twice():
    """The connection goes to the address that was looked at."""
    answers, used = iter([[PUBLIC], ["127.0.0.1"]]), []

    def ask(method, parts, address):
        used.append(address)
        return Answer(405 if method == "HEAD" else 200)

    reach("http://host.example/", resolve=lambda host, port: next(answers), ask=ask)
    assert used == [PUBLIC, PUBLIC]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://host.example/", "http://user:word@host.example/",
        "http://host.example:22/", "http:///nothing", "gopher://x", "http://[::1", "",
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_asked(url):
    assert outcome(url).state == "broken"


def test_a_machine_that_does_not_answer_is_an_outcome_and_no_error():
    def away(method, parts, address):
        raise TimeoutError("timed out")

    found = reach("http://host.example/", resolve=at(PUBLIC), ask=away)
    assert found == Outcome("broken", "TimeoutError: timed out")


def test_a_real_server_is_asked_with_our_name_and_no_body_is_read(monkeypatch):
    seen = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            seen.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    real = socket.create_connection
    here = lambda place, timeout: real(("127.0.0.1", port), timeout)  # noqa: E731
    monkeypatch.setattr(reaching.socket, "create_connection", here)
    found = reach("http://host.example/a?b=c", resolve=at(PUBLIC), ask=reaching.ask("Us/1.0"))
    server.shutdown()
    assert found.state == "reached"
    assert seen == [("HEAD", "/a?b=c", "host.example", "Us/1.0")]
