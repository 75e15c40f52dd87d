"""The real server as production runs it: what only a process of its own shows."""

import http.client
import os
import re
import socket
from urllib.parse import urlencode

import pytest

from tests.operations.test_headers import lacking
from tests.serving import LONG_LIMITS
from tools.installations import create_installation
from tools.servers import HANG, run_gunicorn, wait_until

KIND = "sqlite" if os.environ["DATABASE_URL"].startswith("sqlite") else "postgresql"
SERVER = os.environ["DATABASE_URL"]
HOST = "catalogue.example.org"
HTTPS = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/admin/login/"}
PASSWORD = "brick lantern orchid quay"
MAKE = (
    "from django.contrib.auth.models import User;"
    f"User.objects.create_superuser('admin', password='{PASSWORD}')"
)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Return a catalogue that is set up, with an administrator."""
    folder = tmp_path_factory.mktemp("production") / "var"
    there = create_installation(KIND, folder, SERVER, variables=LONG_LIMITS)
    for words in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"]):
        there.manage(*words)
    there.manage("shell", "-c", MAKE)
    return there


@pytest.fixture(scope="module")
def port(installation):
    """Run the server in production mode, and return where it listens."""
    environment = installation.environment | {
        "CATALOGUE_MODE": "production",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "SECURITY_CONTACT": "mailto:a@example.org",
    }
    with run_gunicorn(environment, installation.folder / "server.log", workers=1) as server:
        yield server.port


def ask(port, path, method="GET", headers=HTTPS, body=None):
    """Send one request; return status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG)
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


class Carrying(dict):
    """Headers as the checks of other tests read them."""

    @property
    def headers(self):
        """Return the names."""
        return self


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/practices/", 200), ("/practices.csv", 200), ("/nothing/", 404),
        ("/admin/", 302), ("/admin/login/", 200), ("/health/ready", 200), ("/robots.txt", 200),
        ("/practices", 301), ("/static/nothing.css", 404), ("/.well-known/security.txt", 200),
    ],
)  # fmt: skip
def test_every_answer_over_https_carries_all_headers(port, path, status):
    found, headers, _text = ask(port, path)
    assert (found, lacking(Carrying(headers.items()))) == (status, [])
    assert headers.get("Server") in (None, "gunicorn")  # no version


def test_what_is_refused_carries_them_too(port):
    refused = {
        400: ask(port, "/", headers=HTTPS | {"Host": "elsewhere.example"}),
        403: ask(port, "/admin/login/", "POST"),
        405: ask(port, "/", "TRACE"),
        413: ask(port, "/admin/login/", "POST", HTTPS | {"Content-Length": str(10**8)}),
    }
    assert {status: found[0] for status, found in refused.items()} == {s: s for s in refused}
    assert [lacking(Carrying(found[1].items())) for found in refused.values()] == [[]] * 4
    assert "elsewhere.example" not in refused[400][2]


def test_over_http_a_browser_is_led_to_https_and_a_watchdog_is_answered(port):
    status, headers, _text = ask(port, "/about/", headers={"Host": HOST})
    assert (status, headers["Location"]) == (301, f"https://{HOST}/about/")
    assert ask(port, "/health/live", headers={"Host": HOST})[0] == 200


def test_cookies_are_bound_to_the_host_and_to_https_and_only_the_desk_has_any(port):
    for path in ("/", "/nothing/", "/practices/", "/practices.csv", "/static/nothing.css"):
        assert ask(port, path)[1].get_all("Set-Cookie") is None, path
    cookies = ask(port, "/admin/login/")[1].get_all("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("__Host-csrftoken=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookies[0]
    assert "Domain" not in cookies[0]
    assert "Max-Age" not in cookies[0]


def sign_in(port, code):
    """Sign in as the administrator and return the cookies that come with it."""
    _status, headers, page = ask(port, "/admin/login/")
    cookie = headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    words = {"username": "admin", "password": PASSWORD, "code": code}
    sent = urlencode(words | {"csrfmiddlewaretoken": token})
    form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _status, headers, text = ask(port, "/admin/login/", "POST", HTTPS | form, sent)
    return [each for each in headers.get_all("Set-Cookie") or [] if "sessionid" in each], text


def cause_message(port, session):
    """Do at the desk what is confirmed by a message; return the names of all cookies set."""
    _status, first, page = ask(port, "/admin/account/", headers=HTTPS | {"Cookie": session})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    cookie = f"{session}; {first['Set-Cookie'].partition(';')[0]}"
    form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    sent = urlencode({"csrfmiddlewaretoken": token})
    status, second, _text = ask(port, "/admin/account/", "POST", HTTPS | form, sent)
    assert status == 302
    _status, third, page = ask(port, "/admin/account/", headers=HTTPS | {"Cookie": cookie})
    assert "0 sessions were ended." in page
    found = [each.get_all("Set-Cookie") or [] for each in (first, second, third)]
    return {cookie.partition("=")[0] for cookies in found for cookie in cookies}


def test_the_first_administrator_is_enrolled_by_a_command_and_needs_the_code(port, installation):
    cookies, text = sign_in(port, "")
    assert cookies == []
    assert "ask an administrator" in text
    code = installation.manage("enrol_second_factor", "admin").split()[-1]
    cookies, _text = sign_in(port, code)
    assert re.fullmatch(r"__Host-sessionid=\w{32}; .*", cookies[0])
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800"):
        assert word in cookies[0]
    headers = HTTPS | {"Cookie": cookies[0].partition(";")[0]}
    assert ask(port, "/admin/", headers=headers)[0] == 200
    names = cause_message(port, headers["Cookie"])
    assert names >= {"__Host-csrftoken"}
    assert all(name.startswith("__Host-") for name in names)
    assert sign_in(port, code)[0] == []
    assert installation.manage("end_sessions", "admin") == "Sessions ended: 1.\n"
    assert ask(port, "/admin/", headers=headers)[0] == 302


def test_no_log_has_what_an_invitation_lets_one_do(port, installation):
    """The access log of gunicorn has its real format."""
    log = installation.folder / "server.log"
    _address, _hash, code = installation.manage("invite", "admin").strip().partition("#")
    _status, headers, page = ask(port, "/admin/password/")
    cookies = [headers["Set-Cookie"].partition(";")[0]]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def send(path, referer, **words):
        sent = urlencode(words | {"csrfmiddlewaretoken": token})
        form = {"Cookie": "; ".join(cookies), "Content-Type": "application/x-www-form-urlencoded"}
        return ask(port, path, "POST", HTTPS | form | {"Referer": referer}, sent)

    status, headers, _text = send("/admin/password/", HTTPS["Referer"], code=code)
    assert status == 302
    cookies += [each.partition(";")[0] for each in headers.get_all("Set-Cookie")]
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    status, _headers, _text = send(headers["Location"], HTTPS["Referer"], **chosen)
    assert status == 302
    request = f'"POST {headers["Location"]} HTTP/1.1" 302'
    wait_until(lambda: request in log.read_text(), log.read_text)  # written after the answer
    assert "admin chose a password by a link." in log.read_text()
    assert code.partition("/")[2] not in log.read_text()


NAMES = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\n"


@pytest.mark.parametrize(
    "head",
    [
        f"POST / HTTP/1.1\r\n{NAMES}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        f"POST / HTTP/1.1\r\n{NAMES}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        f"POST / HTTP/1.1\r\n{NAMES}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: other.example\r\n{NAMES}\r\n",
        f"GET / HTTP/1.1\r\n{NAMES}X-Bad : 1\r\n\r\n",
        f"GET / HTTP/1.1\r\n{NAMES}X-Long: {'a' * 9000}\r\n\r\n",
    ],
    ids=["both lengths", "two lengths", "unknown coding", "two hosts", "blank in a name", "long"],
)
def test_a_message_that_two_servers_could_read_differently_is_refused(port, head):
    with socket.create_connection(("127.0.0.1", port), timeout=HANG) as connection:
        connection.sendall(head.encode())
        assert re.match(rb"HTTP/1.1 (400|431|501) ", connection.recv(200))
