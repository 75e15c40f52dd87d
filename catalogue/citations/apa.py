"""The citation of a record in the style of the APA: authors, date, title, where it is found."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

DAY = "j F Y"


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
    """Return the citation of a record; without authors it begins with the title."""
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
