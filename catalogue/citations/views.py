"""The citation of a record on its page, and its files for reference managers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue.core.redirects import redirect_or_gone
from catalogue.core.registry import Noun
from catalogue.db.transactions import read_snapshot
from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import Format
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, ExportTable

#: The formats of one record.
REFERENCE_FORMATS = sorted(
    (each for each in FORMATS.values() if each.is_reference), key=lambda each: each.name
)
DAY = "j F Y"


def reference_urls(route: str, noun: Noun) -> list:
    """Return the addresses of the files of one record; `route` is that of its permalink."""
    return [
        path(
            f"{route}.{each.extension}",
            partial(reference_file, noun=noun, chosen=each),
            name=f"{noun.name}-{each.extension}",
        )
        for each in REFERENCE_FORMATS
    ]


def reference_file(request, noun: Noun, chosen: Format, **key):
    """Answer with a public record as a file, or where the record was moved."""
    with read_snapshot():
        record = get_object_or_404(noun.model, **key)
        if not record.is_public:
            return redirect_or_gone(request, record)
        site = f"{request.scheme}://{request.get_host()}"
        about = About(str(record), request.build_absolute_uri(record.permalink), site)
        table = ExportTable(noun.export, noun.public(), [record.pk], about)
        name = next(iter(key.values()))
        return file_response(request, table, chosen, {}, f"{name}.{chosen.extension}")


def citation_context(request, record, *, has_files: bool = True, **citation) -> dict:
    """Return the citation of a record as of today, its permalink, and its files."""
    permalink = request.build_absolute_uri(record.permalink)
    words = apa_citation(
        record,
        permalink,
        catalogue=str(provenance.CATALOGUE),
        today=timezone.localdate(),
        **citation,
    )
    start = record.permalink.rstrip("/")
    files = [(each.name, f"{start}.{each.extension}") for each in REFERENCE_FORMATS]
    return {"citation": words, "permalink": permalink, "files": files if has_files else []}


@dataclass(frozen=True)
class CitationText:
    """The parts of a citation in their order; the page marks the title.

    It is one line of text: what is selected on the page and copied is the citation.
    """

    before: str
    title: str
    after: str
    address: str

    def __str__(self):
        return f"{self.before}{self.title}{self.after} {self.address}"


def apa_citation(
    record,
    address: str,
    *,
    code: str,
    title: str,
    kind: str,
    bodies: Sequence[str] = (),
    year: int | None = None,
    catalogue: str,
    today: datetime.date,
) -> CitationText:
    """Return the citation of a record in the style of the APA.

    It has authors, date, title, and where it is found; without authors it begins with the title.
    """
    date = f"({year or pgettext('without a date', 'n.d.')})."
    entry = f"[{kind}]."
    before = f"{author_line(bodies)} {date} " if bodies else ""
    after = f" {entry}" if bodies else f" {entry} {date}"
    place = ", ".join([catalogue, *version_or_date(record, code, title)])
    visited = _("Retrieved %(day)s, from") % {"day": date_format(today, DAY)}
    return CitationText(before, title, f"{after} {place}. {visited}", address)


def version_or_date(record, code: str, title: str) -> list[str]:
    """Return the code and the version of a record, or the day of its last change."""
    known = [code] if code and code != title else []
    if version := getattr(record, "version", None):
        return [*known, _("version %(number)d") % {"number": version}]
    day = date_format(record.updated_at, DAY)
    return [*known, _("last changed %(day)s") % {"day": day}]


def author_line(bodies: Sequence[str]) -> str:
    """Return the names of organizations as one line of authors, which ends with a full stop."""
    *first, last = bodies
    line = f"{', '.join(first)} & {last}" if first else last
    return line if line.endswith(".") else f"{line}."
