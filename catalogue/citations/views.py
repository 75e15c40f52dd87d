"""The citation on the page of a record, and its files for reference managers."""

from collections.abc import Sequence
from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from catalogue.citations.apa import CitationText, apa_citation
from catalogue.core.redirects import redirect_or_gone
from catalogue.db.transactions import read_snapshot
from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import Format
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, Export, ExportTable

#: The formats of one record.
REFERENCE_FORMATS = sorted(
    (each for each in FORMATS.values() if each.is_reference), key=lambda each: each.name
)


def reference_file(request, model, export: Export, chosen: Format, **key):
    """Answer with a public record as a file, or where the record was moved."""
    with read_snapshot():
        record = get_object_or_404(model, **key)
        if not record.is_public:
            return redirect_or_gone(request, record)
        about = record_about(request, record)
        table = ExportTable(export, model.objects.published(), [record.pk], about)
        response = file_response(request, table, chosen, {})
    name = next(iter(key.values()))
    if "Content-Disposition" in response:
        response["Content-Disposition"] = f'attachment; filename="{name}.{chosen.extension}"'
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
            f"{route}.{each.extension}",
            partial(reference_file, model=model, export=export, chosen=each),
            name=f"{name}-{each.extension}",
        )
        for each in REFERENCE_FORMATS
    ]


def reference_links(record) -> list[tuple[str, str]]:
    """Return the name and the address of each file of a record."""
    start = record.permalink.rstrip("/")
    return [(each.name, f"{start}.{each.extension}") for each in REFERENCE_FORMATS]


def citation_context(
    request,
    record,
    *,
    code: str,
    title: str,
    kind: str,
    bodies: Sequence[str] = (),
    year: int | None = None,
    has_files: bool = True,
) -> dict[str, CitationText | list | str]:
    """Return the citation of a record as of today, its permalink, and its files."""
    permalink = request.build_absolute_uri(record.permalink)
    words = apa_citation(
        record,
        permalink,
        code=code,
        title=title,
        kind=kind,
        bodies=bodies,
        year=year,
        catalogue=str(provenance.CATALOGUE),
        today=timezone.localdate(),
    )
    files = reference_links(record) if has_files else []
    return {"citation": words, "permalink": permalink, "files": files}
