"""What Prometheus is told, where it is asked for: by kinds of pages, at a private address only."""

import re
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from catalogue.operations import metrics
from config import env
from tests.factories import make_practice
from tests.serving import database_url, served
from tools.servers import find_free_port


@pytest.fixture
def site(transactional_db, tmp_path):
    """Serve a catalogue with three practices by two processes that count."""
    for _ in range(3):
        make_practice()
    port = find_free_port()
    with served(
        tmp_path,
        workers=2,
        CATALOGUE_MODE="test",
        DATABASE_URL=database_url(),
        METRICS_ADDRESS=f"127.0.0.1:{port}",
    ) as site:
        site.metrics = f"http://127.0.0.1:{port}/metrics"
        yield site


def told(site) -> dict[str, float]:
    """Return what Prometheus is told: the figures by their names and labels."""
    with urllib.request.urlopen(site.metrics) as answer:  # noqa: S310 (our own server)
        families = text_string_to_metric_families(answer.read().decode())
    return {
        f"{name}{sorted(labels.items())}": value
        for family in families
        for name, labels, value, *_ in family.samples
    }


def value(figures: dict[str, float], name: str, **labels) -> float:
    """Return a figure."""
    return figures[f"catalogue_{name}{sorted(labels.items())}"]


def test_what_all_processes_did_is_added_up(site):
    for _ in range(6):
        site.ask("/practices/?sort=title")
    for path in ("/practices.csv", "/nothing/", "/admin/", "/practices/?sort=nonsense"):
        site.ask(path)
    sign_in(site)
    figures = told(site)
    assert value(figures, "requests_total", page="practice-list", status="200") == 6
    assert value(figures, "requests_total", page="practice-list", status="400") == 1
    assert value(figures, "requests_total", page="practice-list-csv", status="200") == 1
    assert value(figures, "requests_total", page="none", status="404") == 1
    assert value(figures, "requests_total", page="desk", status="302") == 1
    assert value(figures, "request_seconds_count", page="practice-list") == 7
    assert value(figures, "export_rows_total", format="csv") == 3
    assert value(figures, "sign_ins_refused_total") == 1
    made, found = (value(figures, "pages_total", found=where) for where in ("nowhere", "process"))
    assert found >= 4  # each of two processes makes the page itself
    assert made + found >= 7
    assert value(figures, "index_seconds_count", noun="practice", way="made") >= 1
    assert value(figures, "index_updated_timestamp_seconds", noun="practice") > 1.7e9
    assert not [name for name in figures if "nonsense" in name or "/nothing/" in name]


def test_nothing_of_it_is_on_the_public_port(site):
    assert site.ask("/metrics").status == 404
    assert "catalogue_requests" not in site.ask("/metrics").text


def sign_in(site) -> None:
    """Try to sign in with a wrong password."""
    page = site.ask("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    site.ask(
        "/admin/login/",
        "POST",
        f"csrfmiddlewaretoken={token}&username=nobody&password=wrong",
        Cookie=page.headers["set-cookie"].partition(";")[0],
        Content_Type="application/x-www-form-urlencoded",
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/practices/", "practice-list"),
        ("/practices/GP-0001/some-title/", "practice-detail"),
        ("/practices.xlsx", "practice-list-xlsx"),
        ("/health/ready", "health-ready"),
        ("/admin/catalogue/practice/1/change/", "desk"),
        ("/static/css/base.css", "static"),
        ("/wp-login.php", "none"),
    ],
)
def test_a_page_is_named_by_its_kind(path, kind):
    assert metrics.get_page_name(path) == kind


def test_nothing_is_loaded_where_nobody_asked_for_it():
    words = "import django, sys; django.setup(); from config.wsgi import application; "
    words += "print('prometheus_client' in sys.modules, 'redis' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=settings.ROOT, capture_output=True, text=True
    )
    assert done.stdout == "False False\n"


def test_every_figure_is_explained():
    text = (settings.ROOT / "docs/operating.md").read_text()
    explained = set(re.findall(r"`(catalogue_\w+)`", text.partition("| metric |")[2]))
    own = [metric for metric in REGISTRY.collect() if metric.name.startswith("catalogue_")]
    there = {f"{m.name}_total" if m.type == "counter" else m.name for m in own}
    assert explained == there


class TestAddress:
    """The figures are for those who run the server: they stay at a private address."""

    @pytest.mark.parametrize(
        ("raw", "address"),
        [
            ("127.0.0.1:9464", ("127.0.0.1", 9464)),
            ("[::1]:9464", ("::1", 9464)),
            ("10.1.2.3:80", ("10.1.2.3", 80)),
        ],
    )
    def test_one_that_is_private_is_taken(self, raw, address):
        assert env.private_address(raw) == address

    @pytest.mark.parametrize(
        "raw", ["0.0.0.0:9464", "[::]:9464", ":9464", "9464", "1.1.1.1:80", "127.0.0.1", "x:1"]
    )
    def test_another_one_stops_the_start(self, raw, monkeypatch):
        monkeypatch.setenv("METRICS_ADDRESS", raw)
        with pytest.raises(ImproperlyConfigured, match="METRICS_ADDRESS"):
            env.read_setting("METRICS_ADDRESS", None, parse=env.private_address)
