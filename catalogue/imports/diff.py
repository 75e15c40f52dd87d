"""The cells of a file beside those that the catalogue would write: only what differs counts."""

from collections.abc import Sequence

from catalogue.exports import cells, queries
from catalogue.exports.formats.xlsx import MOST_CHARACTERS, NOT_IN_XML
from catalogue.imports import column_mapping
from catalogue.imports.plan import Change, Row
from catalogue.imports.resolvers import KEY_FIELDS
from catalogue.imports.row_schema import NOUNS
from catalogue.imports.tabular import Sheet

CUT = "…"  # the end of a text that is longer than a cell can be


def present(model: type, keys: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the cells of records as their export writes them, by key and column."""
    columns, found, at = NOUNS[model][0].columns, {}, 0
    names = [column.name for column in columns]
    for block in queries.read_batches(model._base_manager.all(), keys, columns):
        texts = [
            [cells.unescape_formula(text) for text in cells.cell_texts(column)] for column in block
        ]
        for values in zip(*texts, strict=True):
            found[keys[at]] = dict(zip(names, map(plain, values), strict=True))
            at += 1
    return found


def plain(text: str) -> str:
    """Return a text with the ends of lines that files of any program are brought to."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def says_the_same(new: str, old: str, sheet: Sheet) -> bool:
    """Say whether a cell holds what the record holds, as far as that kind of file can."""
    if new == old:
        return True
    if not sheet.in_cells:
        return False
    held = old.translate(NOT_IN_XML)
    if new == held:
        return True
    is_cut = new.endswith(CUT) and 2 * len(held) > MOST_CHARACTERS
    return is_cut and held.startswith(new[: -len(CUT)]) and len(new) > MOST_CHARACTERS // 4


def changes(row: Row, model: type, old: dict[str, str], sheet: Sheet) -> list[Change]:
    """Return the cells of a row that say something else than a record does."""
    known = column_mapping.fillings(model)
    return [
        Change(name, old.get(name, ""), text)
        for name, text in row.texts.items()
        if name in known and name != KEY_FIELDS[model]
        and not says_the_same(text, old.get(name, ""), sheet)
    ]  # fmt: skip


def texts(sheet: Sheet) -> list[Row]:
    """Return the rows of a sheet as texts by column."""
    return [
        Row(line.number, dict(zip(sheet.header, map(plain, line.cells), strict=True)))
        for line in sheet.lines
    ]
