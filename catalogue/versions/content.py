"""What a record contains, field by field, as people read it: now, or in a version."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Curated
from catalogue.versions.cloning import child_tables, content_fields, many_to_many_fields

#: Fields that are not content, and are compared all the same.
WORKFLOW_FIELDS = ("status", "withdrawal_reason", "merged_into", "returned_because")
#: The place of a child record among the others: it gives their order, and is not shown.
ORDER_FIELDS = ("position", "order")


#: Names of records by model and key, so that each is read once.
RecordNames = dict[tuple[type[models.Model], int], str]
#: A record field by field: texts of fields, names of related records, lines for child records.
RecordContent = dict[str, str | list[str]]


def field_label(model, name: str) -> str:
    """Return what a field or a table of child records is called."""
    found = model._meta.get_field(name)
    if found.auto_created:
        return capfirst(found.related_model._meta.verbose_name_plural)
    return capfirst(found.verbose_name)


def compared_fields(model) -> list[models.Field]:
    """Return the fields of a record that are compared: workflow first, then content."""
    named = {each.name: each for each in model._meta.concrete_fields}
    shared = {each.name for each in Curated._meta.local_fields}
    content = sorted(content_fields(model), key=lambda each: each.name in shared)
    return [named[name] for name in WORKFLOW_FIELDS if name in named] + content


def read_record(record, names: RecordNames | None = None) -> RecordContent:
    """Return what a record contains now; `names` has those that are known already."""
    children = {
        name: [field_values(child) for child in getattr(record, name).all()]
        for name in child_tables(record)
    }
    return build_content(type(record), field_values(record), children, names)


def read_content(record, names: RecordNames | None = None) -> RecordContent:
    """Return what a record contains now, without the fields of the workflow."""
    found = read_record(record, names)
    return {name: value for name, value in found.items() if name not in WORKFLOW_FIELDS}


def read_version(version: Version) -> RecordContent:
    """Return what a record contained in a version."""
    model = version._model
    names = child_tables(model)
    children = {name: child_values(version, model, name) for name in names}
    return build_content(model, version.field_dict, children)


def field_values(record) -> dict:
    """Return the values of a record by the names of its columns, as a version holds them."""
    values = {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}
    related = {
        each.name: getattr(record, each.name).all() for each in many_to_many_fields(type(record))
    }
    return values | {name: [each.pk for each in found] for name, found in related.items()}


def child_values(version: Version, model, name: str, parsed: dict | None = None) -> list[dict]:
    """Return the values of the child records of a record in a version, by column.

    A revision may hold the child records of thousands of records: an import. Those who read many of
    these pass the same dictionary for what was `parsed`, so that all are parsed once; otherwise
    only those are whose text looks like children of this record.
    """
    relation = model._meta.get_field(name)
    parent = relation.field
    if parsed is not None:
        by_parent = parsed.setdefault((version.revision_id, relation), {})
        if not by_parent:
            for each in read_child_versions(version, relation):
                by_parent.setdefault(str(each[parent.attname]), []).append(each)
        return by_parent.get(version.object_id, [])
    text = f'"{parent.name}": {version.object_id}'
    found = read_child_versions(version, relation, serialized_data__contains=text)
    return [each for each in found if str(each[parent.attname]) == version.object_id]


def read_child_versions(version: Version, relation, **conditions) -> list[dict]:
    """Return the values of child records of a table in the revision of a version."""
    options = relation.related_model._meta
    found = version.revision.version_set.filter(
        content_type__app_label=options.app_label,
        content_type__model=options.model_name,
        **conditions,
    )
    return [dict(each.field_dict) for each in found.order_by("pk")]


def build_content(
    model, data: dict, children: dict[str, list[dict]], names: RecordNames | None = None
) -> RecordContent:
    """Return the values of a record and of its child records as people read them."""
    names = {} if names is None else names
    found: RecordContent = {}
    for each in compared_fields(model):
        found[each.name] = format_value(each, data.get(each.attname), names)
    for each in many_to_many_fields(model):
        keys = data.get(each.name) or []
        found[each.name] = sorted(read_names(each.related_model, keys, names))
    for name, values in children.items():
        found[name] = describe_children(model._meta.get_field(name), values, names)
    return found


def format_value(each: models.Field, value, names: RecordNames) -> str:
    """Return the value of a field as people read it."""
    if value in (None, ""):
        return ""
    if each.is_relation:
        return read_names(each.related_model, [value], names)[0]
    if each.flatchoices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def format_part(each: models.Field, value, names: RecordNames) -> str:
    """Return the value of a field as a part of a line, where “No” would say nothing."""
    if isinstance(each, models.BooleanField):
        return str(each.verbose_name) if value else ""
    return format_value(each, value, names)


def read_names(model, keys: list, names: RecordNames) -> list[str]:
    """Return the names of records by their keys; one that was deleted is named by its key.

    What has to be read for that is added to `names`.
    """
    unknown = {int(key) for key in keys if (model, int(key)) not in names}
    known = model._base_manager.in_bulk(unknown) if unknown else {}
    for key in unknown:
        names[model, key] = str(known.get(key, f"{model._meta.verbose_name} {key}"))
    return [names[model, int(key)] for key in keys]


def describe_children(relation, children: list[dict], names: RecordNames) -> list[str]:
    """Return child records as lines, in their own order or else in that of the alphabet."""
    fields = {each.name for each in relation.related_model._meta.fields}
    order = next((name for name in ORDER_FIELDS if name in fields), None)
    if order is None:
        return sorted(describe_child(relation, child, names) for child in children)
    ordered = sorted(children, key=lambda child: (child[order], child["id"]))
    return [describe_child(relation, child, names) for child in ordered]


def describe_child(relation, child: dict, names: RecordNames) -> str:
    """Return the values of a child record as one line."""
    return " · ".join(filter(None, read_child_parts(relation, child, names).values()))


def read_child_parts(relation, child: dict, names: RecordNames) -> dict[str, str]:
    """Return the values of a child record as people read them, field by field."""
    model, hidden = relation.related_model, {"id", "folded", relation.field.name, *ORDER_FIELDS}
    parts = {
        each.name: format_part(each, child.get(each.attname), names)
        for each in model._meta.concrete_fields
        if each.name not in hidden
    }
    for each in many_to_many_fields(model):
        related = read_names(each.related_model, child.get(each.name) or [], names)
        parts[each.name] = ", ".join(sorted(related))
    return parts
