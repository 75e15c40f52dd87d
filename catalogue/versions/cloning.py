"""What records hold beside their own fields is copied: for one record, or for thousands at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from django.db import models

#: Records that are read or written by one statement.
AT_ONCE = 500

Thing = TypeVar("Thing")


def many_to_many_fields(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Return the relations of a noun that need no row of their own: sectors, countries."""
    return [
        field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created
    ]


def in_batches(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """Return what there is in portions that one statement can take."""
    for start in range(0, len(things), AT_ONCE):
        yield things[start : start + AT_ONCE]


def copy_relations(model: type[models.Model], copies: Mapping[int, models.Model]) -> None:
    """Give new records, by the keys of those that they are copies of, the same words and rows."""
    for keys in in_batches(list(copies)):
        portion = {key: copies[key] for key in keys}
        for field in many_to_many_fields(model):
            copy_many_to_many(field, portion)
        for name in model.child_relations:
            copy_children(model._meta.get_field(name), portion)


def copy_many_to_many(field: models.ManyToManyField, copies: Mapping[int, models.Model]) -> None:
    """Give new records the words of one kind that those have of which they are copies."""
    tie = field.remote_field.through
    owner, word = (
        tie._meta.get_field(name).attname
        for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    there = tie._base_manager.filter(**{f"{owner}__in": copies}).order_by("pk")
    tie._base_manager.bulk_create(
        tie(**{owner: copies[source].pk, word: key})
        for source, key in there.values_list(owner, word)
    )


def copy_children(relation: models.ManyToOneRel, copies: Mapping[int, models.Model]) -> None:
    """Give new records copies of the rows of one table, in the order in which those were made."""
    parent, rows = relation.field, relation.related_model._base_manager
    new = list(rows.filter(**{f"{parent.name}__in": copies}).order_by("pk"))
    for row in new:
        setattr(row, parent.name, copies[getattr(row, parent.attname)])
        row.pk = None
        row._state.adding = True
    rows.bulk_create(new)
