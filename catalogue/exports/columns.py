"""The columns of an export, declared once for a noun and used by every format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


class Address(str):
    """A path of this site. Files show it with the name of the site in front."""


Cell = str | Address | int | bool | date | datetime | list | None


@dataclass(frozen=True)
class Column:
    """One column: its stable name, and how a record fills it.

    `value` returns text, a number, a date, or a list of them that shares one cell. A derived
    column follows from others, or belongs to the catalogue itself; reading back passes over it.
    """

    name: str
    value: Callable[[Any], Cell]
    derived: bool = False


def own(*names: str, derived: bool = False) -> list[Column]:
    """Return columns that show fields of the record itself."""
    return [
        Column(name, lambda record, name=name: getattr(record, name), derived) for name in names
    ]


def permalink() -> Column:
    """Return the column for the address under which a record is always found."""
    return Column("permalink", lambda record: Address(record.permalink), derived=True)


def chosen(name: str) -> list[Column]:
    """Return two columns for a field with fixed choices: its value and its label."""
    return [
        Column(name, lambda record: getattr(record, name)),
        Column(f"{name}_label", lambda r: str(getattr(r, f"get_{name}_display")()), derived=True),
    ]


def linked(name: str, code: str, second: str, text: str, *, derived=False) -> list[Column]:
    """Return two parallel columns for linked records: the field that names them, and another."""

    def values(field):
        return lambda record: [getattr(each, field) for each in getattr(record, name).all()]

    return [Column(name, values(code), derived), Column(second, values(text), derived=True)]


def single(name: str, code: str, text: str) -> list[Column]:
    """Return two parallel columns for one linked record; empty where there is no public one."""

    def value(field):
        return lambda record: getattr(_public(getattr(record, name)), field, "")

    return [Column(name, value(code)), Column(f"{name}_label", value(text), derived=True)]


def _public(record):
    return record if getattr(record, "is_public", True) else None


def parallel(
    prefix: str,
    rows: Callable[[Any], Any],
    *,
    derived: tuple[str, ...] = (),
    **values: Callable[[Any], Any],
) -> list[Column]:
    """Return a column for each value of a record's rows; the cells of a record are equally long."""

    def column(name, value):
        return Column(
            f"{prefix}_{name}", lambda record: [value(row) for row in rows(record)], name in derived
        )

    return [column(name, value) for name, value in values.items()]
