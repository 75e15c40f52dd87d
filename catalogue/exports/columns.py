"""The columns of an export, declared once for a noun and used by every format.

A declaration says in paths and expressions of Django what a cell holds. How many records are read
at a time, and by what statement, is the business of `reading/`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Expression, F, Model, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse_lazy

from catalogue.core.querysets import PublishableQuerySet
from catalogue.exports.expressions import ChoiceLabel, PublicValue, SitePath, SitePathField

Cell = str | SitePath | int | bool | date | datetime | list | None


def public_only(records: QuerySet) -> QuerySet:
    """Keep the public ones of records that have a status."""
    return records.published() if isinstance(records, PublishableQuerySet) else records


@dataclass(frozen=True)
class RelatedRows:
    """What shares one cell of a record: records linked to it, or rows that belong to it.

    `name` is the relation as the record knows it. `keep` leaves what the public may see, `where`
    (a field and its value) a part of that.
    """

    name: str
    keep: Callable[[QuerySet], QuerySet] = public_only
    where: tuple[str, str] | None = None

    def of(self, model: type[Model]) -> QuerySet:
        """Return all rows of all records of a noun."""
        rows = self.keep(model._meta.get_field(self.name).related_model.objects.all())
        return rows.filter(self.where) if self.where else rows

    def owner(self, model: type[Model]) -> str:
        """Return the path from a row to the record that shows it."""
        return model._meta.get_field(self.name).remote_field.name


@dataclass(frozen=True)
class Column:
    """One column: its stable name, and what fills it.

    `value` is a path or an expression, over the record or, where `rows` is given, over each of
    them; these then share the cell as a list. `finish` makes the cell of a value that no expression
    can say. A derived column follows from others, or belongs to the catalogue itself; reading back
    passes over it.
    """

    name: str
    value: str | Expression | F
    derived: bool = False
    rows: RelatedRows | None = None
    finish: Callable[[Any], Cell] | None = None

    @property
    def expression(self) -> Expression | F:
        """Return what fills it as an expression."""
        return F(self.value) if isinstance(self.value, str) else self.value


def own(*names: str, derived: bool = False) -> list[Column]:
    """Return columns that show fields of the record itself."""
    return [Column(name, name, derived) for name in names]


def permalink(url_name: str, key: str) -> Column:
    """Return the column for the address under which a record is always found.

    It is that of the list with the key of the record behind it.
    """
    start = Value(reverse_lazy(url_name), CharField())
    address = Concat(start, key, Value("/"), output_field=SitePathField())
    return Column("permalink", address, derived=True)


def chosen(name: str) -> list[Column]:
    """Return two columns for a field with fixed choices: its value and its label."""
    return [Column(name, name), Column(f"{name}_label", ChoiceLabel(name), derived=True)]


def linked(name: str, code: str, second: str, text: str, *, derived=False) -> list[Column]:
    """Return two parallel columns for linked records: the field that names them, and another."""
    rows = RelatedRows(name)
    return [Column(name, code, derived, rows), Column(second, text, True, rows)]


def single(name: str, code: str, text: str) -> list[Column]:
    """Return two parallel columns for one linked record; empty where there is no public one."""
    return [
        Column(name, PublicValue(f"{name}__{code}")),
        Column(f"{name}_label", PublicValue(f"{name}__{text}"), derived=True),
    ]


def parallel(
    prefix: str, rows: RelatedRows, *, derived: Sequence[str] = (), **values: str | Expression
) -> list[Column]:
    """Return a column for each value of a record's rows; the cells of a record are equally long."""
    return [
        Column(f"{prefix}_{name}", value, name in derived, rows) for name, value in values.items()
    ]
