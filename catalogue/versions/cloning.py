"""What a record consists of, and how it is copied: for one record, or for thousands at once.

The content of a record is in its own fields, its many-to-many relations and its child records.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

#: Records that are read or written by one statement.
BATCH_SIZE = 500
#: Fields that belong to a record or to its revision, whatever the content of the other one is.
NOT_CONTENT = {
    "id", "code", "status", "published_at", "withdrawal_reason", "created_at", "updated_at",
    "edit_token", "author", "reviewer", "changed_by", "version", "submitted_by", "submitted_at",
    "submitted_state", "returned_because", "revises", "revises_token", "merged_into", "folded",
    "canonical_address",
}  # fmt: skip


def in_batches(items: Sequence) -> Iterator[Sequence]:
    """Return items in batches that one statement can take."""
    for start in range(0, len(items), BATCH_SIZE):
        yield items[start : start + BATCH_SIZE]


def content_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a model that editors fill in."""
    return [field for field in model._meta.concrete_fields if field.name not in NOT_CONTENT]


def many_to_many_fields(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Return the relations of a model whose table Django makes by itself: sectors, countries."""
    return [
        field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created
    ]


def child_tables(model) -> tuple[str, ...]:
    """Return the names of the tables of child records of a model, or of one of its records."""
    return getattr(model, "child_relations", ())


def child_managers(record: models.Model) -> list[models.Manager]:
    """Return the managers of the child records of a record (citations, roles), table by table."""
    return [getattr(record, name) for name in child_tables(record)]


def owner_field(model: type[models.Model]) -> models.ForeignKey:
    """Return the field by which a child record belongs to its record."""
    return next(
        each
        for each in model._meta.fields
        if each.many_to_one and each.remote_field.name in child_tables(each.related_model)
    )


def find_owner(model: type[models.Model]) -> models.ForeignKey | None:
    """Return the field by which rows of a table belong to their record; None for other tables."""
    try:
        return owner_field(model)
    except StopIteration:
        return None


def copy_relations(model: type[models.Model], copies: Mapping[int, models.Model]) -> None:
    """Give copies, listed by the keys of their originals, the same relations and child records."""
    for keys in in_batches(list(copies)):
        batch = {key: copies[key] for key in keys}
        for field in many_to_many_fields(model):
            copy_many_to_many(field, batch)
        for name in model.child_relations:
            copy_children(model._meta.get_field(name), batch)


def copy_many_to_many(field: models.ManyToManyField, copies: Mapping[int, models.Model]) -> None:
    """Give copies, listed by the keys of their originals, the same records in one relation."""
    through = field.remote_field.through
    source, target = (
        through._meta.get_field(name).attname
        for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    existing = through._base_manager.filter(**{f"{source}__in": copies}).order_by("pk")
    through._base_manager.bulk_create(
        through(**{source: copies[original].pk, target: key})
        for original, key in existing.values_list(source, target)
    )


def copy_children(relation: models.ManyToOneRel, copies: Mapping[int, models.Model]) -> None:
    """Give copies, listed by the keys of their originals, the same child records of one table."""
    parent, manager = relation.field, relation.related_model._base_manager
    children = list(manager.filter(**{f"{parent.name}__in": copies}).order_by("pk"))
    for child in children:
        setattr(child, parent.name, copies[getattr(child, parent.attname)])
        child.pk = None
        child._state.adding = True
    manager.bulk_create(children)


def list_references(record: models.Model) -> Iterator[tuple[models.ForeignKey, models.Model]]:
    """Return each record or row that names a record in a field, with the field."""
    for relation in record._meta.related_objects:
        if relation.field.many_to_one and relation.field.name not in NOT_CONTENT:
            for found in relation.related_model._base_manager.filter(
                **{relation.field.name: record}
            ):
                yield relation.field, found


def move_references(source: models.Model, target: models.Model) -> list[models.Model]:
    """Let everything that names `source` name `target`, and return what was changed.

    The target itself takes what `source` named there. A row that says nothing beyond one that
    `target` has already is deleted. Raise ValidationError if a row would get lost.
    """
    changed = []
    for field, found in list(list_references(source)):
        setattr(found, field.name, getattr(source, field.name) if found == target else target)
        if twin := find_twin(found):
            check_redundant(found, twin)
            found.delete()
            continue
        found.save(update_fields=[field.name])
        changed.append(found)
    return changed


def find_twin(row: models.Model) -> models.Model | None:
    """Return the row that has the values of a unique constraint of another one."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            values = {name: getattr(row, name) for name in constraint.fields}
            twin = type(row)._base_manager.filter(**values).exclude(pk=row.pk).first()
            if twin is not None:
                return twin
    return None


def check_redundant(row: models.Model, twin: models.Model) -> None:
    """Raise ValidationError if a row says something that its twin does not say."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        is_empty = value in ("", None) or isinstance(value, bool)
        if field.primary_key or field.name in ("position", "order") or is_empty:
            continue
        if value != getattr(twin, field.attname):
            text = _("Both have the row “%(row)s”, but %(field)s differs: correct one first.")
            raise ValidationError(text % {"row": row, "field": field.verbose_name})


def move_children(source: models.Model, target: models.Model) -> None:
    """Replace the child records of `target` by those of `source`."""
    for old, new in zip(child_managers(target), child_managers(source), strict=True):
        old.all().delete()
        for child in new.all():
            setattr(child, new.field.name, target)
            child.save()
