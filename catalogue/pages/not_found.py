"""The page for an address at which there is nothing: it looks for the words of the address."""

import logging
import re
from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.shortcuts import render
from django.urls import get_script_prefix, reverse

from catalogue.changelog.queries import current_version
from catalogue.core.registry import all_nouns, searched_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.pages.search_views import MAX_RESULTS, find_best_records
from catalogue.practices.nouns import PRACTICE
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.spelling import suggest_spellings

MAX_ADDRESS_WORDS = 6
MAX_SPELLED_WORDS = 3  # words of which other spellings are looked up
LONGEST_WORDS = 2  # the longest words, which say most
MAX_SEARCHED_LENGTH = 200  # characters of an address that are looked at
CODE_PATTERN = re.compile(r"\b[A-Z]{2}-\d+\b")
#: Files that nobody misses here, but programs ask for on every site.
FILE_PATTERN = re.compile(r"\.[A-Za-z0-9]{1,5}/?$")
#: Parts of addresses that name a list and say nothing of the record.
PAGE_WORDS = {"values", "compare", "coverage", "states", "timeline", "statistics"}
log = logging.getLogger(__name__)


def not_found(request, exception):
    """Answer that there is nothing, with what the catalogue holds of the words of the address."""
    words = extract_words(request.path)
    context = {"words": words, "found": [], "used": ""}
    if words and request.method == "GET" and is_record_path(request.path):
        context |= search_for_words(words)
    return render(request, "404.html", context, status=404)


def is_record_path(address: str) -> bool:
    """Say whether somebody may have meant a record: no file, and not the desk of the editors."""
    desk = (reverse("admin:index"), get_script_prefix() + settings.STATIC_URL.lstrip("/"))
    return not address.startswith(desk) and not FILE_PATTERN.search(address)


def extract_words(address: str) -> str:
    """Return the words of an address as a search: slugs are split, codes stay whole."""
    shown = "".join(c if c.isprintable() else " " for c in address[:MAX_SEARCHED_LENGTH])
    codes = CODE_PATTERN.findall(shown)
    rest = re.findall(r"[^\W_]+", CODE_PATTERN.sub(" ", shown))
    ignored = PAGE_WORDS | {noun.plural for noun in all_nouns() if noun.has_pages}
    words = [word for word in rest if word.casefold() not in ignored]
    return " ".join(dict.fromkeys([*codes, *words][:MAX_ADDRESS_WORDS]))


def search_for_words(words: str) -> dict:
    """Return records that hold the words, otherwise a part or the nearest spelling; never fail.

    A page that cannot be found is no reason for a page that cannot be shown.
    """
    try:
        with read_snapshot():
            version = current_version()
            for typed in list_searches(words, version):
                if found := find_records(typed, version):
                    return {"found": found, "used": typed}
    except Exception:
        log.exception("The words of an address could not be looked for.")
    return {}


def list_searches(words: str, version) -> Iterator[str]:
    """Return what to look for, one after the other: all words, a spelling, codes or long words."""
    yield words
    parts = words.split()
    codes = [part for part in parts if CODE_PATTERN.fullmatch(part)]
    if not codes and len(parts) <= MAX_SPELLED_WORDS:
        known = PRACTICE.filterset.searched  # its names are those of all nouns
        yield from islice(suggest_spellings(known, parse_query(words), version), 1)
    yield " ".join(codes or sorted(parts, key=len, reverse=True)[:LONGEST_WORDS])


def find_records(words: str, version) -> list[tuple]:
    """Return the best records of all nouns for some words, as (key, record, marks)."""
    lines, query = [], parse_query(words)
    for noun in searched_nouns():
        if len(lines) < MAX_RESULTS and matching_keys(noun.filterset.searched, query, version):
            found = find_best_records(noun, words, version)
            lines += [(key, record, found.marks) for key, record in found.records]
    return lines[:MAX_RESULTS]
