"""From the cells of a table to records as files have them; headers that fit no noun are refused."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import zip_longest

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.folding import clean_text, fold_header, fold_words, is_blank
from catalogue.core.registry import all_nouns, find_noun, get_noun
from catalogue.core.text import normalize_text
from catalogue.exports.cells import SEPARATOR
from catalogue.imports.days import read_days
from catalogue.imports.plan import PlannedRow
from catalogue.imports.refusals import UnreadableFile
from catalogue.imports.resolvers import RecordIndex, suggest_nearest
from catalogue.imports.schemas import Field, Schema, check_record, schema_of
from catalogue.resolutions import symbols
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.search.codes import has_fields
from catalogue.sources.models import Source

#: Yes and no as spreadsheets write them in several languages.
YES = ("true", "yes", "1", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "истина")
NO = ("false", "no", "0", "falsch", "faux", "falso", "onwaar", "ложь")
FLAGS = dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
#: Three zeros after a sign may be thousands: `1,000` is read as it is, and refused.
WHOLE_NUMBER = re.compile(r"(-?\d+)(?:[.,]0{1,2})?")
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


# --- Cells -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CellKind:
    """What the cells of a column hold: the field that they fill, in the record or in a row of it.

    A cell with `several` values has | between them, and blanks where the column is in a group of
    columns that has it already. One that `is_set` has each value once. `named` is the model that it
    names, and the field by which. An `is_address` cell has addresses of sources.
    """

    wanted: Field
    filled: models.Field
    several: bool
    by_blanks: bool
    is_set: bool
    named: tuple[type[models.Model], str] | None
    is_address: bool

    def split(self, text: str) -> list[str]:
        """Return the values in a cell."""
        return text.split(SEPARATOR) if self.several else [text]

    def rewrite(self, text: str, read: Callable[[str], str]) -> str:
        """Return a cell with each of its values as a function reads it.

        Two spellings of an address beside each other stay: who cites both means two sources.
        """
        written = self.split(text)
        values = list(map(read, written))
        if self.is_address and len(set(values)) < len(set(written)):
            return text
        return SEPARATOR.join(dict.fromkeys(filter(None, values)) if self.is_set else values)


@cache
def find_kind(model: type[models.Model], column: str) -> CellKind:
    """Return what the cells of a column of a noun hold."""
    schema = schema_of(model)
    word, inner = schema.columns[column]
    top = schema.words[word]
    wanted = top.words[inner] if inner else top
    owner = model._meta.get_field(top.relation).related_model if top.relation else model
    path = get_fields_from_path(owner, wanted.path)
    filled, named = path[-1], None
    noun = find_noun(filled.model)
    if len(path) > 1 and noun and noun.key == filled.name and filled.model is not Source:
        named = (filled.model, filled.name)
    several, is_inside = top.kind is list, bool(inner)
    by_blanks = is_inside and wanted.kind is list
    is_address = filled.model is Source and filled.name == "url"
    is_set = several and not is_inside
    return CellKind(wanted, filled, several, by_blanks, is_set, named, is_address)


class CellReader:
    """Rewrites the cells of a table as the catalogue writes them.

    What cannot be read, or in more than one way, stays as it is, and is found to be wrong later.
    """

    def __init__(self, model: type[models.Model], index: RecordIndex):
        self.model, self.index = model, index

    def rewrite(self, rows: list[PlannedRow], old: dict[int, dict[str, str]]) -> list[str]:
        """Rewrite the cells that differ from what records hold, and return what is to be said.

        `old` has the cells of records. Raise UnreadableFile for days in no one order.
        """
        remarks, refused = [], []
        columns = schema_of(self.model).columns
        for column in [name for name in rows[0].texts if name in columns] if rows else []:
            differing = find_differing(rows, column, old)
            kind = find_kind(self.model, column)
            if kind.wanted.kind is date:
                is_read, message = rewrite_days_of(column, differing)
                (remarks if is_read else refused).extend(filter(None, [message]))
            elif read := self.find_reader(kind):
                for row, _held in differing:
                    row.texts[column] = kind.rewrite(row.texts[column], read)
        if refused:
            raise UnreadableFile(*refused)
        return remarks

    def find_reader(self, kind: CellKind) -> Callable[[str], str] | None:
        """Return what rewrites one value of a column; None for plain text, which stays."""
        if kind.named:
            read = partial(self.read_key, *kind.named)
            if kind.by_blanks:
                return lambda text: " ".join(map(read, text.split()))
            return read
        if kind.filled.choices:
            return partial(read_choice, kind.filled.flatchoices)
        if kind.is_address:
            return self.index.find_address
        if kind.filled.model is OperativeParagraph and kind.filled.name == "number":
            return symbols.normalize_number
        return {bool: read_flag, int: read_number}.get(kind.wanted.kind)

    def read_key(self, model: type[models.Model], by: str, text: str) -> str:
        """Return the key of the record that a value names; the value if that is not exactly one."""
        word = clean_text(text)
        keys = self.index.find_keys(model, word, by) if word else []
        return keys[0] if len(keys) == 1 else word

    def name_codes(self, column: str, text: str) -> str:
        """Return a cell with the name of each record beside its key."""
        kind = find_kind(self.model, column)
        if not kind.named or kind.by_blanks:
            return text
        model, by = kind.named
        return SEPARATOR.join(self.index.describe(model, key, by) for key in kind.split(text))


def find_differing(
    rows: list[PlannedRow], column: str, old: dict[int, dict[str, str]]
) -> list[tuple[PlannedRow, str]]:
    """Return the rows with another cell than their record, and its cell; empty blank cells."""
    differing = []
    for row in rows:
        record = row.record or row.alike
        held = old[record.pk][column] if record else ""
        if is_blank(row.texts[column]):
            row.texts[column] = ""
        elif row.texts[column] != held:
            differing.append((row, held))
    return differing


def rewrite_days_of(column: str, differing: list[tuple[PlannedRow, str]]) -> tuple[bool, str]:
    """Rewrite the days of a column; return if they could be read, and what is to be said."""
    cells, held = (
        [row.texts[column] for row, _held in differing],
        [each for _row, each in differing],
    )
    texts, message = read_days(column, cells, held)
    for (row, _held), text in zip(differing, cells if texts is None else texts, strict=True):
        row.texts[column] = text
    return texts is not None, message


def read_flag(text: str) -> str:
    """Return yes or no as the catalogue writes it."""
    return FLAGS.get(clean_text(text).casefold(), text)


def read_number(text: str) -> str:
    """Return a whole number as the catalogue writes it: `2018.0` is `2018`."""
    found = WHOLE_NUMBER.fullmatch(clean_text(text))
    return str(int(found[1])) if found and len(found[1]) < 20 else text


def read_choice(choices: Iterable[tuple[str, str]], text: str) -> str:
    """Return the value of the choice that a text names, by its value or label."""
    word = fold_words(text)
    found = {value for value, label in choices if word in (fold_words(value), fold_words(label))}
    return found.pop() if len(found) == 1 else clean_text(text)


def find_spellings(model: type[models.Model], key: str, words: set[str]) -> dict[str, str]:
    """Return the keys of records by words that spell them in another way: `gp-1` for `GP-0001`."""
    records = model._base_manager.all()
    unknown = words - set(records.filter(**{f"{key}__in": words}).values_list(key, flat=True))
    if not unknown:
        return {}
    if form := get_noun(model).code_form:
        return find_coded_keys(records, key, {word: form.read_all(word) for word in unknown})
    known: dict[str, list[str]] = {}
    for each in records.values_list(key, flat=True):
        known.setdefault(spell(key, each), []).append(each)
    found = {word: known.get(spell(key, word), []) for word in unknown}
    return {word: keys[0] for word, keys in found.items() if len(keys) == 1}


def find_coded_keys(records: models.QuerySet, key: str, read: dict[str, dict]) -> dict[str, str]:
    """Return the keys of records by words that are their codes, as `read` has them.

    The symbol of a new resolution is written as those that are there.
    """
    codes = {fields["code"] for fields in read.values() if fields}
    known = {each.code: each for each in records.filter(code__in=codes)}
    found = {}
    for word, fields in read.items():
        record = known.get(fields.get("code"))
        if record and has_fields(record, fields):
            found[word] = getattr(record, key)
        elif records.model is Resolution:
            found[word] = symbols.normalize_symbol(clean_text(word))
    return found


def spell(key: str, word: str) -> str:
    """Return a key in the form in which it is compared; a slug keeps its signs."""
    return clean_text(word).casefold() if key == "slug" else fold_words(word)
