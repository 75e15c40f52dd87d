"""Bytes that are hardly HTTP, sent to a real server: it answers, never hangs, and goes on."""

import re
import socket

import pytest

from tests.serving import LONG_LIMITS
from tools.installations import create_installation
from tools.servers import HANG, run_gunicorn

HOST = b"Host: 127.0.0.1\r\n"
GET = b"GET /about/ HTTP/1.1\r\n" + HOST
POST = b"POST /about/ HTTP/1.1\r\n" + HOST
REFUSED = {
    "a handshake of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    + b"\0" * 60
    + b"\r\n\r\n",
    "no request line": b"\r\n\r\n\r\n\r\n",
    "a method alone": b"GET\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "an unknown version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a version that is none": b"GET / HTTX\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a method in small letters": b"get / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method with signs": b"G(T / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a blank in the address": b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n",
    "a line that is too long": b"GET /?q=" + b"x" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header that is too long": GET + b"X-Long: " + b"x" * 9000 + b"\r\n\r\n",
    "too many headers": GET + b"".join(b"X-%d: x\r\n" % n for n in range(200)) + b"\r\n",
    "a header without a colon": GET + b"nothing\r\n\r\n",
    "a header without a name": GET + b": x\r\n\r\n",
    "a blank before the colon": GET + b"X-Name : x\r\n\r\n",
    "a name with signs": GET + b"X(Name): x\r\n\r\n",
    "a folded header": GET + b"X-Name: x\r\n y\r\n\r\n",
    "NUL in a header": GET + b"X-Name: a\0b\r\n\r\n",
    "a return alone in a header": GET + b"X-Name: a\rX-Other: b\r\n\r\n",
    "two hosts": GET + b"Host: other.example\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n",
    "a host with signs": b"GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
    "the tunnel of a proxy": b"CONNECT other.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a length below zero": POST + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: x\r\n\r\n",
    "a length with a sign": POST + b"Content-Length: +5\r\n\r\nabcde",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "a list of lengths": POST + b"Content-Length: 5, 6\r\n\r\nabcdef",
    "a length and pieces": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "pieces of an unknown kind": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "pieces twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "the whole site": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "another method": b"DELETE /about/ HTTP/1.1\r\n" + HOST + b"\r\n",
}
ANSWERED = {
    "bytes that are no text": b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in the address": b"GET /%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "way up": b"GET /../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a way up in disguise": b"GET /static/%2e%2e/%2e%2e/config/settings.py HTTP/1.1\r\n"
    + HOST
    + b"\r\n",
    "an address of another site": b"GET http://other.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "two slashes": b"GET //other.example/%2e%2e HTTP/1.1\r\n" + HOST + b"\r\n",
    "a query of bytes": b"GET /practices/?q=\xff\xfe&\xff=1 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a range": GET + b"Range: bytes=0-18446744073709551616\r\n\r\n",
    "a name with a low line": GET + b"Content_Length: 9\r\n\r\n",
    "an old version": b"GET /about/ HTTP/1.0\r\n\r\n",
    "a proxy for scripts": GET + b"Proxy: http://other.example/\r\n\r\n",
    "a cookie with NUL": GET + b'Cookie: sessionid="aaaaaaaaaaaa\\000"\r\n\r\n',
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Run a server with an empty catalogue, and return its port; its log may hold no fault."""
    folder = tmp_path_factory.mktemp("server") / "catalogue"
    installation = create_installation("sqlite", folder, variables=LONG_LIMITS)
    installation.manage("migrate", "--verbosity=0")
    installation.manage("collectstatic", "--noinput", "--verbosity=0")
    log = installation.folder / "server.log"
    with run_gunicorn(installation.environment, log) as server:
        yield server.port
        assert b"200" in send(server.port, GET + b"Connection: close\r\n\r\n")
    assert "Error handling request" not in log.read_text()


def send(port: int, data: bytes) -> bytes:
    """Send bytes, say that there are no more, and return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=HANG) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status(answer: bytes) -> int:
    """Return the status of an answer; 0 where the connection was closed without a word."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(found[1]) if found else 0


def test_what_is_hardly_http_is_refused(server):
    answers = {name: status(send(server, data)) for name, data in REFUSED.items()}
    assert answers.pop("no request line") in (0, 400)
    assert answers.pop("pieces of an unknown kind") == 501
    assert {name: each for name, each in answers.items() if not 400 <= each < 500} == {}


def test_what_is_odd_is_answered_and_leads_nowhere_else(server):
    for name, data in ANSWERED.items():
        answer = send(server, data)
        assert status(answer) in (200, 301, 302, 400, 404), name
        assert b"root:" not in answer
        assert b"SECRET_KEY" not in answer
        assert not re.search(rb"\r\nLocation: (https?:)?//(?!127\.0\.0\.1)", answer), name
