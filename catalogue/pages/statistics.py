"""Statistics: how many public records have each value, with a link to their list.

The facet index has every number, so the page costs the same at any size of the catalogue.
"""

from collections.abc import Iterator
from itertools import chain
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
from catalogue.listings.facets import FacetGroup
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


def count_all_nouns() -> list[dict]:
    """Count every noun: all its public records, and those of each value of its breakdowns."""
    return [count_noun(noun) for noun in listed_nouns()]


def count_noun(noun: Noun) -> dict:
    """Count one noun; a facet without any value in use is left out."""
    index, address = facet_indexes.index(noun), reverse(noun.list_url_name)
    filterset = noun.filterset(QueryDict(), noun.public(), index)
    used = [names for names in noun.breakdowns if index.values[names[0]].records]
    return {
        "name": noun.name,
        "title": noun.list_title,
        "total": len(index.records),
        "address": address,
        "tables": [count_facet(filterset, names, address) for names in used],
    }


def count_facet(filterset: ListFilterSet, names: tuple[str, ...], address: str) -> dict:
    """Count the values of a facet, with those of a second one listed under it.

    Each row has a value, the address of its list, and the length of its bar in percent.
    """
    group = FacetGroup(filterset, *(filterset.facets[name] for name in names))
    values = group.all_options
    most = max(value.count for value in values)
    rows = [
        {
            "value": value,
            "address": f"{address}?{urlencode({value.name: value.code})}",
            "bar": 100 * value.count // most,
        }
        for value in values
    ]
    return {"label": group.label, "note": BREAKDOWN_NOTES.get(names[0], ""), "rows": rows}


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


def list_statistics_rows(sections: list[dict], site: str) -> Iterator[list[str]]:
    """Yield the rows of the CSV, the total of a noun before its values."""
    yield STATISTICS_COLUMNS
    for section in sections:
        noun, address = section["name"], site + section["address"]
        yield [noun, "total", "", "", str(section["total"]), address]
        for row in chain.from_iterable(table["rows"] for table in section["tables"]):
            value, address = row["value"], site + row["address"]
            yield [noun, value.name, value.code, value.label, str(value.count), address]
