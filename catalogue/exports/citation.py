"""A record as a reference: what reference managers and feeds need of a row of a list."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from catalogue.exports.columns import SitePath

#: Control characters, without those that separate words.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


class WorkType(Enum):
    """The type of a work, as far as reference managers distinguish types."""

    REPORT = "report"
    STANDARD = "standard"
    LAW = "law"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True)
class Reference:
    """A record as a reference; its organizations are the authors.

    `permalink` is a path of this site; a format puts the name of the site in front.
    """

    work: WorkType
    kind: str
    kind_label: str
    code: str
    title: str
    permalink: SitePath
    updated: datetime.datetime
    published: datetime.datetime
    bodies: tuple[str, ...] = ()
    year: int | None = None
    date: datetime.date | None = None
    publisher: str = ""
    place: str = ""
    number: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "en"  # titles and summaries are written in English


def reference_from_row(row: dict, **facts) -> Reference:
    """Return the reference of a row with a kind, a summary and sources, with further `facts`."""
    alike = {name: row[name] for name in ("kind", "kind_label", "permalink")}
    dates = {"published": row["published_at"], "updated": row["updated_at"]}
    return Reference(**alike, **dates, abstract=row["summary"], notes=source_notes(row), **facts)


def source_notes(row: dict) -> tuple[str, ...]:
    """Return the sources of a row, each as one line: title, publisher, year, place in it."""
    columns = (row[f"sources_{name}"] for name in ("title", "publisher", "year", "locator"))
    return tuple(
        f"Source: {', '.join(nonempty_texts(parts))}" for parts in zip(*columns, strict=True)
    )


def nonempty_texts(values: Iterable) -> list[str]:
    """Return values as text, without empty ones."""
    return [str(value) for value in values if value not in (None, "")]


def single_line(text: str) -> str:
    """Return text on one line, without characters that control a terminal."""
    return " ".join(_CONTROLS.sub("", text).split())
