"""What the page of a record says of how to cite it, and of its files."""

from collections.abc import Sequence

from django.utils import timezone

from catalogue.citations.apa import Citation, cited
from catalogue.citations.download_views import files_of
from catalogue.exports import provenance


def citing(
    request,
    record,
    *,
    code: str,
    title: str,
    kind: str,
    bodies: Sequence[str] = (),
    year: int | None = None,
    has_files: bool = True,
) -> dict[str, Citation | list | str]:
    """Return the citation of a record as of today, its permalink, and its files."""
    permalink = request.build_absolute_uri(record.permalink)
    words = cited(
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
    files = files_of(record) if has_files else []
    return {"citation": words, "permalink": permalink, "files": files}
