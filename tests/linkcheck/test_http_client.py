"""One address is asked over the wire: of the very machine that was judged, and not for ever."""

import socket
import ssl
from contextlib import suppress
from http.client import HTTPException

import pytest

from catalogue.linkcheck import http_client
from catalogue.linkcheck.http_client import (
    HostUnavailable,
    HttpClient,
    UrlRefused,
    parse_allowed_url,
)
from tests.linkcheck.web import PUBLIC, LocalClient, serving


def ask(opener, url="http://host.example/a", method="HEAD", most=0):
    return opener.send(method, parse_allowed_url(url), most)


def test_a_site_learns_who_asks_and_for_what():
    with serving({"/a?b=%C3%A4": (200, {"Content-Length": "0"})}) as server:
        assert ask(LocalClient(server), "http://host.example/a?b=ä#c").status == 200
        ((method, path, headers),) = server.asked
    assert (method, path) == ("HEAD", "/a?b=%C3%A4")
    assert headers["Host"] == "host.example"
    assert headers["User-Agent"] == "Us/1.0 (+https://us.example/)"


def test_a_redirect_is_told_and_not_followed():
    there = {"Location": "/wo/ä".encode().decode("latin-1"), "Retry-After": "7"}
    with serving({"/a": (302, there)}) as server:
        answer = ask(LocalClient(server))
        assert len(server.asked) == 1
    assert (answer.status, answer.location, answer.retry_after) == (302, "/wo/ä", "7")


def test_only_the_beginning_of_a_page_is_read():
    def endless(page):
        page.send_response(200)
        page.end_headers()
        page.wfile.write(b"x" * 1000)

    with serving({"/a": endless}) as server:
        assert ask(LocalClient(server), method="GET", most=10).body == b"x" * 10
        assert ask(LocalClient(server), method="GET").body == b""


def test_the_machine_that_was_judged_is_the_one_that_is_asked():
    """A name that answers otherwise the second time leads nowhere else: it is asked only once."""
    names = iter([[PUBLIC], ["127.0.0.1"]])
    with serving({"/a": (200, {})}) as server:
        opener = LocalClient(server)
        opener.resolve = lambda host, port: next(names)
        assert ask(opener).status == 200
        assert opener.dialled == [PUBLIC]
        with pytest.raises(UrlRefused):
            ask(opener)
        assert opener.dialled == [PUBLIC]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]"]
)
def test_this_machine_is_refused_however_it_is_written(host):
    opener = HttpClient("Us/1.0")
    opener.connect = lambda address, port: pytest.fail(f"{address} was dialled")
    with pytest.raises((UrlRefused, HostUnavailable)):
        ask(opener, f"http://{host}/")


def test_another_machine_of_a_host_is_tried_where_the_first_takes_no_connection():
    with serving({"/a": (200, {})}) as server:
        opener, real = LocalClient(server, ("2606:2800::1", PUBLIC)), LocalClient(server).connect

        def connect(address, port):
            if address != PUBLIC:
                raise OSError("Network is unreachable")
            return real(address, port)

        opener.connect = connect
        assert ask(opener).status == 200


def test_a_host_that_is_not_there_is_told_apart_from_one_that_says_nothing():
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    def hangs_up(page):
        page.close_connection = True

    with serving({"/a": hangs_up}) as server:
        opener = LocalClient(server)
        with pytest.raises(OSError, match="closed connection"):
            ask(opener)
        opener.resolve = unknown
        with pytest.raises(HostUnavailable, match="Name or service not known"):
            ask(opener)
    with pytest.raises(HostUnavailable, match="refused"):
        ask(LocalClient(server))  # nobody listens any longer


def test_an_answer_that_trickles_is_ended(monkeypatch):
    """Each byte comes in time, and all of them together do not."""
    monkeypatch.setattr(http_client, "MAX_REQUEST_SECONDS", 0.3)

    def trickles(page):
        """Announce an answer again and again, until the other side has gone."""
        with suppress(OSError):
            while True:
                page.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        page.close_connection = True

    with serving({"/a": trickles}) as server, pytest.raises((OSError, HTTPException)):
        ask(LocalClient(server))


class Handshaking(socket.socket):
    """A socket that can be told to shake hands, and does not."""

    do_handshake = socket.socket.fileno


class Context(ssl.SSLContext):
    """Remembers for which names connections are made safe, and leaves them as they are."""

    def wrap_socket(self, sock, *, server_hostname, **options):
        self.names = [*getattr(self, "names", []), server_hostname]
        wrapped, patience = Handshaking(fileno=sock.fileno()), sock.gettimeout()
        sock.detach()
        wrapped.settimeout(patience)
        return wrapped


def test_a_safe_connection_is_made_for_the_name_of_the_host():
    with serving({"/a": (200, {})}) as server:
        opener = LocalClient(server)
        opener.context = Context(ssl.PROTOCOL_TLS_CLIENT)
        assert ask(opener, "https://host.example/a").status == 200
        assert server.asked[0][2]["Host"] == "host.example"
    assert opener.context.names == ["host.example"]


def test_certificates_are_looked_at():
    context = HttpClient("Us/1.0").context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    with serving({}) as server, pytest.raises(ssl.SSLError):
        ask(LocalClient(server), "https://host.example/a")
