"""The new format TSV is offered on every list, answers, and is documented."""

import pytest
from django.conf import settings
from django.test import Client

from tests.exports.test_formats import *  # noqa: F403  (what holds for every format)
from tests.factories import make_event, make_practice

pytestmark = pytest.mark.django_db


def test_it_is_offered_on_the_page_of_every_list():
    make_practice()
    make_event()
    for path in ("/practices/", "/events/", "/organizations/"):
        page = Client().get(path).content.decode()
        assert f'href="{path[:-1]}.tsv"' in page


def test_it_answers_with_the_chosen_columns():
    practice = make_practice(title="A drill")
    answer = Client().get("/practices.tsv", {"columns": "code,title"})
    assert answer["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    assert answer.getvalue().decode() == f"code\ttitle\n{practice.code}\tA drill\n"


def test_it_is_documented():
    text = (settings.ROOT / "docs/data.md").read_text()
    assert "| `.tsv` | text with tabs |" in text
