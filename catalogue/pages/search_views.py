"""The search in all nouns: the best records of each, and how many there are."""

from itertools import islice, zip_longest
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse

from catalogue.changelog.queries import CatalogueVersion, current_version
from catalogue.core.folding import fold_text
from catalogue.core.models import fetch_in_order
from catalogue.core.registry import Noun, searched_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.partial_matches import PartialMatchList, find_partial_matches
from catalogue.listings.pins import build_pins
from catalogue.search.missed import count_missed_search
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import MAX_QUERY_CHARACTERS, SearchQuery, parse_query
from catalogue.search.spelling import suggest_spellings

MAX_RESULTS = 5  # records of each noun on the page
MAX_SEARCH_SPELLINGS = 3


def search(request):
    """Answer with the best records of each noun, or with other spellings."""
    typed = request.GET.get("q", "")[:MAX_QUERY_CHARACTERS].replace("\0", " ")
    query = parse_query(typed)
    with read_snapshot():
        version = current_version()
        found = (
            [find_best_records(noun, typed, version) for noun in searched_nouns()]
            if query.has_text
            else []
        )
        total = sum(each["count"] for each in found)
        if found and all(each["filterset"].is_missed_search for each in found):
            count_missed_search(request, typed)
        context = {
            "words": typed,
            "query": query,
            "total": total,
            "found": found,
            "pins": build_pins(query.text, [each["filterset"] for each in found], version),
            "lists": [(noun.list_title, reverse(noun.list_url_name)) for noun in searched_nouns()],
            "spellings": [] if total else suggest_searches(query, version),
        }
        return render(request, "catalogue/pages/search.html", context)


def find_best_records(noun: Noun, typed: str, version: CatalogueVersion | None) -> dict:
    """Return the best records of a list for a search, each with a note; `list` has them all.

    `partial` has those with most of the words, if few have all.
    """
    state = urlencode({"q": typed})
    index = facet_indexes.index(noun, version)
    filterset = noun.filterset(QueryDict(state), noun.public(), index)
    filterset.is_valid()  # it always is; this fills cleaned_data
    selection = filterset.selection
    keys = filterset.order().page_keys(selection.records, 0, MAX_RESULTS) if len(selection) else []
    matches = find_partial_matches(filterset)[:MAX_RESULTS]
    all_keys = [*keys, *(match.key for match in matches)]
    records = fetch_in_order(noun.public(), all_keys)
    lines = [(noun.search_note(record), record) for record in records]
    return {
        "name": noun.name,
        "filterset": filterset,
        "title": noun.list_title,
        "count": len(selection),
        "records": lines[: len(keys)],
        "partial": PartialMatchList(
            list(zip(lines[len(keys) :], matches, strict=True)), bool(selection.records)
        ),
        "marks": filterset.marks(all_keys),
        "list": f"{reverse(noun.list_url_name)}?{state}",
    }


def suggest_searches(query: SearchQuery, version: CatalogueVersion | None) -> list[tuple[str, int]]:
    """Return other spellings with the number of records of all nouns, most first."""
    searched = [noun.filterset.searched for noun in searched_nouns()]
    offered = zip_longest(*(suggest_spellings(noun, query, version) for noun in searched))
    nearest = [typed for each in offered for typed in each if typed]
    # Of the forms of a word, the one in lower case comes last and stays.
    by_form = {fold_text(typed): typed for typed in sorted(nearest)}
    distinct = dict.fromkeys(by_form[fold_text(typed)] for typed in nearest)
    counts = {
        typed: sum(len(matching_keys(noun, parse_query(typed), version)) for noun in searched)
        for typed in islice(distinct, MAX_SEARCH_SPELLINGS)
    }
    return sorted(((t, n) for t, n in counts.items() if n), key=lambda pair: -pair[1])
