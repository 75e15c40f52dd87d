"""Atom: a feed of the newest records of a list, to follow it in a feed reader."""

from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from catalogue.exports import cells, provenance
from catalogue.exports.citation import Reference, single_line
from catalogue.exports.formats.base import Format
from catalogue.exports.table import ExportTable

#: The date of a feed that never had a record; every feed must have one.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
#: Of the identifiers of this catalogue; it never changes.
CATALOGUE_NAMESPACE = UUID("b1a7a6a3-3f53-4c39-9d0c-7b1f0a3a9e55")
NOT_IN_XML = dict.fromkeys([0xFFFE, 0xFFFF])


def write_feed(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write a feed of the records of a table, which are the newest of a list."""
    references = [table.export.reference(row) for row in table.named_rows()]
    updated = max((each.updated for each in references), default=NEVER)
    feed = feed_head(table, updated)
    for each in references:
        add_entry(feed, each, table.about.site)
    ET.indent(feed)
    file.write(ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n")


def feed_head(table: ExportTable, updated: datetime) -> ET.Element:
    """Return a feed without entries: its title, addresses and licence."""
    about = table.about
    address = provenance.file_url(about.address, "atom")
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    add_element(feed, "id", make_id(address.removeprefix(about.site)))
    add_element(feed, "title", f"{about.title} · {provenance.CATALOGUE}")
    if about.filters:
        add_element(feed, "subtitle", provenance.describe_filters(about.filters))
    add_element(feed, "updated", cells.plain_text(updated))
    add_element(feed, "link", rel="self", type="application/atom+xml", href=address)
    add_element(feed, "link", rel="alternate", type="text/html", href=about.address)
    add_element(add_element(feed, "author"), "name", str(provenance.CATALOGUE))
    add_element(feed, "rights", f"{provenance.LICENCE}. {provenance.NOT_OFFICIAL}")
    return feed


def make_id(path: str) -> str:
    """Return what identifies a feed or an entry, under whatever name the site was asked."""
    return uuid5(CATALOGUE_NAMESPACE, path).urn


def add_entry(feed: ET.Element, reference: Reference, site: str) -> None:
    """Add an entry for a record, identified by the path of its permalink."""
    entry, address = add_element(feed, "entry"), site + reference.permalink
    add_element(entry, "id", make_id(reference.permalink))
    add_element(entry, "title", ": ".join(filter(None, [reference.number, reference.title])))
    add_element(entry, "link", rel="alternate", type="text/html", href=address)
    add_element(entry, "published", cells.plain_text(reference.published))
    add_element(entry, "updated", cells.plain_text(reference.updated))
    for body in reference.bodies:
        add_element(add_element(entry, "author"), "name", body)
    add_element(entry, "category", term=reference.kind, label=reference.kind_label)
    add_element(entry, "summary", reference.abstract or reference.title)


def add_element(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element with its text, without characters that XML refuses."""
    element = ET.SubElement(parent, name, attributes)
    element.text = single_line(text).translate(NOT_IN_XML) or None
    return element


FORMAT = Format(
    name="Atom",
    extension="atom",
    content_type="application/atom+xml; charset=utf-8",
    write=write_feed,
    takes_columns=False,
    group=None,
    order=8,
    newest=50,
    is_inline=True,
    contents="feed of the newest 50 records",
    good_for="feed readers",
)
