"""The cards of a list: each is made once and shown until its record is touched."""

from django.template.loader import get_template
from django.utils.translation import get_language

from catalogue.core.querysets import fetch_in_order
from catalogue.core.versioned_cache import VersionedCache
from catalogue.facets.index import FacetIndex
from catalogue.search.highlight import Highlighter

card_cache = VersionedCache(20_000)  # some 28 megabytes


def get_cards(index: FacetIndex, records, keys: list[int], template: str) -> list[str]:
    """Return the cards of records in the order of their keys; only new ones are read and made."""
    kind = index.name, get_language()
    found = {key: card_cache.get(index.version_of(key), (*kind, key)) for key in keys}
    missing = [key for key, card in found.items() if card is None]
    if missing:
        made = render_cards(records.for_list(), missing, template)
        for key, card in made.items():
            card_cache.set(index.version_of(key), (*kind, key), card)
        found |= made
    return [found[key] for key in keys]


def render_highlighted_cards(
    marks: Highlighter, records, keys: list[int], template: str
) -> list[str]:
    """Return cards with the words of a search marked: these are made for each search."""
    return list(render_cards(records.for_list(), keys, template, marks=marks).values())


def render_cards(records, keys: list[int], template: str, **more) -> dict[int, str]:
    """Return new cards by the keys of their records."""
    name, card = records.model._meta.model_name, get_template(template)
    return {
        record.pk: card.render({name: record} | more) for record in fetch_in_order(records, keys)
    }
