"""Sources in files: each address is one source, shared by all records that cite it.

A table cites the sources that the catalogue has and brings new ones along; it changes none, because
other records, published ones too, may cite the same source.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.imports.yaml_reader import FileEntry
from catalogue.sources.models import Source

#: A field of Source and the word for it in a file.
SOURCE_WORDS = {
    "title": "title", "publisher": "publisher", "year": "year", "url": "url",
    "other_url": "also_read_at", "archived_url": "archived_url", "language": "language",
    "read_in": "read_in",
}  # fmt: skip
#: What identifies a source without an address.
UNADDRESSED_KEY = ("title", "publisher", "year")


def sources_of(entry: FileEntry) -> list[dict]:
    """Return what a record says of its sources."""
    listed = entry.data.get("sources", [])
    if url := entry.data.get("source_url"):
        listed = [*listed, {"url": url, "url_unopened": entry.data.get("url_unopened", False)}]
    if url := entry.data.get("read_at"):
        listed = [*listed, {"url": url}]
    return [each for each in listed if isinstance(each, dict)]


def source_key(data: dict) -> tuple:
    """Return what identifies a source: its address, or its title, publisher and year."""
    if data.get("url"):
        return (data["url"],)
    return tuple(data.get(name) or None for name in UNADDRESSED_KEY)


def merge_sources(descriptions: list[dict]) -> dict[tuple, dict]:
    """Return the fields of each distinct source.

    Titles and publishers come from the records that give them. An address counts as opened only
    when no record says that it was not: the honest reading of two statements that differ.
    """
    sources: dict[tuple, dict] = {}
    for data in descriptions:
        fields = sources.setdefault(source_key(data), {"url_opened": bool(data.get("url"))})
        for name, word in SOURCE_WORDS.items():
            empty = None if name == "year" else ""
            fields[name] = fields.get(name) or data.get(word) or empty
        if data.get("url_unopened"):
            fields["url_opened"] = False
    return sources


def stored_sources() -> dict[tuple, Source]:
    """Return the sources of the catalogue by what identifies them."""
    return {key_of_source(each): each for each in Source.objects.all()}


def key_of_source(source: Source) -> tuple:
    """Return what identifies a source of the catalogue."""
    return source_key({name: getattr(source, name) for name in ("url", *UNADDRESSED_KEY)})


def citation_rows(entry: FileEntry, sources: dict[tuple, Source]) -> list[dict]:
    """Return the citations of a record, in the order of the file."""
    return [
        {
            "source": sources[source_key(data)],
            "locator": data.get("locator", ""),
            "quotation": data.get("quotation", ""),
            "accessed_on": date.fromisoformat(day) if (day := data.get("accessed_on")) else None,
            "position": position,
        }
        for position, data in enumerate(sources_of(entry), start=1)
    ]


def resolve_sources(plan) -> dict[tuple, Source]:
    """Return every source by what identifies it, and add new ones to a plan.

    What a row says other than the source has is a problem of the row.
    """
    known = stored_sources()
    cited = [
        (row, data) for row in plan.rows if row.entry for data in row.entry.data.get("sources", [])
    ]
    for _row, data in cited:
        if data.get("url") and source_key(data) not in known:
            data.setdefault("url_unopened", True)  # nobody says that it was opened
    new = [data for _row, data in cited if source_key(data) not in known]
    plan.sources = {key: Source(**values) for key, values in merge_sources(new).items()}
    for row, data in cited:
        key = source_key(data)
        if key in plan.sources:
            check_new_source(row, plan.sources[key])
        check_same_source(row, data, known.get(key) or plan.sources[key], key in known)
    return known | plan.sources


def check_new_source(row, source: Source) -> None:
    """Add what is wrong with a new source to the problems of a row."""
    if not source.title and not source.url:
        row.add_problem("sources_title", _("A source has a title or an address."))
    try:
        source.clean_fields()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            for text in texts:
                row.add_problem(f"sources_{SOURCE_WORDS.get(name, name)}", text)


def check_same_source(row, data: dict, source: Source, is_stored: bool) -> None:
    """Add a problem to a row for each word about a source that differs from what it has."""
    for name, word in SOURCE_WORDS.items():
        text, held = data.get(word), getattr(source, name)
        if text not in (None, "", held):
            row.add_problem(f"sources_{word}", describe_difference(source, held, is_stored))
    if is_stored and source.url and data.get("url_unopened") is source.url_opened:
        text = describe_difference(source, not source.url_opened, is_stored)
        row.add_problem("sources_url_unopened", text)


def describe_difference(source: Source, held, is_stored: bool) -> str:
    """Return in words what a source has where a row says something else."""
    what = {
        "source": source.url or source,
        "held": held if held not in (None, "") else _("nothing"),
    }
    if not is_stored:
        return _("Another row has “%(held)s” here for the same source.") % what
    return (
        _(
            "The source “%(source)s” is there already and has “%(held)s” here. It is shared: "
            "correct it on its own page, or leave the cell as it is there."
        )
        % what
    )
