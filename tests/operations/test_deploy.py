"""The examples in deploy/ work: nginx before gunicorn in production mode, and the units."""

import re
import shutil
import ssl
import subprocess
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import get_commands

from catalogue.imports.refusals import MAX_FILE_BYTES
from tests.operations.proxy import EXAMPLE, NAME, nginx
from tests.serving import environment, served
from tools.installations import Installation

UNITS = settings.ROOT / "deploy/systemd"
#: What every answer carries, also those of nginx itself.
HEADERS = {
    "strict-transport-security",
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
}


def list_missing_headers(answer, names=HEADERS) -> list[str]:
    """Return the headers that an answer does not carry."""
    return sorted(names - answer.headers.keys())


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """Have a catalogue in production with made-up records; return its folder and environment."""
    folder = tmp_path_factory.mktemp("production")
    more = {
        "CATALOGUE_MODE": "production",
        "DATABASE_URL": f"sqlite:///{folder / 'catalogue.sqlite3'}",
        "ALLOWED_HOSTS": NAME,
    }
    installation = Installation("", folder, variables=environment(folder, **more))
    installation.fill(10)
    installation.manage("collectstatic", "--no-input", "--verbosity=0")
    return folder, more


@pytest.fixture(scope="module")
def gunicorn(production):
    """Serve it with gunicorn alone."""
    folder, more = production
    with served(folder, **more) as site:
        yield site


@pytest.fixture
def site(gunicorn, tmp_path):
    """Serve it through nginx as well; return it by https."""
    with nginx(tmp_path, gunicorn.port) as (tls, _plain):
        yield tls


@pytest.mark.nginx
def test_who_comes_without_tls_is_sent_on(gunicorn, tmp_path):
    with nginx(tmp_path, gunicorn.port) as (_tls, plain):
        moved = plain.ask("/practices/?sort=title")
    assert moved.status == 301
    assert list_missing_headers(moved, HEADERS - {"strict-transport-security"}) == []
    assert "strict-transport-security" not in moved.headers  # RFC 6797, 7.2
    assert moved.headers["location"] == f"https://{NAME}/practices/?sort=title"


@pytest.mark.nginx
def test_readers_are_served_through_the_proxy(site):
    page = site.ask("/practices/", X_Request_ID="forged-by-a-reader")
    assert "Synthetic" in page.text
    assert "max-age=31536000" in page.headers["strict-transport-security"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert re.fullmatch("[0-9a-f]{32}", page.headers["x-request-id"])
    assert site.ask("/practices/", If_None_Match=page.headers["etag"]).status == 304
    assert "Synthetic" in site.ask("/practices.csv").text
    assert site.ask("/health/ready").json["ready"] is True


@pytest.mark.nginx
@pytest.mark.parametrize("path", ["/", "/practices.csv", "/nothing/", "/admin/login/", "style"])
def test_what_the_catalogue_answers_has_each_header_once(site, path):
    if path == "style":
        path = re.search(r'href="(/static/css/[^"]+\.css)"', site.ask("/").text)[1]
    for _first_and_cached in range(2):
        connection = site.connect()
        connection.request("GET", path, headers=site.headers)
        names = [name.lower() for name, _value in connection.getresponse().getheaders()]
        connection.close()
        assert {name: names.count(name) for name in HEADERS} == dict.fromkeys(HEADERS, 1)


@pytest.mark.nginx
@pytest.mark.parametrize(
    ("status", "request_parts"),
    [
        (400, {"path": "/", "Content_Length": "many"}),
        (405, {"path": "/", "method": "TRACE"}),
        (413, {"path": "/admin/login/", "method": "POST", "Content_Length": str(10**9)}),
        (414, {"path": "/" + "a" * 8_200}),
    ],
)
def test_what_nginx_answers_itself_carries_the_headers_too(site, status, request_parts):
    answer = site.ask(**request_parts)
    assert (answer.status, list_missing_headers(answer)) == (status, [])


@pytest.mark.nginx
def test_signing_in_believes_the_proxy_and_no_browser(site, gunicorn):
    form = site.ask("/admin/login/")
    assert form.headers["set-cookie"].startswith("__Host-csrftoken=")
    assert "; Secure" in form.headers["set-cookie"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    answer = site.ask(
        "/admin/login/",
        "POST",
        f"csrfmiddlewaretoken={token}&username=nobody&password=wrong",
        Cookie=form.headers["set-cookie"].partition(";")[0],
        Content_Type="application/x-www-form-urlencoded",
        Referer=f"https://{NAME}/admin/login/",
        X_Forwarded_For="203.0.113.9",
        X_Forwarded_Proto="http",
    )
    assert answer.status == 200
    assert "Sign-in as 'nobody' refused from 127.0.0.1" in gunicorn.log.read_text()


@pytest.mark.nginx
def test_a_name_that_is_not_ours_gets_no_certificate(site):
    with pytest.raises(ssl.SSLError):
        replace(site, headers={"Host": "other.example.org"}).ask("/")


@pytest.mark.nginx
def test_who_asks_for_one_selection_after_the_other_waits_and_plain_pages_do_not(site):
    answers = [site.ask(f"/practices/?page={n}") for n in range(1, 71)]
    late = [answer for answer in answers if answer.status == 429]
    assert late
    assert late[0].headers["retry-after"] == "5"
    assert "Please wait" in late[0].text
    assert list_missing_headers(late[0]) == []
    assert {site.ask("/practices/").status for _ in range(70)} == {200}


@pytest.mark.nginx
@pytest.mark.parametrize(
    "path", ["login/", "confirm/", "password/", "password_change/", "auth/user/add/", "//login/"]
)
def test_forms_with_a_password_are_limited_and_pages_beside_them_are_not(site, path):
    answers = [site.ask(f"/admin/{path}", "POST") for _ in range(30)]
    late = [answer for answer in answers if answer.status == 429]
    assert len(late) == 9
    assert late[0].headers["retry-after"] == "5"
    assert "sign-ins" in late[0].text
    assert list_missing_headers(late[0]) == []
    assert {site.ask("/admin/login/").status for _ in range(30)} == {200}
    assert site.ask("/admin/logout/", "POST").status == 403


@pytest.mark.nginx
def test_an_import_fits_and_what_is_larger_does_not(site):
    (most,) = re.findall(r"client_max_body_size (\d+)m;", EXAMPLE.read_text())
    assert MAX_FILE_BYTES < int(most) << 20 <= MAX_FILE_BYTES * 1.1
    too_large = str((int(most) << 20) + 1)
    assert site.ask("/admin/login/", "POST", b"x", Content_Length=too_large).status == 413


@pytest.mark.nginx
def test_without_gunicorn_it_is_said_when_to_come_back_and_styles_are_kept(production, tmp_path):
    folder, more = production
    with served(folder, **more) as gunicorn, nginx(tmp_path, gunicorn.port) as (site, _plain):
        style = re.search(r'href="(/static/css/[^"]+\.css)"', site.ask("/").text)[1]
        before = site.ask(style)
        assert "immutable" in before.headers["cache-control"]
        assert "content-security-policy" in before.headers
        gunicorn.server.stop()
        away = site.ask("/practices/")
        assert (away.status, away.headers["retry-after"]) == (503, "10")
        assert "away for a moment" in away.text
        assert list_missing_headers(away) == []
        assert site.ask(style).body == before.body


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Lay out the units as they would be installed."""
    folder = tmp_path_factory.mktemp("root")
    shutil.copytree("/usr/lib/systemd/system", folder / "usr/lib/systemd/system", symlinks=True)
    shutil.copytree(UNITS, folder / "etc/systemd/system")
    for program in ("srv/catalogue/.venv/bin/python", "usr/bin/find"):
        (folder / program).parent.mkdir(parents=True, exist_ok=True)
        (folder / program).touch(0o755)
    return folder


def names() -> list[str]:
    """Return the units as systemd knows them; one of a pattern with a command in it."""
    found = sorted(path.name for path in UNITS.glob("catalogue-*.*") if path.is_file())
    return [name.replace("@.", "@cleanup.") for name in found]


@pytest.mark.systemd
def test_the_units_are_understood(root):
    words = ["systemd-analyze", "verify", f"--root={root}", "--man=no", *names()]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.systemd
@pytest.mark.parametrize("name", [name for name in names() if name.endswith(".service")])
def test_a_service_may_do_little(root, name):
    words = ["systemd-analyze", "security", "--offline=true", f"--root={root}"]
    done = subprocess.run([*words, "--threshold=15", name], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_units_run_exists():
    started = []
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            text = path.read_text()
            started += re.findall(r"manage\.py (\w+)|catalogue-command@(\w+)\.service$", text, re.M)
    commands = {name for pair in started for name in pair if name}
    assert commands >= {"backup", "cleanup", "check_links"}
    assert commands <= set(get_commands())
