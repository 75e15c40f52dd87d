"""Read cells in all the ways in which people and spreadsheets write what the catalogue has."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from django.contrib.admin.utils import get_fields_from_path
from django.db import models

from catalogue.core.registry import find_noun
from catalogue.exports.cells import SEPARATOR
from catalogue.imports.days import read_days
from catalogue.imports.names import RecordIndex, fold
from catalogue.imports.plan import PlannedRow
from catalogue.imports.refusals import UnreadableFile
from catalogue.imports.schemas import Field, schema_of
from catalogue.imports.texts import clean_text, fold_words, is_blank
from catalogue.resolutions import symbols
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.sources.models import Source

#: Yes and no as spreadsheets write them in several languages.
YES = ("true", "yes", "1", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "истина")
NO = ("false", "no", "0", "falsch", "faux", "falso", "onwaar", "ложь")
FLAGS = dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
#: Three zeros after a sign may be thousands: `1,000` is read as it is, and refused.
WHOLE_NUMBER = re.compile(r"(-?\d+)(?:[.,]0{1,2})?")


@dataclass(frozen=True)
class CellKind:
    """What the cells of a column hold: the field that they fill, in the record or in a row of it.

    A cell with `several` values has | between them, and blanks where the column is in a group of
    columns that has it already. One that `is_set` has each value once. `named` is the model that it
    names, and the field by which.
    """

    wanted: Field
    filled: models.Field
    several: bool
    by_blanks: bool
    is_set: bool
    named: tuple[type[models.Model], str] | None

    def split(self, text: str) -> list[str]:
        """Return the values in a cell."""
        return text.split(SEPARATOR) if self.several else [text]

    def rewrite(self, text: str, read: Callable[[str], str]) -> str:
        """Return a cell with each of its values as a function reads it."""
        values = map(read, self.split(text))
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
    return CellKind(wanted, filled, several, by_blanks, several and not is_inside, named)


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
        if kind.filled.model is Source and kind.filled.name == "url":
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
    known: dict[str, list[str]] = {}
    for each in records.values_list(key, flat=True):
        others = symbols.list_symbol_names(each) if model is Resolution else []
        for name in {spell(model, key, each), *others}:
            known.setdefault(name, []).append(each)
    found = {word: known.get(spell(model, key, word), []) for word in unknown}
    return {
        word: keys[0] if len(keys) == 1 else symbols.normalize_symbol(clean_text(word))
        for word, keys in found.items()
        if len(keys) == 1 or model is Resolution
    }


def spell(model: type[models.Model], key: str, word: str) -> str:
    """Return a key in the form in which it is compared; a slug keeps its signs."""
    return clean_text(word).casefold() if key == "slug" else fold(model, word)
