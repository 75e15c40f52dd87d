"""Similar practices: those that share the most values, where rare values count more.

The facet index has the records of each value as bitmaps. Scores are added for all records at once,
so that a catalogue of a million practices is as fast as one of three hundred.
"""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from pyroaring import BitMap

from catalogue.core.models import fetch_in_order
from catalogue.facets.facet_index import FacetIndex
from catalogue.practices.models import Practice

MOST_SIMILAR = 5
#: The facets of which values may be shared, in the order of the reason, with its phrases.
SHARED_PHRASES = {
    "paragraph": ngettext_lazy("paragraph %(names)s", "paragraphs %(names)s", "count"),
    "measure": ngettext_lazy("the measure %(names)s", "%(count)d measures", "count"),
    "threat": ngettext_lazy("the threat %(names)s", "%(count)d threats", "count"),
    "sector": ngettext_lazy("the sector %(names)s", "%(count)d sectors", "count"),
    "organization": ngettext_lazy("the organization %(names)s", "%(count)d organizations", "count"),
}


class BitmapSums:
    """A sum for each of many records: bitmap `n` holds those whose sum has the binary digit `n`."""

    def __init__(self):
        self.digits: list[BitMap] = []

    def add(self, records: BitMap, weight: int) -> None:
        """Add a weight to the sums of some records."""
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                self._carry(records, place)

    def _carry(self, records, place):
        while records:
            self.digits += [BitMap() for _ in range(place + 1 - len(self.digits))]
            held = self.digits[place]
            self.digits[place], records, place = held ^ records, held & records, place + 1

    def best(self, among: BitMap, most: int) -> tuple[BitMap, BitMap]:
        """Return the records with the largest sums, and those with the next sum if not all fit.

        The second are empty if the first are `most` records.
        """
        found, rest = BitMap(), among
        for digit in reversed(self.digits):
            larger = rest & digit
            if len(found) + len(larger) <= most:
                found, rest = found | larger, rest - larger
            else:
                rest = larger
        return found, rest if len(found) < most else BitMap()


def find_similar(practice: Practice, index: FacetIndex, known: Iterable[int]) -> list[dict]:
    """Return the public practices most similar to one, without those whose keys are `known`.

    Each comes with its reason: in words what both have. One query, whatever the size. Equally
    similar ones are in the order of title and code.
    """
    held = records_by_value(practice, index)
    weights = {value: value_weight(value, records, index) for value, records in held.items()}
    sums = BitmapSums()
    for value, records in held.items():
        sums.add(records, weights[value])
    others = BitMap.union(BitMap(), *held.values()) - BitMap([practice.pk, *known])
    found, rest = sums.best(others, MOST_SIMILAR)
    by_title = index.orders["title"]
    keys = list(by_title.all_keys(found))
    keys += by_title.page_keys(rest, 0, MOST_SIMILAR - len(found)) if rest else []
    shared = {key: [value for value, records in held.items() if key in records] for key in keys}
    nearest = sorted(keys, key=lambda key: -sum(weights[value] for value in shared[key]))
    return [
        {"practice": other, "reason": describe_shared(shared[other.pk], index)}
        for other in fetch_in_order(Practice.objects.published(), nearest)
    ]


def records_by_value(practice: Practice, index: FacetIndex) -> dict[tuple[str, str], BitMap]:
    """Return for each value of a practice, as (facet, code), the records that have it too."""
    codes = {
        "paragraph": [each.paragraph.code for each in practice.basis.all()],
        "measure": [each.slug for each in practice.measures.all()],
        "threat": [each.slug for each in practice.threats.all()],
        "sector": [each.slug for each in practice.sectors.all()],
        "organization": [each.organization.slug for each in practice.involvements.all()],
    }
    values = {
        (facet, code): index.values[facet].records.get(code)
        for facet, found in codes.items()
        for code in found
    }
    return {value: records for value, records in values.items() if records}


def value_weight(value: tuple[str, str], records: BitMap, index: FacetIndex) -> int:
    """Return the weight of a shared value: 1, and 1 more each time half as many records have it.

    An organization always has weight 1: two practices of it need not be similar.
    """
    if value[0] == "organization":
        return 1
    return max(1, (len(index.records) // len(records)).bit_length())


def describe_shared(values: list[tuple[str, str]], index: FacetIndex) -> str:
    """Return in words what two practices share."""
    shared = {name: [code for facet, code in values if facet == name] for name in SHARED_PHRASES}
    phrases = [
        SHARED_PHRASES[facet] % {"count": len(codes), "names": value_names(facet, codes, index)}
        for facet, codes in shared.items()
        if codes
    ]
    return _("Shares %(what)s") % {"what": get_text_list(phrases, _("and"))}


def value_names(facet: str, codes: list[str], index: FacetIndex) -> str:
    """Return the names of values for readers: codes of paragraphs, labels of others."""
    labels = index.values[facet].labels
    known = codes if facet == "paragraph" else [labels.get(code, code) for code in codes]
    return get_text_list(known, _("and"))
