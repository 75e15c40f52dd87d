"""Between the columns of an export and the fields of a record: which fills which."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from catalogue.exports.columns import Reads
from catalogue.imports.resolvers import KEY_FIELDS, nearest
from catalogue.imports.row_schema import NOUNS


@dataclass(frozen=True)
class Filling:
    """What a column fills: a field of the record, or a field of rows inside it."""

    column: str
    reads: Reads

    field = property(lambda self: self.reads.field)
    of_row = property(lambda self: self.reads.row_field)
    role = property(lambda self: self.reads.role)
    fields = property(lambda self: self.reads.fields)


@cache
def fillings(model: type) -> dict[str, Filling]:
    """Return what each column of a noun fills, without those that are not read back."""
    columns = NOUNS[model][0].columns
    return {each.name: Filling(each.name, each.reads) for each in columns if each.reads}


def derived(model: type) -> set[str]:
    """Return the columns that follow from others, or belong to the catalogue itself."""
    return {column.name for column in NOUNS[model][0].columns if column.derived}


def groups(model: type) -> dict[str, list[str]]:
    """Return the columns that stand for the rows of a record together, by their field."""
    found: dict[str, list[str]] = {}
    for each in fillings(model).values():
        if each.of_row and not each.role:
            found.setdefault(each.field, []).append(each.column)
    return found


def column_of(model: type, field: str, of_row: str = "", role: str = "") -> str:
    """Return the column in which a field of a record, or of its rows, is filled in.

    The field itself where no column fills it.
    """
    for each in fillings(model).values():
        if each.field == field and each.role == role and named(each.of_row, of_row):
            return each.column
    return field


def named(path: str, of_row: str) -> bool:
    """Say whether a path within a row is that field, or leads through it."""
    return path == of_row or path.startswith(f"{of_row}__")


def column_at(model: type, place: str) -> str:
    """Return the column for a place in a record as files have it: `sources[2].url`."""
    words = "".join(part.partition("]")[2] if "]" in part else part for part in place.split("["))
    column = words.replace(".", "_")
    shown = [name for name in fillings(model) if name == column or name.startswith(f"{column}_")]
    ends = [name for name in fillings(model) if name.endswith(f"_{column}")]
    return next(iter([*shown, *ends]), column)


def wrong(header: Sequence[str], model: type) -> list[str]:
    """Say why a header is not that of a noun: unknown columns, or no column for the key."""
    known = {column.name for column in NOUNS[model][0].columns}
    other = noun_of(header)
    if other is None or shared(header, other) > shared(header, model):
        return [strange(model, other)]
    unknown = [name for name in dict.fromkeys(header) if name and name not in known]
    reasons = [
        _("The column “%(name)s” is unknown%(near)s.")
        % {"name": name, "near": nearest(name, known)}
        for name in unknown
    ]
    if KEY_FIELDS[model] not in header:
        what = {"name": KEY_FIELDS[model]}
        reasons.append(
            _("The column “%(name)s” is missing: it says which record a row is about.") % what
        )
    return reasons


def noun_of(header: Sequence[str]) -> type | None:
    """Return the noun whose columns a header has the most of; None where it has none."""
    best = max(NOUNS, key=lambda model: shared(header, model))
    return best if shared(header, best) else None


def shared(header: Sequence[str], model: type) -> int:
    """Return how many columns of a header are those of a noun."""
    return len({column.name for column in NOUNS[model][0].columns} & set(header))


def strange(model: type, other: type | None) -> str:
    """Say that a file is about something else."""
    wanted = str(model._meta.verbose_name_plural)
    if other is None:
        what = {"nouns": wanted}
        return _("Row 1 names no column of %(nouns)s. Begin with a file of their list.") % what
    return _("This is a table of %(other)s, and not of %(nouns)s.") % {
        "other": str(other._meta.verbose_name_plural), "nouns": wanted,
    }  # fmt: skip
