"""The columns of an export, declared once for each noun and read by everything that needs them.

A column says what fills a cell, what it means, and how reading back fills the record again. The
formats, the description of a CSV, the data dictionary in `docs/data.md`, imports and their previews
take all of it from here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.db.models import Case, CharField, Expression, F, Field, Model, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse_lazy

from catalogue.core.fields import YearField
from catalogue.core.models import Publishable, Status, public_only


class SitePath(str):
    """A path of this site. Files show it with the name of the site in front."""


class SitePathField(CharField):
    """The type of an expression that gives a path of this site."""

    def from_db_value(self, value, expression, connection):
        """Mark the text as an address."""
        return SitePath(value)


class ChoiceLabel(F):
    """The label of a field with fixed choices, in the language of the reader."""

    def resolve_expression(self, query=None, *args, **kwargs):
        """Choose among the labels of the field."""
        labels = query.model._meta.get_field(self.name).flatchoices
        cases = [
            When(Q((self.name, code)), then=Value(label, CharField())) for code, label in labels
        ]
        chosen = Case(*cases, default=F(self.name), output_field=CharField())
        return chosen.resolve_expression(query, *args, **kwargs)


class PublicValue(F):
    """A field of one linked record; empty where there is none that the public may see."""

    def resolve_expression(self, query=None, *args, **kwargs):
        """Look at the status of a linked record that has one."""
        link = self.name.partition("__")[0]
        shown, nothing = F(self.name), Value("")
        if issubclass(query.model._meta.get_field(link).related_model, Publishable):
            public = When(Q((f"{link}__status", Status.PUBLISHED)), then=shown)
            found = Case(public, default=nothing, output_field=CharField())
        else:
            found = Coalesce(shown, nothing, output_field=CharField())
        return found.resolve_expression(query, *args, **kwargs)


Cell = str | SitePath | int | bool | date | datetime | list | None

#: The data types of the World Wide Web Consortium by classes of fields, special ones first.
W3C_TYPES: dict[type[Field], str] = {
    SitePathField: "anyURI",
    models.URLField: "anyURI",
    models.DateTimeField: "dateTime",
    models.DateField: "date",
    models.BooleanField: "boolean",
    YearField: "gYear",
    models.IntegerField: "integer",
}


@dataclass(frozen=True)
class RelatedRows:
    """What shares one cell of a record: records linked to it, or rows that belong to it.

    `name` is the relation as the record knows it. `public` keeps what the public may see, `where`
    (a field and its value) a part of that.
    """

    name: str
    public: Callable[[QuerySet], QuerySet] = public_only
    where: tuple[str, str] | None = None

    def of(self, model: type[Model]) -> QuerySet:
        """Return all rows of all records of a model."""
        rows = self.public(model._meta.get_field(self.name).related_model.objects.all())
        return rows.filter(self.where) if self.where else rows

    def owner(self, model: type[Model]) -> str:
        """Return the path from a row to the record that shows it."""
        return model._meta.get_field(self.name).remote_field.name


@dataclass(frozen=True)
class Reads:
    """How reading back fills a record from a cell.

    `field` is the field or relation of the record. Where that relation holds rows, `row_field` is
    the path within a row, and `role` the role of the rows that the column stands for. `by` is the
    field by which a cell names linked records. `along` are fields that change together with it.
    """

    field: str
    row_field: str = ""
    role: str = ""
    by: str = ""
    along: tuple[str, ...] = ()

    @property
    def fields(self) -> set[str]:
        """Return every field of the record that follows from the column."""
        return {self.field, *self.along}


@dataclass(frozen=True)
class Column:
    """One column: its stable name, what fills it, what that means, and how it is read back.

    `value` is a path or an expression, over the record or, where `rows` is given, over each of
    them; these then share the cell as a list. `finish` turns into a cell what no expression can
    give. `meaning` is in English, as the names are. `type` is a data type of the W3C. `group` is
    the first word of the names of columns that belong together. A column without `reads` follows
    from others or belongs to the catalogue itself: reading back ignores it.
    """

    name: str
    value: str | Expression | F
    meaning: str
    reads: Reads | None
    type: str = ""
    several: bool = False
    is_key: bool = False
    group: str = ""
    rows: RelatedRows | None = None
    finish: Callable[[Any], Cell] | None = None

    @property
    def expression(self) -> Expression | F:
        """Return what fills it as an expression."""
        return F(self.value) if isinstance(self.value, str) else self.value

    @property
    def derived(self) -> bool:
        """Return True if reading back ignores the column."""
        return self.reads is None

    @property
    def word(self) -> str:
        """Return its name without that of its group, as the files of records have it."""
        return self.name.removeprefix(f"{self.group}_") if self.group else self.name


def field(
    name: str,
    meaning: str,
    value: str | Expression = "",
    *,
    reads: str = "",
    along: tuple[str, ...] = (),
    **options,
) -> Column:
    """Return a column that shows a field, and is read back into it.

    `value` is given where the field has another name than the column, or an expression fills it;
    `reads` where that is not the field to fill.
    """
    value = value or name
    target = reads or (value if isinstance(value, str) else name)
    return Column(name, value, meaning, Reads(target, along=along), **options)


def key(name: str, meaning: str) -> Column:
    """Return the column by which files name a record."""
    return field(name, meaning, is_key=True)


def derived(name: str, meaning: str, value: str | Expression = "", **options) -> Column:
    """Return a column that shows a field, and is not read back."""
    return Column(name, value or name, meaning, None, **options)


def permalink(url_name: str, key: str) -> Column:
    """Return the column for the address under which a record is always found.

    It is that of the list with the key of the record behind it.
    """
    start = Value(reverse_lazy(url_name), CharField())
    address = Concat(start, key, Value("/"), output_field=SitePathField())
    return derived("permalink", "Address that stays right when the title changes", address)


def dates() -> list[Column]:
    """Return the columns for when a record was published and changed."""
    return [
        derived("published_at", "When it was first published (UTC)"),
        derived("updated_at", "When it was last changed (UTC)"),
    ]


def choice(name: str, meaning: str) -> list[Column]:
    """Return two columns for a field with fixed choices: its value and its label."""
    return [field(name, meaning), derived(f"{name}_label", f"Label of `{name}`", ChoiceLabel(name))]


def link(name: str, by: str, text: str, meaning: str) -> list[Column]:
    """Return two columns for one linked record; empty where there is no public one."""
    label = PublicValue(f"{name}__{text}")
    return [
        Column(name, PublicValue(f"{name}__{by}"), meaning, Reads(name, by=by)),
        derived(f"{name}_label", f"Label of `{name}`", label),
    ]


def links(name: str, by: str, meaning: str, *, is_read: bool = True, **second: tuple[str, str]):
    """Return two parallel columns for linked records.

    The first has the field `by`, which names them. The second is another field of theirs:
    `label="title"`, or `code=("code", "Their codes")` where it is no label of the first.
    """
    rows, reads = RelatedRows(name), Reads(name, by=by) if is_read else None
    ((ending, beside),) = second.items()
    text = f"Label in the place of each code of `{name}`"
    path, text = (beside, text) if isinstance(beside, str) else beside
    return [
        Column(name, by, meaning, reads, rows=rows, several=True),
        derived(f"{name}_{ending}", text, path, rows=rows, several=True),
    ]


def in_rows(group: str, rows: RelatedRows, columns: Sequence[Column]) -> list[Column]:
    """Return columns over the rows of a record; the cells of a record are equally long."""
    return [
        replace(
            each,
            name=f"{group}_{each.name}",
            reads=each.reads and Reads(rows.name, row_field=each.reads.field),
            group=group,
            rows=rows,
            several=True,
        )
        for each in columns
    ]


def w3c_type(model: type[Model], column: Column) -> str:
    """Return the data type of a column, which follows from a field; what no field says is text."""
    model = column.rows.of(model).model if column.rows else model
    if isinstance(column.value, str):
        shown = get_fields_from_path(model, column.value)[-1]
    else:
        shown = getattr(column.value, "output_field", None)
    return next((name for kind, name in W3C_TYPES.items() if isinstance(shown, kind)), "string")
