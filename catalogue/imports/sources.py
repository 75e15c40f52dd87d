"""Sources in files: each address is one source, shared by all records that cite it.

A table cites the sources that the catalogue has and brings new ones along; it changes none, because
other records, published ones too, may cite the same source.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.core.text import normalize_text
from catalogue.imports.record_state import find_broken_rules
from catalogue.sources.columns import SOURCES
from catalogue.sources.models import Source

#: A field of Source and the word for it in a file; `url_unopened` is the opposite of its field.
SOURCE_WORDS = {
    column.reads.row_field.removeprefix("source__"): column.word
    for column in SOURCES
    if column.reads.row_field.startswith("source__") and column.word != "url_unopened"
}
#: What identifies a source without an address.
UNADDRESSED_KEY = ("title", "publisher", "year")


def normalize_source(data: dict) -> None:
    """Give the words about a source the form in which its fields are stored."""
    for word in SOURCE_WORDS.values():
        if isinstance(data.get(word), str):
            data[word] = normalize_text(data[word], one_line=True)


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


def find_differences(data: dict, source: dict) -> Iterator[tuple[str, str]]:
    """Yield (word, text) for what a record says of a source other than an earlier record does."""
    for name, word in SOURCE_WORDS.items():
        if data.get(word) and data[word] != source[name]:
            yield word, f"{data[word]!r}, but {source[name]!r} in another record"


def stored_sources() -> dict[tuple, Source]:
    """Return the sources of the catalogue by what identifies them."""
    return {source_key(vars(each)): each for each in Source.objects.all()}


def resolve_sources(plan) -> dict[tuple, Source]:
    """Return every source by what identifies it, and add new ones to a plan.

    What a row says other than the source has is a problem of the row.
    """
    known = stored_sources()
    cited = [(row, data) for row in plan.rows for data in row.data.get("sources", [])]
    for _row, data in cited:
        normalize_source(data)
    new = [data for _row, data in cited if source_key(data) not in known]
    for data in new:
        if data.get("url"):
            data.setdefault("url_unopened", True)  # nobody says that it was opened
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
        row.add_cell_problem("sources_title", _("A source needs a title or a link."))
    for name, text in find_broken_rules(source.clean_fields):
        row.add_cell_problem(f"sources_{SOURCE_WORDS.get(name, name)}", text)


def check_same_source(row, data: dict, source: Source, is_stored: bool) -> None:
    """Add a problem to a row for each word about a source that differs from what it has."""
    held = {word: getattr(source, name) for name, word in SOURCE_WORDS.items()}
    if is_stored and source.url:
        held["url_unopened"] = not source.url_opened
    for word, value in held.items():
        if data.get(word) in (None, "", value):
            continue
        what = {
            "source": source.url or source,
            "held": value if value not in (None, "") else _("nothing"),
        }
        text = _(
            "The source “%(source)s” already exists and has “%(held)s” here. It is shared: "
            "correct it on its own page, or leave the cell as it was."
        )
        if not is_stored:
            text = _("Another row has “%(held)s” here for the same source.")
        row.add_cell_problem(f"sources_{word}", text % what)
