"""Answers to requests that find nothing, are not permitted, or fail."""

import errno
import logging
import re
import sys
from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.views import defaults

from catalogue.changelog.queries import current_version
from catalogue.core.registry import all_nouns, searched_nouns
from catalogue.db.transactions import DeadlineExceeded, ServerBusy, read_snapshot
from catalogue.pages.search_views import MAX_RESULTS, find_best_records
from catalogue.practices.nouns import PRACTICE
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import parse_query
from catalogue.search.spelling import suggest_spellings

MAX_ADDRESS_WORDS = 6  # of an address that are searched for
MAX_SPELLED_WORDS = 3  # words for which other spellings are looked up
LONGEST_WORDS = 2  # searched for if all words together find nothing
MAX_SEARCHED_LENGTH = 200  # characters of an address
CODE_PATTERN = re.compile(r"\b[A-Z]{2}-\d+\b")
#: Files, which programs request on every site.
FILE_PATTERN = re.compile(r"\.[A-Za-z0-9]{1,5}/?$")
#: Words of addresses that name a page, not a record.
PAGE_WORDS = {"values", "compare", "coverage", "states", "timeline", "statistics"}
DISK_FULL_ERRORS = (errno.ENOSPC, errno.EDQUOT)
#: Errors after which a request can be repeated soon: their names in 503.html, and in how many
#: seconds.
UNAVAILABLE = {DeadlineExceeded: ("deadline", 60), ServerBusy: ("busy", 30)}
DATABASE_AWAY = ("database", 10)
log = logging.getLogger(__name__)


def not_found(request, exception):
    """Answer 404, with records that contain the words of the address."""
    words = extract_words(request.path)
    context = {"words": words, "found": [], "used": ""}
    if words and request.method == "GET" and is_record_path(request.path):
        context |= search_for_words(words)
    return render(request, "404.html", context, status=404)


def is_record_path(address: str) -> bool:
    """Return True if a reader may look for a record: no file, no page of the admin."""
    others = (reverse("admin:index"), get_script_prefix() + settings.STATIC_URL.lstrip("/"))
    return not address.startswith(others) and not FILE_PATTERN.search(address)


def extract_words(address: str) -> str:
    """Return the words of an address as a search: slugs are split, codes are not."""
    printable = "".join(c if c.isprintable() else " " for c in address[:MAX_SEARCHED_LENGTH])
    codes = CODE_PATTERN.findall(printable)
    rest = re.findall(r"[^\W_]+", CODE_PATTERN.sub(" ", printable))
    ignored = PAGE_WORDS | {noun.plural for noun in all_nouns() if noun.has_pages}
    words = [word for word in rest if word.casefold() not in ignored]
    return " ".join(dict.fromkeys([*codes, *words][:MAX_ADDRESS_WORDS]))


def search_for_words(words: str) -> dict:
    """Return records that contain the words, some of them, or their nearest spelling.

    An error is logged and not raised: the page says at least that nothing was found.
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
    """Yield searches in their order: all words, another spelling, codes or the longest words."""
    yield words
    parts = words.split()
    codes = [part for part in parts if CODE_PATTERN.fullmatch(part)]
    if not codes and len(parts) <= MAX_SPELLED_WORDS:
        known = PRACTICE.filterset.searched  # it knows the names of all nouns
        yield from islice(suggest_spellings(known, parse_query(words), version), 1)
    yield " ".join(codes or sorted(parts, key=len, reverse=True)[:LONGEST_WORDS])


def find_records(words: str, version) -> list[tuple]:
    """Return the best records of all nouns for a search, as (key, record, highlighter)."""
    lines, query = [], parse_query(words)
    for noun in searched_nouns():
        if len(lines) < MAX_RESULTS and matching_keys(noun.filterset.searched, query, version):
            found = find_best_records(noun, words, version)
            lines += [(key, record, found["marks"]) for key, record in found["records"]]
    return lines[:MAX_RESULTS]


def permission_denied(request, exception):
    """Answer 403, and log who was refused what."""
    log.warning("%s may not %s %r.", request.user, request.method, request.path)
    return defaults.permission_denied(request, exception)


def server_error(request) -> HttpResponse:
    """Answer a request that failed with 503 if it can be repeated soon, otherwise with 500.

    Django calls this while it handles the error, which it has logged already.
    """
    reason = find_reason(list(walk_causes(sys.exc_info()[1])))
    if reason is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    name, seconds = reason
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    context = {"reason": name, "seconds": seconds, "sent": request.method == "POST"}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def find_reason(errors: list[BaseException]) -> tuple[str, int] | None:
    """Return why a request cannot be answered now, or None if it will not succeed later either."""
    for kind, reason in UNAVAILABLE.items():
        if any(isinstance(error, kind) for error in errors):
            return reason
    return DATABASE_AWAY if any(map(is_transient, errors)) else None


def walk_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes: an error of the database may be below others."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def is_transient(error: BaseException) -> bool:
    """Return True if an error does not come from the request and may soon be gone."""
    driver = connection.Database
    away = OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError
    # A connection lost during a request raises exactly this class; wrong statements, a subclass.
    lost = type(error) in (DatabaseError, driver.DatabaseError)
    no_room = isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS
    return isinstance(error, away) or lost or no_room
