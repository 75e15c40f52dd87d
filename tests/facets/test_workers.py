"""Two processes serve readers while an editor saves: no count disagrees with its list, ever."""

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from catalogue.models import Practice
from tests.factories import make_measure, make_organization, make_practice, make_sector, make_source

SAVES = 200 if os.environ.get("CI") == "true" else 40
KINDS = ["tool", "training", "guidance"]
READERS = 2


def database_url() -> str:
    """Return the address of the database of this test, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = quote(facts["HOST"] or "localhost", safe=""), facts["PORT"] or 5432
    secret = f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'])}{secret}@{host}:{port}/{facts['NAME']}"


@pytest.fixture
def site(transactional_db):
    """Serve the database of this test by two processes, and return the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listen = ["-w", "2", "--threads", "2", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", *listen],
        cwd=settings.ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/accessibility/", server)
    yield address
    server.terminate()
    server.wait()


def wait_for(address: str, server) -> None:
    """Wait until the server answers; fail when it ends instead."""
    for _ in range(200):
        assert server.poll() is None, "the server did not start"
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 (our own server)
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def look(site: str, kind: str) -> tuple[int, int, int]:
    """Return what a page says of a kind: records by the headline, by the facet, and on the list."""
    with urllib.request.urlopen(f"{site}/practices/?kind={kind}&per_page=100") as answer:  # noqa: S310
        html = answer.read().decode()
    headline = int(re.search(r'class="count">\s*(\d+)', html)[1])
    facet = re.search(rf'value="{kind}" checked>.*?<span class="number">(\d+)<', html, re.DOTALL)
    return headline, int(facet[1]), html.count("<article")


def make_catalogue() -> list[Practice]:
    """Make thirty practices that share what they rest on."""
    shared = {
        "sectors": [make_sector()],
        "measures": [make_measure()],
        "organizations": [make_organization()],
        "sources": [make_source()],
    }
    return [make_practice(kind=KINDS[n % 3], **shared) for n in range(30)]


def change(practice: Practice, chance: random.Random) -> None:
    """Save a change that moves a record between lists, or out of them all."""
    practice.kind = chance.choice(KINDS)
    practice.status = chance.choice(["published", "published", "draft"])
    practice.save()


def test_readers_and_an_editor(site):
    practices, chance = make_catalogue(), random.Random(1)
    stop, wrong, seen = threading.Event(), [], []

    def read(seed):
        own = random.Random(seed)
        while not stop.is_set():
            numbers = look(site, own.choice(KINDS))
            seen.append(numbers)
            if len(set(numbers)) != 1:
                wrong.append(numbers)

    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(SAVES):
            change(chance.choice(practices), chance)
            kind = chance.choice(KINDS)
            expected = Practice.objects.published().filter(kind=kind).count()
            assert look(site, kind) == (expected, expected, expected)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert len(seen) > SAVES / 4
