"""What the search box suggests while a reader types: records, paragraphs, terms, States, regions.

Each suggestion is a link. Names are looked up in memory; records are found as on their lists.
The page cache does not keep the answers: one for each letter typed would displace the pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.changelog.queries import CatalogueVersion, current_version
from catalogue.changelog.untouched import last_written
from catalogue.core.folding import fold_for_search
from catalogue.core.models import fetch_in_order
from catalogue.core.registry import Noun, searched_nouns
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.pins import list_pages
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.nouns import PARAGRAPH, RESOLUTION
from catalogue.search.name_beginnings import NameBeginnings, fold_name_key, list_folded_names
from catalogue.search.names import NamedValue, name_index, named_models
from catalogue.search.recognition import recognise
from catalogue.taxonomy.nouns import COUNTRY, MEASURE, REGION, SECTOR, THREAT

MAX_SUGGESTED_CHARACTERS = 100  # of what was typed; the rest is not used
MIN_TYPED_CHARACTERS = 2  # letters and digits; one is enough of a script without blanks
MAX_IN_GROUP = 3
TERMS, PLACES = (SECTOR, MEASURE, THREAT), (COUNTRY, REGION)
name_beginnings = VersionedCache(2)


@dataclass(frozen=True)
class Suggestion:
    """A link to a page, or to the list of the practices of a place."""

    label: str
    note: str
    address: str


@dataclass(frozen=True)
class SuggestionGroup:
    """Suggestions of one kind."""

    title: str
    suggestions: list[Suggestion]


def suggestions(request):
    """Answer with what the search box suggests, as a small page from which the box takes it."""
    typed = request.GET.get("q", "")[:MAX_SUGGESTED_CHARACTERS].replace("\0", " ")
    request.keep_page = False
    with read_snapshot():
        groups = build_suggestion_groups(typed) if is_long_enough(typed) else []
    context = {"groups": groups, "total": sum(len(each.suggestions) for each in groups)}
    return render(request, "catalogue/pages/suggestions.html", context)


def is_long_enough(typed: str) -> bool:
    """Return True if enough was typed to suggest anything."""
    words = fold_for_search(typed)
    return len(words) >= MIN_TYPED_CHARACTERS or not words.isascii()


def build_suggestion_groups(typed: str) -> list[SuggestionGroup]:
    """Return the suggestions of each kind that has any: names first, then what was typed whole."""
    version = current_version()
    whole = list_whole_names(typed, version)
    named = list(dict.fromkeys([*whole, *find_beginnings(version).find(typed)]))
    typed_whole = {value.noun for value in whole}
    nouns = sorted(searched_nouns(), key=lambda noun: noun.name not in typed_whole)
    kinds = (
        (_("Terms"), suggest_values(TERMS, named, version)),
        (_("States and regions"), suggest_values(PLACES, named, version)),
        (PARAGRAPH.list_title, suggest_values([PARAGRAPH], named, version)),
        *((noun.list_title, suggest_records(noun, typed, named, version)) for noun in nouns),
    )
    groups = [
        SuggestionGroup(title, list(dict.fromkeys(found))[:MAX_IN_GROUP]) for title, found in kinds
    ]
    return [group for group in groups if group.suggestions]


def list_whole_names(typed: str, version: CatalogueVersion | None) -> list[NamedValue]:
    """Return what the whole text is the code or a name of."""
    recognised = recognise(typed, version)
    return list(recognised.parts[0].values) if recognised.is_whole else []


def find_beginnings(version: CatalogueVersion | None) -> NameBeginnings:
    """Return the names in which the beginning of a text is looked up."""
    written = last_written(named_models() | {PARAGRAPH.model, RESOLUTION.model}, version)
    return name_beginnings.get_or_make(written, "names", lambda: read_beginnings(version))


def read_beginnings(version: CatalogueVersion | None) -> NameBeginnings:
    """Return the names of terms and places, and the headings of the public paragraphs."""
    headings = (
        (
            fold_name_key(paragraph.heading),
            NamedValue(PARAGRAPH.name, PARAGRAPH.facet, paragraph.code, str(paragraph), ()),
        )
        for paragraph in PARAGRAPH.public()
    )
    nouns = {noun.name for noun in (*TERMS, *PLACES)}
    return NameBeginnings([*list_folded_names(name_index(version), nouns), *headings])


def suggest_values(
    nouns: Iterable[Noun], named: list[NamedValue], version: CatalogueVersion | None
) -> list[Suggestion]:
    """Return the named values of some nouns, each with the number of its practices.

    A place has no page and leads to the list of its practices.
    """
    by_name, index = {noun.name: noun for noun in nouns}, facet_indexes.index(PRACTICE, version)
    found = [value for value in named if value.noun in by_name][:MAX_IN_GROUP]
    pages = find_name_pages(by_name.values(), found)
    suggested = []
    for value in found:
        count = len(index.values[value.facet].records.get(value.code, ()))
        note = ngettext("%d practice", "%d practices", count) % count
        chosen = f"{reverse(PRACTICE.list_url_name)}?{urlencode({value.facet: value.code})}"
        suggested.append(Suggestion(value.label, note, pages.get(value, chosen)))
    return suggested


def find_name_pages(nouns: Iterable[Noun], values: list[NamedValue]) -> dict[NamedValue, str]:
    """Return the addresses of the pages of values of nouns that have pages."""
    return {
        value: page
        for noun in nouns
        if noun.has_pages
        for value, page in list_pages(noun, [each for each in values if each.noun == noun.name])
    }


def suggest_records(
    noun: Noun, typed: str, named: list[NamedValue], version: CatalogueVersion | None
) -> list[Suggestion]:
    """Return the records of a noun that are named, and the best ones that have all words."""
    codes = [value.code for value in named if value.noun == noun.name][:MAX_IN_GROUP]
    field = "code" if noun.code_form else noun.key
    exact = noun.public().filter(**{f"{field}__in": codes}).order_by("pk") if codes else ()
    return [
        Suggestion(name_record(noun, record), noun.search_note(record), record.get_absolute_url())
        for record in (*exact, *search_records(noun, typed, version))
    ]


def search_records(noun: Noun, typed: str, version: CatalogueVersion | None) -> list[Model]:
    """Return the best records with all words, of which the last may be unfinished."""
    index = facet_indexes.index(noun, version)
    filterset = noun.filterset(QueryDict(urlencode({"q": typed})), noun.public(), index)
    if not filterset.query.terms or not filterset.is_valid():
        return []
    keys = filterset.order().page_keys(filterset.selection.records, 0, MAX_IN_GROUP)
    return fetch_in_order(noun.public(), keys)


def name_record(noun: Noun, record: Model) -> str:
    """Return the title of a record, after its symbol if it has one."""
    title, name = getattr(record, noun.title), str(record)
    return title if title in name else f"{name}: {title}"
