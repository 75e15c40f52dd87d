"""Texts are compared in one form, however they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.core.folding import SIGNS, fold_for_search, fold_name, fold_text

#: What the words of each text are, in the form in which they are compared.
NAMES = {
    "Côte d’Ivoire": "cote d ivoire", "COTE D'IVOIRE": "cote d ivoire",
    "Cote d`Ivoire": "cote d ivoire", "Côte dʼIvoire": "cote d ivoire",
    "Co\u0302te d＇Ivoire": "cote d ivoire", "Türkiye": "turkiye", "TÜRKİYE": "turkiye",
    "Işık": "isik", "ISIK": "isik", "İstanbul": "istanbul", "Łódź": "lodz", "Ørsted": "orsted",
    "Straße": "strasse", "STRASSE": "strasse", "ſtop": "stop", "Ærø": "aero", "Œuvre": "oeuvre",
    "Đà Nẵng": "da nang", "Þórður": "thordur", "Bakı, Azərbaycan": "baki azerbaycan",
    "oﬃce ＦＵＬＬ １２": "office full 12", "№ 5 ½": "no 5 1 2", "Policía": "policia",
    "Women's": "women", "Women’s rights": "women rights", "INTERPOL'S": "interpol",
    "States' duties": "states duties", "'s-Hertogenbosch": "s hertogenbosch", "it's": "it",
    "O'Sullivan": "o sullivan", "infra\u00adstruc\u00adture": "infrastructure",
    "pro\u200btection": "protection", "\ufeffGP-1\u202e": "gp 1",
    "“soft targets”": "soft targets", "counter‑terrorism – 2": "counter terrorism 2",
    "a_b": "a b", "Ёлка": "елка", "ЁЛКА": "елка", "е\u0308лка": "елка", "Йод": "йод",
    "И\u0306од": "йод", "ий": "ий", "Київ": "киів", "Αθήνα": "αθηνα", "ΑΘΗΝΑΣ": "αθηνασ",
    "Αθηνάς": "αθηνασ", "مُدَرِّس": "مدرس", "مدرس": "مدرس", "الأمم": "الامم", "إيران": "ايران",
    "آسيا": "اسيا", "ٱلله": "الله", "مدرسة": "مدرسه", "مـــدرسة": "مدرسه", "مصطفى": "مصطفي",
    "ایران": "ايران", "کابل": "كابل", "لا\u06cc ﻻ": "لاي لا", "٢٣٤١ ۲۳۴۱": "2341 2341",
    "שָׁלוֹם": "שלום", "反恐": "反恐", "ガイド": "ガイド",
    "ｶﾞｲﾄﾞ": "ガイド", "한국": "한국", "?!": "", "": "",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_name_have_one_form(name):
    assert fold_name(name) == NAMES[name]


@pytest.mark.parametrize(
    "text",
    ["“Protection” – of ‘vulnerable targets’", "\"Protection\" - of 'vulnerable targets'"],
)
def test_signs_stay_in_a_text_in_their_plain_form(text):
    assert fold_text(text) == "\"protection\" - of 'vulnerable targets'"


@given(st.text())
def test_a_folded_text_stays_as_it_is(text):
    folded = fold_text(text)
    assert fold_text(folded) == folded
    assert fold_name(folded) == fold_name(text) == fold_name(fold_name(text))


@given(st.text())
def test_how_a_text_is_composed_and_its_case_make_no_difference(text):
    for form in ("NFC", "NFD"):
        assert fold_text(unicodedata.normalize(form, text)) == fold_text(text)
    assert fold_text(text.lower()) == fold_text(text)


@given(st.text(), st.sampled_from("\u00ad\u200b\u2060\ufeff\u202a\u202e\u0640\u0651\u0301"))
def test_what_nobody_sees_or_types_makes_no_difference(text, mark):
    plain = text.replace("и", "").replace("И", "")
    assert fold_text(mark.join(plain)) == fold_text(plain)


@given(st.text(st.characters(codec="ascii")))
def test_a_plain_text_only_loses_its_case_and_possessives(text):
    assert fold_text(text.replace("'", " ").replace("`", " ")) == text.lower().replace(
        "'", " "
    ).replace("`", " ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Counter-Terrorism’s “soft” targets: U.S.", "counter terrorism soft targets u s"),
        ("States' duties, d’Ivoire", "states duties d ivoire"),
        ("关键基础设施 CCTV系统", "关 键 基 础 设 施 cctv 系 统"),
        ("ｶﾞｲﾄﾞ 한국", "ガ イ ド 한 국"),
        ("a_b\tc\n😀 ½", "a b c 1 2"),
        ("?!", ""),
    ],
)
def test_search_has_the_words_of_a_text(text, words):
    assert fold_for_search(text) == words


@given(st.text())
def test_search_has_the_words_by_which_names_are_compared(text):
    plain = text.replace("'", " ").translate(SIGNS).replace("'", " ")
    assert fold_for_search(plain).replace(" ", "") == fold_name(plain).replace(" ", "")
    assert fold_for_search(fold_for_search(plain)) == fold_for_search(plain)
