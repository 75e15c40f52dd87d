"""What was found is marked, and nothing of a record is ever markup."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalogue.core.folding import fold_text
from catalogue.search.highlight import (
    compile_terms,
    find_spans,
    highlight_spans,
    stem_word,
)
from catalogue.search.query_parser import parse_query
from tests.factories import make_organization, make_practice, make_sector


def mark(text: str, typed: str) -> str:
    """Return a text with a search marked in it."""
    return highlight_spans(text, find_spans(text, compile_terms(parse_query(typed))))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("protection", "<mark>Protecting</mark> Köln’s stadiums"),
        ("koln", "Protecting <mark>Köln</mark>’s stadiums"),
        ("stad", "Protecting Köln’s <mark>stadiums</mark>"),
        ('"stad"', "Protecting Köln’s stadiums"),
        ('"protect köln"', "<mark>Protecting Köln</mark>’s stadiums"),
        ("koln protect", "<mark>Protecting</mark> <mark>Köln</mark>’s stadiums"),
        ("koln-s-stad", "Protecting <mark>Köln’s stadiums</mark>"),
        ("protect -stadiums", "<mark>Protecting</mark> Köln’s stadiums"),
        ("-stadiums", "Protecting Köln’s stadiums"),
        ("?!", "Protecting Köln’s stadiums"),
    ],
)
def test_words_are_marked_as_they_are_found(typed, expected):
    assert mark("Protecting Köln’s stadiums", typed) == expected


def test_accents_that_are_signs_of_their_own_belong_to_their_letter():
    assert mark("Se\u0301curite\u0301 now", "securite") == "<mark>Se\u0301curite\u0301</mark> now"


@given(st.text(alphabet="<>&\"'ab -\n"), st.text(alphabet='ab -"<'))
def test_a_text_comes_out_escaped(text, typed):
    html = mark(text, typed).replace("<mark>", "").replace("</mark>", "")
    for sign in "<>\"'":
        assert sign not in html


@pytest.mark.django_db
class TestCards:
    """The cards of a list."""

    def test_title_and_summary_carry_marks(self):
        make_practice(title="Drones & ports", summary="A port is <b>watched</b>.")
        html = Client().get("/practices/?q=ports").text
        assert "Drones &amp; <mark>ports</mark></a>" in html
        assert "A <mark>port</mark> is &lt;b&gt;watched&lt;/b&gt;." in html
        assert 'class="excerpt"' not in html

    def test_another_field_is_quoted_with_its_name(self):
        body = make_organization(name="Harbour Board", acronym="HB")
        text = f"{'It begins. ' * 50}\n{'Before it. ' * 30}A <i>crane</i>. {'After it. ' * 30}"
        make_practice(title="Gates", organizations=[body], limits=text)
        html = Client().get("/practices/?q=gates+crane").text
        assert "<mark>Gates</mark>" in html
        assert 'class="excerpt-field">Limits and risks:</span>' in html
        assert "&lt;i&gt;<mark>crane</mark>&lt;/i&gt;" in html
        assert "… Before it." in html
        assert "It begins" not in html
        html = Client().get("/practices/?q=harbour").text
        assert 'class="excerpt-field">Organizations:</span>' in html
        assert "<mark>Harbour</mark> Board · HB</span>" in html

    def test_a_card_without_words_has_no_marks(self):
        make_practice(title="Drones", sectors=[make_sector(label="Ports")])
        assert "<mark>" in Client().get("/practices/?q=drones").text
        assert "<mark>" not in Client().get("/practices/").text
        assert "<mark>" not in Client().get("/practices/?q=-tanks").text

    def test_markup_in_a_title_stays_text(self):
        make_practice(title="<script>alert(1)</script> drones")
        for path in ("/practices/?q=script", "/practices/?q=drones", "/search/?q=script"):
            html = Client().get(path).text
            assert "<script>" not in html, path
            assert "&lt;<mark>script</mark>&gt;" in html or "&lt;script&gt;" in html, path


def test_stems_are_the_same_where_many_readers_search_at_once():
    words = [f"{word}{number}" for number in "abcdefgh" for word in ("generaliz", "protecting")]
    words = [f"{word}{ending}" for word in words for ending in ("ations", "ing", "ness", "fully")]
    stem_word.cache_clear()
    alone = [stem_word(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as readers:
            for _ in range(20):
                stem_word.cache_clear()
                assert list(readers.map(stem_word, words)) == alone
    finally:
        sys.setswitchinterval(before)
        stem_word.cache_clear()


@pytest.mark.django_db
def test_stems_are_those_of_the_database():
    texts = (settings.ROOT / "fixtures" / "practices.yaml").read_text(encoding="utf-8")
    words = {fold_text(word) for word in re.findall(r"[A-Za-z]{3,}", texts)}
    with connection.cursor() as cursor:
        known = STEMS[connection.vendor](cursor, sorted(words))
    assert len(words) > 3000
    assert {word: stem_word(word) for word in words} == known


def of_sqlite(cursor, words):
    """Return the stem of each word as FTS5 makes it."""
    cursor.execute(
        "CREATE VIRTUAL TABLE temp.porter USING fts5(w, tokenize='porter unicode61', detail=none)"
    )
    cursor.executemany("INSERT INTO temp.porter VALUES (%s)", [[word] for word in words])
    cursor.execute("CREATE VIRTUAL TABLE temp.stems USING fts5vocab(temp, porter, 'instance')")
    cursor.execute("SELECT doc, term FROM temp.stems")
    stems = {words[row - 1]: term for row, term in cursor.fetchall()}
    cursor.execute("DROP TABLE temp.stems")
    cursor.execute("DROP TABLE temp.porter")
    return stems


def of_postgresql(cursor, words):
    """Return the stem of each word as PostgreSQL makes it."""
    stem = "(ts_lexize('catalogue_porter', catalogue_stemmable(word)))[1]"
    cursor.execute(f"SELECT word, {stem} FROM unnest(%s) word", [words])  # noqa: S608
    return dict(cursor.fetchall())


STEMS = {"sqlite": of_sqlite, "postgresql": of_postgresql}
