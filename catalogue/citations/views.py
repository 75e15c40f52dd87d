"""The page of one record with its citation, and its files for reference managers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from catalogue.core.models import Publishable
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


class RecordView(View):
    """The page of a record of one noun, which says how the record is cited."""

    noun: Noun

    def get(self, request, title=None, **key):
        """Answer with the page of a record, or where it was moved."""
        with read_snapshot():
            record = self.find_record(**key)
            return redirect_or_gone(request, record) or self.render_page(request, record)

    def find_record(self, **key) -> Publishable:
        """Return the record at an address, public or not."""
        return get_object_or_404(self.noun.model, **key)

    def render_page(self, request, record, preview="") -> HttpResponse:
        """Answer with the page of a record as readers see it, or would."""
        record = self.noun.model.objects.for_page().get(pk=record.pk)
        context = {self.noun.name: record, "preview": preview}
        context |= self.get_context(record)
        context |= citation_context(request, record, **self.get_citation(record))
        return render(request, f"catalogue/{self.noun.plural}/detail.html", context)

    def get_context(self, record) -> dict:
        """Return what the page shows besides the record."""
        return {}

    def get_citation(self, record) -> dict:
        """Return how the record is cited, as `apa_citation` needs it."""
        return {"code": record.code, "title": record.title, "kind": record.get_kind_display()}


def redirect_or_gone(request, record: Publishable) -> HttpResponse | None:
    """Return a redirect or an error page, or None if the page of the record can be shown.

    Merged: 301 to the record that replaces it. Withdrawn: 410 with the reason. Not public: 404.
    Public with another address: 301 to its address.
    """
    target = getattr(record, "merged_into", None)
    if target is not None and target.is_public:
        return HttpResponsePermanentRedirect(target.get_absolute_url())
    if record.status == "withdrawn":
        context = {"record": record, "replacements": record.replacements()}
        return render(request, "catalogue/withdrawn.html", context, status=410)
    if not record.is_public:
        raise Http404
    if request.path != record.get_absolute_url():
        return HttpResponsePermanentRedirect(record.get_absolute_url())
    return None


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
