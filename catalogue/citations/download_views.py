"""One record as a file for a reference manager, at its permalink with an extension."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import path

from catalogue.core.redirects import redirect_or_gone
from catalogue.db.read_transactions import read_snapshot
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, Export, Table

#: The formats of one record, and what a reader calls them.
FORMATS = {"bib": "BibTeX", "ris": "RIS"}


def reference_file(request, model, export: Export, extension: str, **key):
    """Answer with a public record as a file, or with where the record went."""
    with read_snapshot():
        record = get_object_or_404(model, **key)
        if not record.is_public:
            return redirect_or_gone(request, record)
        table = Table(export, model.objects.published(), [record.pk], record_about(request, record))
        response = file_response(request, table, extension, {})
    name = next(iter(key.values()))
    if "Content-Disposition" in response:
        response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def record_about(request, record) -> About:
    """Return what a file says of the record it holds."""
    site = f"{request.scheme}://{request.get_host()}"
    return About(str(record), request.build_absolute_uri(record.permalink), site)


def reference_urls(route: str, name: str, model, export: Export) -> list:
    """Return the addresses of the files of one record; `route` is that of its permalink."""
    return [
        path(
            f"{route}.{extension}",
            partial(reference_file, model=model, export=export, extension=extension),
            name=f"{name}-{extension}",
        )
        for extension in FORMATS
    ]


def reference_links(record) -> list[tuple[str, str]]:
    """Return the name and the address of each file of a record."""
    start = record.permalink.rstrip("/")
    return [(name, f"{start}.{extension}") for extension, name in FORMATS.items()]
