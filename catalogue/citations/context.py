"""What the page of a record says of how to cite it, and of its files."""

from collections.abc import Sequence

from django.utils import timezone

from catalogue.citations.apa import CitationText, apa_citation
from catalogue.citations.download_views import reference_links
from catalogue.exports import provenance


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
