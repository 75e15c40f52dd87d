"""Two people at one record: a form takes what others saved while it was open.

Only what both changed is asked about. The form carries the edit token that the record had when the
page was opened: the version with that token is what both started from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Field, Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.editorial.typed_texts import TOKEN_INPUT, describe_input
from catalogue.versions.cloning import child_tables, content_fields, many_to_many_fields
from catalogue.versions.content import (
    ORDER_FIELDS,
    child_values,
    describe_child,
    field_label,
    field_values,
    read_record,
    read_version,
)
from catalogue.versions.history import find_version_by_token, get_root_record, get_versions
from catalogue.versions.merge import Merged, merge_values

MAX_ROWS = 2000  # of one formset, as Django has it


class Conflict(NamedTuple):
    """Something that two people changed: what was saved, and what was typed."""

    name: str
    label: str
    saved: str
    typed: str


@dataclass
class Merge:
    """What became of a form: the labels of what it took from others, and its conflicts."""

    taken: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


# --- What was saved meanwhile -----------------------------------------------------------------


def is_stale(record: Model, data: Mapping) -> bool:
    """Return True if a form was opened before the last save of its record."""
    root = get_root_record(record)
    return hasattr(root, TOKEN_INPUT) and data.get(TOKEN_INPUT) != str(root.edit_token)


def find_base(record: Model, data: Mapping) -> Version | None:
    """Return the version of a record, or of its root, that a form showed; None if unknown."""
    return find_version_by_token(get_root_record(record), data.get(TOKEN_INPUT))


def read_base(record: Model, version: Version | None) -> dict | None:
    """Return the values of a record in a version of it, or of its root."""
    if version is None:
        return None
    root = get_root_record(record)
    if root is record:
        return version.field_dict
    for name in child_tables(root):
        if root._meta.get_field(name).related_model is type(record):
            rows = child_values(version, type(root), name)
            return next((values for values in rows if values["id"] == record.pk), None)
    return None


def describe_later_saves(record: Model, before: Version | None) -> dict[str, str]:
    """Return who changed what in a record since a version, and when."""
    later = get_versions(record).filter(pk__gt=before.pk) if before else get_versions(record)[:1]
    people = [version.revision.user for version in later if version.revision.user]
    names = sorted({str(who) for who in people or [record.changed_by or _("another user")]})
    moment = later[0].revision.date_created if later else record.updated_at
    labels = []
    if before:
        old, new = read_version(before), read_record(record)
        labels = [field_label(type(record), name) for name in new if new[name] != old[name]]
    return {
        "who": get_text_list(names, _("and")),
        "what": get_text_list(labels, _("and")) or _("it"),
        "when": date_format(timezone.localtime(moment), "j F Y, H:i"),
    }


def list_conflicts(form, formsets) -> list[Conflict]:
    """Return what two people changed in a form and its rows."""
    merges = [each.merge for each in [form, *formsets] if hasattr(each, "merge")]
    return [conflict for merge in merges for conflict in merge.conflicts]


def describe_merge(form, formsets) -> str:
    """Return who changed what a saved form has taken over; nothing if that is nothing."""
    merges = [each.merge for each in [form, *formsets] if hasattr(each, "merge")]
    if not any(merge.taken for merge in merges):
        return ""
    text = _("While your page was open, %(who)s changed %(what)s (%(when)s). That is kept too.")
    return text % form.later_saves


# --- Inputs -----------------------------------------------------------------------------------


def merge_inputs(
    merge: Merge, model, fields: Mapping, data: QueryDict, base: dict | None, saved: dict, row=""
) -> None:
    """Give the inputs of a form what was saved, wherever only others changed it.

    `base` are the values that the form showed. If they are not known, everything that differs is a
    conflict. `row` is the label of the row that the inputs are in.
    """
    columns = {each.name: each for each in [*content_fields(model), *many_to_many_fields(model)]}
    for name, each in fields.items():
        if name not in columns or each.disabled:
            continue
        column = columns[name]
        typed = each.widget.value_from_datadict(data, {}, name)
        merged = merge_input(column, each, typed, base, saved)
        label = f"{row}: {field_label(model, name)}" if row else str(field_label(model, name))
        if merged.is_conflict and name not in ORDER_FIELDS:
            texts = (describe_input(column, value) for value in (saved[column.attname], typed))
            merge.conflicts.append(Conflict(name, label, *texts))
        elif each.has_changed(merged.value, typed):
            merge.taken.append(label)
            write_input(data, name, each, merged.value)


def merge_input(column: Field, form_field, typed, base: dict | None, saved: dict) -> Merged:
    """Merge what was typed into one input with what was saved."""
    now = saved[column.attname]
    if base is None:
        return Merged(typed, is_conflict=form_field.has_changed(now, typed))
    then = base.get(column.attname)
    if isinstance(now, list):
        return merge_values(*([str(key) for key in keys or []] for keys in (then, typed, now)))
    known = (value for value in (then, now) if not form_field.has_changed(value, typed))
    return merge_values(then, next(known, typed), now)


def write_input(data: QueryDict, name: str, form_field, value) -> None:
    """Set an input as a browser would send it if the form showed this value."""
    if isinstance(value, bool):
        shown = ["on"] if value else []
    else:
        widget = getattr(form_field.widget, "widget", form_field.widget)  # the admin wraps some
        shown = widget.format_value(form_field.prepare_value(value))
    data.setlist(name, shown if isinstance(shown, list) else [shown or ""])
    if not data.getlist(name):
        del data[name]


# --- Rows -------------------------------------------------------------------------------------


class RowMerge:
    """Merges the rows of a formset with the child records that are there now.

    A row that nobody but others changed becomes what they saved, or goes. A row that was changed
    here and deleted by others becomes a new one, so that what was typed is kept.
    """

    def __init__(self, formset, base: dict[str, dict] | None, *, stale: bool):
        self.formset, self.base, self.is_stale = formset, base, stale
        self.relation = formset.fk.remote_field
        self.fields = formset.form.base_fields
        self.columns = {each.name: each for each in formset.model._meta.fields}
        self.saved = {str(child.pk): field_values(child) for child in formset.get_queryset()}
        self.kept: list[QueryDict] = []
        self.new: list[QueryDict] = []
        self.merge = Merge()

    def merge_rows(self, rows: list[QueryDict], initial: int) -> None:
        """Sort rows, of which the first ones were there when the form was opened."""
        for number, row in enumerate(rows):
            key, label = row.get("id", ""), self.label_row(number)
            if number >= initial:
                self.add_new_row(row)
            elif key in self.saved:
                self.merge_row(row, key, label)
            else:
                self.merge_deleted_row(row, key, label)
        if self.is_stale:
            self.add_rows_of_others()

    def label_row(self, number: int) -> str:
        """Return what a row is called."""
        return f"{field_label(self.relation.model, self.relation.name)} {number + 1}"

    def merge_row(self, row: QueryDict, key: str, label: str) -> None:
        """Merge a row that is still there."""
        self.kept.append(row)
        base = self.base and self.base.get(key)
        if not self.is_stale:
            return
        if "DELETE" not in row:
            merge_inputs(
                self.merge, self.formset.model, self.fields, row, base, self.saved[key], label
            )
        elif base != self.saved[key]:
            saved = describe_child(self.relation, self.saved[key], {})
            self.merge.conflicts.append(Conflict("", label, saved, _("(deleted)")))

    def merge_deleted_row(self, row: QueryDict, key: str, label: str) -> None:
        """Make a new row of one that others deleted, unless nothing was typed into it."""
        base = self.base and self.base.get(key)
        if self.is_stale and ("DELETE" in row or (base and not self.differs(row, base))):
            self.merge.taken.append(label)
            return
        row["id"] = ""
        self.new.append(row)
        if self.is_stale:
            names = [name for name in self.fields if name not in ORDER_FIELDS]
            typed = [describe_input(self.columns.get(name), row.get(name)) for name in names]
            text = " · ".join(filter(None, typed))
            self.merge.conflicts.append(Conflict("", label, _("(deleted)"), text))

    def add_new_row(self, row: QueryDict) -> None:
        """Add a new row, unless it was saved already: the form was sent twice."""
        added = self.saved.keys() - (self.base or {}).keys() if self.is_stale else ()
        taken = {each.get("id") for each in self.kept}
        for key in sorted(added - taken if added else (), key=int):
            if not self.differs(row, self.saved[key]):
                row["id"] = key
                self.kept.append(row)
                return
        self.new.append(row)

    def add_rows_of_others(self) -> None:
        """Show the rows that others have added."""
        for key in self.saved.keys() - {row.get("id") for row in self.kept}:
            row = QueryDict(mutable=True)
            row["id"] = key
            for name, each in self.fields.items():
                if name in self.columns:
                    write_input(row, name, each, self.saved[key][self.columns[name].attname])
            self.kept.append(row)

    def differs(self, row: QueryDict, values: dict) -> bool:
        """Return True if a row says something else than a child record, apart from its place."""
        for name, each in self.fields.items():
            if name not in self.columns or name in ORDER_FIELDS:
                continue
            typed = each.widget.value_from_datadict(row, {}, name)
            if each.has_changed(values[self.columns[name].attname], typed):
                return True
        return False


def merge_formset(formset, data: QueryDict) -> tuple[QueryDict, Merge]:
    """Return the data of a formset merged with its child records as they are now.

    A formset has the rows that are in the database first, and new ones after them.
    """
    prefix, existing = formset.prefix, {str(child.pk) for child in formset.get_queryset()}
    try:
        total, initial = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data, Merge()
    rows, stale = split_rows(data, prefix, min(total, MAX_ROWS)), is_stale(formset.instance, data)
    if not stale and {row.get("id", "") for row in rows[:initial]} <= existing:
        return data, Merge()
    merging = RowMerge(formset, read_base_rows(formset, data) if stale else None, stale=stale)
    merging.merge_rows(rows, initial)
    return join_rows(data, prefix, merging.kept, merging.new), merging.merge


def read_base_rows(formset, data: QueryDict) -> dict[str, dict] | None:
    """Return the child records that a formset showed, by their keys; None if unknown."""
    record, name = formset.instance, formset.fk.remote_field.name
    version = find_base(record, data)
    if version is None or get_root_record(record) is not record or name not in child_tables(record):
        return None
    return {str(values["id"]): values for values in child_values(version, type(record), name)}


def row_pattern(prefix: str) -> re.Pattern:
    """Return the pattern of the names of inputs in rows."""
    return re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)")


def split_rows(data: QueryDict, prefix: str, total: int) -> list[QueryDict]:
    """Return the inputs of each row of a formset by their names within the row."""
    rows = [QueryDict(mutable=True) for _number in range(total)]
    for name, values in data.lists():
        match = row_pattern(prefix).fullmatch(name)
        if match and int(match[1]) < total:
            rows[int(match[1])].setlist(match[2], values)
    return rows


def join_rows(
    data: QueryDict, prefix: str, kept: list[QueryDict], new: list[QueryDict]
) -> QueryDict:
    """Return the data of a formset with these rows: those in the database, and new ones."""
    result, pattern = data.copy(), row_pattern(prefix)
    for name in data:
        if pattern.fullmatch(name):
            del result[name]
    for number, row in enumerate([*kept, *new]):
        for name, values in row.lists():
            result.setlist(f"{prefix}-{number}-{name}", values)
    result[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
    result[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return result
