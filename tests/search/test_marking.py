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

from catalogue.changelog.queries import current_version
from catalogue.core.folding import fold_for_search, fold_text
from catalogue.core.stemming import stem_word
from catalogue.db.search.phrases import Phrase
from catalogue.search.highlight import compile_terms, find_spans, highlight_spans, read_words
from catalogue.search.queries import get_plan
from catalogue.search.query_parser import parse_query
from tests.factories import make_organization, make_practice, make_sector


def mark(text: str, groups) -> str:
    """Return a text with groups of phrases marked in it."""
    return highlight_spans(text, find_spans(text, compile_terms(groups)))


def mark_search(text: str, typed: str) -> str:
    """Return a text with a search marked in it."""
    return mark(text, get_plan(parse_query(typed), current_version()).groups)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("protection", "<mark>Protecting</mark> Köln’s stadiums"),
        ("koln", "Protecting <mark>Köln</mark>’s stadiums"),
        ("stad", "Protecting Köln’s <mark>stadiums</mark>"),
        ('"stad"', "Protecting Köln’s stadiums"),
        ('"protect köln"', "<mark>Protecting Köln</mark>’s stadiums"),
        ("koln protect", "<mark>Protecting</mark> <mark>Köln</mark>’s stadiums"),
        ("koln's-stad", "Protecting <mark>Köln’s stadiums</mark>"),
        ("protect -stadiums", "<mark>Protecting</mark> Köln’s stadiums"),
        ("-stadiums", "Protecting Köln’s stadiums"),
        ("?!", "Protecting Köln’s stadiums"),
    ],
)
def test_words_are_marked_as_they_are_found(typed, expected):
    assert mark_search("Protecting Köln’s stadiums", typed) == expected


@pytest.mark.django_db
def test_other_names_are_marked_too():
    add = make_sector(label="Retail").other_names.create
    add(name="shopping mall")
    assert mark_search("Retail, and shopping malls", "retail") == (
        "<mark>Retail</mark>, and <mark>shopping malls</mark>"
    )


def test_accents_that_are_signs_of_their_own_belong_to_their_letter():
    groups = [(Phrase(("securite",)),)]
    assert mark("Se\u0301curite\u0301 now", groups) == "<mark>Se\u0301curite\u0301</mark> now"


def test_each_character_of_a_name_without_blanks_is_a_word():
    assert mark("在北京市开会", [(Phrase(("北", "京")),)]) == "在<mark>北京</mark>市开会"


SIGNS = "aAsbé\u0301ßœØйи\u0306北京あがㄱ가'’`\u00b4_-–. \n\u00ad\u200bﬁ½٣ءَ<&\"²"


@given(st.text(alphabet=SIGNS) | st.text(alphabet="aAs'`_- .b1"))
def test_the_words_of_a_text_are_those_of_search_and_stand_where_they_begin(text):
    words = read_words(text)
    assert " ".join(words.folded) == fold_for_search(text)
    for word, start, end in zip(words.folded, words.starts, words.ends, strict=True):
        assert start < end
        assert word in fold_for_search(text[start:end])


WORDS = st.sampled_from(["port", "ports", "airport", "a", "ab"])
PHRASES = st.builds(
    Phrase,
    st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    is_exact=st.booleans(),
    is_beginning=st.booleans(),
)


def is_at(phrase: Phrase, words: list[str]) -> bool:
    """Return True if words begin with a phrase; the slow, obvious way."""
    size = len(phrase.words)
    if len(words) < size:
        return False
    if phrase.is_beginning:
        before, last = list(phrase.words[:-1]), phrase.words[-1]
        return words[: size - 1] == before and words[size - 1].startswith(last)
    form = str if phrase.is_exact else stem_word
    return list(map(form, words[:size])) == list(map(form, phrase.words))


@given(st.lists(WORDS, max_size=12), st.lists(st.lists(PHRASES, max_size=3).map(tuple), max_size=3))
def test_the_longest_phrase_is_marked_from_where_it_begins(words, groups):
    expected, place = [], 0
    while place < len(words):
        sizes = [len(p.words) for group in groups for p in group if is_at(p, words[place:])]
        size = max(sizes, default=0)
        piece = " ".join(words[place : place + max(size, 1)])
        expected.append(f"<mark>{piece}</mark>" if size else piece)
        place += max(size, 1)
    assert mark(" ".join(words), groups) == " ".join(expected)


@given(st.text(alphabet="<>&\"'ab -\n"), st.lists(PHRASES).map(tuple))
def test_a_text_comes_out_escaped(text, group):
    html = mark(text, [group]).replace("<mark>", "").replace("</mark>", "")
    for sign in "<>\"'":
        assert sign not in html


def test_a_word_begins_as_its_stem_does():
    """A line without these letters is not read word by word (`first_letters`)."""
    endings = [
        "",
        "s",
        "es",
        "ies",
        "ed",
        "ing",
        "y",
        "ation",
        "ational",
        "ibility",
        "ably",
        "logy",
    ]
    texts = (settings.ROOT / "fixtures" / "practices.yaml").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z]+", fold_text(texts)))
    words |= {word[:6] + ending for word in words for ending in endings}
    for word in words:
        (letters,) = compile_terms([(Phrase((word,)),)]).first_letters
        assert f" {word}".startswith(letters), word


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
