"""What holds of every kind of page of the real records: its weight, and what it says of itself."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.journeys.steps import STATUSES
from tools.inspection.pages import KINDS, create_withdrawn_practice

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000
LOADED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]*? (?:href|src)="/static/([^"]+)"')


@pytest.fixture(scope="module")
def answers(real_records, django_db_blocker):
    """Return the answer of a page of each kind, packed as browsers ask for it."""
    client, found = Client(headers={"accept-encoding": "gzip"}), {}
    with django_db_blocker.unblock():
        create_withdrawn_practice()
        for kind, address in KINDS.items():
            found[kind] = client.get(address, follow=True)
    assert {kind: each.status_code for kind, each in found.items()} == {
        kind: STATUSES.get(kind, 200) for kind in KINDS
    }
    return found


def text_of(answer) -> str:
    packed = answer.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.content) if packed else answer.content).decode()


@cache
def packed_size(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


def test_a_page_with_its_styles_and_scripts_is_light(answers):
    weights = {}
    for kind, answer in answers.items():
        files = LOADED.findall(text_of(answer))
        assert files
        weights[kind] = len(answer.content) + sum(map(packed_size, files))
    assert {kind: weight for kind, weight in weights.items() if weight > MOST_BYTES} == {}


def test_a_page_that_is_found_comes_packed(answers):
    found = {kind: each for kind, each in answers.items() if each.status_code == 200}
    assert [kind for kind, each in found.items() if each["Content-Encoding"] != "gzip"] == []


def test_a_page_says_in_a_sentence_what_it_is(answers):
    for kind, answer in answers.items():
        said = re.findall(r'<meta name="description" content="([^"]*)">', text_of(answer))
        assert [20 <= len(each.strip()) <= 400 for each in said] == [True], kind


def test_what_has_parameters_is_kept_from_robots(answers):
    asked = {kind: each for kind, each in answers.items() if "?" in KINDS[kind]}
    without = '<meta name="robots" content="noindex">'
    assert [kind for kind, each in asked.items() if without not in text_of(each)] == []


def test_a_record_names_its_one_address(answers):
    for kind in ("event", "resolution", "paragraph", "organization", "superseded practice"):
        address = answers[kind].request["PATH_INFO"]
        assert f'<link rel="canonical" href="http://testserver{address}">' in text_of(answers[kind])
