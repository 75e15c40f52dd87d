"""What a search names, above its results: pinned, or offered as filters with exact counts.

A count is that of the list behind its link: the words that were typed are no part of it, the
filters in force are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pyroaring import BitMap

from catalogue.changelog.queries import CatalogueVersion
from catalogue.core.registry import Noun, all_nouns, get_noun
from catalogue.listings.filterset import ListFilterSet, remove_parameters
from catalogue.search.names import NamedValue
from catalogue.search.recognition import RecognisedPart, Recognition, recognise

MAX_PINS = 8
MAX_COMBINED = 5  # parts of a search that are combined in every way


@dataclass(frozen=True)
class ListOffer:
    """A list of records with one or several values, instead of the words; `codes` are by facet.

    `total` is the number of records that it has without these.
    """

    filterset: ListFilterSet
    codes: dict[str, list[str]]
    count: int
    total: int

    @property
    def is_filter(self) -> bool:
        """Return True if some records have the values, but not all."""
        return 0 < self.count < self.total

    @property
    def title(self) -> str:
        """Return the title of the list."""
        return get_noun(self.filterset.searched.model).list_title

    @property
    def address(self) -> str:
        """Return the address of the list."""
        query = remove_parameters(self.filterset.applied, "q", *self.codes, add=self.codes)
        return f"{reverse(get_noun(self.filterset.searched.model).list_url_name)}?{query}"


@dataclass(frozen=True)
class Pin:
    """Something that a search names: what it is, its page if it has one, and its lists."""

    label: str
    kind: str
    page: str
    lists: tuple[ListOffer, ...]


@dataclass(frozen=True)
class Pins:
    """What stands above the results of a search: pins, and filters under their headings.

    With `names_lists`, it says of what list each filter is.
    """

    pinned: list[Pin] = field(default_factory=list)
    filters: list[tuple[str, list[Pin]]] = field(default_factory=list)
    names_lists: bool = False


def build_pins(
    typed: str, filtersets: Sequence[ListFilterSet], version: CatalogueVersion | None
) -> Pins:
    """Return what a search names, with the lists of some nouns; these must be valid."""
    found = recognise(typed, version)
    if not found.parts:
        return Pins()
    nouns = {noun.name: noun for noun in all_nouns()}
    pinned, offered = split_values(found, nouns)
    pages = find_pages(pinned, nouns)
    pins = [make_pin(each, filtersets, nouns, pages.get(each, "")) for each in pinned]
    filters = [keep_narrowing(make_pin(each, filtersets, nouns)) for each in offered]
    filters = name_kinds([pin for pin in filters if pin.lists])
    together = combine_parts(found.parts, filtersets)
    headed = ((_("Filter by:"), filters), (_("Together:"), together))
    return Pins(
        [pin for pin in pins if pin.page or pin.lists],
        [(heading, offered) for heading, offered in headed if offered],
        len(filtersets) > 1,
    )


def split_values(
    found: Recognition, nouns: dict[str, Noun]
) -> tuple[list[NamedValue], list[NamedValue]]:
    """Return the values that are pinned, and those that are offered as filters.

    Records with a code are always pinned; other values are if one of them is the whole search.
    """
    values = list(dict.fromkeys(chain.from_iterable(part.values for part in found.parts)))
    if found.is_whole:
        return values[:MAX_PINS], []
    coded = [each for each in values if each.noun and nouns[each.noun].code_form]
    return coded[:MAX_PINS], [each for each in values if each not in coded][:MAX_PINS]


def find_pages(values: Iterable[NamedValue], nouns: dict[str, Noun]) -> dict[NamedValue, str]:
    """Return the addresses of the pages of values that have one."""
    by_noun: dict[str, list[NamedValue]] = defaultdict(list)
    for value in values:
        if value.noun and nouns[value.noun].has_pages:
            by_noun[value.noun].append(value)
    return {
        value: page
        for name, mine in by_noun.items()
        for value, page in list_pages(nouns[name], mine)
    }


def list_pages(noun: Noun, values: list[NamedValue]) -> list[tuple[NamedValue, str]]:
    """Return the address of the page of each value of a noun."""
    if not noun.code_form:
        return [(each, reverse(f"{noun.name}-detail", args=[each.code])) for each in values]
    records = noun.public().filter(code__in=[each.code for each in values])
    pages = {record.code: record.get_absolute_url() for record in records}
    return [(each, pages[each.code]) for each in values if each.code in pages]


def make_pin(
    value: NamedValue, filtersets: Sequence[ListFilterSet], nouns: dict[str, Noun], page: str = ""
) -> Pin:
    """Return a value with its lists and what it is."""
    offers = (offer_list(filterset, [value]) for filterset in filtersets)
    noun = nouns.get(value.noun)
    kind = noun.model._meta.verbose_name if noun else _("year")
    return Pin(value.label, capfirst(kind), page, tuple(filter(None, offers)))


def keep_narrowing(pin: Pin) -> Pin:
    """Return a pin without the lists that it leaves as they are, or empty."""
    return replace(pin, lists=tuple(each for each in pin.lists if each.is_filter))


def name_kinds(pins: list[Pin]) -> list[Pin]:
    """Return pins without their kind, except where several have one label."""
    labels = Counter(pin.label for pin in pins)
    return [pin if labels[pin.label] > 1 else replace(pin, kind="") for pin in pins]


def offer_list(filterset: ListFilterSet, values: Iterable[NamedValue]) -> ListOffer | None:
    """Return the list of the records with all values, instead of the words; None if it has none.

    Values of one facet are alternatives, as everywhere.
    """
    codes: dict[str, list[str]] = defaultdict(list)
    for value in values:
        facet = filterset.facets.get(value.facet)
        if facet is None or not facet.is_known(value.code):
            return None
        codes[value.facet].append(value.code)
    records = filterset.selection.records_without("q", *codes)
    values = filterset.index.values
    chosen = [values[facet].records_with_any(mine) for facet, mine in codes.items()]
    count = records.intersection_cardinality(BitMap.intersection(*chosen))
    return ListOffer(filterset, codes, count, len(records))


def combine_parts(
    parts: Sequence[RecognisedPart], filtersets: Sequence[ListFilterSet]
) -> list[Pin]:
    """Return the best combination of parts on each list, once where it is the same."""
    found: dict[str, list[ListOffer]] = defaultdict(list)
    for filterset in filtersets:
        if best := combine_values(filterset, parts):
            found[best.label] += best.lists
    return [Pin(label, "", "", tuple(offers)) for label, offers in found.items()]


def combine_values(filterset: ListFilterSet, parts: Sequence[RecognisedPart]) -> Pin | None:
    """Return most values of different facets that have records together, and of these most.

    A part that may mean several things is left out, unless they have one name, as a State and its
    government do.
    """
    clear = (pick_value(filterset, part) for part in parts)
    values = list(islice(dict.fromkeys(filter(None, clear)), MAX_COMBINED))
    for size in range(len(values), 1, -1):
        offers = [
            Pin(" + ".join(each.label for each in chosen), "", "", (offer,))
            for chosen in combinations(values, size)
            if len({each.facet for each in chosen}) == size
            and (offer := offer_list(filterset, chosen)).count
        ]
        if offers:
            return max(offers, key=lambda pin: pin.lists[0].count)
    return None


def pick_value(filterset: ListFilterSet, part: RecognisedPart) -> NamedValue | None:
    """Return what a part means on a list; None if that is not clear, or not asked there."""
    if len({value.label for value in part.values}) > 1:
        return None
    offers = [(offer_list(filterset, [value]), value) for value in part.values]
    counted = [(offer.count, value) for offer, value in offers if offer and offer.is_filter]
    return max(counted, key=lambda pair: pair[0])[1] if counted else None
