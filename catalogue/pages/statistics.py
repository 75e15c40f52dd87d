"""Statistics: how many public records have each value, with a link to their list.

The facet index has every number, so the page costs the same at any size of the catalogue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from catalogue.core.registry import Noun, listed_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.exports.responses import csv_response
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.downloads import list_unknown_parameters
from catalogue.listings.facets import FacetGroup, Option
from catalogue.listings.filterset import ListFilterSet, is_tracking_parameter

BREAKDOWN_NOTES = {
    "verified": gettext_lazy(
        "The year of the last reading against the sources. A review is due 24 months after it."
    ),
    "source_health": gettext_lazy(
        "A record stands in every row that is true of one of its sources."
    ),
}
STATISTICS_COLUMNS = ["noun", "breakdown", "code", "label", "records", "address"]


@dataclass(frozen=True)
class StatisticsRow:
    """A value, the address of its list, and the length of its bar in percent."""

    value: Option
    address: str
    bar: int


@dataclass(frozen=True)
class StatisticsTable:
    """The values of a facet with their counts."""

    label: str
    note: str
    rows: list[StatisticsRow]


@dataclass(frozen=True)
class StatisticsSection:
    """One noun: all its public records, and its breakdowns."""

    name: str
    title: str
    total: int
    address: str
    tables: list[StatisticsTable]


def count_all_nouns() -> list[StatisticsSection]:
    """Count every noun."""
    return [count_noun(noun) for noun in listed_nouns()]


def count_noun(noun: Noun) -> StatisticsSection:
    """Count one noun; a facet without any value in use is left out."""
    index, address = facet_indexes.index(noun), reverse(noun.list_url_name)
    filterset = noun.filterset(QueryDict(), noun.public(), index)
    used = [names for names in noun.breakdowns if index.values[names[0]].records]
    tables = [count_facet(filterset, names, address) for names in used]
    return StatisticsSection(noun.name, noun.list_title, len(index.records), address, tables)


def count_facet(filterset: ListFilterSet, names: tuple[str, ...], address: str) -> StatisticsTable:
    """Count the values of a facet, with those of a second one listed under it."""
    facets = [filterset.facets[name] for name in names]
    group = FacetGroup(filterset, facets[0], facets[1] if facets[1:] else None)
    values = group.all_options
    most = max(value.count for value in values)
    rows = [
        StatisticsRow(
            value, f"{address}?{urlencode({value.name: value.code})}", 100 * value.count // most
        )
        for value in values
    ]
    return StatisticsTable(group.label, BREAKDOWN_NOTES.get(names[0], ""), rows)


def statistics_page(request) -> HttpResponse:
    """Answer with the statistics as a page."""
    with read_snapshot():
        context = {"sections": count_all_nouns(), "day": timezone.localdate()}
    return render(request, "catalogue/pages/statistics.html", context)


def statistics_csv(request) -> HttpResponse:
    """Answer with the statistics as CSV; unknown parameters are refused."""
    if unknown := [name for name in request.GET if not is_tracking_parameter(name)]:
        text = "\n".join(list_unknown_parameters(unknown))
        return HttpResponse(f"{text}\n", status=400, content_type="text/plain; charset=utf-8")
    with read_snapshot():
        rows = list(
            list_statistics_rows(count_all_nouns(), f"{request.scheme}://{request.get_host()}")
        )
    return csv_response(request, rows, f"statistics_{timezone.localdate()}")


def list_statistics_rows(found: list[StatisticsSection], site: str) -> Iterator[list[str]]:
    """Yield the rows of the CSV, the total of a noun before its values."""
    yield STATISTICS_COLUMNS
    for each in found:
        yield [each.name, "total", "", "", str(each.total), site + each.address]
        for row in (row for count_facet in each.tables for row in count_facet.rows):
            value = row.value
            number, address = str(value.count), site + row.address
            yield [each.name, value.name, value.code, value.label, number, address]
