"""From the cells of a table to records as files have them; headers that fit no noun are refused."""

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import zip_longest

from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.registry import all_nouns, get_noun
from catalogue.core.text import normalize_text
from catalogue.exports.cells import SEPARATOR
from catalogue.imports.names import suggest_nearest
from catalogue.imports.plan import PlannedRow
from catalogue.imports.refusals import UnreadableFile
from catalogue.imports.schemas import Field, Schema, check_record, schema_of
from catalogue.imports.texts import fold_header

#: The keys that a new record gets by itself.
MADE_KEYS = ("code", "slug")
#: How alike an unknown column is to a known one, of 100, for its name to be a slip.
NEAR_MISS = 75
NEW = "(new)"  # stands for the key of a record that will get one


def count_columns(header: Sequence[str]) -> dict[type[models.Model], int]:
    """Return how many columns of a header belong to each noun."""
    nouns, names = [noun for noun in all_nouns() if noun.export], set(map(fold_header, header))
    return {noun.model: len(noun.export.by_name.keys() & names) for noun in nouns}


def find_model(header: Sequence[str]) -> type[models.Model]:
    """Return the noun that most columns of a header belong to.

    Raise UnreadableFile if it has none of any noun.
    """
    counts = count_columns(header)
    if not any(counts.values()):
        raise UnreadableFile("No column of the file is known.")
    return max(counts, key=counts.get)


def find_header_faults(header: Sequence[str], model: type[models.Model]) -> list[str]:
    """Return why a header is not that of a noun: columns that it almost has, or none for its key.

    Other columns that it does not have are ignored, and the preview says so.
    """
    counts, nouns = count_columns(header), model._meta.verbose_name_plural
    best = max(counts, key=counts.get)
    if not counts[best]:
        text = _("Row 1 names no column of %(nouns)s. Start from a file of their list.")
        return [text % {"nouns": nouns}]
    if counts[best] > counts[model]:
        what = {"other": best._meta.verbose_name_plural, "nouns": nouns}
        return [_("This is a table of %(other)s, not of %(nouns)s.") % what]
    known, key = get_noun(model).export.by_name, get_noun(model).key
    near = {name: suggest_nearest(fold_header(name), known, NEAR_MISS) for name in header if name}
    reasons = [
        _("The column “%(name)s” is unknown%(near)s.") % {"name": name, "near": text}
        for name, text in near.items()
        if text and fold_header(name) not in known
    ]
    if key not in MADE_KEYS and key not in map(fold_header, header):
        text = _("The column “%(name)s” is missing: it says which record a row is about.")
        reasons.append(text % {"name": key})
    return reasons


def find_ignored(header: Sequence[str], model: type[models.Model]) -> list[str]:
    """Return the columns that are not read: unknown ones, and those that follow from others."""
    read = schema_of(model).columns.keys() | {get_noun(model).key}
    return [name for name in header if fold_header(name) not in read]


def parse_row(row: PlannedRow, old: dict[str, str]) -> None:
    """Give a row the words that its changed cells stand for, and check the kinds of its values.

    Cells that are compared or written together with a changed one, but are not in the file, are
    taken from `old`, the cells of the record. A cell with a problem is left out, with those that
    belong to it, so that all others are still checked.
    """
    schema = row.schema
    given = {name: strip_cell(row.texts[name], name, schema) for name in changed_together(row)}
    targets = {target for name in given for target in schema.targets(name)}
    texts = {
        name: given.get(name, old.get(name, ""))
        for name in schema.columns
        if schema.targets(name) & targets
    }
    clear_cells(row, find_uneven(row, texts), texts)
    needed = {schema.columns[name][0] for name in (texts if row.record else schema.columns)}
    key = {schema.key: row.key or NEW}
    row.data = parse_cells(texts, schema) | key
    check_record(row, schema, needed)
    if row.problems:
        clear_cells(row, [each.column for each in row.problems], texts)
        row.data = parse_cells(texts, schema) | key


def changed_together(row: PlannedRow) -> list[str]:
    """Return the columns that a row changes, with those that stand for the same rows."""
    changed = [each.column for each in row.changes]
    for columns in row.schema.row_groups():
        if set(columns) & set(changed):
            changed += [name for name in columns if name in row.texts and name not in changed]
    return changed


def clear_cells(row: PlannedRow, columns: list[str], texts: dict[str, str]) -> None:
    """Empty cells whose problems are known, with those that belong to the same rows or reading."""
    for column in columns:
        word, _inner = row.schema.columns.get(column, (column, ""))
        together = [name for name in row.schema.columns_of(word) if name in texts]
        row.closed.update(together or [column])
        texts.update(dict.fromkeys(together, ""))


def strip_cell(text: str, column: str, schema: Schema) -> str:
    """Return a cell without blanks at its ends; with several values, at the ends of each."""
    word, _inner = schema.columns[column]
    several = schema.words[word].kind is list
    parts = text.split(SEPARATOR) if several else [text]
    return SEPARATOR.join(map(normalize_text, parts))


def find_uneven(row: PlannedRow, texts: dict[str, str]) -> list[str]:
    """Add a problem for cells that belong together and have other numbers of values.

    Columns that are missing beside them are a problem too. Return the columns with a problem.
    """
    refused = []
    for columns in row.schema.row_groups():
        changed = [each.column for each in row.changes if each.column in columns]
        if not changed:
            continue
        missing = [name for name in columns if name not in row.texts]
        if missing and row.record:
            what = {"columns": ", ".join(missing)}
            text = _("Give all columns of this group; missing: %(columns)s.") % what
            row.add_cell_problem(changed[0], text)
            refused.append(changed[0])
        counts = {name: texts[name].count(SEPARATOR) + 1 for name in columns if texts[name]}
        most = max(counts, key=lambda name: [*counts.values()].count(counts[name]), default="")
        for name in [name for name, count in counts.items() if count != counts[most]]:
            what = {"count": counts[name], "most": counts[most], "other": most}
            row.add_cell_problem(name, _("%(count)d values, but %(most)d in %(other)s.") % what)
            refused.append(name)
    return refused


def parse_cells(texts: dict[str, str], schema: Schema) -> dict:
    """Return the words of a record from texts by column; empty ones are left out."""
    data: dict = {}
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for column, text in texts.items():
        word, inner = schema.columns[column]
        if inner:
            groups[word][inner] = text
        else:
            data[word] = parse_value(text, schema.words[word])
    for word, parts in groups.items():
        wanted = schema.words[word]
        parse = parse_parallel_cells if wanted.kind is list else parse_mapping
        data[word] = parse(parts, wanted.words)
    return {name: each for name, each in data.items() if each not in (None, "", [], {})}


def parse_parallel_cells(parts: dict[str, str], words: dict[str, Field]) -> list[dict]:
    """Return the rows that stand in parallel cells."""
    if not any(parts.values()):
        return []
    rows = zip_longest(*(text.split(SEPARATOR) for text in parts.values()), fillvalue="")
    return [parse_mapping(dict(zip(parts, texts, strict=True)), words) for texts in rows]


def parse_mapping(texts: dict[str, str], words: dict[str, Field]) -> dict:
    """Return the values of a mapping, without empty ones."""
    values = {name: parse_value(text, words[name], " ") for name, text in texts.items()}
    return {name: each for name, each in values.items() if each not in (None, "", [])}


def parse_value(text: str, wanted: Field, separator: str = SEPARATOR):
    """Return the value of a cell; a text of another kind stays, and `check_record` reports it."""
    if wanted.kind is list:
        return text.split(separator) if text else []
    if wanted.kind is int and re.fullmatch(r"-?\d+", text):
        with suppress(ValueError):  # of more digits than Python reads
            return int(text)
    if wanted.kind is bool:
        return {"true": True, "false": False}.get(text.lower(), text)
    return text
