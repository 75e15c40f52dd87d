"""A record as one cites it: what reference managers and feeds take from a row of a list."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from catalogue.exports.columns import SitePath

#: Control characters, without those that part words.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


class WorkType(Enum):
    """What sort of work a record stands for, as far as reference managers tell works apart."""

    REPORT = "report"
    STANDARD = "standard"
    LAW = "law"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True)
class Reference:
    """A record in the words of a reference: the bodies behind it stand where authors stand.

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
    """Return a row whose record has a kind: what all of these say alike, and facts of its own."""
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
    """Return what is recorded of several values, as text; what is empty is left out."""
    return [str(value) for value in values if value not in (None, "")]


def single_line(text: str) -> str:
    """Return text on one line, without characters that control a terminal."""
    return " ".join(_CONTROLS.sub("", text).split())
