"""Sources in files: each address is one source, shared by all records that cite it."""

import datetime

from catalogue.imports.yaml_reader import Entry
from catalogue.sources.models import Source


def described(entry: Entry) -> list[dict]:
    """Return what a record says of its sources, in the shape of a practice's source."""
    listed = entry.data.get("sources", [])
    if url := entry.data.get("source_url"):
        listed = [*listed, {"url": url, "url_unopened": entry.data.get("url_unopened", False)}]
    if url := entry.data.get("read_at"):
        listed = [*listed, {"url": url}]
    return [each for each in listed if isinstance(each, dict)]


def identity(data: dict) -> tuple:
    """Return what makes a source the same one: its address, or title, publisher and year."""
    if data.get("url"):
        return (data["url"],)
    return (data.get("title", ""), data.get("publisher", ""), data.get("year"))


def merged(descriptions: list[dict]) -> dict[tuple, dict]:
    """Return the fields of each distinct source.

    Titles and publishers come from the records that give them. An address counts as opened only
    when no record says that it was not: the honest reading of two statements that differ.
    """
    sources: dict[tuple, dict] = {}
    for data in descriptions:
        held = sources.setdefault(identity(data), {"url_opened": bool(data.get("url"))})
        for name, word in FIELDS.items():
            held[name] = held.get(name) or data.get(word) or (None if name == "year" else "")
        if data.get("url_unopened"):
            held["url_opened"] = False
    return sources


#: A field of Source and the word for it in a file.
FIELDS = {
    "title": "title", "publisher": "publisher", "year": "year", "url": "url",
    "other_url": "also_read_at", "archived_url": "archived_url", "language": "language",
    "read_in": "read_in",
}  # fmt: skip


def stored() -> dict[tuple, Source]:
    """Return the sources of the database by what makes them the same one."""
    sources = Source.objects.all()
    return {
        identity({"url": s.url, "title": s.title, "publisher": s.publisher, "year": s.year}): s
        for s in sources
    }


def rows(entry: Entry, sources: dict[tuple, Source]) -> list[dict]:
    """Return the citations of a record, in the order of the file."""
    return [
        {
            "source": sources[identity(data)],
            "locator": data.get("locator", ""),
            "quotation": data.get("quotation", ""),
            "accessed_on": _day(data.get("accessed_on")),
            "position": position,
        }
        for position, data in enumerate(described(entry), start=1)
    ]


def _day(text):
    return datetime.date.fromisoformat(text) if text else None
