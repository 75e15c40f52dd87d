# ruff: noqa: RUF001 (letters that look like others are what this is about)
"""Texts have one stored form, whichever way they come in."""

import unicodedata

import pytest
from django.apps import apps
from django.db import models as django_models
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue import models
from catalogue.core import fields
from catalogue.core.text import normalize_text
from catalogue.db.derived_fields import DerivedText
from tests import factories as make

#: Characters about which something is decided, among others.
TELLING = st.sampled_from(
    "aé\u0301 \t\n\r\v\x85\u2028\x00\x1f\xad\u200b\u200c\u200d\u2060\u2066\u2069\ufeff\u202e"
    "\xa0\u3000ﬁﬃＡ９，\uf0b7\uf061\u1100\u1161"
)
TEXTS = st.lists(TELLING | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


def normalize_slowly(text, one_line):
    """Return what `normalize_text` does, character by character."""
    for end in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    kept = ""
    for char in text:
        name = unicodedata.name(char, "")
        if char in "\n\t":
            kept += "\n" if char == "\n" else " "
        elif (
            unicodedata.category(char) == "Cc"
            or "\u202a" <= char <= "\u202e"
            or char in "\u00ad\u200b\u2060\ufeff"
        ):
            pass
        elif name.startswith(("LATIN SMALL LIGATURE F", "LATIN SMALL LIGATURE LONG", "LATIN SMALL "
                              "LIGATURE ST", "FULLWIDTH LATIN", "FULLWIDTH DIGIT")):  # fmt: skip
            kept += unicodedata.normalize("NFKC", char)
        elif char in "\uf06e\uf076\uf0a7\uf0b7\uf0d8\uf0fc":
            kept += "•"
        else:
            kept += char
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", kept).strip().split("\n")]
    result = "\n".join(lines)
    if one_line:
        result = " ".join(part for line in lines for part in line.split(" ") if part)
    seen = [
        c
        for c in result
        if not c.isspace() and c not in "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
    ]
    return result if seen else ""


@given(TEXTS, st.booleans())
@example("e\u202e\u3000\n，Ａ\u0301\u200b", True)
@example("infra\xad\nstructure", False)
def test_it_is_that_of_the_slow_twin_and_stays_as_it_is(text, one_line):
    stored = normalize_text(text, one_line=one_line)
    assert stored == normalize_slowly(text, one_line)
    assert normalize_text(stored, one_line=one_line) == stored
    assert normalize_text(stored, one_line=True) == normalize_text(text, one_line=True)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Hardening of infra\xadstruc\xadture", "Hardening of infrastructure"),
        ("pro\u200btec\u2060tion\ufeff", "protection"),
        ("okapi \u202egnp.exe", "okapi gnp.exe"),
        ("Re\u0301seaux", "Réseaux"),
        ("oﬃcer of the ﬁrst ﬂoor", "officer of the first floor"),
        ("ＦＵＬＬ１２", "FULL12"),
        ("安全，第一。（２）", "安全，第一。（2）"),
        ("می\u200cخواهم \u2066abc\u2069", "می\u200cخواهم \u2066abc\u2069"),
        ("Bell\x07 rings", "Bell rings"),
        ("one\x0btwo", "one\ntwo"),
        ("a\tb  \r\nc \n", "a b\nc"),
        ("\uf0b7 first", "• first"),
        ("100\xa0000", "100\xa0000"),
        ("\u200b\u200d \xa0\n", ""),
    ],
)
def test_what_is_stored(typed, stored):
    assert normalize_text(typed) == stored


def test_a_title_is_one_line():
    assert normalize_text("Two  lines\r\n\r\nin a\ttitle", one_line=True) == "Two lines in a title"


def test_every_text_field_is_stored_in_this_form():
    """What the catalogue makes itself is the exception: nobody types that."""
    plain = {
        str(field)
        for model in apps.get_app_config("catalogue").get_models()
        for field in model._meta.local_fields
        if isinstance(field, django_models.CharField | django_models.TextField)
        and not isinstance(field, fields.NormalizedModelText | DerivedText)
    }
    assert plain == {
        "catalogue.CodeSequence.prefix",
        "catalogue.Change.noun",
        "catalogue.SentForm.digest",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["save", "bulk_create", "update"])
def test_code_stores_it_too(by):
    title, text = "Re\u0301seaux\nof ﬁre", "a \r\nb\u200b"
    practice = models.Practice(title=title, kind="tool", how_it_works=text, code="GP-9000")
    if by == "save":
        practice.save()
    elif by == "bulk_create":
        models.Practice.objects.bulk_create([practice])
    else:
        practice = make.make_practice()
        models.Practice.objects.filter(pk=practice.pk).update(title=title, how_it_works=text)
        practice.refresh_from_db()
    held = models.Practice.objects.get(pk=practice.pk)
    for each in (held, practice):  # and the version of a record holds what was saved
        assert (each.title, each.how_it_works) == ("Réseaux of fire", "a\nb")
