"""Atom: a feed of the newest records of a list, to follow it in a feed reader."""

from datetime import UTC, datetime
from typing import BinaryIO
from xml.etree import ElementTree as ET

from catalogue.exports import provenance
from catalogue.exports.citation import Reference, single_line
from catalogue.exports.table import Table

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
PARAMETERS: dict[str, tuple] = {}
NEWEST = 50  # records of a feed
#: A feed must say when it was updated; one that never had a record says this.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
NOT_IN_XML = dict.fromkeys([0xFFFE, 0xFFFF])


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write a feed of the records of a table, which are the newest of a list."""
    references = [table.export.reference(row) for row in table.named()]
    updated = max((each.updated for each in references), default=NEVER)
    feed = head(table, updated)
    for each in references:
        add_entry(feed, each, table.about.site)
    ET.indent(feed)
    file.write(ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n")


def head(table: Table, updated: datetime) -> ET.Element:
    """Return a feed without entries: what it is, where it is and on which terms."""
    about = table.about
    address = provenance.file_url(about.address, "atom")
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    add(feed, "id", address)
    add(feed, "title", f"{about.title} · {provenance.CATALOGUE}")
    if about.filters:
        add(feed, "subtitle", provenance.describe_filters(about.filters))
    add(feed, "updated", moment(updated))
    add(feed, "link", rel="self", type="application/atom+xml", href=address)
    add(feed, "link", rel="alternate", type="text/html", href=about.address)
    add(add(feed, "author"), "name", str(provenance.CATALOGUE))
    add(feed, "rights", f"{provenance.LICENCE}. {provenance.NOT_OFFICIAL}")
    return feed


def add_entry(feed: ET.Element, reference: Reference, site: str) -> None:
    """Add an entry for a record; its permalink is what makes it one and the same for ever."""
    entry, address = add(feed, "entry"), site + reference.permalink
    add(entry, "id", address)
    add(entry, "title", ": ".join(filter(None, [reference.number, reference.title])))
    add(entry, "link", rel="alternate", type="text/html", href=address)
    add(entry, "published", moment(reference.published))
    add(entry, "updated", moment(reference.updated))
    for body in reference.bodies:
        add(add(entry, "author"), "name", body)
    add(entry, "category", term=reference.kind, label=reference.kind_label)
    add(entry, "summary", reference.abstract or reference.title)


def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element with its text, without characters that XML refuses."""
    element = ET.SubElement(parent, name, attributes)
    element.text = single_line(text).translate(NOT_IN_XML) or None
    return element


def moment(at: datetime) -> str:
    """Return a moment as RFC 3339 writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
