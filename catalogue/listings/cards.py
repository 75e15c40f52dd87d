"""The cards of a list: each is rendered once for a state of its record, for lists and searches.

A card is rendered with a slot in the place of every text in which words are marked, and of its
excerpt. What stands in the slots is put in for each list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest

from django.template.loader import get_template, render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalogue.core.models import fetch_in_order
from catalogue.core.registry import Noun
from catalogue.core.versioned_cache import VersionedCache
from catalogue.facets.facet_index import FacetIndex
from catalogue.listings.filterset import ListFilterSet
from catalogue.search.highlight import Highlighter

#: No text of a record can be mistaken for a slot: in HTML its `<` is escaped.
SLOT = mark_safe("<slot>")
card_cache = VersionedCache(20_000)  # some 28 megabytes


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its HTML before, between and after the slots, and the text in each of them.

    None stands for an excerpt.
    """

    pieces: tuple[str, ...]
    texts: tuple[str | None, ...]

    def fill(self, contents: Iterable[str]) -> SafeString:
        """Return the HTML of the card with these contents in its slots; they are HTML too."""
        parts = chain.from_iterable(zip_longest(self.pieces, contents, fillvalue=""))
        return mark_safe("".join(parts))  # noqa: S308 (templates have escaped the pieces)


class Slots:
    """The slots of a card that is being rendered; its template adds them by tags."""

    def __init__(self):
        self.texts: list[str | None] = []

    def add(self, text: str | None) -> SafeString:
        """Add a slot with a text, or one for an excerpt; return what stands for it in the HTML."""
        self.texts.append(text)
        return SLOT


def render_cards(noun: Noun, filterset: ListFilterSet, keys: list[int]) -> list[SafeString]:
    """Return the HTML of the cards of records, in the order of their keys."""
    cards = get_cards(noun, filterset.index, keys)
    if not filterset.query.terms:
        return [card.fill(escape(text or "") for text in card.texts) for card in cards]
    marks = filterset.marks(keys)
    return [mark_card(card, key, marks) for key, card in zip(keys, cards, strict=True)]


def mark_card(card: Card, key: int, marks: Highlighter) -> SafeString:
    """Return the HTML of a card with the words of a search marked and, if needed, an excerpt."""
    return card.fill(
        render_excerpt(marks, key) if text is None else marks.highlight(text) for text in card.texts
    )


def render_excerpt(marks: Highlighter, key: int) -> SafeString:
    """Return the HTML of the excerpt on a card; empty if none is needed."""
    excerpt = marks.excerpt(key)
    return render_to_string("parts/excerpt.html", {"excerpt": excerpt}) if excerpt else ""


def get_cards(noun: Noun, index: FacetIndex, keys: list[int]) -> list[Card]:
    """Return the cards of records; make those not in the cache."""
    kind = index.name, get_language()
    found = {key: card_cache.get(index.version_of(key), (*kind, key)) for key in keys}
    if missing := [key for key, card in found.items() if card is None]:
        for key, card in make_cards(noun, missing).items():
            card_cache.set(index.version_of(key), (*kind, key), card)
            found[key] = card
    return list(found.values())


def make_cards(noun: Noun, keys: list[int]) -> dict[int, Card]:
    """Make the cards of records, by their keys."""
    template = get_template(noun.list_template.replace("list.html", "_card.html"))
    records = fetch_in_order(noun.public().for_list(), keys)
    return {record.pk: make_card(noun.name, record, template) for record in records}


def make_card(name: str, record, template) -> Card:
    """Render the card of a record, which its template calls by `name`."""
    slots = Slots()
    html = template.render({name: record, "slots": slots})
    return Card(tuple(html.split(SLOT)), tuple(slots.texts))
