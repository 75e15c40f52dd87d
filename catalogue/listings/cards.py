"""The cards of a list: each is rendered once for a state of its record, for lists and searches.

A card is rendered with a slot in the place of every text in which words are marked, and of its
excerpt. What stands in the slots is put in for each list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import F, QuerySet, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber
from django.template.loader import get_template, render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalogue.core.models import Publishable, fetch_in_order
from catalogue.core.registry import Noun
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db.keyed_queries import CompiledUnion, filter_keys
from catalogue.facets.facet_index import FacetIndex
from catalogue.listings.filterset import ListFilterSet
from catalogue.search.highlight import Excerpt, Highlighter

#: No text of a record can be mistaken for a slot: in HTML its `<` is escaped.
SLOT = mark_safe("<slot>")
card_cache = VersionedCache(20_000)  # some 40 megabytes when it is full


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
    excerpt = marks.excerpt(key, [text for text in card.texts if text is not None])
    return card.fill(
        render_excerpt(excerpt) if text is None else marks.highlight(text) for text in card.texts
    )


def render_excerpt(excerpt: Excerpt | None) -> SafeString:
    """Return the HTML of the excerpt on a card; empty if none is needed."""
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
    records = fetch_in_order(noun.public().for_card(), keys)
    lists = read_card_lists(noun, keys)
    return {
        record.pk: make_card(noun.name, record, lists[record.pk], template) for record in records
    }


def make_card(name: str, record, lists: dict[str, list[str]], template) -> Card:
    """Render the card of a record, which its template calls by `name`."""
    slots = Slots()
    html = template.render({name: record, "lists": lists, "slots": slots})
    return Card(tuple(html.split(SLOT)), tuple(slots.texts))


class CardList:
    """Texts of related records that are public, in the order of the relation that leads there.

    `path` is the way to the records as in filters. The text of a record is the first of some fields
    that is not empty.
    """

    def __init__(self, path: str, *fields: str):
        self.path, self.fields = path, [f"{path}__{field}" for field in fields]

    def select(self, records: QuerySet) -> QuerySet:
        """Return (key, text, place) of each related record of some records."""
        steps = self.path.split("__")
        models = [each.related_model for each in get_fields_from_path(records.model, self.path)]
        public = {
            "__".join([*steps[:number], "status"]): "published"
            for number, model in enumerate(models, start=1)
            if issubclass(model, Publishable)
        }
        *rest, last = self.fields
        text = (
            Coalesce(*(NullIf(F(each), Value("")) for each in rest), F(last)) if rest else F(last)
        )
        order = [f"{steps[0]}__{each}" for each in models[0]._meta.ordering]
        place = Window(RowNumber(), order_by=order)
        found = records.filter(**{f"{self.path}__isnull": False} | public)
        return found.annotate(text=text, place=place).values_list("pk", "text", "place")


@cache
def compile_card_lists(noun: Noun) -> CompiledUnion | None:
    """Return the statement that reads all lists of the cards of a noun; None without lists."""
    records = filter_keys(noun.public().order_by(), "pk")
    queries = [each.select(records) for each in noun.card_lists.values()]
    return CompiledUnion(queries, values=2) if queries else None


def read_card_lists(noun: Noun, keys: list[int]) -> dict[int, dict[str, list[str]]]:
    """Return the texts of each list on the cards of records, by the key of the record."""
    found = {key: {name: [] for name in noun.card_lists} for key in keys}
    names, statement = list(noun.card_lists), compile_card_lists(noun)
    rows = statement.fetch(keys) if statement else []
    for number, key, text, _place in sorted(rows, key=lambda row: int(row[3])):
        found[key][names[number]].append(text)
    return found
