"""Two processes serve readers while an editor saves: no count disagrees with its list, ever."""

import random
import re
import threading
import urllib.request

import pytest

from catalogue.models import Practice
from tests.factories import make_measure, make_organization, make_practice, make_sector, make_source
from tests.serving import database_url, served
from tests.sizes import count_cases

SAVES = count_cases(20, 200)
KINDS = ["tool", "training", "guidance"]
READERS = 2


@pytest.fixture
def site(transactional_db, tmp_path):
    """Serve the database of this test by two processes, and return the address."""
    with served(tmp_path, workers=2, CATALOGUE_MODE="test", DATABASE_URL=database_url()) as site:
        yield f"http://127.0.0.1:{site.port}"


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
