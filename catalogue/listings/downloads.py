"""The files of a list: what each holds, what the page offers, what their answers say besides."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import Format
from catalogue.exports.table import ExportTable


def group_offered_formats(count: int) -> dict[str, list[Format]]:
    """Return the formats that the page offers for a list of so many records, in groups."""
    groups: dict[str, list[Format]] = {}
    for each in FORMATS.values():
        if each.group and each.has_room_for(count):
            groups.setdefault(each.group, []).append(each)
    return groups


def check_record_limit(count: int, chosen: Format) -> list[str]:
    """Say in words that a list is larger than a format can hold; nothing where it is not."""
    if chosen.has_room_for(count):
        return []
    text = _("%(format)s holds %(most)s records at most, and this list has %(count)s.")
    most, total = f"{chosen.most_records:,}", f"{count:,}"
    return [text % {"format": chosen.name, "most": most, "count": total}]


def select_file_keys(filterset, chosen: Format):
    """Return the keys of the records in a file: all in their order, or the newest of them."""
    records = filterset.selection.records
    if chosen.newest:
        return filterset.index.orders["newest"].page_keys(records, 0, chosen.newest)
    return filterset.order().all_keys(records)


def add_file_headers(
    response: HttpResponse, table: ExportTable, chosen: Format, options: dict
) -> HttpResponse:
    """Add to the answer with a file what machines read: that it is not for search engines.

    A CSV names its description; what browsers can show they need not save.
    """
    response["X-Robots-Tag"] = "noindex"
    if chosen.is_inline and "Content-Disposition" in response:
        shown = response["Content-Disposition"].replace("attachment", "inline", 1)
        response["Content-Disposition"] = shown
    if extension := chosen.described_by:
        address = provenance.file_url(table.about.address, extension, options, table.chosen)
        kind = FORMATS[extension].content_type
        response["Link"] = f'<{address}>; rel="describedby"; type="{kind}"'
    return response
