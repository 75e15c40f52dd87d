"""What a file may say of a record, derived from the columns of exports and the fields of models.

A YAML file has a word for each column. Columns that stand for the rows of a record together
(`basis_paragraph`, `basis_reason`) are one list of mappings there (`basis`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from django.db import models

from catalogue.core.registry import get_noun
from catalogue.events.models import Event
from catalogue.exports.columns import Column
from catalogue.imports.readers import IS_MISSING
from catalogue.practices.models import Practice
from catalogue.resolutions.models import OperativeParagraph, Resolution, StreamOfEffort
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Country
from catalogue.versions.cloning import child_tables

#: Yes or no that a file has to say, although the model has a default.
NEEDED_FLAGS = {(OperativeParagraph, "number_confirmed"), (Country, "un_member")}
#: The kinds of values that fill fields of models; text fills all others. A date is in ISO form.
KINDS = {models.IntegerField: int, models.BooleanField: bool, models.DateField: date}
KIND_NAMES = {
    str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a mapping",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A word of a record: the kind of its value, and what it fills.

    `path` leads from the record, or from a row in it, to a field; with `__` to the field that names
    a linked record. A list fills the rows of `relation`, each made of `words` or of an organization
    in a `role`; a mapping has `words` as well.
    """

    kind: type
    path: str = ""
    needed: bool = False
    words: "dict[str, Field]" = field(default_factory=dict)
    relation: str = ""
    role: tuple[str, str] | None = None

    @property
    def target(self) -> str:
        """Return the field or relation of the record that it fills."""
        return self.relation or self.path.partition("__")[0]

    @property
    def by(self) -> str:
        """Return the field that names a linked record."""
        return self.path.partition("__")[2]


@dataclass(frozen=True)
class Schema:
    """The words of a noun, and the word (and the word inside it) that each of its columns fills.

    `unread` has the columns that follow from others or belong to the catalogue: they are not read.
    """

    model: type[models.Model]
    words: dict[str, Field] = field(default_factory=dict)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Return the word, and field, that names a record."""
        return get_noun(self.model).key

    def targets(self, column: str) -> set[str]:
        """Return the fields and relations of a record that follow from a column."""
        return get_noun(self.model).export.by_name[column].reads.fields

    def columns_of(self, word: str) -> list[str]:
        """Return the columns that fill a word."""
        return [name for name, place in self.columns.items() if place[0] == word]

    def row_groups(self) -> list[list[str]]:
        """Return the columns that stand for the rows of a record together."""
        heads = [word for word, each in self.words.items() if each.words and each.kind is list]
        return [columns for word in heads if (columns := self.columns_of(word))]

    def find_column(self, target: str, path: str = "", role: str = "") -> str:
        """Return the column that fills a field of the record, or a field of the rows in it.

        The field itself if no column fills it.
        """
        for column, (word, inner) in self.columns.items():
            top = self.words[word]
            if top.kind is dict and top.words[inner].target == target and not path:
                return column
            if top.target != target or (top.role or ("", ""))[1] != role:
                continue
            filled = (top.words[inner] if inner else top).path
            if not path or not top.relation or filled == path or filled.startswith(f"{path}__"):
                return column
        return target

    def column_at(self, place: str) -> str:
        """Return the column for a place in a record: `sources[2].url` is in `sources_url`."""
        name = re.sub(r"\[\d+\]", "", place).replace(".", "_")
        return next(
            (column for column in self.columns if column == name or column.startswith(f"{name}_")),
            name,
        )


@cache
def schema_of(model: type[models.Model]) -> Schema:
    """Return what files may say of the records of a noun."""
    schema = Schema(model)
    if export := get_noun(model).export:
        for column in export.columns:
            add_column(schema, column)
    else:
        schema.words.update(words_of_fields(model))
        for relation in child_tables(model):
            words = words_of_fields(model._meta.get_field(relation).related_model, of=model)
            schema.words[relation] = Field(list, words=words, relation=relation)
    schema.words.update(words_without_column(model))
    return schema


def words_of_fields(model: type[models.Model], of: type[models.Model] | None = None) -> dict:
    """Return a word for each field that editors fill in; rows leave out the link to their record.

    The position of a row is that in the file.
    """
    return {
        each.name: make_field(model, each.name)
        for each in model._meta.fields
        if each.editable and not each.primary_key and each.name != "position"
        and not (of and each.related_model is of)
    }  # fmt: skip


def models_named_by(model: type[models.Model]) -> set[type[models.Model]]:
    """Return the models of the records that a file names in a record of this model."""
    found = set()
    for word in schema_of(model).words.values():
        owner = model._meta.get_field(word.relation).related_model if word.relation else model
        for each in word.words.values() or [word]:
            head = each.path.partition("__")[0]
            found.add(head and owner._meta.get_field(head).related_model)
    return found - {"", None}


def words_without_column(model: type[models.Model]) -> dict[str, Field]:
    """Return the words that only YAML files have: no export shows what they say."""
    stream = {name: make_field(StreamOfEffort, name) for name in ("name", "measure")}
    workflow = {
        "status": Field(str, "status", needed=True), "review_note": Field(str, "review_note"),
    }  # fmt: skip
    streams = {"streams": Field(list, words=stream, relation="streams")}
    return {Practice: workflow, Event: workflow, Resolution: streams}.get(model, {})


def add_column(schema: Schema, column: Column) -> None:
    """Add to a schema the word that a column stands for."""
    reads, model = column.reads, schema.model
    if reads is None:
        schema.unread.add(column.name)
        return
    schema.columns[column.name] = (column.group or column.name), column.word if column.group else ""
    if reads.role:
        role = column.rows.where
        schema.words[column.name] = Field(list, reads.row_field, relation=reads.field, role=role)
    elif reads.row_field:
        group = schema.words.setdefault(column.group, Field(list, relation=reads.field))
        child = model._meta.get_field(reads.field).related_model
        group.words[column.word] = make_field(child, reads.row_field)
    elif column.group:
        group = schema.words.setdefault(column.group, Field(dict))
        group.words[column.word] = replace(make_field(model, reads.field), needed=True)
    else:
        found = make_field(model, f"{reads.field}__{reads.by}" if reads.by else reads.field)
        schema.words[column.name] = replace(found, kind=list) if column.several else found


def make_field(model: type[models.Model], path: str) -> Field:
    """Return what a word holds that fills the field at a path from a model."""
    head, _parting, rest = path.partition("__")
    found = model._meta.get_field(head)
    if not found.is_relation:
        needed = not (found.blank or found.null or found.has_default())
        kind = next((kind for each, kind in KINDS.items() if isinstance(found, each)), str)
        return Field(kind, path, needed or (model, head) in NEEDED_FLAGS)
    if found.related_model is Source:  # its fields are told with each citation
        return replace(make_field(Source, rest), path=path)
    key = rest or get_noun(found.related_model).key
    if found.many_to_many:
        return Field(list, f"{head}__{key}")
    return Field(str, f"{head}__{key}", needed=not found.null)


def check_record(entry, schema: Schema, needed: Collection[str] | None = None) -> None:
    """Add a problem for each word that a record may not have, lacks, or gives another kind.

    `needed` limits what a record may lack to some words.
    """
    for text, place in find_deviations(entry.data, schema.words, ""):
        if text != IS_MISSING or needed is None or "." in place or place in needed:
            entry.add_problem(text, place)


def find_deviations(data: dict, words: dict[str, Field], path: str):
    """Return (text, place) for each word that is unknown, missing or of another kind."""
    for name in data.keys() - words.keys():
        yield f"unknown word {path + str(name)!r}", ""
    for name, each in words.items():
        value = data.get(name)
        if value is None or value == "":
            if each.needed:
                yield IS_MISSING, f"{path}{name}"
        else:
            yield from find_wrong_kinds(value, each, path + name)


def find_wrong_kinds(value, wanted: Field, path: str):
    """Return (text, place) where a value, or an item of a list, is not of its kind."""
    if wanted.kind is date:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            yield f"{value!r} is not a date like 2018-04-24", path
    elif type(value) is not wanted.kind:  # a bool is no number here
        yield f"{value!r} is not {KIND_NAMES[wanted.kind]}", path
    elif wanted.kind is dict:
        yield from find_deviations(value, wanted.words, f"{path}.")
    elif wanted.kind is list:
        item = Field(dict, words=wanted.words) if wanted.words else Field(str)
        for position, each in enumerate(value, start=1):
            yield from find_wrong_kinds(each, item, f"{path}[{position}]")
