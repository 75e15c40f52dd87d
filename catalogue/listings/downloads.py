"""The files of a list: what each holds, what the page offers, what their answers say besides."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS, MOST_RECORDS, NAMES, NEWEST, SHOWN
from catalogue.exports.table import Table

#: The formats that the page offers, by what people do with them.
DOWNLOAD_GROUPS = {
    gettext_lazy("For spreadsheets"): ("xlsx", "csv"),
    gettext_lazy("For programs"): ("json", "jsonl"),
    gettext_lazy("For references"): ("ris", "bib"),
}
DESCRIPTION = "csv-metadata.json"


def group_offered_formats(count: int) -> list[tuple[str, list[str]]]:
    """Return the formats to offer for a list of so many records, in groups."""
    return [
        (name, [each for each in formats if not check_record_limit(count, each)])
        for name, formats in DOWNLOAD_GROUPS.items()
    ]


def list_ignored_parameters(extension: str | None) -> tuple[str, ...]:
    """Return the parameters of a list that change nothing in a file."""
    return ("page", "per_page", "sort") if extension in NEWEST else ("page", "per_page")


def check_record_limit(count: int, extension: str) -> list[str]:
    """Say in words that a list is larger than a format can hold; nothing where it is not."""
    most = MOST_RECORDS.get(extension, count)
    if count <= most:
        return []
    text = _("%(format)s holds %(most)s records at most, and this list has %(count)s.")
    return [text % {"format": NAMES[extension], "most": f"{most:,}", "count": f"{count:,}"}]


def select_file_keys(filterset, extension: str):
    """Return the keys of the records in a file: all in their order, or the newest of them."""
    records = filterset.selection.records
    if extension in NEWEST:
        return filterset.index.orders["newest"].page_keys(records, 0, NEWEST[extension])
    return filterset.order().all_keys(records)


def add_file_headers(
    response: HttpResponse, table: Table, extension: str, options: dict
) -> HttpResponse:
    """Add to the answer with a file what machines read: that it is not for search engines.

    A CSV says where its description is; what browsers can show they need not save.
    """
    response["X-Robots-Tag"] = "noindex"
    if extension in SHOWN and "Content-Disposition" in response:
        shown = response["Content-Disposition"].replace("attachment", "inline", 1)
        response["Content-Disposition"] = shown
    if extension == "csv":
        address = provenance.file_url(table.about.address, DESCRIPTION, options, table.chosen)
        kind = FORMATS[DESCRIPTION].CONTENT_TYPE
        response["Link"] = f'<{address}>; rel="describedby"; type="{kind}"'
    return response
